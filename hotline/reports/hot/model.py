"""The values of hot issues: what comes in, by which rule, and what comes out.

Rule: nothing that comes out tells who called: citizens are counted, never named.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from hotline.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What one citizen told. id: the ticket's number; day: by the city's clock.

    citizen: anything that is the same for the same citizen, "" where nobody knows who it was; district, category,
    department: codes or "".
    """

    id: str
    day: date
    title: str
    content: str
    place: str = ""
    district: str = ""
    category: str = ""
    department: str = ""
    citizen: str = ""

    @property
    def voice(self) -> str:
        """Whom it counts for: a citizen counts once, however often he tells; who is unknown counts for himself."""
        return f"c{self.citizen}" if self.citizen else f"m{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HotRule:
    """From when on a matter is listed, and when it is warned of: the city's own choice.

    least: people in the period, from which a matter is listed; before_days: days before the period that it is compared
    with, at least (the period's own length, where that is longer); recent_days: the last days of the period, of which
    is asked whether they burst; warn_citizens: known citizens in them, below which nothing is warned of; times: how
    many times the number that was to be expected; chance: how likely a report without any burst may warn of one.
    """

    least: int = 3
    before_days: int = 28
    recent_days: int = 7
    warn_citizens: int = 5
    times: float = 2.0
    chance: float = 0.01

    def __post_init__(self) -> None:
        """Raises InputError that names every fault."""
        lowest = {"least": 2, "before_days": 1, "recent_days": 1, "warn_citizens": 2, "times": 1}
        wrong = {name: f"不得小于{low}" for name, low in lowest.items() if not getattr(self, name) >= low}
        if not 0 < self.chance < 1:
            wrong["chance"] = "应在0与1之间"
        if wrong:
            told = "，".join(f"{one.name}{wrong[one.name]}" for one in fields(self) if one.name in wrong)
            raise InputError(f"热点问题的规则有误：{told}。", fields=wrong)


class Direction(StrEnum):
    """How often people told of a matter in the period, against before, a day."""

    NEW = "new"  # nobody did before
    RISING = "rising"  # half as often again, or more
    STEADY = "steady"
    FALLING = "falling"  # two thirds as often, or less
    UNKNOWN = "unknown"  # too few to say, or nothing to compare with

    @property
    def label(self) -> str:
        """As people see it."""
        return _DIRECTIONS[self]


_DIRECTIONS = {
    Direction.NEW: "新出现",
    Direction.RISING: "上升",
    Direction.STEADY: "持平",
    Direction.FALLING: "下降",
    Direction.UNKNOWN: "暂不能判断",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """People in the period and before it, and how many that is a day. A person who told in both counts in both."""

    now: int
    before: int
    now_per_day: float
    before_per_day: float
    direction: Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Whether the last days burst. fires: it is warned of; why: one Chinese sentence for the screen.

    recent, earlier: citizens who told first in the last days, and before them; expected: how many in the last days by
    how often they told before; chance: how likely so many are without any burst.
    """

    fires: bool
    why: str
    recent: int
    earlier: int
    expected: float
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many messages of the period have a code. code "" is: not told."""

    code: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HotIssue:
    """One matter. name: words that several citizens used, "" never; ids: messages of the period, in their order.

    size: messages of the period; citizens: known ones, each once; unknown: messages of nobody knows whom; first, last:
    days of the period on which it was told; days: messages on each day of the period, from its first; districts,
    categories, departments: the most frequent first.
    """

    name: str
    size: int
    citizens: int
    unknown: int
    first: date
    last: date
    days: tuple[int, ...]
    districts: tuple[Counted, ...]
    categories: tuple[Counted, ...]
    departments: tuple[Counted, ...]
    trend: Trend
    alarm: Alarm
    ids: tuple[str, ...]

    @property
    def people(self) -> int:
        """Known citizens, and unknown ones as often as they told."""
        return self.citizens + self.unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class HotReport:
    """The hot issues of a period, those that are warned of first, then the largest.

    before: first day that the period is compared with; messages: of the period; gathered: as many of them are in a
    listed matter; cut: messages were so many that the oldest days were left out; rule: in words, for the page.
    """

    first: date
    last: date
    before: date
    messages: int
    gathered: int
    issues: tuple[HotIssue, ...]
    rule: str
    cut: bool = False
