"""How many tickets a second are taken down by the service, and how many bare rows of a ticket the same database takes.

Rule: both sides take turns in short runs, so that what else the machine does falls on both.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from hotline.bus import Bus
from hotline.notices.gateway import LocalGateway
from hotline.notices.service import Outbox
from hotline.storage.engine import Database, open_database
from hotline.storage.tables import TicketRow
from hotline.tickets.model import TicketDraft
from hotline.tickets.service import TicketService
from hotline.wiring.ticket_telling import enlisting
from tests.fakes.tickets import CITY, policies

TURN = 50  # tickets of one side before it is the other's turn
_BARE = sa.insert(TicketRow)
_DRAFT = TicketDraft(
    type="help",
    category="0301",
    district="01",
    place="湖滨路18号",
    title="路灯不亮",
    content="湖滨路18号门前的路灯不亮已经三天，晚上行人看不清路，请尽快派人修理。",
    department="01",
    citizen_number="13800138000",
    citizen_name="王芳",
    call_id="1700000000.1",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Tickets a second, by the service and as bare rows; alone: one after the other, busy: by eight at once."""

    alone: float
    alone_bare: float
    busy: float
    busy_bare: float


class _Sides:
    """The service and the bare insert, each of which makes one more ticket when it is asked."""

    def __init__(self, database: Database) -> None:
        self._database = database
        outbox = Outbox(database, LocalGateway(Path()))
        enlist = enlisting(outbox)
        self._tickets = TicketService(database, Bus(), city=lambda: CITY, policies=policies, enlist=enlist)
        self._made = 0
        self._row: dict[str, Any] = {}

    async def warm_up(self) -> None:
        """The first of either side, which is not measured; the bare rows are as the service's."""
        await self.save()
        async with self._database.reading() as session:
            connection = await session.connection()
            self._row = dict((await connection.execute(sa.select(TicketRow.__table__))).mappings().one())
        await self.insert()

    async def save(self) -> None:
        """By the service: its history, part, timers, notice, key and citizen with it. Each citizen is another."""
        self._made += 1
        draft = replace(_DRAFT, citizen_number=f"139{self._made:08d}")
        await self._tickets.save(draft, actor="agent1", key=f"bench-{self._made}")

    async def insert(self) -> None:
        """The bare row of the ticket, in a transaction of its own."""
        self._made += 1
        async with self._database.transaction() as session:
            await session.execute(_BARE, self._row | {"number": f"99{self._made:010d}"})


async def rates(url: str, count: int) -> Rates:
    """Take down so many by either side, one after the other, and so many again by eight at once."""
    database = open_database(url)
    try:
        sides = _Sides(database)
        await sides.warm_up()
        alone = await _by_turns(sides, count, at_once=1)
        busy = await _by_turns(sides, count, at_once=8)
    finally:
        await database.close()
    return Rates(alone=alone[0], alone_bare=alone[1], busy=busy[0], busy_bare=busy[1])


async def _by_turns(sides: _Sides, count: int, *, at_once: int) -> tuple[float, float]:
    ours = bare = 0.0
    for _ in range(max(1, count // TURN)):
        ours += await _took(sides.save, at_once)
        bare += await _took(sides.insert, at_once)
    made = max(1, count // TURN) * TURN
    return made / ours, made / bare


async def _took(make: Callable[[], Awaitable[None]], at_once: int) -> float:
    """Seconds of one turn."""
    left = iter(range(TURN))

    async def worker() -> None:
        for _ in left:
            await make()

    begun = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(at_once)))
    return time.perf_counter() - begun
