"""What the search for duplicates reads of the database, within a session that the service has begun."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.storage.tables import TicketHistoryRow, TicketOversightRow, TicketRow
from hotline.tickets.duplicates.index import Entry
from hotline.tickets.life.watch import Watch
from hotline.tickets.model import Ticket
from hotline.tickets.moves import MOVES, Action
from hotline.tickets.rows import ticket_of

PARENTS = frozenset(str(state) for state in MOVES[Action.MERGE].sources)
"""States of a ticket into which another may be merged."""
AT_ONCE = 1000  # rows: reading more would hold up everything else
_ENTRY = (
    TicketRow.number,
    TicketRow.title,
    TicketRow.content,
    TicketRow.place,
    TicketRow.district,
    TicketRow.category,
    TicketRow.created,
)


async def page(session: AsyncSession, after: str) -> tuple[Entry, ...]:
    """Open tickets with numbers above this one, in their order; at most AT_ONCE."""
    asked = select(*_ENTRY).where(TicketRow.state.in_(PARENTS), TicketRow.number > after)
    return tuple(map(_entry, await session.execute(asked.order_by(TicketRow.number).limit(AT_ONCE))))


async def entries(session: AsyncSession, numbers: Collection[str]) -> tuple[Entry, ...]:
    """Those of these tickets that are open."""
    asked = select(*_ENTRY).where(TicketRow.state.in_(PARENTS), TicketRow.number.in_(numbers))
    return tuple(map(_entry, await session.execute(asked)))


def _entry(row: Any) -> Entry:
    return Entry(
        number=row.number,
        title=row.title,
        content=row.content,
        place=row.place,
        district=row.district,
        category=row.category,
        created=row.created,
    )


async def last_change(session: AsyncSession) -> int:
    """The id of the newest row of history, 0 where there is none."""
    return await session.scalar(select(func.max(TicketHistoryRow.id))) or 0


async def changes(session: AsyncSession, after: int) -> tuple[tuple[int, str, str], ...]:
    """Id, ticket and action of what was done after that row of history, in its order; at most AT_ONCE."""
    row = TicketHistoryRow
    asked = select(row.id, row.ticket_number, row.action).where(row.id > after).order_by(row.id).limit(AT_ONCE)
    return tuple((one.id, one.ticket_number, one.action) for one in await session.execute(asked))


async def taken_down_since(session: AsyncSession, since: datetime) -> tuple[str, ...]:
    """The numbers of tickets that were taken down then or later."""
    return tuple(await session.scalars(select(TicketRow.number).where(TicketRow.created >= since)))


async def tickets(session: AsyncSession, numbers: Collection[str]) -> dict[str, Ticket]:
    """These tickets by number."""
    found = map(ticket_of, await session.scalars(select(TicketRow).where(TicketRow.number.in_(numbers))))
    return {ticket.number: ticket for ticket in found}


async def with_joined(session: AsyncSession, numbers: Collection[str]) -> tuple[Ticket, ...]:
    """These tickets and those that were merged into them."""
    asked = select(TicketRow).where(TicketRow.number.in_(numbers) | TicketRow.parent.in_(numbers))
    return tuple(map(ticket_of, await session.scalars(asked)))


async def joined(session: AsyncSession, numbers: Collection[str]) -> dict[str, int]:
    """How many were merged into each, where any was."""
    asked = select(TicketRow.parent, func.count().label("joined")).where(TicketRow.parent.in_(numbers))
    return {row.parent: row.joined for row in await session.execute(asked.group_by(TicketRow.parent))}


async def is_watched(session: AsyncSession, numbers: Collection[str], watch: Watch, since: datetime) -> bool:
    """Whether supervision has such a line on any of these tickets, written then or later."""
    row = TicketOversightRow
    asked = select(row.id).where(row.ticket_number.in_(numbers), row.watch == str(watch), row.at >= since)
    return await session.scalar(asked.limit(1)) is not None
