"""The tables. Whoever changes one adds a migration; a test fails where the two do not agree.

Rows stay in the stores. Times are UTC and aware, also after reading from SQLite, which knows no time zones.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Float, ForeignKey, Index, MetaData, String, Text, UniqueConstraint, text
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


class KbEntryRow(Table):
    """An entry of the knowledge base, whatever its state. position: in its list; published: the version, if any.

    title: its name, for lists; owner: the code of the department that keeps it; pack_sum: SHA-256 of what the city
    pack said of it when it was last read.
    """

    __tablename__ = "kb_entries"
    __table_args__ = (UniqueConstraint("kind", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(16))
    position: Mapped[int] = mapped_column(default=0)
    published: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(300))
    owner: Mapped[str] = mapped_column(String(16), default="", index=True)
    pack_sum: Mapped[str] = mapped_column(String(64), default="")


class KbVersionRow(Table):
    """One version of an entry. content: its fields; judged_by: who published or refused it, and when."""

    __tablename__ = "kb_versions"
    __table_args__ = (UniqueConstraint("entry_id", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("kb_entries.id", ondelete="CASCADE"))
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(16), index=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    author: Mapped[str] = mapped_column(String(64))
    created: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text, default="")
    judged_by: Mapped[str] = mapped_column(String(64), default="")
    judged: Mapped[datetime | None]


class KbRevisionRow(Table):
    """One change of what is published: an import, an approval, a withdrawal. pack_sum: of the whole pack, else ""."""

    __tablename__ = "kb_revisions"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(Text)
    pack_sum: Mapped[str] = mapped_column(String(64), default="")


class KbMissRow(Table):
    """A question that the search did not answer. times: how often; unhelpful: how often somebody said so."""

    __tablename__ = "kb_misses"
    question: Mapped[str] = mapped_column(String(300), primary_key=True)
    times: Mapped[int]
    unhelpful: Mapped[int]
    last: Mapped[datetime] = mapped_column(index=True)
    settled: Mapped[bool] = mapped_column(default=False)


class OutboxRow(Table):
    """A text that must reach a telephone. key: SHA-256 of what it is, so that the same is never sent twice.

    about_kind, about_code: the entry it tells of; tries: begun so far; next_try: due then, while it waits.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index(None, "state", "next_try"), Index(None, "to_number", "created"))
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    channel: Mapped[str] = mapped_column(String(16))
    to_number: Mapped[str] = mapped_column(String(CITIZEN_NUMBER))
    text: Mapped[str] = mapped_column(Text)
    about_kind: Mapped[str] = mapped_column(String(16))
    about_code: Mapped[str] = mapped_column(String(32))
    call_id: Mapped[str] = mapped_column(String(CALL_ID), index=True)
    state: Mapped[str] = mapped_column(String(16))
    tries: Mapped[int] = mapped_column(default=0)
    next_try: Mapped[datetime]
    created: Mapped[datetime]
    sent: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(String(200), default="")


class MessageRow(Table):
    """A voice message. about, of: a word of the menu's script and the code of what it is about; file: in its folder."""

    __tablename__ = "messages"
    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(String(CALL_ID), index=True)
    number: Mapped[str] = mapped_column(String(CITIZEN_NUMBER), index=True)
    about: Mapped[str] = mapped_column(String(64))
    of: Mapped[str] = mapped_column(String(32))
    file: Mapped[str] = mapped_column(String(64), unique=True)
    seconds: Mapped[float] = mapped_column(Float)
    created: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(String(16))
    heard_by: Mapped[str] = mapped_column(String(64), default="")
    heard: Mapped[datetime | None]


class CallbackRow(Table):
    """A promise to ring a citizen. At most one a number is open."""

    __tablename__ = "callbacks"
    __table_args__ = (
        Index(
            "uq_callbacks_open_number",
            "number",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(CITIZEN_NUMBER))
    call_id: Mapped[str] = mapped_column(String(CALL_ID), index=True)
    created: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(String(16))
    done_by: Mapped[str] = mapped_column(String(64), default="")
    done: Mapped[datetime | None]


class RatingRow(Table):
    """A caller's answer to one question of the survey; the last one counts."""

    __tablename__ = "ratings"
    call_id: Mapped[str] = mapped_column(String(CALL_ID), primary_key=True)
    question: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(index=True)


class CitizenMarkRow(Table):
    """What agents know of whoever calls from a number. until: no longer after it, None for good."""

    __tablename__ = "citizen_marks"
    number: Mapped[str] = mapped_column(String(CITIZEN_NUMBER), primary_key=True)
    mark: Mapped[str] = mapped_column(String(16), primary_key=True)
    reason: Mapped[str] = mapped_column(String(200))
    until: Mapped[datetime | None]
    marked_by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class ApplicationRow(Table):
    """An application to a department. procedure, department: codes; more: further columns, title and text."""

    __tablename__ = "applications"
    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    procedure: Mapped[str] = mapped_column(String(16))
    department: Mapped[str] = mapped_column(String(16))
    applicant: Mapped[str] = mapped_column(String(100))
    phone: Mapped[str] = mapped_column(String(100))
    stage: Mapped[str] = mapped_column(String(16))
    since: Mapped[datetime]
    due: Mapped[date | None]
    updated: Mapped[datetime]
    result: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(300))
    more: Mapped[list[list[str]]] = mapped_column(JSON)


class ApplicationStageRow(Table):
    """A stage that an application came to. at: by the system that says so; reported: when it was told, by actor."""

    __tablename__ = "application_stages"
    id: Mapped[int] = mapped_column(primary_key=True)
    application_number: Mapped[str] = mapped_column(ForeignKey("applications.number", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    stage: Mapped[str] = mapped_column(String(16))
    result: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(300))
    actor: Mapped[str] = mapped_column(String(64))
    reported: Mapped[datetime]
