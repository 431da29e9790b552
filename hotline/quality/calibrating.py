"""Second scores, kept beside the first and asked for.

Rule: a second score is written once and never changed; whoever has not scored is not shown the others' by this.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.errors import ConflictError, NotFoundError
from hotline.quality.calibration import Second, second
from hotline.quality.model import Inspection, Sheet
from hotline.quality.rows import form_json, form_of, inspection_of, sheet_json, sheet_of
from hotline.storage.engine import Database
from hotline.storage.tables import QualityCalibrationRow, QualityInspectionRow

MOST = 1000  # second scores of which agreement is reckoned


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A call that was scored, with the other inspectors' scores, the oldest first."""

    first: Inspection
    others: tuple[Second, ...]


class Calibrations:
    """The second scores. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now

    async def score(self, number: int, sheet: Sheet, *, by: str) -> Beside:
        """Keep a second score. Raises as calibration.second; NotFoundError, ConflictError for one who has scored."""
        first = (await self.of(number)).first
        made = second(first, sheet, by=by, now=self._now())
        row = QualityCalibrationRow(
            inspection=number,
            username=by,
            at=made.at,
            sheet=sheet_json(made.sheet),
            form=form_json(made.form),
            total=made.score.total,
        )
        try:
            async with self._database.transaction() as session:
                session.add(row)
        except IntegrityError as fault:
            told = "您已经给这个电话评过校准分。"
            raise ConflictError(told, state=str(first.state), version=first.version) from fault
        return await self.of(number)

    async def of(self, number: int) -> Beside:
        """An inspection with its second scores. Raises NotFoundError."""
        row = QualityCalibrationRow
        async with self._database.reading() as session:
            kept = await session.get(QualityInspectionRow, number)
            if kept is None:
                raise NotFoundError("没有这条质检。")
            others = await session.scalars(select(row).where(row.inspection == number).order_by(row.at, row.id))
            return Beside(first=inspection_of(kept), others=tuple(map(_second_of, others)))

    async def latest(self, *, first: datetime | None = None, last: datetime | None = None) -> tuple[Beside, ...]:
        """Calls with second scores given from, and before these times, the newest first; at most MOST scores."""
        row = QualityCalibrationRow
        asked = select(row).order_by(row.id.desc()).limit(MOST)
        if first:
            asked = asked.where(row.at >= first)
        if last:
            asked = asked.where(row.at < last)
        async with self._database.reading() as session:
            found: dict[int, list[Second]] = {}
            for one in await session.scalars(asked):
                found.setdefault(one.inspection, []).insert(0, _second_of(one))
            firsts = await _firsts(session, list(found))
        return tuple(Beside(first=firsts[number], others=tuple(others)) for number, others in found.items())


async def _firsts(session: AsyncSession, numbers: list[int]) -> dict[int, Inspection]:
    row = QualityInspectionRow
    return {one.id: inspection_of(one) for one in await session.scalars(select(row).where(row.id.in_(numbers)))}


def _second_of(row: QualityCalibrationRow) -> Second:
    return Second(
        inspection=row.inspection, by=row.username, at=row.at, sheet=sheet_of(row.sheet), form=form_of(row.form)
    )
