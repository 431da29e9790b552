"""Reports: made when they are asked for, kept for good when a month is closed, and listed down to their tickets.

Rule: a closed month is told as it was closed, by whichever way it is asked for; only a correction with a reason, which
is kept beside it, tells it differently.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.errors import ConflictError, InputError
from hotline.reports import closings
from hotline.reports.catalogue import CATALOGUE, Kind
from hotline.reports.closings import Closed
from hotline.reports.counting import Span, numbers
from hotline.reports.drilling import Drill
from hotline.reports.look import Look
from hotline.reports.names import Kept, Names
from hotline.reports.period import Period, month_of, month_text
from hotline.reports.report import Closing, Report
from hotline.storage.engine import Database

LONGEST_REASON = 500
_FIRST = 0


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
    ) -> None:
        """names: of codes, as they are now; kept: what departments keep in the knowledge base, by their code."""
        self._database = database
        self._names = names
        self._kept = kept
        self._now = now

    async def report(self, kind: Kind, period: Period) -> Report:
        """A report; of a closed month as it was closed."""
        kept = await self._kept()
        async with self._database.reading() as session:
            month = month_text(period)
            closed = await closings.newest(session, kind.name, month) if month else None
            return closed or await self._made(session, kind, period, kept)

    async def tickets(self, drill: Drill, limit: int) -> tuple[str, ...]:
        """The numbers of the tickets behind a figure as it is now, in their order."""
        async with self._database.reading() as session:
            span = Span(period=drill.period, now=self._now())
            found = await numbers(session, drill.tally, drill.filters, span, after=drill.after, limit=limit)
        return tuple(found)

    async def closed(self, month: str = "") -> tuple[Closed, ...]:
        """What was closed, of a month or of all."""
        async with self._database.reading() as session:
            return await closings.all_of(session, month)

    async def close(self, month: str, *, by: str, correction: str = "") -> tuple[Report, ...]:
        """Close every report of a month that is over, together.

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
        kept = await self._kept()
        try:
            async with self._database.transaction() as session:
                number = await _next(session, month, reason)
                closing = Closing(month=month, at=self._now(), by=by, correction=number, reason=reason)
                made = [await self._made(session, kind, period, kept) for kind in CATALOGUE.values()]
                return tuple([await closings.add(session, report, closing) for report in made])
        except IntegrityError as fault:
            raise ConflictError(f"{month}刚刚由别人结账，请重新查看。") from fault

    async def _made(self, session: AsyncSession, kind: Kind, period: Period, kept: Mapping[str, Kept]) -> Report:
        now = self._now()
        look = Look(session=session, period=period, now=now, names=self._names(), kept=kept)
        return Report(
            name=kind.name,
            title=kind.title,
            period=period,
            before=period.before(),
            year_ago=period.year_ago(),
            made=now,
            sections=await kind.sections(look),
        )


async def _next(session: AsyncSession, month: str, reason: str) -> int:
    """The number of the next closing of a month."""
    done = await closings.all_of(session, month)
    if not done and reason:
        raise ConflictError(f"{month}还没有结账，不能更正。请先结账。")
    if done and not reason:
        raise ConflictError(f"{month}已经结账，数据不再改变。确实有误时，请写明原因作更正。")
    return max((one.closing.correction for one in done), default=_FIRST - 1) + 1
