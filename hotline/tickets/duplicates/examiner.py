"""Repeated and massed complaints, written to supervision once.

Rule: whether they are is asked of life/massed.py; the ticket that carries the line is locked before anybody looks
whether there is one already, so that two processes never write two.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from hotline.bus import Bus
from hotline.storage.engine import Database
from hotline.tickets import store as books
from hotline.tickets.duplicates import store
from hotline.tickets.duplicates.index import Hit
from hotline.tickets.duplicates.likeness import SAME
from hotline.tickets.life.massed import COMPLAINTS, MASSED_DAYS, carrier, massed, repeated, watched
from hotline.tickets.life.step import Step
from hotline.tickets.life.watch import Watch
from hotline.tickets.model import Ticket, TicketState
from hotline.tickets.moves import MOVES, Action
from hotline.tickets.service import TicketService
from hotline.tickets.told import Enlist, event_of
from hotline.tickets.writing import write

_EARLIER = 200  # tickets of one citizen that are looked at, the newest


class Examiner:
    """What comes to supervision without anybody's doing."""

    LOOKED_AT = 100
    """Tickets that are alike, of which a massed matter is told."""

    def __init__(self, database: Database, bus: Bus, tickets: TicketService, *, enlist: Enlist) -> None:
        self._database = database
        self._bus = bus
        self._tickets = tickets
        self._enlist = enlist

    async def examine(self, ticket: Ticket, hits: Sequence[Hit]) -> None:
        """Write what a ticket that was just taken down makes one for supervision. Raises StorageError."""
        if ticket.type not in COMPLAINTS:
            return
        await self._repeated(ticket)
        await self._massed(ticket, [hit.number for hit in hits if hit.score >= SAME])

    async def _repeated(self, ticket: Ticket) -> None:
        if not ticket.citizen_number:
            return
        async with self._database.reading() as session:
            earlier = await books.of_citizen(session, ticket.citizen_number, _EARLIER)
        why = repeated(ticket, earlier)
        if why is not None:
            await self._write(ticket.number, (ticket.number,), Watch.REPEATED, why, since=ticket.created)

    async def _massed(self, ticket: Ticket, alike: Sequence[str]) -> None:
        numbers = {ticket.number, ticket.parent or ticket.number, *alike}
        if len(numbers) == 1:
            return
        async with self._database.reading() as session:
            found = await store.with_joined(session, numbers)
        why, first = massed(ticket, found), carrier(ticket, found)
        if why is not None and first is not None:
            since = self._tickets.world().now - timedelta(days=MASSED_DAYS)
            group = tuple({ticket.number, *(one.number for one in found)})
            await self._write(first.number, group, Watch.MASSED, why, since=since)

    async def _write(self, number: str, group: Sequence[str], watch: Watch, why: str, *, since: datetime) -> None:
        async with self._database.transaction() as session:
            step = await self._written(session, number, group, watch, why, since)
        if step is not None:
            await self._bus.publish(event_of(step))

    async def _written(
        self, session: AsyncSession, number: str, group: Sequence[str], watch: Watch, why: str, since: datetime
    ) -> Step | None:
        """None where there is such a line already, or the ticket has ended in the meantime."""
        case = await books.case(session, number, lock=True)
        if case is not None and case.ticket.state is TicketState.MERGED:
            case = await books.case(session, case.ticket.parent, lock=True)
        if case is None or case.ticket.state not in MOVES[Action.SUPERVISE].sources:
            return None
        if await store.is_watched(session, (*group, case.ticket.number), watch, since):
            return None
        world = self._tickets.world()
        step = watched(case, world, watch, why)
        await write(session, case, step, world, self._enlist)
        return step
