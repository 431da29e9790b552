"""Leaders' instructions in one place: who, what, until when, what the department said, and whether they are closed.

Rule: an instruction is open until somebody closes it, whatever becomes of its ticket meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select

from hotline.errors import InputError
from hotline.storage.engine import Database
from hotline.storage.tables import TicketOversightRow
from hotline.tickets import store
from hotline.tickets.life.watch import Watch
from hotline.tickets.oversight import line_of
from hotline.tickets.supervising import Watched, WatchedPage


class Followed(StrEnum):
    """How far an instruction is."""

    WAITING = "waiting"
    """The department has not answered."""
    LATE = "late"
    """It should have."""
    ANSWERED = "answered"
    """It has; whoever supervises looks whether it is done."""
    CLOSED = "closed"
    """It is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructionPage:
    """A page, and how many stand where."""

    page: WatchedPage
    counts: dict[Followed, int]


class Instructions:
    """Leaders' instructions. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def listed(
        self, *, now: datetime, followed: str = "", department: str = "", before: int = 0, limit: int = 50
    ) -> InstructionPage:
        """Those that are so far, the open ones where nothing is named; the newest first. Raises InputError."""
        if followed and followed not in tuple(Followed):
            told = "、".join(Followed)
            raise InputError(f"state只能是{told}。", fields={"state": f"只能是{told}"})
        row = TicketOversightRow
        of = [row.watch == str(Watch.INSTRUCT), *([row.department == department] if department else [])]
        where = _WHERE[Followed(followed)](now) if followed else [row.closed.is_(None)]
        asked = select(row).where(*of, *where).order_by(row.id.desc()).limit(limit + 1)
        if before:
            asked = asked.where(row.id < before)
        async with self._database.reading() as session:
            lines = [line_of(one) for one in await session.scalars(asked)]
            tickets = await store.tickets(session, [line.ticket_number for line in lines])
            counted = select(*(_count(of, one, now) for one in Followed))
            numbers = (await session.execute(counted)).one()
        items = tuple(Watched(line=line, appeal=None, ticket=tickets[line.ticket_number]) for line in lines[:limit])
        page = WatchedPage(items=items, next=lines[limit - 1].id if len(lines) > limit else 0)
        return InstructionPage(page=page, counts=dict(zip(Followed, map(int, numbers), strict=True)))


def _count(of: list[Any], followed: Followed, now: datetime) -> Any:
    asked = select(func.count()).select_from(TicketOversightRow).where(*of, *_WHERE[followed](now))
    return asked.scalar_subquery().label(followed)


def _waiting(now: datetime) -> list[Any]:
    row = TicketOversightRow
    return [row.closed.is_(None), row.answered.is_(None), row.due.is_(None) | (row.due >= now)]


def _late(now: datetime) -> list[Any]:
    row = TicketOversightRow
    return [row.closed.is_(None), row.answered.is_(None), row.due < now]


def _answered(now: datetime) -> list[Any]:
    del now
    row = TicketOversightRow
    return [row.closed.is_(None), row.answered.is_not(None)]


def _closed(now: datetime) -> list[Any]:
    del now
    return [TicketOversightRow.closed.is_not(None)]


_WHERE = {
    Followed.WAITING: _waiting,
    Followed.LATE: _late,
    Followed.ANSWERED: _answered,
    Followed.CLOSED: _closed,
}
