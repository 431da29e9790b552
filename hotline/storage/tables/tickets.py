"""What the city owes a citizen: tickets, what was done to them, who works on them, and what falls due."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.storage.tables.base import CALL_ID, CITIZEN_NUMBER, Table

NUMBER = 12  # digits of the longest number of a ticket
USER = 64
CODE = 16
OF_TICKET = "tickets.number"
AGAIN, TWICE = text("round > 1"), text("returns > 1")
TO_CALL, DRAFTED = text("state = 'reviewed'"), text("state = 'draft'")
UNDECIDED = text("state = 'reviewed' AND reached")
"""Of the few that are looked for by it: written into a question as they stand here, the small index answers it."""
OPEN = text("decided IS NULL")
"""Of requests, those that wait for a decision: there is one at most for a ticket and a department."""
ON_THE_SPOT = text("state = 'finished' AND dispatched IS NULL AND parent = ''")
FINISHED = text("state = 'finished' AND dispatched IS NOT NULL AND parent = ''")
ASSESSED = text("parent = '' AND state NOT IN ('draft', 'transferred', 'declined', 'withdrawn', 'merged')")
"""Of those that a figure counts (reports/sources.py): written in the same way, for the same reason."""


class TicketRow(Table):
    """A ticket. Columns as in tickets.model.Ticket; limits: of this round, as they are shown; updated: by any move."""

    __tablename__ = "tickets"
    __table_args__ = (
        Index(None, "department", "state", "due", "number"),
        Index(None, "state", "due", "number"),
        Index(None, "created_by", "number"),
        Index("ix_tickets_again", "department", "state", "due", "number", sqlite_where=AGAIN, postgresql_where=AGAIN),
        Index("ix_tickets_to_call", "state", "answered", "number", sqlite_where=TO_CALL, postgresql_where=TO_CALL),
        Index(
            "ix_tickets_same_call",
            "state",
            "citizen_number",
            "answered",
            sqlite_where=TO_CALL,
            postgresql_where=TO_CALL,
        ),
        Index("ix_tickets_drafts", "created_by", "number", sqlite_where=DRAFTED, postgresql_where=DRAFTED),
        Index("ix_tickets_undecided", "due", "number", sqlite_where=UNDECIDED, postgresql_where=UNDECIDED),
        Index("ix_tickets_returned", "state", "due", "number", sqlite_where=TWICE, postgresql_where=TWICE),
        *(
            Index(None, column, "created", "state")
            for column in ("department", "type", "category", "district", "urgency", "created_by", "came_by")
        ),
        Index(None, "state", "created"),
        Index(
            "ix_tickets_on_the_spot", "created_by", "created", sqlite_where=ON_THE_SPOT, postgresql_where=ON_THE_SPOT
        ),
        Index(
            "ix_tickets_finished",
            "department",
            "finished",
            "round",
            sqlite_where=FINISHED,
            postgresql_where=FINISHED,
        ),
        Index("ix_tickets_assessed", "department", "due", "answered", sqlite_where=ASSESSED, postgresql_where=ASSESSED),
    )
    number: Mapped[str] = mapped_column(String(NUMBER), primary_key=True)
    type: Mapped[str] = mapped_column(String(CODE))
    category: Mapped[str] = mapped_column(String(CODE))
    urgency: Mapped[str] = mapped_column(String(CODE), default="normal", server_default="normal")
    district: Mapped[str] = mapped_column(String(CODE), default="", server_default="")
    place: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(100), default="", server_default="")
    content: Mapped[str] = mapped_column(Text)
    department: Mapped[str] = mapped_column(String(CODE))
    confidential: Mapped[bool]
    citizen_number: Mapped[str] = mapped_column(String(CITIZEN_NUMBER), index=True)
    citizen_extension: Mapped[str] = mapped_column(String(8), default="", server_default="")
    citizen_name: Mapped[str] = mapped_column(String(64))
    call_id: Mapped[str] = mapped_column(String(CALL_ID), index=True)
    query_code: Mapped[str] = mapped_column(String(8), default="", server_default="")
    state: Mapped[str] = mapped_column(String(CODE))
    created: Mapped[datetime] = mapped_column(index=True)
    created_by: Mapped[str] = mapped_column(String(USER))
    updated: Mapped[datetime]
    version: Mapped[int]
    round: Mapped[int] = mapped_column(default=1, server_default="1")
    dispatched: Mapped[datetime | None]
    due: Mapped[datetime | None]
    due_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    due_basis: Mapped[str] = mapped_column(Text, default="", server_default="")
    extended: Mapped[int] = mapped_column(default=0, server_default="0")
    returns: Mapped[int] = mapped_column(default=0, server_default="0")
    adjudicated: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    reached: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    profile: Mapped[str] = mapped_column(String(64), default="", server_default="")
    public_answer: Mapped[str] = mapped_column(Text, default="", server_default="")
    answered: Mapped[datetime | None]
    finished: Mapped[datetime | None]
    parent: Mapped[str] = mapped_column(String(NUMBER), default="", server_default="", index=True)
    came_by: Mapped[str] = mapped_column(String(CODE), default="phone", server_default="phone")
    limits: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")


class TicketHistoryRow(Table):
    """What somebody did to a ticket, and why."""

    __tablename__ = "ticket_history"
    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[str] = mapped_column(ForeignKey(OF_TICKET, ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(USER))
    action: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(Text)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)


class TicketKeyRow(Table):
    """A saving or a move that was asked for once. fingerprint: SHA-256 in hex of what was asked, and by whom."""

    __tablename__ = "ticket_keys"
    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    ticket_number: Mapped[str] = mapped_column(ForeignKey(OF_TICKET, ondelete="CASCADE"), index=True)
    created_by: Mapped[str] = mapped_column(String(USER))
    fingerprint: Mapped[str] = mapped_column(String(64))


class TicketCounterRow(Table):
    """The last sequence of a year that was given out: numbers have no gaps."""

    __tablename__ = "ticket_counters"
    year: Mapped[str] = mapped_column(String(2), primary_key=True)
    last: Mapped[int]


class TicketPartRow(Table):
    """What one department has, or had, to do with a ticket in a round. urged, returned: as tickets.model.TicketPart."""

    __tablename__ = "ticket_parts"
    __table_args__ = (
        Index(None, "department", "state", "lead"),
        Index("ix_ticket_parts_given", "department", "lead", "given", "signed", "urged", "returned", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[str] = mapped_column(ForeignKey(OF_TICKET, ondelete="CASCADE"), index=True)
    department: Mapped[str] = mapped_column(String(CODE))
    lead: Mapped[bool]
    state: Mapped[str] = mapped_column(String(CODE))
    round: Mapped[int]
    given: Mapped[datetime]
    signed: Mapped[datetime | None]
    replied: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str] = mapped_column(String(USER), default="")
    urged: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    returned: Mapped[bool] = mapped_column(default=False, server_default=text("false"))


class TicketExtensionRow(Table):
    """A department's request for more time."""

    __tablename__ = "ticket_extensions"
    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[str] = mapped_column(ForeignKey(OF_TICKET, ondelete="CASCADE"), index=True)
    round: Mapped[int]
    days: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(String(USER))
    asked: Mapped[datetime]
    approver: Mapped[str] = mapped_column(String(USER), default="")
    decided: Mapped[datetime | None] = mapped_column(index=True)
    granted: Mapped[bool | None]
    comment: Mapped[str] = mapped_column(Text, default="")


