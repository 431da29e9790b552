"""Quality inspection: what was drawn and why, how it was scored, what was said against it, who listened; and hold."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hotline.storage.tables.base import CALL_ID, Table

_CODE, _USER = 32, 64
OF_INSPECTION = "quality_inspections.id"


class QualityDrawRow(Table):
    """A draw, one for each period. rules: their codes and names as they were.

    calls, silent: how many could be drawn, and how many of the period could not, for there is no recording.
    """

    __tablename__ = "quality_draws"
    id: Mapped[int] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(String(8), unique=True)
    seed: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(_USER))
    calls: Mapped[int]
    silent: Mapped[int]
    drawn: Mapped[int]
    rules: Mapped[list[list[str]]] = mapped_column(JSON)


class QualityInspectionRow(Table):
    """As quality.model.Inspection. draw: 0 for one chosen by hand; total: 0 to 100, NULL until it is told."""

    __tablename__ = "quality_inspections"
    __table_args__ = (
        Index(None, "state", "inspector", "id"),
        Index(None, "agent", "submitted", "by_chance", "total", "passed"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(String(CALL_ID), unique=True)
    at: Mapped[datetime]
    draw: Mapped[int]
    rule: Mapped[str] = mapped_column(String(_CODE))
    by_chance: Mapped[bool]
    why: Mapped[list[str]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
    agent: Mapped[str] = mapped_column(String(_USER))
    inspector: Mapped[str] = mapped_column(String(_USER))
    drawn: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    sheet: Mapped[dict[str, Any]] = mapped_column(JSON)
    form: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    total: Mapped[int | None]
    passed: Mapped[bool | None]
    submitted: Mapped[datetime | None] = mapped_column(index=True)
    seen: Mapped[datetime | None]
    appeal_until: Mapped[datetime | None]
    appealed: Mapped[datetime | None]
    appeal_reason: Mapped[str] = mapped_column(Text)
    decided: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(_USER))
    decision: Mapped[str] = mapped_column(Text)


class QualityCalibrationRow(Table):
    """A second inspector's score of a call that was told, as quality.calibration.Second; each inspector once."""

    __tablename__ = "quality_calibrations"
    __table_args__ = (UniqueConstraint("inspection", "username"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    inspection: Mapped[int] = mapped_column(ForeignKey(OF_INSPECTION, ondelete="CASCADE"))
    username: Mapped[str] = mapped_column(String(_USER))
    at: Mapped[datetime] = mapped_column(index=True)
    sheet: Mapped[dict[str, Any]] = mapped_column(JSON)
    form: Mapped[dict[str, Any]] = mapped_column(JSON)
    total: Mapped[int | None]


class QualityAnswerRow(Table):
    """What was said to one item of a call that was told, as it counts now. at: when; answer: form.Answer."""

    __tablename__ = "quality_answers"
    __table_args__ = (Index(None, "item", "at", "answer"),)
    inspection: Mapped[int] = mapped_column(ForeignKey(OF_INSPECTION, ondelete="CASCADE"), primary_key=True)
    item: Mapped[str] = mapped_column(String(_CODE), primary_key=True)
    name: Mapped[str] = mapped_column(String(30))
    answer: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime]


class QualityHistoryRow(Table):
    """What somebody did to an inspection. changes: what was before and what is after, of a score."""

    __tablename__ = "quality_history"
    id: Mapped[int] = mapped_column(primary_key=True)
    inspection: Mapped[int] = mapped_column(ForeignKey(OF_INSPECTION, ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(_USER))
    act: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)


class CallHearingRow(Table):
    """Somebody listened to a recording. at: the hour in which; kept at least 6 months (Cybersecurity Law, Art. 21)."""

    __tablename__ = "call_hearings"
    call_id: Mapped[str] = mapped_column(String(CALL_ID), primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    username: Mapped[str] = mapped_column(String(_USER), primary_key=True)


class CallHoldRow(Table):
    """A citizen on hold. ended: NULL where the end was not seen."""

    __tablename__ = "call_holds"
    call_id: Mapped[str] = mapped_column(String(CALL_ID), primary_key=True)
    extension: Mapped[str] = mapped_column(String(16), primary_key=True)
    began: Mapped[datetime] = mapped_column(primary_key=True)
    ended: Mapped[datetime | None]
