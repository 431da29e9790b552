"""Which agent is about to call which citizen, within a session that the service has begun.

Rule: one row a number, taken by a change that only one of two can make.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import CursorResult, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.errors import ConflictError
from hotline.storage.insert import insert_missing
from hotline.storage.tables import TicketClaimRow

CLAIM = timedelta(minutes=10)
"""How long a citizen is one agent's: a call and its notes; the agent may prolong it."""


async def holds(session: AsyncSession, citizen: str, username: str, now: datetime) -> bool:
    """Whether this agent has the citizen."""
    return await holder(session, citizen, now) == username


async def holder(session: AsyncSession, citizen: str, now: datetime) -> str:
    """Which agent has the citizen, "" for nobody."""
    row = TicketClaimRow
    return await session.scalar(select(row.username).where(row.citizen_number == citizen, row.until > now)) or ""


async def take(session: AsyncSession, citizen: str, username: str, now: datetime) -> None:
    """The citizen is this agent's for a while. Raises ConflictError where he is another's."""
    row, until = TicketClaimRow, now + CLAIM
    await insert_missing(session, row, {"citizen_number": citizen, "username": username, "until": until})
    free = or_(row.username == username, row.until <= now)
    taken = await session.execute(
        update(row).where(row.citizen_number == citizen, free).values(username=username, until=until)
    )
    if not isinstance(taken, CursorResult) or taken.rowcount != 1:
        raise held(await holder(session, citizen, now))


def held(username: str) -> ConflictError:
    """What whoever comes second is told."""
    return ConflictError("别的话务员正在回访这位市民。", claimed_by=username)
