"""What others hear of a move: an event after it, and whoever must be told within it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from hotline.events import TicketSaved
from hotline.tickets.life.step import Step, Tell

Enlist = Callable[[AsyncSession, Sequence[Tell], datetime], Awaitable[None]]
"""Puts what somebody must be told into the outbox, within the move's own transaction."""


async def tell_nobody(session: AsyncSession, tells: Sequence[Tell], at: datetime) -> None:
    """Where there is no outbox."""
    del session, tells, at


def event_of(step: Step) -> TicketSaved:
    """What a move is to those who listen."""
    ticket, entry = step.ticket, step.history
    return TicketSaved(
        at=entry.at,
        number=ticket.number,
        actor=entry.actor,
        action=entry.action,
        state=str(ticket.state),
        department=ticket.department,
        watch=str(entry.changes.get("watch", "")),
    )
