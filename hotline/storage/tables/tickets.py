"""What the city owes a citizen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.storage.tables.base import CALL_ID, CITIZEN_NUMBER, Table


class TicketRow(Table):
    """What the city owes a citizen. number: YYYYMMDD and the day's sequence, 12 digits; version: counted from 1."""

    __tablename__ = "tickets"
    number: Mapped[str] = mapped_column(String(12), primary_key=True)
    type: Mapped[str] = mapped_column(String(16))
    category: Mapped[str] = mapped_column(String(16))
    place: Mapped[str] = mapped_column(String(200))
    content: Mapped[str] = mapped_column(Text)
    department: Mapped[str] = mapped_column(String(16), index=True)
    confidential: Mapped[bool]
    citizen_number: Mapped[str] = mapped_column(String(CITIZEN_NUMBER), index=True)
    citizen_name: Mapped[str] = mapped_column(String(64))
    call_id: Mapped[str] = mapped_column(String(CALL_ID), index=True)
    state: Mapped[str] = mapped_column(String(16), index=True)
    created: Mapped[datetime] = mapped_column(index=True)
    created_by: Mapped[str] = mapped_column(String(64))
    updated: Mapped[datetime]
    version: Mapped[int]


class TicketHistoryRow(Table):
    """What somebody did to a ticket, and why."""

    __tablename__ = "ticket_history"
    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[str] = mapped_column(ForeignKey("tickets.number", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(Text)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)


class TicketKeyRow(Table):
    """A saving that was asked for once. fingerprint: SHA-256 in hex of what was asked, and by whom."""

    __tablename__ = "ticket_keys"
    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    ticket_number: Mapped[str] = mapped_column(ForeignKey("tickets.number", ondelete="CASCADE"), index=True)
    created_by: Mapped[str] = mapped_column(String(64))
    fingerprint: Mapped[str] = mapped_column(String(64))
