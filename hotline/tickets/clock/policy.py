"""What a place promises and where that is written: rules, each with its source, gathered in a named profile.

Rule: no number stands in code; whoever shows a limit shows the sentence, the source and its date with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from hotline.tickets.clock.length import Length, Unit
from hotline.tickets.model import TicketType, Urgency


class LimitName(StrEnum):
    """What falls due, in the order in which it does."""

    DISPATCH = "dispatch"  # the hotline hands the ticket to a department
    SIGN = "sign"  # the department takes it
    RETURN = "return"  # or says why it is not theirs
    FINISH = "finish"  # the citizen has an answer
    EXTENSION = "extension"  # the latest that the finish may be put off to
    CALLBACK = "callback"  # the citizen has been asked how it went

    @property
    def label(self) -> str:
        """As people see it."""
        return _LABELS[self]


_LABELS = {
    LimitName.DISPATCH: "派单",
    LimitName.SIGN: "签收",
    LimitName.RETURN: "退单",
    LimitName.FINISH: "办结",
    LimitName.EXTENSION: "延期",
    LimitName.CALLBACK: "回访",
}


class Grade(StrEnum):
    """How well a source was seen."""

    A = "A"  # the article's text was read
    B = "B"  # an official notice or mainstream press reports it
    C = "C"  # trade press or self-media
    SETTING = "setting"  # the city's own choice; nothing prescribes it
    BY_HAND = "by_hand"  # what a supervisor cited who set the limit of one ticket; no policy may write it

    @property
    def label(self) -> str:
        """As people see it."""
        return _GRADES.get(self, f"{self.value}级来源")


_GRADES = {Grade.SETTING: "本地设置，无出处", Grade.BY_HAND: "由热线管理人员另行确定"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a rule is written. date: of the source, YYYY, YYYY-MM or YYYY-MM-DD as far as it is known."""

    citation: str
    date: str
    grade: Grade


_Key = tuple[LimitName, Urgency | None, str, TicketType | None]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One limit for some tickets.

    types, urgencies, categories (a code or how it begins): empty is any; note: in which cases, for the screen.
    """

    name: LimitName
    length: Length
    source: Source
    types: tuple[TicketType, ...] = ()
    urgencies: tuple[Urgency, ...] = ()
    categories: tuple[str, ...] = ()
    note: str = ""

    @cached_property
    def sentence(self) -> str:
        """The rule as the screen shows it, with how it is counted."""
        told = _SENTENCES[self.name].format(within=_within(self.name, self.length), length=self.length)
        counted = _COUNTED.get(self.length.unit, "")
        notes = "；".join(note for note in (self.note, counted) if note)
        return f"{told}（{notes}）" if notes else told

    def cases(self) -> Iterator[_Key]:
        """Each combination that this rule is for; None and "" are any."""
        for urgency in self.urgencies or (None,):
            for category in self.categories or ("",):
                for kind in self.types or (None,):
                    yield self.name, urgency, category, kind


_SENTENCES = {
    LimitName.DISPATCH: "{within}派单",
    LimitName.SIGN: "{within}签收",
    LimitName.RETURN: "不属于本单位职责的，{within}退单并说明理由；退单不重新计时",
    LimitName.FINISH: "{within}办结",
    LimitName.EXTENSION: "须在办结时限届满前申请并经批准，最多延长{length}",
    LimitName.CALLBACK: "{within}回访",
}
_STARTS = {
    LimitName.DISPATCH: "受理",
    LimitName.EXTENSION: "办结时限届满",
    LimitName.CALLBACK: "办结（未办结的，自办结时限届满）",
}
_COUNTED = {
    Unit.MINUTES: "昼夜连续计时",
    Unit.HOURS: "昼夜连续计时",
    Unit.WORK_HOURS: "只计办公时间，午休和休息日不计",
    Unit.DAYS: "含休息日，最后一日是休息日的顺延到下一个工作日",
}


def _within(name: LimitName, length: Length) -> str:
    start = _STARTS.get(name, "派单")
    return f"自{start}{'次日' if length.unit.is_days else ''}起{length}内"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRule:
    """When a department is warned and shamed: yellow so many working days before the limit's day, red so many after."""

    yellow: int
    red: int
    source: Source


@dataclass(frozen=True, kw_only=True, eq=False)
class Profile:
    """One place's rules.

    since: when they came into force there, as far as it is known; rules: with those taken over from other profiles.
    The most specific rule wins: urgency comes before category (the longest code first), and category before type.
    """

    id: str
    name: str
    since: str
    sources: tuple[str, ...]
    rules: tuple[Rule, ...]
    cards: CardRule | None = None
    _chosen: dict[tuple[TicketType, Urgency, str], tuple[Rule, ...]] = field(
        default_factory=dict, init=False, repr=False
    )

    def rules_for(self, kind: TicketType, urgency: Urgency, category: str = "") -> tuple[Rule, ...]:
        """The rule of each limit that there is for such a ticket, in the order of LimitName."""
        key = (kind, urgency, self._known(category))
        if key not in self._chosen:
            found = (self._rule(name, *key) for name in LimitName)
            self._chosen[key] = tuple(rule for rule in found if rule)
        return self._chosen[key]

    @cached_property
    def _table(self) -> dict[_Key, Rule]:
        return {key: rule for rule in self.rules for key in rule.cases()}

    @cached_property
    def _codes(self) -> frozenset[str]:
        return frozenset(category for rule in self.rules for category in rule.categories)

    def _known(self, category: str) -> str:
        """How a category begins as far as any rule cares: so few are told apart, whatever comes in."""
        return next((begin for begin in _beginnings(category) if begin in self._codes), "")

    def _rule(self, name: LimitName, kind: TicketType, urgency: Urgency, category: str) -> Rule | None:
        keys = ((name, u, c, k) for u in (urgency, None) for c in _beginnings(category) for k in (kind, None))
        return next((self._table[key] for key in keys if key in self._table), None)


def _beginnings(category: str) -> Iterator[str]:
    """A code and how it begins, the longest first, to nothing at all."""
    return (category[:size] for size in range(len(category), -1, -1))
