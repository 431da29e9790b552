"""Calls among which somebody chooses one to be inspected: found by who called, or by the day.

Rule: whoever looks for a number must know it: nothing here tells who called.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from hotline.quality.gather import agent_of
from hotline.quality.sounds import Sounds
from hotline.storage.engine import Database
from hotline.storage.tables import CallRow, QualityInspectionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosable:
    """A call that was answered and is over. agent: user name of who talked last, "" for nobody of ours.

    inspection: the one that there is already, 0 for none; has_sound: whether it can be heard.
    """

    call_id: str
    arrived: datetime
    dialled: str
    outgoing: bool
    talked: int
    agent: str
    inspection: int
    has_sound: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What a call is looked for by; empty is any. number: normalised; first, last: it arrived from, and before."""

    number: str = ""
    first: datetime | None = None
    last: datetime | None = None


class Choosing:
    """The calls. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database, sounds: Sounds) -> None:
        self._database = database
        self._sounds = sounds

    async def find(self, sought: Sought, limit: int) -> tuple[Choosable, ...]:
        """The newest first."""
        row, taken = CallRow, QualityInspectionRow
        asked = select(row, taken.id).join(taken, taken.call_id == row.id, isouter=True)
        asked = asked.where(row.answered.is_not(None), row.ended.is_not(None))
        if sought.number:
            asked = asked.where(row.number == sought.number)
        if sought.first:
            asked = asked.where(row.arrived >= sought.first)
        if sought.last:
            asked = asked.where(row.arrived < sought.last)
        async with self._database.reading() as session:
            found = (await session.execute(asked.order_by(row.arrived.desc(), row.id.desc()).limit(limit))).all()
            agents = [await agent_of(session, call.id) for call, _ in found]
        heard = await asyncio.to_thread(lambda: [self._sounds.has(call.id) for call, _ in found])
        return tuple(
            Choosable(
                call_id=call.id,
                arrived=call.arrived,
                dialled=call.dialled,
                outgoing=call.direction == "out",
                talked=call.talked,
                agent=agent,
                inspection=number or 0,
                has_sound=has_sound,
            )
            for (call, number), agent, has_sound in zip(found, agents, heard, strict=True)
        )
