"""How things stand: what was done today, what is open, and what callers asked for, for a screen that shows them now.

Rule: nothing is counted in a way of its own: what a report counts is counted by its own measures and sources, and a
test compares each number with the reports.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import distinct, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.reports.counting import Span, whole
from hotline.reports.figures import Amount
from hotline.reports.period import CITY_TIME, EARLIEST, Period
from hotline.reports.sources import ARRIVED, BEGIN, CALLS, CREATED, END, TICKETS
from hotline.storage.tables import CallStepRow

PENDING = ("accepted", "dispatched", "returned")
"""States in which nobody has signed for a ticket."""
IN_PROGRESS = ("signed", "replied", "reviewed")
"""States in which a department, and then the hotline, is at work on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Tickets, by the city's today.

    accepted: taken down today (the figure `accepted`); finished: finished today: those that departments had (what
    `rehandled` is divided by) and those answered on the spot (of `on_the_spot`); pending, in_progress: all that are
    open now; on_time: `finished_on_time` of this month, until today.
    """

    today: date
    accepted: int
    finished: int
    pending: int
    in_progress: int
    on_time: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Something that callers have chosen in the menu. calls: in how many calls, each counted once."""

    title: str
    calls: int


def today_of(now: datetime) -> date:
    """The city's day."""
    return now.astimezone(CITY_TIME).date()


def month_until(today: date) -> Period:
    """Today's month, until today."""
    return Period(first=today.replace(day=1), last=today)


async def standing(session: AsyncSession, now: datetime) -> Standing:
    """As it is now (aware)."""
    today = today_of(now)
    day = await whole(session, ("accepted", "on_the_spot", "rehandled"), _span(Period(first=today, last=today), now))
    month = await whole(session, ("finished_on_time",), _span(month_until(today), now))
    states = await _open(session, _span(Period(first=EARLIEST, last=today), now))
    return Standing(
        today=today,
        accepted=day["accepted"].numerator,
        finished=day["on_the_spot"].numerator + day["rehandled"].denominator,
        pending=sum(states.get(state, 0) for state in PENDING),
        in_progress=sum(states.get(state, 0) for state in IN_PROGRESS),
        on_time=month["finished_on_time"],
    )


async def most_chosen(
    session: AsyncSession, period: Period, now: datetime, among: Collection[str], limit: int
) -> tuple[Chosen, ...]:
    """The titles among these that were chosen in the most calls of a period, the most first, equals by title.

    Whatever else callers said or heard is left behind here.
    """
    step = CallStepRow
    asked = (
        select(step.heard, func.count(distinct(step.call_id)))
        .join(CALLS, CALLS.c.id == step.call_id)
        .where(ARRIVED.at >= BEGIN, ARRIVED.at < END, *ARRIVED.where, step.heard != "")
        .group_by(step.heard)
    )
    known = frozenset(among)
    rows = await session.execute(asked, _span(period, now).binds())
    found = [Chosen(title=title, calls=calls) for title, calls in rows if title in known]
    return tuple(sorted(found, key=lambda one: (-one.calls, one.title))[:limit])


async def had_work(session: AsyncSession, period: Period) -> bool:
    """Whether anybody called, or a ticket was taken down."""
    span = Span(period=period, now=period.end)
    for source in (CREATED, ARRIVED):
        asked = select(source.at).where(source.at >= BEGIN, source.at < END, *source.where).limit(1)
        if await session.scalar(asked, span.binds()) is not None:
            return True
    return False


async def _open(session: AsyncSession, span: Span) -> dict[str, int]:
    """Open tickets by state; the closed ones, which are nearly all, are not walked over."""
    column = TICKETS.c.state
    asked = (
        select(column, func.count())
        .where(CREATED.at >= BEGIN, CREATED.at < END, *CREATED.where, column.in_((*PENDING, *IN_PROGRESS)))
        .group_by(column)
    )
    return {str(state): count for state, count in await session.execute(asked, span.binds())}


def _span(period: Period, now: datetime) -> Span:
    return Span(period=period, now=now)
