"""What the city owes a citizen: the words and values of a ticket. Pure.

Terms as in GB/T 33358. Rule: spoken_progress() says nothing of what a ticket is about or whose it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

CITY_TIME = ZoneInfo("Asia/Shanghai")


class TicketType(StrEnum):
    """Why the citizen called."""

    ENQUIRY = "enquiry"  # asks how something is
    HELP = "help"  # needs something done
    COMPLAINT = "complaint"  # is badly served by an authority
    REPORT = "report"  # tells of somebody's wrong
    SUGGESTION = "suggestion"  # knows how to do better
    PRAISE = "praise"  # thanks somebody

    @property
    def label(self) -> str:
        """As people see it."""
        return _LABELS[self]


_LABELS = {
    TicketType.ENQUIRY: "咨询",
    TicketType.HELP: "求助",
    TicketType.COMPLAINT: "投诉",
    TicketType.REPORT: "举报",
    TicketType.SUGGESTION: "建议",
    TicketType.PRAISE: "表扬",
}


class TicketState(StrEnum):
    """Where a ticket is."""

    ACCEPTED = "accepted"  # taken down, and being worked on


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketDraft:
    """A ticket as entered, not yet checked. category and department: codes of the city pack; the rest may be empty."""

    type: str
    category: str
    place: str = ""
    content: str
    department: str
    confidential: bool = False
    citizen_number: str = ""
    citizen_name: str = ""
    call_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A ticket as kept. number: 12 digits; created: aware UTC; created_by: user name; version: counted from 1."""

    number: str
    type: TicketType
    category: str
    place: str
    content: str
    department: str
    confidential: bool
    citizen_number: str
    citizen_name: str
    call_id: str
    state: TicketState
    created: datetime
    created_by: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """What somebody did to a ticket. changes: field to its new value."""

    at: datetime
    actor: str
    action: str
    reason: str
    changes: Mapping[str, object]


def spoken_progress(ticket: Ticket) -> str:
    """What whoever keys the number hears: where the ticket is and since when, by the city's clock."""
    day = ticket.created.astimezone(CITY_TIME)
    return f"工单{ticket.number}，已于{day.month}月{day.day}日受理，{_PROGRESS[ticket.state]}。"


_PROGRESS = {TicketState.ACCEPTED: "正在办理"}


def day_of(moment: datetime) -> str:
    """The first eight digits of the numbers given out at this moment."""
    return moment.astimezone(CITY_TIME).strftime("%Y%m%d")
