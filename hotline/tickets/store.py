"""Rows of tickets, to values and back, within a session that the service has begun."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.errors import ConflictError
from hotline.storage.tables import TicketHistoryRow, TicketKeyRow, TicketRow
from hotline.tickets.model import HistoryEntry, Ticket, TicketState, TicketType, day_of

MOST = 200  # rows in one answer
A_DAY = 9999  # tickets at most: four digits


async def next_number(session: AsyncSession, now: datetime) -> str:
    """The next free number of the city's day. Raises ConflictError where the day has no more."""
    day = day_of(now)
    last = await session.scalar(select(func.max(TicketRow.number)).where(TicketRow.number.between(day, day + "9999")))
    sequence = int(last[8:]) + 1 if last else 1
    if sequence > A_DAY:
        raise ConflictError("今天的工单编号已经用完，请联系管理员。")
    return f"{day}{sequence:04d}"


async def saved_under(session: AsyncSession, key: str) -> tuple[str, str] | None:
    """The ticket's number and the fingerprint of what was saved under this key."""
    row = await session.get(TicketKeyRow, key)
    return (row.ticket_number, row.fingerprint) if row else None


async def add(session: AsyncSession, ticket: Ticket, entry: HistoryEntry, *, key: str, fingerprint: str) -> None:
    """A new ticket with the first line of its history. Raises IntegrityError where its number or the key is taken."""
    session.add(TicketRow(**asdict(ticket), updated=ticket.created))
    await session.flush()
    number = ticket.number
    session.add(TicketHistoryRow(ticket_number=number, **asdict(entry)))
    session.add(TicketKeyRow(key=key, ticket_number=number, created_by=ticket.created_by, fingerprint=fingerprint))
    await session.flush()


async def ticket(session: AsyncSession, number: str) -> Ticket | None:
    """One ticket."""
    row = await session.get(TicketRow, number)
    return _ticket(row) if row else None


async def history(session: AsyncSession, number: str) -> tuple[HistoryEntry, ...]:
    """A ticket's history, the oldest first."""
    asked = select(TicketHistoryRow).where(TicketHistoryRow.ticket_number == number).order_by(TicketHistoryRow.id)
    return tuple(
        HistoryEntry(at=row.at, actor=row.actor, action=row.action, reason=row.reason, changes=row.changes)
        for row in await session.scalars(asked)
    )


async def of_citizen(session: AsyncSession, citizen_number: str, limit: int) -> tuple[Ticket, ...]:
    """Those of a normalised number, the newest first."""
    return await _tickets(session, limit, TicketRow.citizen_number == citizen_number)


async def latest(session: AsyncSession, limit: int) -> tuple[Ticket, ...]:
    """The newest, the newest first."""
    return await _tickets(session, limit)


async def _tickets(session: AsyncSession, limit: int, *where: ColumnElement[bool]) -> tuple[Ticket, ...]:
    ordered = select(TicketRow).where(*where).order_by(TicketRow.number.desc()).limit(max(0, min(limit, MOST)))
    return tuple(_ticket(row) for row in await session.scalars(ordered))


def _ticket(row: TicketRow) -> Ticket:
    return Ticket(
        number=row.number,
        type=TicketType(row.type),
        category=row.category,
        place=row.place,
        content=row.content,
        department=row.department,
        confidential=row.confidential,
        citizen_number=row.citizen_number,
        citizen_name=row.citizen_name,
        call_id=row.call_id,
        state=TicketState(row.state),
        created=row.created,
        created_by=row.created_by,
        version=row.version,
    )
