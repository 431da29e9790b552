"""Whether an entry may still be believed, and when its department is told. Pure: the day is an argument.

Rule: every entry has one last day, and all stages count from it; a stage is made once for a last day, so that an entry
that was renewed begins anew. Sources: Beijing Ordinance, Art. 31 (departments keep their own entries current); Weifang
Art. 26 and Jinan Art. 28 (what is left stale is a matter of supervision).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from hotline.kb.model import Kind

CITY_TIME = ZoneInfo("Asia/Shanghai")
DUE_SOON_DAYS = 30  # a department needs about a month to have a changed text signed
CHECK_MONTHS = 12  # fees and offices change with the year: what nobody looked at for a year is not known to be right
ANSWER_DAYS = 10  # working days that a department has before supervision hears of it
MONTHS = 12  # of a year


class Freshness(StrEnum):
    """How an entry stands on a day."""

    FRESH = "fresh"
    """It holds, and will for a while."""
    DUE_SOON = "due"
    """It holds, but its last day is near."""
    STALE = "stale"
    """Its last day is over, and it is still told."""
    ENDED = "ended"
    """A bulletin whose last day is over: it ended as it was meant to, and is read to nobody any more."""


class Why(StrEnum):
    """What an entry's last day follows from."""

    VALID_UNTIL = "valid_until"
    """Its keeper wrote it down."""
    CHECKED = "checked"
    """It was last compared a year before."""
    PUBLISHED = "published"
    """Nobody ever compared it; it was published a year before."""
    NEVER = "never"
    """It has none: a saying, or a bulletin without an end."""


class Stage(StrEnum):
    """How far the reminding has gone."""

    DUE_SOON = "due"
    """Its department was told that the last day is near."""
    STALE = "stale"
    """Its department was told that the last day is over."""
    SUPERVISION = "supervision"
    """It was handed to supervision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """What an entry's standing follows from. published: the day on which it was published as it is now, None for never.

    Days are the city's.
    """

    kind: Kind
    valid_until: date | None
    checked: date | None
    published: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an entry stands. until: its last day, None for none; over: days since then, negative while it holds."""

    freshness: Freshness
    why: Why
    until: date | None
    over: int = 0


def standing(dates: Dates, today: date) -> Standing:
    """How an entry stands on this day; on its last day it still holds."""
    why, until = _last_day(dates)
    if until is None:
        return Standing(freshness=Freshness.FRESH, why=why, until=None)
    over = (today - until).days
    if over > 0:
        freshness = Freshness.ENDED if dates.kind is Kind.BULLETIN else Freshness.STALE
    elif over >= -DUE_SOON_DAYS and dates.kind is not Kind.BULLETIN:
        freshness = Freshness.DUE_SOON
    else:
        freshness = Freshness.FRESH
    return Standing(freshness=freshness, why=why, until=until, over=over)


def stage_due(now: Standing, told: date | None, today: date, works: Callable[[date], bool]) -> Stage | None:
    """The stage that an entry has come to, whether it was made before or not; None for none.

    told: the day on which its department was told that it is stale, None where it was not; works: whether offices
    work on a day.
    """
    if now.freshness is Freshness.DUE_SOON:
        return Stage.DUE_SOON
    if now.freshness is not Freshness.STALE:
        return None
    return Stage.SUPERVISION if told is not None and today > answer_day(told, works) else Stage.STALE


def answer_day(told: date, works: Callable[[date], bool]) -> date:
    """The last day for a department to answer: ANSWER_DAYS working days, the day of telling not counted."""
    day, left = told, ANSWER_DAYS
    while left:
        day += timedelta(days=1)
        left -= works(day)
    return day


def _last_day(dates: Dates) -> tuple[Why, date | None]:
    if dates.valid_until is not None:
        return Why.VALID_UNTIL, dates.valid_until
    if dates.kind in (Kind.BULLETIN, Kind.SYNONYM):  # news does not age into a lie, and a saying says nothing
        return Why.NEVER, None
    if dates.checked is not None:
        return Why.CHECKED, _months_later(dates.checked)
    if dates.published is not None:
        return Why.PUBLISHED, _months_later(dates.published)
    return Why.NEVER, None


def _months_later(day: date) -> date:
    """The same day CHECK_MONTHS later; where that month has no such day, its last (Civil Code, Art. 202)."""
    years, month = divmod(day.month - 1 + CHECK_MONTHS, MONTHS)
    year, month = day.year + years, month + 1
    if year > date.max.year:
        return date.max
    return date(year, month, min(day.day, monthrange(year, month)[1]))
