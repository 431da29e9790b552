"""What the tickets themselves teach: each with the department that had it in the end, ready to train from.

Rule: no citizen leaves here: not by name, not by number, and a confidential ticket not at all (Personal Information
Protection Law, Art. 6).
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.storage.engine import Database
from hotline.storage.tables import TicketMisroutedRow, TicketRow
from hotline.tickets.model import Ticket, TicketState
from hotline.tickets.rows import ticket_of
from hotline.tickets.veil import HIDDEN, veiled

AT_ONCE = 1_000
FINISHED, CORRECTED = "finished", "corrected"
"""Where a label comes from: the ticket ended well there, or somebody had sent it elsewhere first."""
# digits of a telephone, a bank card or an identity number, with what people write between them
_LONG_NUMBER = re.compile(r"(?<![0-9０-９])[0-9０-９](?:[\s\-—－]?[0-9０-９]){6,}[XxＸｘ]?")
_BLANK = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One row. label: the department's code; source: FINISHED or CORRECTED."""

    title: str
    content: str
    label: str
    source: str


async def lessons(database: Database, at_once: int = AT_ONCE) -> AsyncIterator[Lesson]:
    """From every ticket that is finished, or was given to the right department after a wrong one; the oldest first.

    at_once: tickets in a look. Raises StorageError.
    """
    last = ""
    while True:
        async with database.reading() as session:
            rows = await _page(session, last, at_once)
            corrected = await _corrected(session, [row.number for row in rows])
        for row in rows:
            lesson = _lesson(ticket_of(row), corrected.get(row.number, ""))
            if lesson is not None:
                yield lesson
        if len(rows) < at_once:
            return
        last = rows[-1].number


async def _page(session: AsyncSession, last: str, most: int) -> list[TicketRow]:
    taught = TicketRow.number.in_(select(TicketMisroutedRow.ticket_number))
    asked = (
        select(TicketRow)
        .where(TicketRow.number > last, (TicketRow.state == str(TicketState.FINISHED)) | taught)
        .order_by(TicketRow.number)
        .limit(most)
    )
    return list(await session.scalars(asked))


async def _corrected(session: AsyncSession, numbers: list[str]) -> dict[str, str]:
    """The department that each was given to after the last wrong one, by the ticket's number."""
    asked = select(TicketMisroutedRow).where(TicketMisroutedRow.ticket_number.in_(numbers))
    return {row.ticket_number: row.right for row in await session.scalars(asked.order_by(TicketMisroutedRow.id))}


def _lesson(ticket: Ticket, corrected: str) -> Lesson | None:
    """None where nothing may or can be learned: finished without a department, confidential, empty."""
    label = ticket.department if ticket.state is TicketState.FINISHED else corrected
    title, content = plain_words(ticket.title, ticket), plain_words(ticket.content, ticket)
    if ticket.confidential or not label or not (title or content):
        return None
    return Lesson(title=title, content=content, label=label, source=CORRECTED if corrected else FINISHED)


def plain_words(text: str, ticket: Ticket) -> str:
    """A text without the citizen and without any long number; on one line."""
    return _LONG_NUMBER.sub(HIDDEN, veiled(_BLANK.sub(" ", text), ticket)).strip()
