"""What is kept of each day and month that is over: its sums by a column; a year is added up and not counted again.

Rule: a day that is kept is right only while no mark says otherwise: whatever changes a row leaves a mark of its moment
in the same transaction (the triggers of migrations 0022 and 0024), before and after the change; so does what a ticket
is told by, for all that counts of it. A source whose rows can change without one must not stand in COLUMNS.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256
from typing import cast

from sqlalchemy import ClauseElement, func, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.reports.measures import MEASURES, Tally
from hotline.reports.names import By
from hotline.reports.period import CITY_TIME, Period
from hotline.reports.sources import ARRIVED, CALLED_BACK, CREATED, DONE, DUE, GIVEN, RED_CARDS, SPOT, Source
from hotline.reports.walking import Span, Sums, added_up, question, walked, walked_once
from hotline.storage.tables import ReportDayRow, ReportMarkRow

SHORT = 2  # days that are counted sooner than two questions are answered
MOST_RUNS = 3  # questions about days that are not kept; what lies between them is counted with them
MONTH = len("2026-10")
_MARKED, _COUNTED = "report_marks", "report_counts"
_DAY = timedelta(days=1)
BOOKS: Mapping[Source, str] = {
    CREATED: "created",
    SPOT: "created",
    DUE: "due",
    DONE: "finished",
    GIVEN: "given",
    CALLED_BACK: "called_back",
    RED_CARDS: "carded",
    ARRIVED: "arrived",
}
"""Under which name the triggers mark the moments of a source."""
_ABOUT = (By.TYPE, By.CATEGORY, By.DISTRICT, By.CHANNEL)
"""What no index of the assessment begins with: asked for together, one walk is enough for all of them."""
_JUDGED = (By.DEPARTMENT, *_ABOUT)
COLUMNS: Mapping[Source, tuple[By | None, ...]] = {
    CREATED: (By.DEPARTMENT, By.TYPE, By.CATEGORY, By.DISTRICT, By.CHANNEL, By.URGENCY, By.STATE, By.AGENT),
    SPOT: (By.AGENT,),
    DUE: _JUDGED,
    DONE: _JUDGED,
    GIVEN: (*_JUDGED, By.AGENT),
    CALLED_BACK: _JUDGED,
    RED_CARDS: _JUDGED,
    ARRIVED: (None, By.AGENT),
}
"""By what each is kept; None: by the hour."""
_OF_DESKS = ("calls_taken", "talk_by_agent")
"""Of calls by agent nothing else is asked, and the index holds no more."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Kept:
    """What is kept of a source by a column, under which name, with which tallies in their order."""

    source: Source
    by: By | None
    tallies: tuple[Tally, ...]

    @property
    def book(self) -> str:
        """Whose marks tell that it is no longer right."""
        return BOOKS[self.source]

    @cached_property
    def what(self) -> str:
        """Its name, with a fingerprint of how it is counted: what another version of the hotline kept is not read."""
        asked = cast("ClauseElement", question(self.source, self.by, self.tallies))
        compiled = asked.compile(dialect=sqlite.dialect())
        told = f"{compiled} {sorted(compiled.params.items(), key=str)}"
        return f"{self.source.name}.{self.by or 'hour'}.{sha256(told.encode()).hexdigest()[:12]}"


def _tallies(source: Source, by: By | None) -> tuple[Tally, ...]:
    """All of this source, each once."""
    measures = [MEASURES[code] for code in (_OF_DESKS if source is ARRIVED and by else MEASURES)]
    both = (tally for measure in measures for tally in (measure.top, measure.of))
    return tuple(dict.fromkeys(tally for tally in both if tally is not None and tally.source is source))


KEPT: Mapping[tuple[Source, By | None], Kept] = {
    (source, by): Kept(source=source, by=by, tallies=_tallies(source, by))
    for source, columns in COLUMNS.items()
    for by in columns
}


async def sums(session: AsyncSession, source: Source, by: By | None, tallies: tuple[Tally, ...], span: Span) -> Sums:
    """As walking.walked: what is kept added up, the other days counted."""
    kept = KEPT.get((source, by))
    if kept is None or span.period.days <= SHORT or not set(tallies) <= set(kept.tallies):
        return await _counted(session, source, by, tallies, span)
    parts = await _parts(session, kept, span)
    known = {day for part in parts for day in part.each()}
    runs = _runs([day for day in span.period.each() if day not in known])
    rows: dict[str, list[list[int]]] = {}
    for rest in runs:
        for key, values in (await _counted(session, source, by, tallies, Span(period=rest, now=span.now))).items():
            rows.setdefault(key, []).append(values)
    places = [kept.tallies.index(tally) for tally in tallies]
    # what is kept has no day that is not, so it lies within a run or apart from it
    left = [found for part, found in parts.items() if not any(run.first <= part.first <= run.last for run in runs)]
    for key, values in together(kept, left).items():
        rows.setdefault(key, []).append([values[place] for place in places])
    return {key: added_up(tallies, many) for key, many in rows.items()}


