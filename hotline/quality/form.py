"""The form on which a call is scored, and the one function that reckons its score. Pure.

Rule: nothing else in the product adds up points; the screen shows what scored() says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

WHOLE = 100
"""The most that a call can have."""
LONGEST_NOTE = 300  # characters


class Answer(StrEnum):
    """What an inspector says to an item."""

    YES = "yes"
    """It was done: all points."""
    PARTIAL = "partial"
    """In part: half of the points."""
    NO = "no"
    """It was not: no points; of a fatal item, the whole is capped."""
    NOT_APPLICABLE = "na"
    """The call gave no occasion for it: the item does not count."""


_HALVES = {Answer.YES: 2, Answer.PARTIAL: 1, Answer.NO: 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of the form. points: its weight, 0 for one that only caps; about: what is looked for.

    answers: those that may be given; cap: the most that the whole has where the answer is no, None for no cap.
    """

    code: str
    name: str
    group: str
    points: int
    answers: tuple[Answer, ...]
    about: str = ""
    cap: int | None = None

    @property
    def is_fatal(self) -> bool:
        """Whether a no caps the whole."""
        return self.cap is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form. version: told beside every score; passing: the least total that passes."""

    name: str
    version: str
    passing: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was said to an item. note: why, "" for none."""

    answer: Answer
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What came of it. total: 0 to 100, None where no item counts; halves: points had, in halves; possible: in points.

    fatal: codes of the fatal items that were not done.
    """

    total: int | None
    halves: int
    possible: int
    fatal: tuple[str, ...]
    passed: bool


def scored(form: Form, given: Mapping[str, Given]) -> Score:
    """The score. Items that are not answered, or not applicable, do not count; a half is rounded up."""
    halves = possible = 0
    most, fatal = WHOLE, []
    for item in form.items:
        said = given.get(item.code)
        if said is None or said.answer is Answer.NOT_APPLICABLE:
            continue
        halves += item.points * _HALVES[said.answer]
        possible += item.points
        if item.cap is not None and said.answer is Answer.NO:
            fatal.append(item.code)
            most = min(most, item.cap)
    # 100 * halves / (2 * possible), a half rounded up, in whole numbers
    reckoned = (WHOLE * halves + possible) // (2 * possible) if possible else None
    total = min(most, reckoned) if reckoned is not None else (most if fatal else None)
    return Score(
        total=total,
        halves=halves,
        possible=possible,
        fatal=tuple(fatal),
        passed=total is not None and total >= form.passing,
    )


def faults_of(form: Form, given: Mapping[str, Given]) -> dict[str, str]:
    """What must be mended before it is told to the agent, by the code of the item; "items" for the whole."""
    known = {item.code: item for item in form.items}
    faults = {code[:40]: "评分表里没有这一项" for code in given if code not in known}
    for item in form.items:
        fault = _fault_of(item, given.get(item.code))
        if fault:
            faults[item.code] = fault
    if not faults and scored(form, given).total is None:
        faults["items"] = "至少要有一项适用"
    return faults


def _fault_of(item: Item, said: Given | None) -> str:
    if said is None:
        return "请评这一项"
    if said.answer not in item.answers:
        return "这一项不能这样评"
    if len(said.note) > LONGEST_NOTE:
        return f"说明最多{LONGEST_NOTE}个字"
    if said.answer in (Answer.PARTIAL, Answer.NO) and not said.note:
        return "扣分要写明理由"
    return ""
