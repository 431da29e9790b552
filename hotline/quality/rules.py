"""By which rules calls are drawn, and of which days. Pure.

Rule: what a rule says of a call is decided here alone, from facts that were gathered; a draw asks nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from hotline.errors import InputError
from hotline.quality.form import Form
from hotline.quality.hints import Words

CITY_TIME = ZoneInfo("Asia/Shanghai")
BY_HAND = "by-hand"
"""In the place of a rule's code: somebody chose this call, and said why."""
_WEEK, _MONTH = re.compile(r"(\d{4})-W(\d{2})"), re.compile(r"(\d{4})-(\d{2})")
_DECEMBER = 12


class Kind(StrEnum):
    """What a rule looks for."""

    RANDOM = "random"
    """Any call."""
    NEW_AGENT = "new_agent"
    """Calls of whoever has answered calls for fewer than `days` days."""
    RATED = "rated"
    """The citizen said one of `values` in the survey after the call."""
    CONDUCT = "conduct"
    """The citizen complained afterwards about the hotline itself (`categories`)."""
    SHORT = "short"
    """Talked for fewer than `seconds`."""
    LONG = "long"
    """Talked for more than `seconds`."""
    TRANSFERRED = "transferred"
    """More than one of ours talked with the citizen."""
    RETURNED = "returned"
    """The ticket that was written was returned by its department."""
    DISSATISFIED = "dissatisfied"
    """At the callback the citizen was not satisfied with the ticket."""
    FORBIDDEN = "forbidden"
    """By its transcript the agent said something that nobody should."""
    NO_GREETING = "no_greeting"
    """By its transcript the agent did not greet."""
    DRIFT = "drift"
    """By its transcript the citizen's words speak for another type than the ticket's."""

    @property
    def is_by_chance(self) -> bool:
        """Whether every call of an agent has the same chance: only such calls tell how an agent works in general."""
        return self in (Kind.RANDOM, Kind.NEW_AGENT)


class Every(StrEnum):
    """How often a rule draws."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule. amount: how many calls it draws, None for all; per_agent: so many of each agent, else of all together."""

    code: str
    name: str
    kind: Kind
    every: Every
    amount: int | None = None
    per_agent: bool = False
    seconds: int = 0
    days: int = 0
    values: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """kb/quality.yaml. appeal_days: working days in which an agent may appeal.

    conduct_days: how far back at most the call lies that a complaint about the hotline is about; words: by which a
    transcript gives hints.
    """

    form: Form
    rules: tuple[Rule, ...]
    appeal_days: int
    conduct_days: int = 30
    words: Words = field(default_factory=Words)

    def of(self, every: Every) -> tuple[Rule, ...]:
        """Those that draw as often as this."""
        return tuple(rule for rule in self.rules if rule.every is every)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A call, as rules look at it. agent: whoever talked last; talked: seconds; since: the agent's first ring.

    fresh: it arrived in the period; else it is there for what happened to it in the period. happened: such kinds.
    """

    call_id: str
    agent: str
    at: datetime
    talked: int
    agents: int = 1
    fresh: bool = True
    since: datetime | None = None
    ratings: Mapping[str, str] = field(default_factory=dict)
    happened: frozenset[Kind] = frozenset()


def meets(rule: Rule, call: Facts) -> bool:
    """Whether a call is one that this rule looks for."""
    match rule.kind:
        case Kind.CONDUCT | Kind.RETURNED | Kind.DISSATISFIED | Kind.FORBIDDEN | Kind.NO_GREETING | Kind.DRIFT:
            return rule.kind in call.happened
        case Kind.RANDOM:
            return call.fresh
        case Kind.NEW_AGENT:
            return call.fresh and call.since is not None and call.at - call.since < timedelta(days=rule.days)
        case Kind.RATED:
            return call.fresh and not rule.values.isdisjoint(call.ratings.values())
        case Kind.SHORT:
            return call.fresh and call.talked < rule.seconds
        case Kind.LONG:
            return call.fresh and call.talked > rule.seconds
        case Kind.TRANSFERRED:
            return call.fresh and call.agents > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A week from Monday, or a month, by the city's clock. name: 2026-W47 or 2026-11."""

    every: Every
    name: str
    first: date
    last: date

    @property
    def begin(self) -> datetime:
        """The first moment, aware UTC."""
        return _midnight(self.first)

    @property
    def end(self) -> datetime:
        """The first moment after it, aware UTC."""
        return _midnight(self.last + timedelta(days=1))


def period_named(name: str) -> Period:
    """The period of 2026-W47 or 2026-11. Raises InputError."""
    try:
        if found := _WEEK.fullmatch(name):
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
            return Period(every=Every.WEEK, name=name, first=monday, last=monday + timedelta(days=6))
        if found := _MONTH.fullmatch(name):
            first = date(int(found[1]), int(found[2]), 1)
            return Period(every=Every.MONTH, name=name, first=first, last=_next_month(first) - timedelta(days=1))
    except (ValueError, OverflowError):
        pass
    raise InputError(
        f"时段应写成2026-W47或2026-11这样，现在是“{name[:20]}”。", fields={"period": "如2026-W47或2026-11"}
    )


def last_over(every: Every, now: datetime) -> Period:
    """The last period of this kind that is over by now."""
    today = now.astimezone(CITY_TIME).date()
    if every is Every.WEEK:
        year, week, _ = (today - timedelta(days=7)).isocalendar()
        return period_named(f"{year}-W{week:02}")
    before = today.replace(day=1) - timedelta(days=1)
    return period_named(f"{before:%Y-%m}")


def _next_month(first: date) -> date:
    return (
        first.replace(year=first.year + 1, month=1)
        if first.month == _DECEMBER
        else first.replace(month=first.month + 1)
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CITY_TIME).astimezone(UTC)
