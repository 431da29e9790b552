"""Closed months, as they were closed: rows that are added and never changed, within a session that the service began.

Rule: nothing here updates or deletes; a correction is a further row with its reason, and the last one is what counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.reports.period import Period, month_text
from hotline.reports.report import Closing, Report, report_json, report_of
from hotline.storage.tables import ReportClosingRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """That a report's month was closed, without its figures."""

    name: str
    closing: Closing


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A month that is over and not closed. late: since so many days that somebody should be reminded."""

    month: str
    late: bool


async def of_month(session: AsyncSession, name: str, period: Period) -> Report | None:
    """A report of a closed month as it counts now, None while it is open, and for what is not one calendar month."""
    row, month = ReportClosingRow, month_text(period)
    if not month:
        return None
    asked = select(row.figures).where(row.name == name, row.month == month).order_by(row.correction.desc()).limit(1)
    kept: dict[str, Any] | None = await session.scalar(asked)
    return report_of(kept) if kept else None


async def add(session: AsyncSession, report: Report, closing: Closing) -> None:
    """Close a month. The database refuses a second row of the same correction with IntegrityError."""
    closed = replace(report, closing=closing)
    session.add(
        ReportClosingRow(
            name=report.name,
            month=closing.month,
            correction=closing.correction,
            figures=report_json(closed),
            closed=closing.at,
            closed_by=closing.by,
            reason=closing.reason,
        )
    )
    await session.flush()


async def all_of(session: AsyncSession, month: str = "") -> tuple[Closed, ...]:
    """What was closed and corrected, the newest month first, in a month its corrections in order."""
    row = ReportClosingRow
    asked = select(row.name, row.month, row.correction, row.closed, row.closed_by, row.reason)
    asked = asked.where(row.month == month) if month else asked
    return tuple(
        Closed(
            name=one.name,
            closing=Closing(
                month=one.month, at=one.closed, by=one.closed_by, correction=one.correction, reason=one.reason
            ),
        )
        for one in await session.execute(asked.order_by(row.month.desc(), row.name, row.correction))
    )
