"""Rows of early warnings to values and back, within a session that the watch has begun.

Rule: a row is never changed: browsers remember by its id who has read the warning, also after a restart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.reports.hot.warned import Warned
from hotline.storage.insert import insert_missing
from hotline.storage.tables import HotWarningRow


async def warned_on(session: AsyncSession, day: date) -> tuple[Warned, ...]:
    """What was warned of on a day, the first first."""
    row = HotWarningRow
    return tuple(map(_warned, await session.scalars(select(row).where(row.day == day).order_by(row.at, row.id))))


async def keep(session: AsyncSession, warned: Iterable[Warned]) -> None:
    """Put in those that are new."""
    await insert_missing(session, HotWarningRow, *map(_columns, warned))


async def let_go(session: AsyncSession, before: date) -> None:
    """Those of the days before are asked for by nobody."""
    await session.execute(delete(HotWarningRow).where(HotWarningRow.day < before))


def _columns(one: Warned) -> dict[str, Any]:
    return asdict(one) | {"messages": sorted(one.messages)}


def _warned(row: HotWarningRow) -> Warned:
    return Warned(
        id=row.id,
        day=row.day,
        at=row.at,
        name=row.name,
        recent=row.recent,
        why=row.why,
        messages=frozenset(row.messages),
    )
