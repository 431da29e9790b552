"""Which report goes to whom, how often, and when it falls due. Pure.

Rule: a period is told when it is over, never before; what falls due late goes out late, and each period once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from hotline.reports.period import CITY_TIME, Period

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=8),
)
"""Before the second try, the third and so on; after as many pauses and one it has failed."""


class Every(StrEnum):
    """How often."""

    DAY = "daily"
    """Yesterday, each day."""
    WEEK = "weekly"
    """The week from Monday to Sunday, on Monday."""
    MONTH = "monthly"
    """The calendar month, on the first of the next, once it is closed."""

    @property
    def label(self) -> str:
        """As people read it."""
        return {Every.DAY: "日报", Every.WEEK: "周报", Every.MONTH: "月报"}[self]


class State(StrEnum):
    """How a sending stands."""

    WAITING = "waiting"
    """It falls due, is tried again, or waits for its month to be closed."""
    SENT = "sent"
    """The mail server has taken it."""
    FAILED = "failed"
    """It was tried often enough, or refused for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody subscribes to. hour: of the city's day, 0 to 23; department: whose rows alone, "" for all."""

    report: str
    every: Every
    hour: int
    form: str
    recipients: tuple[str, ...]
    department: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One mail. why: of the last failure or what it waits for; of one that was sent, who did not get it."""

    id: int
    subscription: int
    period: Period
    due: datetime
    state: State
    tries: int
    next_try: datetime
    sent: datetime | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A report that goes out again and again. since: what fell due before is not made up for; last: newest sendings."""

    id: int
    wanted: Wanted
    active: bool
    since: datetime
    created_by: str
    changed_by: str
    changed: datetime
    last: tuple[Sending, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A period, and when its mail falls due (aware)."""

    period: Period
    at: datetime


LATEST = {Every.DAY: 7, Every.WEEK: 2, Every.MONTH: 2}
"""So many periods are made up for after the hotline has stood still; older ones nobody reads any more."""


def dues(wanted: Wanted, since: datetime, now: datetime) -> tuple[Due, ...]:
    """What has fallen due by now and not before since, the oldest first."""
    found: list[Due] = []
    for period in _ended(wanted.every, now.astimezone(CITY_TIME).date()):
        at = datetime.combine(period.last + timedelta(days=1), time(wanted.hour), CITY_TIME)
        if since <= at <= now:
            found.append(Due(period=period, at=at))
        if at < since or len(found) == LATEST[wanted.every]:
            break
    return tuple(reversed(found))


def newest(every: Every, now: datetime) -> Period:
    """The last period that is over."""
    return next(_ended(every, now.astimezone(CITY_TIME).date()))


def next_due(wanted: Wanted, now: datetime) -> datetime:
    """When the next mail falls due."""
    day = now.astimezone(CITY_TIME).date()
    for ahead in range(62):
        one = day + timedelta(days=ahead)
        at = datetime.combine(one, time(wanted.hour), CITY_TIME)
        if at > now and _BEGINS[wanted.every](one):
            return at
    raise AssertionError("a month begins within 62 days")


def pause_after(tries: int) -> timedelta | None:
    """How long to wait after so many tries, None where it has failed."""
    return PAUSES[tries - 1] if tries <= len(PAUSES) else None


_BEGINS: dict[Every, Callable[[date], bool]] = {
    Every.DAY: lambda _: True,
    Every.WEEK: lambda day: day.weekday() == 0,
    Every.MONTH: lambda day: day.day == 1,
}


def _ended(every: Every, today: date) -> Iterator[Period]:
    """Periods that were over before this day, the newest first."""
    after = today
    while True:
        while not _BEGINS[every](after):
            after -= timedelta(days=1)
        last = first = after - timedelta(days=1)
        while not _BEGINS[every](first):
            first -= timedelta(days=1)
        yield Period(first=first, last=last)
        after = first
