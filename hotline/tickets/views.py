"""Who looked at which ticket: kept, so that nobody reads a citizen's matter unseen.

Rule: a look that cannot be kept is not given: whoever calls keeps it first. Kept at least 6 months (Cybersecurity Law,
Art. 21) and no longer than the city needs (PIPL Art. 19): views_kept.py lets the old ones go.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from hotline.storage.engine import Database
from hotline.storage.insert import insert_missing
from hotline.storage.tables import TicketViewRow


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Somebody looked at a ticket, at least once in the hour that begins at this moment."""

    ticket_number: str
    username: str
    at: datetime


class Views:
    """The looks. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def keep(self, numbers: Sequence[str], username: str) -> None:
        """Somebody looks at these tickets now: one row a ticket an hour."""
        if not numbers:
            return
        hour, row = self._now().replace(minute=0, second=0, microsecond=0), TicketViewRow
        asked = select(row.ticket_number).where(
            row.ticket_number.in_(numbers), row.username == username, row.at == hour
        )
        async with self._database.reading() as session:
            known = set(await session.scalars(asked))
        fresh = sorted(set(numbers) - known)
        if fresh:
            rows = [{"ticket_number": number, "at": hour, "username": username} for number in fresh]
            async with self._database.transaction() as session:
                await insert_missing(session, row, *rows)

    async def of(self, number: str, limit: int = 200) -> tuple[View, ...]:
        """Who looked at a ticket, the latest first."""
        row = TicketViewRow
        asked = select(row).where(row.ticket_number == number).order_by(row.at.desc(), row.username).limit(limit)
        async with self._database.reading() as session:
            return tuple(
                View(ticket_number=one.ticket_number, username=one.username, at=one.at)
                for one in await session.scalars(asked)
            )
