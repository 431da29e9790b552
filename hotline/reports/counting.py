"""The questions that reports put to the database: grouped sums, and the tickets behind one of them.

Rule: never a row a ticket. For each value that there is (a department, a type) the index that begins with it is walked
over the period alone, once for all sums: the cost is that of the period's rows, whatever else the books hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Executable, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.reports.figures import Amount
from hotline.reports.measures import MEASURES, Measure, Reckoning, Tally
from hotline.reports.names import By
from hotline.reports.period import Period
from hotline.reports.sources import ARRIVED, BEGIN, END, Source
from hotline.reports.words import hour_begin, hour_end, moment_of, packed, utc_hour

LONG = 92  # days: a quarter
Amounts = dict[str, Amount]
"""By the code of the figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A period, and the moment in which it is looked at (aware)."""

    period: Period
    now: datetime

    def binds(self) -> dict[str, object]:
        """What the questions ask for by name."""
        return {"begin": self.period.begin, "end": self.period.end, "now": self.now}


async def counted(session: AsyncSession, codes: Sequence[str], by: By, span: Span) -> dict[str, Amounts]:
    """These figures by key, for every key that has a case of any of them."""
    found: dict[str, dict[int, int]] = {}
    for source, tallies in _by_source(tuple(codes)).items():
        for key, values in await _of_each(session, source, by, tallies, span):
            kept = found.setdefault(key, {})
            kept.update(zip(map(id, tallies), (int(value or 0) for value in values), strict=True))
    amounts = {key: {code: _amount(MEASURES[code], values) for code in codes} for key, values in found.items()}
    return {key: figures for key, figures in amounts.items() if any(map(_some, figures.values()))}


async def whole(session: AsyncSession, codes: Sequence[str], span: Span) -> Amounts:
    """These figures of everybody: the sum over what every row of their sources has."""
    summed: dict[int, int] = {}
    for source, tallies in _by_source(tuple(codes)).items():
        for _, values in await _of_each(session, source, source.whole, tallies, span):
            for tally, value in zip(tallies, values, strict=True):
                before, now = summed.get(id(tally), 0), int(value or 0)
                summed[id(tally)] = max(before, now) if tally.reckoning is Reckoning.MOST else before + now
    return {code: _amount(MEASURES[code], summed) for code in codes}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Figures of calls by the hour in which they arrived, as they were counted. sums: by hour, aware UTC."""

    codes: Sequence[str]
    tallies: Sequence[Tally]
    sums: Mapping[datetime, Sequence[int]]

    def by(self, key: Callable[[datetime], str]) -> dict[str, Amounts]:
        """Added up by this name of an hour."""
        found: dict[str, list[Sequence[int]]] = {}
        for hour, sums in self.sums.items():
            found.setdefault(key(hour), []).append(sums)
        return {name: self._together(many) for name, many in found.items()}

    def whole(self) -> Amounts:
        """All hours."""
        return self._together(list(self.sums.values()))

    def _together(self, many: Sequence[Sequence[int]]) -> Amounts:
        columns = zip(*many, strict=True) if many else ((0,) for _ in self.tallies)
        summed = {
            id(tally): max(column) if tally.reckoning is Reckoning.MOST else sum(column)
            for tally, column in zip(self.tallies, columns, strict=True)
        }
        return {code: _amount(MEASURES[code], summed) for code in self.codes}


async def by_hour(session: AsyncSession, codes: Sequence[str], span: Span) -> Hours:
    """These figures of calls; hours without a call are left out."""
    (tallies,) = _by_source(tuple(codes)).values()
    asked = _hours(tuple(tallies), grouped=await _groups(session, span))
    rows = (await session.execute(asked, span.binds())).all()
    sums = {moment_of(hour): [int(value or 0) for value in values] for hour, values in rows}
    return Hours(codes=codes, tallies=tallies, sums=sums)


async def numbers(
    session: AsyncSession, tally: Tally, filters: Mapping[By, str], span: Span, *, after: str, limit: int
) -> list[str]:
    """The tickets behind a numerator or a denominator, each once, by number, after this one."""
    source = tally.source
    if source.ticket is None:
        return []
    asked = select(source.ticket).where(*_within(source), source.ticket > after).distinct()
    if tally.where is not None:
        asked = asked.where(tally.where)
    for by, key in filters.items():
        asked = asked.where(source.by[by] == key)
    found = await session.scalars(asked.order_by(source.ticket).limit(limit), span.binds())
    return [str(number) for number in found]


async def _of_each(
    session: AsyncSession, source: Source, by: By | None, tallies: Sequence[Tally], span: Span
) -> list[tuple[str, Sequence[Any]]]:
    """Key and sums."""
    grouped = await _groups(session, span)
    asked = _all(source, tuple(tallies)) if by is None else _sums(source, by, tuple(tallies), grouped=grouped)
    return [(str(key), values) for key, values in await session.execute(asked, span.binds())]


async def _groups(session: AsyncSession, span: Span) -> bool:
    """Whether most rows are to be read: PostgreSQL then groups them in memory, by several processes at once.

    SQLite would sort them first.
    """
    return span.period.days > LONG and (await session.connection()).dialect.name == "postgresql"


def _some(amount: Amount) -> bool:
    return bool(amount.numerator or amount.denominator)


@cache
def _by_source(codes: tuple[str, ...]) -> dict[Source, list[Tally]]:
    """What is to be counted of each source, each tally once."""
    found: dict[Source, dict[Tally, None]] = {}
    for measure in (MEASURES[code] for code in codes):
        for tally in (measure.top, measure.of):
            if tally is not None:
                found.setdefault(tally.source, {})[tally] = None
    return {source: list(tallies) for source, tallies in found.items()}


def _amount(measure: Measure, values: Mapping[int, int]) -> Amount:
    of = values.get(id(measure.of), 0) if measure.of is not None else 0
    return Amount(numerator=values.get(id(measure.top), 0), denominator=of)


def _within(source: Source) -> tuple[Any, ...]:
    return (source.at >= BEGIN, source.at < END, *source.where)


@cache
def _sums(source: Source, by: By, tallies: tuple[Tally, ...], *, grouped: bool) -> Executable:
    """For each value of a column: all sums over the period, packed. Made once: that takes milliseconds."""
    column = source.by[by]
    if grouped:
        return select(column, packed(*map(_sum, tallies))).where(*_within(source)).group_by(column)
    keys = _values(column)
    walked = select(packed(*map(_sum, tallies))).select_from(source.table)
    walked = walked.where(column == keys.c.key, *_within(source)).correlate(keys)
    return select(keys.c.key, walked.scalar_subquery()).where(keys.c.key.is_not(None))


@cache
def _all(source: Source, tallies: tuple[Tally, ...]) -> Executable:
    """All sums over the period at once."""
    return select(literal(""), packed(*map(_sum, tallies))).where(*_within(source))


@cache
def _hours(tallies: tuple[Tally, ...], *, grouped: bool) -> Executable:
    """As _sums, by the hour: each is found by one step down the index of arrivals, and walked by itself."""
    at = ARRIVED.at
    if grouped:
        return select(utc_hour(at), packed(*map(_sum, tallies))).where(*_within(ARRIVED)).group_by(utc_hour(at))
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