async def _counted(
    session: AsyncSession, source: Source, by: By | None, tallies: tuple[Tally, ...], span: Span
) -> Sums:
    """As walking.walked; the columns of _ABOUT are counted with the first of them that a report asks for."""
    kept = KEPT.get((source, by))
    if kept is None or by not in _ABOUT or source.indexed or not set(tallies) <= set(kept.tallies):
        return await walked(session, source, by, tallies, span)
    counted: dict[tuple[Source, Span], dict[By, Sums]] = session.info.setdefault(_COUNTED, {})
    if (source, span) not in counted:
        counted[source, span] = await walked_once(session, source, _ABOUT, kept.tallies, span)
    places = [kept.tallies.index(tally) for tally in tallies]
    return {key: [values[place] for place in places] for key, values in counted[source, span][by].items()}


def together(kept: Kept, many: Iterable[Sums]) -> Sums:
    """What is kept of several days or months as one."""
    rows: dict[str, list[list[int]]] = {}
    for sums in many:
        for key, values in sums.items():
            rows.setdefault(key, []).append(values)
    return {key: added_up(kept.tallies, found) for key, found in rows.items()}


async def _parts(session: AsyncSession, kept: Kept, span: Span) -> dict[Period, Sums]:
    """The months, and the days of no such month, that are kept of a period, over, and not marked."""
    row, period = ReportDayRow, span.period
    # the marks first: where questions see different moments, a day is counted once too often and never wrongly
    wrong = await _marked(session, kept.book, period)
    unfit = wrong | {day[:MONTH] for day in wrong}
    months = {name: month for name, month in months_of(period).items() if name not in unfit}
    mine = select(row.day, row.sums).where(row.what == kept.what)
    found: dict[str, Sums] = {}
    if months:
        found = {one.day: one.sums for one in await session.execute(mine.where(row.day.in_(months)))}
    days = mine.where(
        row.day >= period.first.isoformat(),
        row.day <= period.last.isoformat(),
        func.length(row.day) > MONTH,
        func.substr(row.day, 1, MONTH).not_in(found),
    )
    parts = {months[name]: sums for name, sums in found.items()}
    for name, sums in await session.execute(days):
        if name not in wrong:
            day = date.fromisoformat(name)
            parts[Period(first=day, last=day)] = sums
    today = span.now.astimezone(CITY_TIME).date()
    return {part: sums for part, sums in parts.items() if part.last < today}


async def _marked(session: AsyncSession, book: str, period: Period) -> frozenset[str]:
    """The days that are no longer right; asked once for all columns of a report, which is made in one transaction."""
    asked: dict[tuple[str, Period], frozenset[str]] = session.info.setdefault(_MARKED, {})
    if (book, period) not in asked:
        mark = ReportMarkRow
        found = select(mark.at).where(mark.book == book, mark.at >= period.begin, mark.at < period.end).distinct()
        days = {at.astimezone(CITY_TIME).date().isoformat() for at in await session.scalars(found)}
        asked[book, period] = frozenset(days)
    return asked[book, period]


def months_of(period: Period) -> dict[str, Period]:
    """The calendar months that lie wholly within a period, by name: 2026-10."""
    found = {}
    first = period.first.replace(day=1)
    while first <= period.last:
        month = Period(first=first, last=first.replace(day=monthrange(first.year, first.month)[1]))
        if month.first >= period.first and month.last <= period.last:
            found[f"{first:%Y-%m}"] = month
        first = month.last + _DAY
    return found


def _runs(days: Collection[date]) -> list[Period]:
    """Days in their order as a few periods that hold them all."""
    runs: list[Period] = []
    for day in days:
        if runs and day - runs[-1].last == _DAY:
            runs[-1] = Period(first=runs[-1].first, last=day)
        else:
            runs.append(Period(first=day, last=day))
    while len(runs) > MOST_RUNS:
        near = min(range(len(runs) - 1), key=lambda place: runs[place + 1].first - runs[place].last)
        runs[near : near + 2] = [Period(first=runs[near].first, last=runs[near + 1].last)]
    return runs
