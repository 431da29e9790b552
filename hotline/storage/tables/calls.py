"""Calls, their steps through the menu, and what callers thought of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.storage.tables.base import CALL_ID, CITIZEN_NUMBER, Table

_CALLING = text("direction = 'out' AND ended IS NULL")


class CallRow(Table):
    """A call with a citizen. queued, answered: the first time; waited, talked: whole seconds; released: the last time.

    agent: user name of whoever had the extension when it answered, "" for nobody known.
    direction: in or out; ticket, request, by: of a call of ours, what it is about and who called. No citizen is called
    twice at a time, whoever asks for it.
    """

    __tablename__ = "calls"
    __table_args__ = (
        Index(None, "number", "arrived"),
        Index(None, "agent", "arrived", "direction", "outcome", "talked"),
        Index("uq_calls_calling", "number", unique=True, sqlite_where=_CALLING, postgresql_where=_CALLING),
    )
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
    direction: Mapped[str] = mapped_column(String(8), default="in", server_default="in")
    ticket: Mapped[str] = mapped_column(String(12), default="", server_default="")
    request: Mapped[int] = mapped_column(default=0, server_default="0")
    by: Mapped[str] = mapped_column(String(64), default="", server_default="")
    agent: Mapped[str] = mapped_column(String(64), default="", server_default="")


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


class RatingRow(Table):
    """A caller's answer to one question of the survey; the last one counts."""

    __tablename__ = "ratings"
    call_id: Mapped[str] = mapped_column(String(CALL_ID), primary_key=True)
    question: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(index=True)
