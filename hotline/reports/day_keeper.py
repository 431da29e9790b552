"""Keeps the sums of days and months that are over (day_sums.py), and lets go of those that something has changed.

Rule: one process at a time, under a lock that every step holds to its end: a mark goes only together with the days
that it names, and a day is counted and kept in one transaction, so that what changes meanwhile marks it anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta

import structlog
from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.errors import HotlineError
from hotline.reports.day_sums import BOOKS, KEPT, MONTH, Kept, months_of, together
from hotline.reports.period import CITY_TIME, LONGEST, Period
from hotline.reports.sources import Source
from hotline.reports.walking import Span, Sums, walked, walked_once
from hotline.storage.engine import Database
from hotline.storage.tables import ReportDayRow, ReportMarkRow

ROUND_SECONDS = 120.0
PAUSE = 0.05
"""Seconds between two days, in which others write: SQLite has one writer at a time."""
_LOCK = 12346  # any number, the same in every process
_TOGETHER = 2_000  # marks
_DAY = timedelta(days=1)
_BY_BOOK = {book: tuple(kept for kept in KEPT.values() if kept.book == book) for book in dict.fromkeys(BOOKS.values())}
log = structlog.get_logger(__name__)


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class DayKeeper:
    """Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now, *, pause: float = PAUSE) -> None:
        self._database = database
        self._now = now
        self._pause = pause

    async def run(self) -> None:
        """Make a round every two minutes until cancelled. The owner of the process owns this task."""
        while True:
            try:
                await self.round()
            except HotlineError as fault:
                log.warning("report_days_wait", why=fault.message)
            except Exception:  # reports count what is not kept, and the next round may pass
                log.exception("report_days_failed")
            await asyncio.sleep(ROUND_SECONDS)

    async def round(self) -> int:
        """Let go of what is no longer right, keep what is lacking; how many days of how many books were counted."""
        more = True
        while more:
            more = await self._let_go()
        counted = 0
        for book in _BY_BOOK:
            await self._begin(book)
            for day in await self._lacking(book):
                await self._keep(book, day)
                counted += 1
                await asyncio.sleep(self._pause)
            for month in await self._lacking_months(book):
                await self._keep_month(book, month)
                await asyncio.sleep(self._pause)
        if counted:
            log.info("report_days_kept", count=counted)
        return counted

    async def _let_go(self) -> bool:
        """Of the days that some marks name, with those marks; whether there were any."""
        mark = ReportMarkRow
        oldest = select(mark.id, mark.book, mark.at).order_by(mark.id).limit(_TOGETHER)
        async with self._database.transaction() as session:
            await _in_turn(session)
            marks = (await session.execute(oldest)).all()
            days: dict[str, set[str]] = {}
            for one in marks:
                days.setdefault(one.book, set()).add(one.at.astimezone(CITY_TIME).date().isoformat())
            for book, wrong in days.items():
                await _forget(session, book, wrong)
            await session.execute(delete(mark).where(mark.id.in_([one.id for one in marks])))
        return bool(marks)

    async def _begin(self, book: str) -> None:
        """Where nothing is kept of a book yet: so many days before its first row have nothing, and need no counting."""
        row = ReportDayRow
        async with self._database.reading() as session:
            if await session.scalar(select(row.day).where(row.book == book).limit(1)):
                return
        source = _BY_BOOK[book][0].source
        async with self._database.transaction() as session:
            await _in_turn(session)
            first = await session.scalar(select(func.min(source.at)).select_from(source.table))
            if first is None or await session.scalar(select(row.day).where(row.book == book).limit(1)):
                return
            begins = first.astimezone(CITY_TIME).date()
            nothing: dict[str, Sums] = {kept.what: {} for kept in _BY_BOOK[book]}
            await _put(session, book, {(begins - n * _DAY).isoformat(): nothing for n in _BACK})

    async def _lacking(self, book: str) -> list[date]:
        """The days since the first that is kept of which not everything is, the last first; today is not over."""
        days, known = await self._known(book)
        return [day for day in reversed(days) if day.isoformat() not in known]

    async def _lacking_months(self, book: str) -> list[Period]:
        """The months that are not kept, and whose days are."""
        days, known = await self._known(book)
        if not days:
            return []
        months = months_of(Period(first=days[0], last=days[-1]))
        kept = {day for day in days if day.isoformat() in known}
        return [month for name, month in months.items() if name not in known and kept.issuperset(month.each())]

    async def _known(self, book: str) -> tuple[list[date], set[str]]:
        """The days from the first that is kept until yesterday, and of which days and months everything is kept."""
        row, whats = ReportDayRow, [kept.what for kept in _BY_BOOK[book]]
        whole = select(row.day).where(row.what.in_(whats)).group_by(row.day).having(func.count() == len(whats))
        async with self._database.reading() as session:
            known = set(await session.scalars(whole))
            day = select(func.min(row.day)).where(row.book == book, func.length(row.day) > MONTH)
            first = await session.scalar(day)
        last = self._now().astimezone(CITY_TIME).date() - _DAY
        if first is None or first > last.isoformat():
            return [], known
        return list(Period(first=date.fromisoformat(first), last=last).each()), known

    async def _keep(self, book: str, day: date) -> None:
        span = Span(period=Period(first=day, last=day), now=self._now())
        async with self._database.transaction() as session:
            await _in_turn(session)
            await _forget(session, book, {day.isoformat()})
            counted: dict[str, Sums] = {}
            for alike in _alike(book):
                counted |= await _counted(session, alike, span)
            await _put(session, book, {day.isoformat(): counted})

    async def _keep_month(self, book: str, month: Period) -> None:
        """Its days together, unless another process has let go of one, or was quicker."""
        row, name = ReportDayRow, f"{month.first:%Y-%m}"
        days = (row.day >= month.first.isoformat(), row.day <= month.last.isoformat())
        counted = {}
        async with self._database.transaction() as session:
            await _in_turn(session)
            for kept in _BY_BOOK[book]:
                found = list(await session.scalars(select(row.sums).where(row.what == kept.what, *days)))
                there = await session.scalar(select(row.day).where(row.what == kept.what, row.day == name))
                if there or len(found) != month.days:
                    return
                counted[kept.what] = together(kept, found)
            await _put(session, book, {name: counted})