class TicketAssistRequestRow(Table):
    """A lead department's request that another one helps. Columns as in tickets.model.AssistRequest."""

    __tablename__ = "ticket_assist_requests"
    __table_args__ = (
        Index(
            "ix_ticket_assist_requests_open",
            "ticket_number",
            "department",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[str] = mapped_column(ForeignKey(OF_TICKET, ondelete="CASCADE"), index=True)
    round: Mapped[int]
    department: Mapped[str] = mapped_column(String(CODE))
    reason: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(String(USER))
    asked: Mapped[datetime]
    approver: Mapped[str] = mapped_column(String(USER), default="")
    decided: Mapped[datetime | None]
    granted: Mapped[bool | None]
    comment: Mapped[str] = mapped_column(Text, default="")


class TicketCallBackRow(Table):
    """One try to ask a citizen how it went; the first and the last that reached him are the first and final answer.

    department: whose work it was about; concluded: as first_answer and final_answer, in tickets.model.CallBack.
    """

    __tablename__ = "ticket_call_backs"
    __table_args__ = (
        Index(
            "ix_ticket_call_backs_answers",
            "department",
            "at",
            "concluded",
            "contacted",
            "first_answer",
            "final_answer",
            "solved",
            "satisfied",
            "id",
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[str] = mapped_column(ForeignKey(OF_TICKET, ondelete="CASCADE"), index=True)
    round: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)
    by: Mapped[str] = mapped_column(String(USER))
    contacted: Mapped[bool]
    solved: Mapped[str] = mapped_column(String(CODE), default="")
    satisfied: Mapped[str] = mapped_column(String(CODE), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    department: Mapped[str] = mapped_column(String(CODE), default="", server_default="")
    concluded: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    first_answer: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    final_answer: Mapped[bool] = mapped_column(default=False, server_default=text("false"))


class TicketTimerRow(Table):
    """Something that falls due by itself. done: when it was dealt with, by whichever process was first."""

    __tablename__ = "ticket_timers"
    __table_args__ = (
        Index(
            "ix_ticket_timers_open",
            "at",
            sqlite_where=text("done IS NULL"),
            postgresql_where=text("done IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[str] = mapped_column(ForeignKey(OF_TICKET, ondelete="CASCADE"), index=True)
    due: Mapped[str] = mapped_column(String(CODE))
    round: Mapped[int]
    at: Mapped[datetime]
    done: Mapped[datetime | None]


class TicketFileRow(Table):
    """A file put to a ticket; its bytes lie in a folder under their SHA-256."""

    __tablename__ = "ticket_files"
    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[str] = mapped_column(ForeignKey(OF_TICKET, ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    department: Mapped[str] = mapped_column(String(CODE), default="")
    by: Mapped[str] = mapped_column(String(USER))
    at: Mapped[datetime]


class TicketViewRow(Table):
    """Somebody looked at a ticket. at: the hour in which; kept at least 6 months (Cybersecurity Law, Art. 21)."""

    __tablename__ = "ticket_views"
    ticket_number: Mapped[str] = mapped_column(ForeignKey(OF_TICKET, ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    username: Mapped[str] = mapped_column(String(USER), primary_key=True)


class TicketClaimRow(Table):
    """An agent is about to call a citizen back, whatever for. until: then it is anybody's again."""

    __tablename__ = "ticket_claims"
    citizen_number: Mapped[str] = mapped_column(String(CITIZEN_NUMBER), primary_key=True)
    username: Mapped[str] = mapped_column(String(USER))
    until: Mapped[datetime]


class TicketCallBackTurnRow(Table):
    """A supervisor gave a citizen to an agent to be called back. until: then it is anybody's again."""

    __tablename__ = "ticket_call_back_turns"
    citizen_number: Mapped[str] = mapped_column(String(CITIZEN_NUMBER), primary_key=True)
    username: Mapped[str] = mapped_column(String(USER))
    by: Mapped[str] = mapped_column(String(USER))
    at: Mapped[datetime]
    until: Mapped[datetime]
