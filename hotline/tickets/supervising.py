"""What supervision has done, for those who did it and for those it was done to, the newest first.

Rule: whoever asks for a department's lines says so; nothing here decides who may ask.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from hotline.errors import InputError
from hotline.storage.engine import Database
from hotline.storage.tables import TicketOversightRow
from hotline.tickets import appeals, store
from hotline.tickets.appeals import Appeal, Of
from hotline.tickets.life.watch import Watch
from hotline.tickets.model import Ticket
from hotline.tickets.oversight import OversightLine, line_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A line of supervision of a ticket, and the department's appeal against it."""

    line: OversightLine
    appeal: Appeal | None
    ticket: Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedPage:
    """next: the id before which the next page begins, 0 at the end."""

    items: tuple[Watched, ...]
    next: int


class Supervision:
    """Lines of supervision. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def listed(
        self, *, watch: str = "", department: str = "", only_open: bool = False, before: int = 0, limit: int = 50
    ) -> WatchedPage:
        """Lines of a kind (Watch), of a department, or those that nobody has answered. Raises InputError."""
        if watch and watch not in tuple(Watch):
            told = "、".join(Watch)
            raise InputError(f"watch只能是{told}。", fields={"watch": f"只能是{told}"})
        row = TicketOversightRow
        asked = select(row).order_by(row.id.desc()).limit(limit + 1)
        if watch:
            asked = asked.where(row.watch == watch)
        if department:
            asked = asked.where(row.department == department)
        if only_open:
            asked = asked.where(row.answered.is_(None))
        if before:
            asked = asked.where(row.id < before)
        async with self._database.reading() as session:
            lines = [line_of(one) for one in await session.scalars(asked)]
            against = await appeals.of_targets(session, Of.OVERSIGHT, [line.id for line in lines])
            tickets = await store.tickets(session, [line.ticket_number for line in lines])
        more = lines[limit - 1].id if len(lines) > limit else 0
        items = tuple(
            Watched(line=line, appeal=against.get(line.id), ticket=tickets[line.ticket_number])
            for line in lines[:limit]
        )
        return WatchedPage(items=items, next=more)
