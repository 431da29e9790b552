"""The questions that reports put to the database: sums over a period by a column, or by the hour.

Rule: never a row a ticket. For each value that there is (a department, a type) the index that begins with it is walked
over the period alone, once for all sums: the cost is that of the period's rows, whatever else the books hold. Where no
index begins with the column, that of the whole is walked over instead (Source.whole).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Executable, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.reports.measures import Reckoning, Tally
from hotline.reports.names import By
from hotline.reports.period import Period
from hotline.reports.sources import ARRIVED, BEGIN, END, Source
from hotline.reports.words import HOUR, hour_begin, hour_end, moment_of, packed, utc_hour

LONG = 92  # days: a quarter
Sums: TypeAlias = dict[str, list[int]]
"""By the value of the column, or by the hour as words.HOUR writes it: a number for each tally."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A period, and the moment in which it is looked at (aware)."""

    period: Period
    now: datetime

    def binds(self) -> dict[str, object]:
        """What the questions ask for by name."""
        return {"begin": self.period.begin, "end": self.period.end, "now": self.now}


async def walked(session: AsyncSession, source: Source, by: By | None, tallies: tuple[Tally, ...], span: Span) -> Sums:
    """The sums of these tallies, for each value that has a row. by: None for the hour in which a call arrived."""
    grouped = await _groups(session, span)
    asked = question(source, by, tallies, grouped=grouped)
    rows = [(key, [int(value or 0) for value in values]) for key, values in await session.execute(asked, span.binds())]
    if by is None:
        return {f"{moment_of(hour):{HOUR}}": values for hour, values in rows}
    return {str(key): values for key, values in rows}


async def walked_once(
    session: AsyncSession, source: Source, columns: Sequence[By], tallies: tuple[Tally, ...], span: Span
) -> dict[By, Sums]:
    """The same by several columns of a source, in one walk: it gives a row for each combination that there is."""
    asked = _together(source, tuple(columns), tallies, grouped=await _groups(session, span))
    rows = await session.execute(asked, span.binds())
    found: dict[By, dict[str, list[list[int]]]] = {by: {} for by in columns}
    for *keys, values in rows:
        numbers = [int(value or 0) for value in values]
        for by, key in zip(columns, keys, strict=True):
            found[by].setdefault(str(key), []).append(numbers)
    return {by: {key: added_up(tallies, many) for key, many in sums.items()} for by, sums in found.items()}


def added_up(tallies: Iterable[Tally], many: Iterable[list[int]]) -> list[int]:
    """Rows of sums together: of the longest the longest, of all else the sum."""
    rows = list(many)
    if len(rows) == 1:
        return rows[0]
    columns = list(zip(*rows, strict=True))
    return [
        (max(column) if tally.reckoning is Reckoning.MOST else sum(column))
        for tally, column in zip(tallies, columns or ((0,) for _ in tallies), strict=True)
    ]


def question(source: Source, by: By | None, tallies: tuple[Tally, ...], *, grouped: bool = False) -> Executable:
    """What is asked. grouped: as _groups says."""
    return _hours(tallies, grouped=grouped) if by is None else _sums(source, by, tallies, grouped=grouped)


def within(source: Source) -> tuple[Any, ...]:
    """The rows of a source in a period."""
    return (source.at >= BEGIN, source.at < END, *source.where)


async def _groups(session: AsyncSession, span: Span) -> bool:
    """Whether most rows are to be read: PostgreSQL then groups them in memory, by several processes at once.

    SQLite would sort them first.
    """
    return span.period.days > LONG and (await session.connection()).dialect.name == "postgresql"


@cache
def _sums(source: Source, by: By, tallies: tuple[Tally, ...], *, grouped: bool) -> Executable:
    """For each value of a column: all sums over the period, packed. Made once: that takes milliseconds."""
    column, all_sums = source.by[by], packed(*map(_sum, tallies))
    if grouped or not source.walked_by(by):
        return _together(source, (by,), tallies, grouped=grouped)
    keys = _values(column)
    walked = select(all_sums).select_from(source.table)
    walked = walked.where(column == keys.c.key, *within(source)).correlate(keys)
    return select(keys.c.key, walked.scalar_subquery()).where(keys.c.key.is_not(None))


@cache
def _together(source: Source, columns: tuple[By, ...], tallies: tuple[Tally, ...], *, grouped: bool) -> Executable:
    """By columns that no index begins with: the rows are found by that of the whole, then put together."""
    told = [source.by[by] for by in columns]
    rows = source.rows(columns)
    if source.whole is not None and not grouped:
        keys, whole = _values(source.by[source.whole]), source.by[source.whole]
        rows = source.beside(keys.join(source.table, whole == keys.c.key), columns)
    return select(*told, packed(*map(_sum, tallies))).select_from(rows).where(*within(source)).group_by(*told)


@cache
def _hours(tallies: tuple[Tally, ...], *, grouped: bool) -> Executable:
    """As _sums, by the hour: each is found by one step down the index of arrivals, and walked by itself."""
    at = ARRIVED.at
    if grouped:
        return select(utc_hour(at), packed(*map(_sum, tallies))).where(*within(ARRIVED)).group_by(utc_hour(at))
    keys = select(utc_hour(func.min(at)).label("key")).where(at >= BEGIN, at < END).cte("keys", recursive=True)
    later = select(utc_hour(func.min(at))).where(at >= hour_end(keys.c.key), at < END).correlate(keys)
    keys = keys.union_all(select(later.scalar_subquery()).where(keys.c.key.is_not(None)))
    walked = select(packed(*map(_sum, tallies))).select_from(ARRIVED.table)
    walked = walked.where(at >= hour_begin(keys.c.key), at < hour_end(keys.c.key), *ARRIVED.where).correlate(keys)
    return select(keys.c.key, walked.scalar_subquery()).where(keys.c.key.is_not(None))


def _values(column: ColumnElement[Any]) -> Any:
    """The different values of an indexed column, each found by one step down the index."""
    keys = select(func.min(column).label("key")).cte("keys", recursive=True)
    following = select(func.min(column)).where(column > keys.c.key).correlate(keys).scalar_subquery()
    return keys.union_all(select(following).where(keys.c.key.is_not(None)))


def _sum(tally: Tally) -> ColumnElement[Any]:
    match tally.reckoning:
        case Reckoning.SUM:
            reckoned: Any = func.sum(tally.what)
        case Reckoning.MOST:
            reckoned = func.max(tally.what)
        case _:
            reckoned = func.count()
    return reckoned if tally.where is None else reckoned.filter(tally.where)  # type: ignore[no-any-return]
