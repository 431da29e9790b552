"""What is known of whoever calls from a number."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.storage.tables.base import CITIZEN_NUMBER, Table


class CitizenRow(Table):
    """What is known of whoever calls from a number."""

    __tablename__ = "citizens"
    number: Mapped[str] = mapped_column(String(CITIZEN_NUMBER), primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text, default="")
    updated: Mapped[datetime]


class CitizenMarkRow(Table):
    """What agents know of whoever calls from a number. until: no longer after it, None for good.

    reviewed_by, reviewed: who confirmed it, where the kind of mark needs that.
    """

    __tablename__ = "citizen_marks"
    number: Mapped[str] = mapped_column(String(CITIZEN_NUMBER), primary_key=True)
    mark: Mapped[str] = mapped_column(String(16), primary_key=True)
    reason: Mapped[str] = mapped_column(String(200))
    until: Mapped[datetime | None]
    marked_by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    reviewed_by: Mapped[str] = mapped_column(String(64), default="", server_default="")
    reviewed: Mapped[datetime | None]
