"""What many citizens tell of at once."""

from __future__ import annotations

from typing import Literal, TypedDict

from hotline.reports.hot.model import Direction
from hotline.web.openapi.days import Days
from hotline.web.openapi.said import Said
from hotline.web.openapi.schemas import Day, Moment


class Counted(TypedDict):
    """How many messages have a code."""

    code: str
    name: str
    count: int


class HotTrend(TypedDict):
    """People in the period and before it, and how many that is a day."""

    now: int
    before: int
    now_per_day: float
    before_per_day: float
    direction: Direction
    label: str


class HotWarning(TypedDict):
    """Whether the last days burst. `chance`: how likely so many are without any burst."""

    fires: bool
    why: str
    why_said: Said | None
    recent: int
    earlier: int
    expected: float
    chance: float


class HotIssue(TypedDict):
    """A matter of which several citizens told. `days`: messages on each day of the period; `tickets`: the last ones."""

    name: str
    size: int
    people: int
    citizens: int
    unknown: int
    first: Day
    last: Day
    days: list[int]
    districts: list[Counted]
    categories: list[Counted]
    departments: list[Counted]
    trend: HotTrend
    warning: HotWarning
    tickets: list[str]


class HotReport(Days):
    """The hot issues of a period."""

    ready: Literal[True]
    made: Moment
    before: Day
    messages: int
    gathered: int
    cut: bool
    rule: str
    rule_said: Said | None
    count: int
    warned: int
    issues: list[HotIssue]


class HotPending(Days):
    """They are reckoned; ask again."""

    ready: Literal[False]
