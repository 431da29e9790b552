"""What makes a ticket one: its number, and the key under which it was asked for.

Rule: whoever takes a number holds the year's counter until the end of the transaction, so that none is left out.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, exists, update
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.errors import ConflictError
from hotline.storage.insert import insert_missing
from hotline.storage.tables import TicketCounterRow, TicketKeyRow
from hotline.storage.together import Put, changed_value
from hotline.tickets.number import A_YEAR, number_of, year_of

_TAKE_NUMBER = (
    update(TicketCounterRow)
    .where(
        TicketCounterRow.year == bindparam("of_year"),
        ~exists().where(TicketKeyRow.key == bindparam("unless")),
    )
    .values(last=TicketCounterRow.last + 1)
    .returning(TicketCounterRow.last)
)


async def next_number(session: AsyncSession, now: datetime, *, unless: str = "") -> str | None:
    """The next number of the city's year; whoever asks waits for the one before. Raises ConflictError at its end.

    unless: a key under which something may have been asked before; then None.
    """
    year = year_of(now)
    asked = {"of_year": year, "unless": unless}
    sequence = await changed_value(session, _TAKE_NUMBER, asked)
    if sequence is None and not await _is_used(session, unless):
        await insert_missing(session, TicketCounterRow, {"year": year, "last": 0})
        sequence = await changed_value(session, _TAKE_NUMBER, asked)
    if sequence is None and await _is_used(session, unless):  # also where whoever we waited for has just used it
        return None
    if sequence is None or sequence > A_YEAR:
        raise ConflictError("今年的工单编号已经用完，请联系管理员。")
    return number_of(year, sequence)


async def _is_used(session: AsyncSession, key: str) -> bool:
    return bool(key) and await done_under(session, key) is not None


async def done_under(session: AsyncSession, key: str) -> tuple[str, str] | None:
    """The ticket's number and the fingerprint of what was asked under this key."""
    row = await session.get(TicketKeyRow, key)
    return (row.ticket_number, row.fingerprint) if row else None


def key_row(*, key: str, number: str, actor: str, fingerprint: str) -> Put:
    """What was asked under a key is not done again; where it is taken, putting it in raises IntegrityError."""
    row = {"key": key, "ticket_number": number, "created_by": actor, "fingerprint": fingerprint}
    return Put(table=TicketKeyRow, rows=[row])
