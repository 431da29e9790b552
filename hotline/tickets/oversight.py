"""Supervision in the database: cards, urgings, instructions and levels, with what the departments answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.storage.tables import TicketOversightRow
from hotline.tickets.life.watch import Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class OversightLine:
    """A line of supervision. answered: None while the department has said nothing.

    leader, due, closed, closed_by, outcome: of an instruction, as storage.tables.TicketOversightRow says.
    """

    id: int
    ticket_number: str
    watch: Watch
    department: str
    reason: str
    rule: str
    by: str
    at: datetime
    answer: str
    answered_by: str
    answered: datetime | None
    leader: str = ""
    due: datetime | None = None
    closed: datetime | None = None
    closed_by: str = ""
    outcome: str = ""


async def close(session: AsyncSession, line: int, *, number: str, outcome: str, by: str, at: datetime) -> bool:
    """An instruction of this ticket is done; False where there is none, it was not answered, or it was closed."""
    row = TicketOversightRow
    found = update(row).where(
        row.id == line,
        row.ticket_number == number,
        row.watch == str(Watch.INSTRUCT),
        row.answered.is_not(None) | (row.department == ""),
        row.closed.is_(None),
    )
    done = await session.execute(found.values(outcome=outcome, closed_by=by, closed=at))
    return isinstance(done, CursorResult) and done.rowcount == 1


async def answer(session: AsyncSession, line: int, *, number: str, note: str, by: str, at: datetime) -> bool:
    """The department's answer to a line of this ticket; False where there is none, or it was answered."""
    row = TicketOversightRow
    found = update(row).where(row.id == line, row.ticket_number == number, row.answered.is_(None))
    done = await session.execute(found.values(answer=note, answered_by=by, answered=at))
    return isinstance(done, CursorResult) and done.rowcount == 1


async def of_ticket(session: AsyncSession, number: str) -> tuple[OversightLine, ...]:
    """All lines of a ticket, the oldest first."""
    asked = select(TicketOversightRow).where(TicketOversightRow.ticket_number == number)
    return tuple(map(line_of, await session.scalars(asked.order_by(TicketOversightRow.id))))


def line_of(row: TicketOversightRow) -> OversightLine:
    """The value of a row."""
    return OversightLine(
        id=row.id,
        ticket_number=row.ticket_number,
        watch=Watch(row.watch),
        department=row.department,
        reason=row.reason,
        rule=row.rule,
        by=row.by,
        at=row.at,
        answer=row.answer,
        answered_by=row.answered_by,
        answered=row.answered,
        leader=row.leader,
        due=row.due,
        closed=row.closed,
        closed_by=row.closed_by,
        outcome=row.outcome,
    )
