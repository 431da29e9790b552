"""How long a limit is, as a policy writes it: 30分钟, 24小时, 4个工作小时, 5个工作日, 15日.

Rule: a length knows nothing of days off; hotline/tickets/clock/counting.py counts it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from hotline.errors import InputError

LONGEST = 2_000  # of any unit: eight years of working days
_WRITTEN = re.compile(r"(\d{1,6})\s*(分钟|个?小时|个?工作小时|个?工作日|个?自然日|日|天)")
_FORMS = "30分钟、24小时、4个工作小时、5个工作日、15日"
LONGEST_TOLD = 40  # characters of what was written, in a fault


class Unit(StrEnum):
    """What a limit is counted in."""

    MINUTES = "minutes"  # by the clock on the wall, day and night
    HOURS = "hours"  # by the clock on the wall, day and night (Civil Code, Art. 201, 2nd sentence)
    WORK_HOURS = "work_hours"  # only while offices work: no nights, noon breaks or days off
    WORKING_DAYS = "working_days"  # the first day does not count; ends at the close of business
    DAYS = "days"  # all days count but the first; a last day off moves to the next working day

    @property
    def label(self) -> str:
        """As it follows a number."""
        return _LABELS[self]

    @property
    def is_days(self) -> bool:
        """Whether whole days are counted, so that the day of the start does not count."""
        return self in (Unit.WORKING_DAYS, Unit.DAYS)


_LABELS = {
    Unit.MINUTES: "分钟",
    Unit.HOURS: "小时",
    Unit.WORK_HOURS: "个工作小时",
    Unit.WORKING_DAYS: "个工作日",
    Unit.DAYS: "日",
}
_UNITS = {label.removeprefix("个"): unit for unit, label in _LABELS.items()} | {"自然日": Unit.DAYS, "天": Unit.DAYS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """So many of a unit. Raises InputError where the amount is not 1 to LONGEST."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 1 <= self.amount <= LONGEST:
            raise InputError(f"时限“{self.amount}{self.unit.label}”的数目应为1到{LONGEST}")

    def __str__(self) -> str:
        return f"{self.amount}{self.unit.label}"


def length_of(text: str) -> Length:
    """A length as it is written. Raises InputError."""
    written = _WRITTEN.fullmatch(text.strip())
    if not written:
        told = text if len(text) <= LONGEST_TOLD else text[:LONGEST_TOLD] + "…"
        raise InputError(f"“{told}”不是时限，请写成{_FORMS}这样的形式")
    return Length(amount=int(written[1]), unit=_UNITS[written[2].removeprefix("个")])
