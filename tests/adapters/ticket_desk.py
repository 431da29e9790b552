"""A ticket service on a real database, with its clock and what it has told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.bus import Bus
from hotline.events import Event, TicketSaved
from hotline.storage.engine import Database
from hotline.storage.tables import TicketHistoryRow, TicketMisroutedRow, TicketRow
from hotline.tickets import store
from hotline.tickets.life.step import Tell
from hotline.tickets.model import HistoryEntry, TicketDraft
from hotline.tickets.service import TicketService
from tests.adapters.storage import Clock
from tests.fakes.tickets import CITY, policies

DRAFT = TicketDraft(
    type="help",
    category="0301",
    place="人民路 1 号",
    content="路灯坏了",
    department="01",
    citizen_number="+8613800138000",
    citizen_name="王女士",
    call_id="1.1",
)


class TicketDesk:
    """What a desk has."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = Clock()
        self.told: list[TicketSaved] = []
        self.texts: list[Tell] = []
        self.bus = Bus()
        self.bus.join(self._hear)
        self.tickets = TicketService(
            database, self.bus, self.clock, city=lambda: CITY, policies=policies, enlist=self.enlist
        )

    async def enlist(self, session: AsyncSession, tells: Sequence[Tell], at: datetime) -> None:
        """Keep what would be sent."""
        del session, at
        self.texts += tells

    async def _hear(self, event: Event) -> None:
        assert isinstance(event, TicketSaved)
        await self.tickets.get(event.number)  # it is told only when everybody can see it
        self.told.append(event)

    async def history(self, number: str) -> tuple[HistoryEntry, ...]:
        """What was done to a ticket, the oldest first."""
        async with self.database.reading() as session:
            return await store.history(session, number)

    async def rows(self) -> tuple[int, int]:
        """How many tickets and lines of history there are."""
        async with self.database.reading() as session:
            tickets = await session.scalar(select(func.count()).select_from(TicketRow))
            lines = await session.scalar(select(func.count()).select_from(TicketHistoryRow))
        return tickets or 0, lines or 0

    async def wrong_dispatches(self) -> list[tuple[str, str]]:
        """Wrong and right department of each."""
        async with self.database.reading() as session:
            rows = await session.scalars(select(TicketMisroutedRow).order_by(TicketMisroutedRow.id))
            return [(row.wrong, row.right) for row in rows]
