"""The tables. Whoever changes one adds a migration; a test fails where the two do not agree.

Rows stay in the stores. Times are UTC and aware, also after reading from SQLite, which knows no time zones.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, MetaData, String, Text, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

CITIZEN_NUMBER = 24  # digits
CALL_ID = 64  # characters of Asterisk's unique id, with room


class UtcTime(TypeDecorator[datetime]):
    """A moment: aware in, aware UTC out. A time without a zone is refused with ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC."""
        del dialect
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without a time zone cannot be stored")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite gives back what was put in, without its zone."""
        del dialect
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Table(DeclarativeBase):
    """Every table: constraints are named, so that a migration can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcTime}  # noqa: RUF012 as SQLAlchemy declares it


class UserRow(Table):
    """Somebody who may sign in. extension: the phone at the desk, unique where there is one."""

    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(16))
    extension: Mapped[str | None] = mapped_column(String(16), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)


class SessionRow(Table):
    """A sign-in. token_hash: SHA-256 in hex of the token that only the browser has."""

    __tablename__ = "sessions"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created: Mapped[datetime]
    expires: Mapped[datetime] = mapped_column(index=True)
    last_seen: Mapped[datetime]


class CitizenRow(Table):
    """What is known of whoever calls from a number."""

    __tablename__ = "citizens"
    number: Mapped[str] = mapped_column(String(CITIZEN_NUMBER), primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text, default="")
    updated: Mapped[datetime]


class CallRow(Table):
    """A citizen's call. queued, answered: the first time; waited, talked: whole seconds; released: the last time."""

    __tablename__ = "calls"
    __table_args__ = (Index(None, "number", "arrived"),)
    id: Mapped[str] = mapped_column(String(CALL_ID), primary_key=True)
    number: Mapped[str] = mapped_column(String(CITIZEN_NUMBER), default="")
    dialled: Mapped[str] = mapped_column(String(16), default="")
    arrived: Mapped[datetime] = mapped_column(index=True)
    queued: Mapped[datetime | None]
    answered: Mapped[datetime | None]
    released: Mapped[datetime | None]
    ended: Mapped[datetime | None] = mapped_column(index=True)
    extension: Mapped[str] = mapped_column(String(16), default="")
    waited: Mapped[int] = mapped_column(default=0)
    talked: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str] = mapped_column(String(16))
    cause: Mapped[int | None]


class CallStepRow(Table):
    """One step of a call through the menu."""

    __tablename__ = "call_steps"
    __table_args__ = (UniqueConstraint("call_id", "at", "node", "pressed"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    node: Mapped[str] = mapped_column(String(64))
    pressed: Mapped[str] = mapped_column(String(64))
    heard: Mapped[str] = mapped_column(Text)


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
