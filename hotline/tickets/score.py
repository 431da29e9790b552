"""What a citizen says when called back: reached or not, solved or not, satisfied or not. Pure.

Rule: they are three questions, and none answers another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Solved(StrEnum):
    """What a citizen says of the result."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Satisfied(StrEnum):
    """What a citizen says of the handling; only those who rate are counted."""

    YES = "yes"
    BY_AND_LARGE = "by_and_large"
    NO = "no"
    NOT_RATED = "not_rated"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBack:
    """One try to ask a citizen. solved, satisfied: None where the citizen was not reached; words: as they were said.

    department: whose work it is about; concluded: the citizen was reached, or nobody tries again in this round;
    first_answer, final_answer: the first, and so far the last, of the ticket that reached the citizen.
    """

    round: int
    at: datetime
    by: str
    contacted: bool
    solved: Solved | None = None
    satisfied: Satisfied | None = None
    words: str = ""
    department: str = ""
    concluded: bool = False
    first_answer: bool = False
    final_answer: bool = False
