"""Early warnings as they come, for whoever supervises and does not look: each matter once a day.

Rule: a matter is the one that was warned of already where both have a message in common, whatever it is called now.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import structlog

from hotline.errors import HotlineError
from hotline.reports.hot.model import HotIssue
from hotline.reports.hot.service import Made
from hotline.reports.hot.store import CITY_TIME

DAYS = 7  # as many as the page of hot issues shows to whoever names none, so that both are reckoned once
FIRST_SECONDS = 120.0  # after the start, which has enough to do
EVERY_SECONDS = 1800.0
log = structlog.get_logger(__name__)
Report = Callable[[date, date], Awaitable[Made | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """A matter that was warned of. at: when first; recent: citizens who told of it in the last days."""

    id: str
    day: date
    at: datetime
    name: str
    recent: int
    why: str
    messages: frozenset[str]


def warned_after(before: Iterable[Warned], issues: Iterable[HotIssue], day: date, at: datetime) -> tuple[Warned, ...]:
    """What was warned of on this day: what was before, and each matter that bursts now and was not."""
    told = [one for one in before if one.day == day]
    for issue in issues:
        messages = frozenset(issue.ids)
        if issue.alarm.fires and messages and not any(messages & one.messages for one in told):
            told.append(
                Warned(
                    id=f"{day.isoformat()}:{min(messages)}",
                    day=day,
                    at=at,
                    name=issue.name,
                    recent=issue.alarm.recent,
                    why=issue.alarm.why,
                    messages=messages,
                )
            )
    return tuple(told)


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class HotWatch:
    """Looks at the hot issues of the last days again and again."""

    def __init__(self, report: Report, now: Callable[[], datetime] = utc_now) -> None:
        self._report = report
        self._now = now
        self._told: tuple[Warned, ...] = ()

    @property
    def today(self) -> tuple[Warned, ...]:
        """What was warned of today, the first first."""
        day = self._now().astimezone(CITY_TIME).date()
        return tuple(one for one in self._told if one.day == day)

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
        """Once. Raises HotlineError where the issues cannot be reckoned."""
        day = self._now().astimezone(CITY_TIME).date()
        made = await self._report(day - timedelta(days=DAYS - 1), day)
        if made is not None:
            self._told = warned_after(self._told, made.report.issues, day, made.at)
