"""Questions that nobody could answer: counted, within a session that the service has begun."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.storage.tables import KbMissRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A question that was not answered. times: how often; unhelpful: how often somebody said so of an answer."""

    question: str
    times: int
    unhelpful: int
    last: datetime


async def misses(session: AsyncSession, limit: int) -> list[Miss]:
    """Questions that nobody has settled yet, those asked most often first."""
    asked = (
        select(KbMissRow)
        .where(KbMissRow.settled.is_(False))
        .order_by((KbMissRow.times + KbMissRow.unhelpful).desc(), KbMissRow.last.desc())
        .limit(limit)
    )
    return [
        Miss(question=row.question, times=row.times, unhelpful=row.unhelpful, last=row.last)
        for row in await session.scalars(asked)
    ]


async def add_miss(session: AsyncSession, question: str, *, at: datetime, unhelpful: bool) -> None:
    """Count a question that was not answered."""
    row = await session.get(KbMissRow, question)
    if row is None:
        row = KbMissRow(question=question, times=0, unhelpful=0, last=at, settled=False)
        session.add(row)
    row.times += not unhelpful
    row.unhelpful += unhelpful
    row.last, row.settled = at, False
    await session.flush()


async def settle_miss(session: AsyncSession, question: str) -> bool:
    """Mark a question as dealt with; whether there was one."""
    row = await session.get(KbMissRow, question)
    if row is not None:
        row.settled = True
    return row is not None
