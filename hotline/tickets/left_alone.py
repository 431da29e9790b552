"""Which citizens are left alone for now, for somebody has tried to call them a short while ago.

Rule: what counts is the number and not the ticket: whoever did not pick up for one matter is not rung for another.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from hotline.storage.tables import TicketCallBackRow, TicketRow, UtcTime
from hotline.tickets.life.calling_back import APART, REST, next_try
from hotline.tickets.life.step import World

_MISSED_SINCE, _REACHED_SINCE = bindparam("missed", type_=UtcTime()), bindparam("reached", type_=UtcTime())


def recently(now: datetime) -> dict[str, Any]:
    """What left_alone asks for by name."""
    return {"missed": now - APART, "reached": now - REST}


def left_alone() -> Any:
    """Their numbers: not reached within the last hours, or on the phone within the last minutes."""
    tried, of = TicketCallBackRow, aliased(TicketRow)
    found = select(of.citizen_number).join(tried, tried.ticket_number == of.number)
    return found.where(tried.at > _MISSED_SINCE, tried.contacted.is_(False) | (tried.at > _REACHED_SINCE))


async def free_from(session: AsyncSession, citizens: Collection[str], world: World) -> dict[str, datetime]:
    """From when on each of these numbers may be called."""
    tried, of = TicketCallBackRow, TicketRow
    missed, reached = (func.max(tried.at).filter(tried.contacted.is_(contacted)) for contacted in (False, True))
    asked = (
        select(of.citizen_number, missed, reached)
        .join(tried, tried.ticket_number == of.number)
        .where(of.citizen_number.in_(citizens), tried.at > world.now - APART)
        .group_by(of.citizen_number)
    )
    tries = {citizen: last for citizen, *last in await session.execute(asked)}
    never = [None, None]
    return {citizen: next_try(world.now, world.call_hours, *tries.get(citizen, never)) for citizen in citizens}
