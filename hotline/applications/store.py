"""Rows of applications, to values and back, within a session that the service has begun."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.applications.model import Application, Stage, StageEntry
from hotline.storage.insert import write_rows
from hotline.storage.tables import ApplicationRow, ApplicationStageRow

BLOCK = 500  # rows in one statement


async def application(session: AsyncSession, number: str) -> Application | None:
    """One application."""
    row = await session.get(ApplicationRow, number)
    return _application(row) if row else None


async def known(session: AsyncSession, numbers: Sequence[str], *, to_change: bool) -> dict[str, Application]:
    """Those of these numbers that are known; to_change: nobody else changes them until the transaction ends."""
    found: dict[str, Application] = {}
    ordered = sorted(set(numbers))
    for begin in range(0, len(ordered), BLOCK):
        asked = select(ApplicationRow).where(ApplicationRow.number.in_(ordered[begin : begin + BLOCK]))
        asked = asked.order_by(ApplicationRow.number)
        rows = await session.scalars(asked.with_for_update() if to_change else asked)
        found |= {row.number: _application(row) for row in rows}
    return found


async def is_empty(session: AsyncSession) -> bool:
    """Whether there is none at all."""
    return await session.scalar(select(ApplicationRow.number).limit(1)) is None


async def add(session: AsyncSession, applications: Sequence[Application]) -> None:
    """New ones. Raises IntegrityError where one of the numbers is taken."""
    if applications:
        await session.execute(insert(ApplicationRow), [_row(one) for one in applications])


async def change(session: AsyncSession, applications: Sequence[Application]) -> None:
    """Each in the place of the one of its number."""
    await write_rows(session, ApplicationRow, [_row(one) for one in applications])


async def add_stages(session: AsyncSession, entries: Sequence[tuple[str, StageEntry]]) -> None:
    """Lines of the histories of these numbers."""
    rows = [
        {
            "application_number": number,
            "at": entry.at,
            "stage": str(entry.stage),
            "result": entry.result,
            "source": entry.source,
            "actor": entry.actor,
            "reported": entry.reported,
        }
        for number, entry in entries
    ]
    if rows:
        await session.execute(insert(ApplicationStageRow), rows)


async def history(session: AsyncSession, number: str) -> tuple[StageEntry, ...]:
    """An application's stages, the oldest first."""
    asked = select(ApplicationStageRow).where(ApplicationStageRow.application_number == number)
    return tuple(
        StageEntry(
            at=row.at,
            stage=Stage(row.stage),
            result=row.result,
            source=row.source,
            actor=row.actor,
            reported=row.reported,
        )
        for row in await session.scalars(asked.order_by(ApplicationStageRow.id))
    )


def _row(one: Application) -> dict[str, Any]:
    return {
        "number": one.number,
        "procedure": one.procedure,
        "department": one.department,
        "applicant": one.applicant,
        "phone": one.phone,
        "stage": str(one.stage),
        "since": one.since,
        "due": one.due,
        "updated": one.updated,
        "result": one.result,
        "source": one.source,
        "more": [list(pair) for pair in one.more],
    }


def _application(row: ApplicationRow) -> Application:
    return Application(
        number=row.number,
        procedure=row.procedure,
        department=row.department,
        applicant=row.applicant,
        phone=row.phone,
        stage=Stage(row.stage),
        since=row.since,
        due=row.due,
        updated=row.updated,
        result=row.result,
        source=row.source,
        more=tuple((title, text) for title, text in row.more),
    )
