"""How many tickets somebody wrote: an agent's own figures of the day.

Rule: a draft is no ticket yet; one that was answered at once counts for who answered it while writing it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select

from hotline.storage.engine import Database
from hotline.storage.tables import TicketHistoryRow, TicketRow
from hotline.tickets.model import TicketState
from hotline.tickets.moves import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketsWritten:
    """written: tickets; on_the_spot: those of them that their writer answered."""

    written: int
    on_the_spot: int


class Written:
    """Who wrote how much. Raises StorageError where the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def by(self, username: str, begin: datetime, end: datetime) -> TicketsWritten:
        """What this user wrote from begin up to end."""
        own = _own(username, begin, end)
        answered = (
            select(func.count(TicketRow.number.distinct()))
            .join(TicketHistoryRow, TicketHistoryRow.ticket_number == TicketRow.number)
            .where(own, TicketHistoryRow.action == Action.ANSWER, TicketHistoryRow.actor == username)
        )
        async with self._database.reading() as session:
            return TicketsWritten(
                written=await session.scalar(select(func.count()).select_from(TicketRow).where(own)) or 0,
                on_the_spot=await session.scalar(answered) or 0,
            )


def _own(username: str, begin: datetime, end: datetime) -> ColumnElement[bool]:
    return and_(
        TicketRow.created_by == username,
        TicketRow.created >= begin,
        TicketRow.created < end,
        TicketRow.state != TicketState.DRAFT,
    )
