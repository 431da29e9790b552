"""Calls, their steps through the menu, and what callers thought of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hotline.storage.tables.base import CALL_ID, CITIZEN_NUMBER, Table


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


class RatingRow(Table):
    """A caller's answer to one question of the survey; the last one counts."""

    __tablename__ = "ratings"
    call_id: Mapped[str] = mapped_column(String(CALL_ID), primary_key=True)
    question: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(index=True)
