"""Reports: made when they are asked for, kept for good when a month is closed, and listed down to their tickets.

Rule: a closed month is told as it was closed, by whichever way it is asked for; only a correction with a reason, which
is kept beside it, tells it differently.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.errors import ConflictError, HotlineError, InputError, StorageError
from hotline.reports import closings
from hotline.reports.beside import with_closed
from hotline.reports.brief.facts import facts_of
from hotline.reports.brief.template import Template
from hotline.reports.callbacks import CallbackFigures
from hotline.reports.catalogue import CATALOGUE, Kind
from hotline.reports.closings import Closed, Waiting
from hotline.reports.counting import Span, numbers
from hotline.reports.district_map import DistrictMap
from hotline.reports.drilling import Drill
from hotline.reports.hot.model import HotReport
from hotline.reports.hot.window import LONGEST as LONGEST_HOT
from hotline.reports.look import NO_ISSUES, Issues, Look
from hotline.reports.names import Kept, Names
from hotline.reports.period import Period, month_before, month_of, month_text
from hotline.reports.report import Closing, Report
from hotline.reports.standing import Chosen, Standing, had_work, month_until, most_chosen, standing, today_of
from hotline.reports.writers.writer import Writer
from hotline.storage.engine import Database

LONGEST_REASON = 500
GRACE_DAYS = 3  # of a month, until whoever supervises is reminded that the last one is open
log = structlog.get_logger(__name__)
_FIRST = 0
HOT_PATIENCE = 600.0  # seconds that a file, a mail and a closing wait for hot issues; a reader does not wait
_PENS = 2  # files that are written at once: each may take a core for seconds
HotOf = Callable[[Period, float], Awaitable[HotReport | None]]
"""The hot issues of a period, None where they are not reckoned within so many seconds."""


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class Reports:
    """What it came to. Every method raises StorageError where the database does not answer."""

    def __init__(
        self,
        database: Database,
        *,
        names: Callable[[], Names],
        kept: Callable[[], Awaitable[Mapping[str, Kept]]],
        now: Callable[[], datetime] = utc_now,
        hot: HotOf | None = None,
        template: Template | None = None,
        places: DistrictMap | None = None,
    ) -> None:
        """names: of codes, as they are now; kept: what departments keep in the knowledge base, by their code.

        hot, template: of the brief, None where it tells of no hot issues, or nothing in words; places: the map.
        """
        self._database = database
        self._names = names
        self._kept = kept
        self._now = now
        self._hot = hot
        self._template = template
        self.places = places
        self._pen = asyncio.Semaphore(_PENS)
        self.callbacks = CallbackFigures(database)

    def names(self) -> Names:
        """What codes are called now."""
        return self._names()

    def today(self) -> date:
        """The day by the city's clock."""
        return today_of(self._now())

    async def report(self, kind: Kind, period: Period, *, patient: bool = False) -> Report:
        """A report; of a closed month as it was closed. patient: whether hot issues are worth minutes of waiting.

        Whoever is not patient has the report at once; it is pending where they are still being put together.
        """
        async with self._database.reading() as session:
            closed = await closings.of_month(session, kind.name, period)
        if closed is not None:
            return replace(closed, places=self.places)
        hot = await self._issues(period, HOT_PATIENCE if patient else 0) if kind.in_words else NO_ISSUES
        kept = await self._kept()
        async with self._database.reading() as session:
            made = await self._made(session, kind, period, kept, hot)
        return replace(made, places=self.places)

    async def written(self, report: Report, writer: Writer) -> bytes:
        """A report's file, made beside the event loop and never many at once. Raises as the writer does."""
        return await self.penned(lambda: writer.write(report))

    async def penned(self, write: Callable[[], bytes]) -> bytes:
        """A file made by this, beside the event loop and never many at once. Raises as it does."""
        async with self._pen:
            return await asyncio.to_thread(write)

    async def tickets(self, drill: Drill, limit: int) -> tuple[str, ...]:
        """The numbers of the tickets behind a figure as it is now, in their order."""
        async with self._database.reading() as session:
            span = Span(period=drill.period, now=self._now())
            found = await numbers(session, drill.tally, drill.filters, span, after=drill.after, limit=limit)
        return tuple(found)

    async def standing(self) -> Standing:
        """How the tickets stand now."""
        async with self._database.reading() as session:
            return await standing(session, self._now())

    async def chosen_this_month(self, among: Collection[str], limit: int) -> tuple[Chosen, ...]:
        """Which of these titles callers chose most often in the menus, this month until today."""
        now = self._now()
        async with self._database.reading() as session:
            return await most_chosen(session, month_until(today_of(now)), now, among, limit)

    async def closed(self, month: str = "") -> tuple[Closed, ...]:
        """What was closed, of a month or of all."""
        async with self._database.reading() as session:
            return await closings.all_of(session, month)

    async def waiting(self) -> Waiting | None:
        """The last month, where it is still open although it had work; None where nobody needs to close anything."""
        today = self.today()
        period = month_before(today)
        month = month_text(period)
        async with self._database.reading() as session:
            if await closings.all_of(session, month) or not await had_work(session, period):
                return None
        return Waiting(month=month, late=today.day > GRACE_DAYS)

    async def close(self, month: str, *, by: str, correction: str = "") -> Closing:
        """Close every report of a month that is over, together; how it is closed now.

        correction: why it is closed once more with other figures, "" the first time. Raises InputError, and
        ConflictError where it is closed already, or not closed and yet to be corrected.
        """
        period, reason = month_of(month), correction.strip()
        if period.end > self._now():
            raise InputError(f"{month}还没有结束，请在月末以后结账。", fields={"month": "还没有结束"})
        if len(reason) > LONGEST_REASON:
            raise InputError(
                f"更正的原因不能超过{LONGEST_REASON}个字。", fields={"reason": f"最多{LONGEST_REASON}个字"}
            )
        async with self._database.reading() as session:
            await _next(session, month, reason)
        kept = await self._kept()
        hot = await self._issues(period, HOT_PATIENCE)
        async with self._database.reading() as session:  # counting takes its seconds, in which others write
            made = [await self._made(session, kind, period, kept, hot) for kind in CATALOGUE.values()]
        try:
            async with self._database.transaction() as session:
                number = await _next(session, month, reason)
                closing = Closing(month=month, at=self._now(), by=by, correction=number, reason=reason)
                for report in made:
                    await closings.add(session, report, closing)
        except IntegrityError as fault:
            raise ConflictError(f"{month}刚刚由别人结账，请重新查看。") from fault
        return closing

    async def _issues(self, period: Period, wait: float) -> Issues:
        """Reckoned before a transaction begins; without a wait they are begun, and pending until they are there."""
        reached = period.until(self.today())
        if self._hot is None or reached.days > LONGEST_HOT:
            return NO_ISSUES
        try:
            found = await self._hot(reached, wait)
        except StorageError:
            raise
        except HotlineError as fault:  # the brief goes without them, and says so
            log.warning("brief_without_hot_issues", why=fault.message)
            return NO_ISSUES
        return Issues(report=found, pending=found is None and not wait)

    async def _made(
        self, session: AsyncSession, kind: Kind, period: Period, kept: Mapping[str, Kept], hot: Issues
    ) -> Report:
        """period: as it was asked; one that is not over is told as far as it has come."""
        now = self._now()
        today = today_of(now)
        look = Look(
            session=session,
            period=period.until(today),
            before=period.before(today),
            year_ago=period.year_ago(today),
            now=now,
            names=self._names(),
            kept=kept,
            hot=hot,
        )
        closed = [await closings.of_month(session, kind.name, one) for one in (look.before, look.year_ago)]
        made = Report(
            name=kind.name,
            title=kind.title,
            period=look.period,
            before=look.before,
            year_ago=look.year_ago,
            made=now,
            sections=with_closed(await kind.sections(look), *closed),
            pending=hot.pending,
        )
        if not kind.in_words or self._template is None:
            return made
        return replace(made, prose=self._template.told(facts_of(made, look.names.city)))


async def _next(session: AsyncSession, month: str, reason: str) -> int:
    """The number of the next closing of a month."""
    done = await closings.all_of(session, month)
    if not done and reason:
        raise ConflictError(f"{month}还没有结账，不能更正。请先结账。")
    if done and not reason:
        raise ConflictError(f"{month}已经结账，数据不再改变。确实有误时，请写明原因作更正。")
    return max((one.closing.correction for one in done), default=_FIRST - 1) + 1
