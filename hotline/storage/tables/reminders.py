"""Who was told that an entry of the knowledge base is out of date."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hotline.storage.tables.base import Table


class KbReminderRow(Table):
    """One stage of reminding, made once for an entry and its last day. why: what that day follows from.

    owner, title: of the entry at that time; told: who was told and how, null until that is done.
    """

    __tablename__ = "kb_reminders"
    __table_args__ = (UniqueConstraint("kind", "code", "why", "until", "stage"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(16))
    why: Mapped[str] = mapped_column(String(16))
    until: Mapped[date]
    stage: Mapped[str] = mapped_column(String(16))
    owner: Mapped[str] = mapped_column(String(16), index=True)
    title: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]
    told: Mapped[list[list[str]] | None] = mapped_column(JSON(none_as_null=True))
