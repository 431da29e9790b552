"""What shall be sent, and what callers left with us."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Float, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.storage.tables.base import CALL_ID, CITIZEN_NUMBER, Table


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
