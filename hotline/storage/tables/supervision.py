"""What was found fault with: lines of supervision over tickets, appeals against them, and tickets that went astray."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hotline.storage.tables.base import Table
from hotline.storage.tables.tickets import CODE, OF_TICKET, USER


class TicketOversightRow(Table):
    """A line of supervision, with the department's answer."""

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
