"""Figures counted: of everybody, by a column, by the hour; and the tickets behind one of them.

Rule: days that are over are taken from what is kept of them wherever that is right (day_sums.py), all others are
counted from the rows; both come to the same, and nothing here knows which it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.reports.day_sums import sums
from hotline.reports.figures import Amount
from hotline.reports.measures import MEASURES, Measure, Tally
from hotline.reports.names import By
from hotline.reports.sources import Source
from hotline.reports.walking import Span, added_up, within

__all__ = ["Amounts", "Hours", "Span", "by_hour", "counted", "numbers", "whole"]
Amounts = dict[str, Amount]
"""By the code of the figure."""


async def counted(session: AsyncSession, codes: Sequence[str], by: By, span: Span) -> dict[str, Amounts]:
    """These figures by key, for every key that has a case of any of them."""
    found: dict[str, dict[int, int]] = {}
    for source, tallies in _by_source(tuple(codes)).items():
        for key, values in (await sums(session, source, by, tallies, span)).items():
            found.setdefault(key, {}).update(zip(map(id, tallies), values, strict=True))
    amounts = {key: {code: _amount(MEASURES[code], values) for code in codes} for key, values in found.items()}
    return {key: figures for key, figures in amounts.items() if any(map(_some, figures.values()))}


async def whole(session: AsyncSession, codes: Sequence[str], span: Span) -> Amounts:
    """These figures of everybody: the sum over what every row of their sources has."""
    summed: dict[int, int] = {}
    for source, tallies in _by_source(tuple(codes)).items():
        rows = await sums(session, source, source.whole, tallies, span)
        summed |= zip(map(id, tallies), added_up(tallies, rows.values()), strict=True)
    return {code: _amount(MEASURES[code], summed) for code in codes}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Figures of calls by the hour in which they arrived, as they were counted. sums: by hour, aware UTC."""

    codes: Sequence[str]
    tallies: Sequence[Tally]
    sums: Mapping[datetime, list[int]]

    def by(self, key: Callable[[datetime], str]) -> dict[str, Amounts]:
        """Added up by this name of an hour."""
        found: dict[str, list[list[int]]] = {}
        for hour, values in self.sums.items():
            found.setdefault(key(hour), []).append(values)
        return {name: self._together(many) for name, many in found.items()}

    def whole(self) -> Amounts:
        """All hours."""
        return self._together(list(self.sums.values()))

    def _together(self, many: list[list[int]]) -> Amounts:
        summed = dict(zip(map(id, self.tallies), added_up(self.tallies, many), strict=True))
        return {code: _amount(MEASURES[code], summed) for code in self.codes}


async def by_hour(session: AsyncSession, codes: Sequence[str], span: Span) -> Hours:
    """These figures of calls; hours without a call are left out."""
    ((source, tallies),) = _by_source(tuple(codes)).items()
    found = await sums(session, source, None, tallies, span)
    # as words.HOUR writes it; strptime would take half of all the time of a year
    hours = {datetime.fromisoformat(f"{hour}:00+00:00"): values for hour, values in found.items()}
    return Hours(codes=codes, tallies=tallies, sums=hours)


async def numbers(
    session: AsyncSession, tally: Tally, filters: Mapping[By, str], span: Span, *, after: str, limit: int
) -> list[str]:
    """The tickets behind a numerator or a denominator, each once, by number, after this one."""
    source = tally.source
    if source.ticket is None:
        return []
    asked = (
        select(source.ticket).select_from(source.rows(filters)).where(*within(source), source.ticket > after).distinct()
    )
    if tally.where is not None:
        asked = asked.where(tally.where)
    for by, key in filters.items():
        asked = asked.where(source.by[by] == key)
    found = await session.scalars(asked.order_by(source.ticket).limit(limit), span.binds())
    return [str(number) for number in found]


def _some(amount: Amount) -> bool:
    return bool(amount.numerator or amount.denominator)


@cache
def _by_source(codes: tuple[str, ...]) -> dict[Source, tuple[Tally, ...]]:
    """What is to be counted of each source, each tally once."""
    found: dict[Source, dict[Tally, None]] = {}
    for measure in (MEASURES[code] for code in codes):
        for tally in (measure.top, measure.of):
            if tally is not None:
                found.setdefault(tally.source, {})[tally] = None
    return {source: tuple(tallies) for source, tallies in found.items()}


def _amount(measure: Measure, values: Mapping[int, int]) -> Amount:
    of = values.get(id(measure.of), 0) if measure.of is not None else 0
    return Amount(numerator=values.get(id(measure.top), 0), denominator=of)
