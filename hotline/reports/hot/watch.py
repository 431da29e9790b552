"""Early warnings as they come, for whoever supervises and does not look: each matter once a day.

Rule: what was warned of is in the database before anybody is told, so that a restart neither forgets nor repeats it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta

import structlog

from hotline.errors import HotlineError
from hotline.reports.hot import warned_store as store
from hotline.reports.hot.service import Made
from hotline.reports.hot.store import CITY_TIME
from hotline.reports.hot.warned import Warned, warned_after
from hotline.storage.engine import Database

DAYS = 7  # as many as the page of hot issues shows to whoever names none, so that both are reckoned once
FIRST_SECONDS = 120.0  # after the start, which has enough to do
EVERY_SECONDS = 1800.0
log = structlog.get_logger(__name__)
Report = Callable[[date, date], Awaitable[Made | None]]


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class HotWatch:
    """Looks at the hot issues of the last days again and again."""

    def __init__(self, database: Database, report: Report, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._report = report
        self._now = now

    async def today(self) -> tuple[Warned, ...]:
        """What was warned of today, the first first. Raises StorageError."""
        async with self._database.reading() as session:
            return await store.warned_on(session, self._day())

    async def run(self) -> None:
        """Look every half an hour until cancelled. The owner of the process owns this task."""
        await asyncio.sleep(FIRST_SECONDS)
        while True:
            try:
                await self.look()
            except HotlineError as fault:
                log.warning("hot_watch_waits", why=fault.message)
            except Exception:  # the page of hot issues says what is wrong
                log.exception("hot_watch_failed")
            await asyncio.sleep(EVERY_SECONDS)

    async def look(self) -> None:
        """Once. Raises HotlineError where the issues cannot be reckoned, or kept."""
        day = self._day()
        made = await self._report(day - timedelta(days=DAYS - 1), day)
        if made is None:
            return
        async with self._database.transaction() as session:
            before = await store.warned_on(session, day)
            await store.keep(session, warned_after(before, made.report.issues, day, made.at))
            await store.let_go(session, before=day)

    def _day(self) -> date:
        return self._now().astimezone(CITY_TIME).date()
