"""Months that were closed, with the figures that each report told then; sums of days; and early warnings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hotline.storage.tables.base import Table


class ReportClosingRow(Table):
    """A report of a month as it was closed; never changed. month: as 2026-10; correction: 0, then counted up.

    figures: the whole report; reason: of a correction.
    """

    __tablename__ = "report_closings"
    __table_args__ = (UniqueConstraint("name", "month", "correction"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32))
    month: Mapped[str] = mapped_column(String(7), index=True)
    correction: Mapped[int]
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    closed: Mapped[datetime]
    closed_by: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(500), default="", server_default="")


class ReportDayRow(Table):
    """The sums of a day that is over, or a month, as reports.day_sums says. day: as 2026-10-31 or 2026-10, the city's.

    book: whose marks tell that it is no longer right; sums: by the value of a column, a number for each tally.
    """

    __tablename__ = "report_days"
    __table_args__ = (Index(None, "book", "day"),)
    what: Mapped[str] = mapped_column(String(48), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    book: Mapped[str] = mapped_column(String(16))
    sums: Mapped[dict[str, list[int]]] = mapped_column(JSON)


class ReportMarkRow(Table):
    """Something that counts on the day of this moment has changed. Written by triggers; gone when that day is."""

    __tablename__ = "report_marks"
    __table_args__ = (Index(None, "book", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    book: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]


class HotWarningRow(Table):
    """A matter that was warned of early, as reports.hot.warned.Warned; gone with its day. messages: ticket numbers."""

    __tablename__ = "hot_warnings"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    at: Mapped[datetime]
    name: Mapped[str] = mapped_column(Text)
    recent: Mapped[int]
    why: Mapped[str] = mapped_column(Text)
    messages: Mapped[list[str]] = mapped_column(JSON)
