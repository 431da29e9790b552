"""Months that were closed, with the figures that each report told then."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
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