_BACK = range(1, LONGEST + 1)


def _alike(book: str) -> list[list[Kept]]:
    """What is kept of a book, together where one walk over the rows is enough."""
    by_source: dict[Source, list[Kept]] = {}
    apart = []
    for kept in _BY_BOOK[book]:
        if kept.by is None or kept.source.indexed or kept.source.whole is None:
            apart.append([kept])
        else:
            by_source.setdefault(kept.source, []).append(kept)
    return [*apart, *by_source.values()]


async def _counted(session: AsyncSession, alike: list[Kept], span: Span) -> dict[str, Sums]:
    """By what is kept of one source."""
    first, columns = alike[0], [kept.by for kept in alike if kept.by is not None]
    if len(alike) == 1:
        return {first.what: await walked(session, first.source, first.by, first.tallies, span)}
    found = await walked_once(session, first.source, columns, first.tallies, span)
    return {kept.what: found[by] for kept, by in zip(alike, columns, strict=True)}


async def _in_turn(session: AsyncSession) -> None:
    """Wait until no other process is at it. SQLite has one writer anyhow."""
    if (await session.connection()).dialect.name == "postgresql":
        await session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


async def _forget(session: AsyncSession, book: str, days: Collection[str]) -> None:
    """With their months; also what another version of the hotline has kept: it would not see the mark any more."""
    names = {*days, *(day[:MONTH] for day in days)}
    await session.execute(delete(ReportDayRow).where(ReportDayRow.book == book, ReportDayRow.day.in_(names)))


async def _put(session: AsyncSession, book: str, days: dict[str, dict[str, Sums]]) -> None:
    rows = [
        {"what": what, "day": day, "book": book, "sums": sums}
        for day, counted in days.items()
        for what, sums in counted.items()
    ]
    await session.execute(insert(ReportDayRow), rows)
