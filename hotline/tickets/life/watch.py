"""What supervision does about a ticket: cards, urgings, instructions and its levels. Pure.

Rule: each line says why and by which rule, for the department reads it and may appeal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Watch(StrEnum):
    """What supervision does about a ticket."""

    YELLOW = "yellow"
    RED = "red"
    URGE = "urge"
    INSTRUCT = "instruct"
    DAILY = "daily"
    LISTED = "listed"
    INTERVIEW = "interview"
    REPEATED = "repeated"
    MASSED = "massed"

    @property
    def label(self) -> str:
        """As people see it."""
        return _WATCHES[self]


_WATCHES = {
    Watch.YELLOW: "黄牌",
    Watch.RED: "红牌",
    Watch.URGE: "催办",
    Watch.INSTRUCT: "批示",
    Watch.DAILY: "日常督办",
    Watch.LISTED: "挂牌督办",
    Watch.INTERVIEW: "约谈",
    Watch.REPEATED: "重复诉求",
    Watch.MASSED: "集中诉求",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Oversight:
    """A line of supervision, seen by the department, which answers it. rule: why, with its source.

    leader: whose word an instruction is, "" where it is the supervisor's own; due: until when it is to be answered.
    """

    watch: Watch
    department: str
    reason: str
    rule: str = ""
    leader: str = ""
    due: datetime | None = None
