"""What was found fault with: lines of supervision over tickets, appeals against them, and tickets that went astray."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hotline.storage.tables.base import Table
from hotline.storage.tables.tickets import CODE, OF_TICKET, USER


class TicketOversightRow(Table):
    """A line of supervision, with the department's answer.

    Of a leader's instruction also: leader, whose word it is; due, until when the department answers; closed, closed_by,
    outcome, when and as what whoever supervises found it done.
    """

    __tablename__ = "ticket_oversight"
    __table_args__ = (
        Index(None, "department", "answered"),
        Index(None, "answered", "id"),
        Index(None, "watch", "id"),
        Index(None, "department", "watch", "at", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[str] = mapped_column(ForeignKey(OF_TICKET, ondelete="CASCADE"), index=True)
    watch: Mapped[str] = mapped_column(String(CODE))
    department: Mapped[str] = mapped_column(String(CODE))
    reason: Mapped[str] = mapped_column(Text)
    rule: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str] = mapped_column(String(USER))
    at: Mapped[datetime] = mapped_column(index=True)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[str] = mapped_column(String(USER), default="")
    answered: Mapped[datetime | None]
    leader: Mapped[str] = mapped_column(String(USER), default="", server_default="")
    due: Mapped[datetime | None]
    closed: Mapped[datetime | None]
    closed_by: Mapped[str] = mapped_column(String(USER), default="", server_default="")
    outcome: Mapped[str] = mapped_column(Text, default="", server_default="")


class TicketAppealRow(Table):
    """A department's appeal against a line of supervision or a callback's score. of, target: which; once for each."""

    __tablename__ = "ticket_appeals"
    __table_args__ = (UniqueConstraint("of", "target"), Index(None, "department", "decided"), Index(None, "decided"))
    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[str] = mapped_column(ForeignKey(OF_TICKET, ondelete="CASCADE"), index=True)
    of: Mapped[str] = mapped_column(String(CODE))
    target: Mapped[int]
    department: Mapped[str] = mapped_column(String(CODE))
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(USER))
    at: Mapped[datetime]
    decided_by: Mapped[str] = mapped_column(String(USER), default="")
    decided: Mapped[datetime | None]
    upheld: Mapped[bool | None]
    comment: Mapped[str] = mapped_column(Text, default="")


class TicketMisroutedRow(Table):
    """A ticket that had gone to the wrong department: the next training of the routing learns from it."""

    __tablename__ = "ticket_misrouted"
    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[str] = mapped_column(ForeignKey(OF_TICKET, ondelete="CASCADE"), index=True)
    wrong: Mapped[str] = mapped_column(String(CODE))
    right: Mapped[str] = mapped_column(String(CODE))
    at: Mapped[datetime] = mapped_column(index=True)


class TextTemplateRow(Table):
    """One version of a text that supervisors choose from. code: the same for all versions; by, at: of this version.

    state: of the newest version current or withdrawn, of all before replaced; use: what for, as tickets.templates.model
    says; pack_sum: SHA-256 of what the city pack said of it when it was last read, "" where the pack has none.
    """

    __tablename__ = "text_templates"
    __table_args__ = (UniqueConstraint("code", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    use: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(30))
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(USER))
    at: Mapped[datetime]
    pack_sum: Mapped[str] = mapped_column(String(64), default="")
