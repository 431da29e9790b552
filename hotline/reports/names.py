"""What codes are called: handed in, for the city, the tickets and the knowledge base each know their own. Pure.

Rule: a code that nobody knows any more is shown as it is, never left out: its tickets count all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class By(StrEnum):
    """What rows are told by, which is the name of the filter too."""

    DEPARTMENT = "department"
    TYPE = "type"
    CATEGORY = "category"
    DISTRICT = "district"
    CHANNEL = "channel"
    URGENCY = "urgency"
    STATE = "state"
    AGENT = "agent"  # by user name
    ITEM = "item"  # of the form on which calls are scored


UNTOLD = {By.DEPARTMENT: "未派单", By.CATEGORY: "没有选类别", By.DISTRICT: "未填写", By.CHANNEL: "未记录"}
"""By what rows are told by, what the row of those is called that are told by nothing; of all others UNFILLED."""
UNFILLED = "未填写"


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """By what rows are told by, names by code; city: its name."""

    city: str
    known: Mapping[By, Mapping[str, str]] = field(default_factory=dict)

    def of(self, by: By, key: str) -> str:
        """What a code is called."""
        return self.known.get(by, {}).get(key) or key or UNTOLD.get(by, UNFILLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What one department keeps in the knowledge base. checked: entries that must be looked at again from time to time.

    stale: those of them that are out of date.
    """

    checked: int
    stale: int
