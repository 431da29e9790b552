"""Lines of the dispatch directory as rows and back. Rule: a row is never deleted; a withdrawal is a version too."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.storage.tables import DispatchLineRow
from hotline.tickets.routing.directory import DispatchLine
from hotline.tickets.routing.line_model import KeptLine, LineState

Revision = tuple[int, int]
"""Newest row and number of rows: of two that are written at once the later number may be seen first."""


def kept_of(row: DispatchLineRow) -> KeptLine:
    """The value of a row."""
    line = DispatchLine(
        number=row.number,
        category=row.category,
        place=row.place,
        keywords=tuple(row.keywords),
        lead=row.lead,
        assisting=tuple(row.assisting),
        note=row.note,
    )
    return KeptLine(
        line=line, version=row.version, state=LineState(row.state), by=row.by, at=row.at, pack_sum=row.pack_sum
    )


async def revision(session: AsyncSession) -> Revision:
    """Another one after every change."""
    newest, rows = (await session.execute(select(func.max(DispatchLineRow.id), func.count(DispatchLineRow.id)))).one()
    return newest or 0, rows


async def latest(session: AsyncSession) -> dict[int, DispatchLineRow]:
    """The newest version of each line, by number, from the top."""
    newest = DispatchLineRow.state != str(LineState.REPLACED)
    rows = await session.scalars(select(DispatchLineRow).where(newest).order_by(DispatchLineRow.number))
    return {row.number: row for row in rows}


async def versions(session: AsyncSession, number: int) -> list[KeptLine]:
    """All of a line, the newest first."""
    asked = select(DispatchLineRow).where(DispatchLineRow.number == number).order_by(DispatchLineRow.version.desc())
    return [kept_of(row) for row in await session.scalars(asked)]


def put(
    session: AsyncSession,
    line: DispatchLine,
    before: DispatchLineRow | None,
    *,
    by: str,
    at: datetime,
    state: LineState = LineState.CURRENT,
    pack_sum: str | None = None,
) -> DispatchLineRow:
    """A new version in the place of the one before. pack_sum: None keeps what was known."""
    if before is not None:
        before.state = str(LineState.REPLACED)
    known = before.pack_sum if before is not None else ""
    row = DispatchLineRow(
        number=line.number,
        version=before.version + 1 if before is not None else 1,
        state=str(state),
        category=line.category,
        place=line.place,
        keywords=list(line.keywords),
        lead=line.lead,
        assisting=list(line.assisting),
        note=line.note,
        by=by,
        at=at,
        pack_sum=known if pack_sum is None else pack_sum,
    )
    session.add(row)
    return row
