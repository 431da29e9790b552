"""Applications to the departments."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hotline.storage.tables.base import Table


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
