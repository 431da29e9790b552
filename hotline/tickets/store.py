"""Tickets in the database, within a session that the service has begun."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.storage.tables import (
    TicketAssistRequestRow,
    TicketCallBackRow,
    TicketExtensionRow,
    TicketHistoryRow,
    TicketMisroutedRow,
    TicketOversightRow,
    TicketPartRow,
    TicketRow,
    TicketTimerRow,
)
from hotline.storage.together import Put, insert_together
from hotline.tickets.life.step import Case, Due, Step, Timer
from hotline.tickets.model import CLOSED, AssistRequest, Extension, HistoryEntry, Ticket, TicketPart
from hotline.tickets.rows import (
    TICKET_COLUMNS,
    call_back_of,
    call_back_row,
    entry_of,
    entry_row,
    extension_of,
    extension_row,
    limits_json,
    limits_of_json,
    oversight_row,
    part_of,
    part_row,
    request_of,
    request_row,
    ticket_of,
    ticket_row,
)

MOST = 200  # rows in one answer
MOST_OPEN = 50  # of one citizen, on the card


async def case(session: AsyncSession, number: str, *, lock: bool = False) -> Case | None:
    """A ticket with all that a move looks at. lock: whoever else wants to move it waits."""
    asked = select(TicketRow).where(TicketRow.number == number)
    row = await session.scalar(asked.with_for_update() if lock else asked)
    if row is None:
        return None
    ticket = ticket_of(row)
    return Case(
        ticket=ticket,
        parts=await parts(session, number, only_round=ticket.round),
        extension=await _open_extension(session, number),
        requests=await requests(session, number, only_open=True),
        call_backs=await _call_backs(session, number),
        limits=limits_of_json(row.limits),
    )


async def ticket(session: AsyncSession, number: str) -> Ticket | None:
    """One ticket."""
    row = await session.get(TicketRow, number)
    return ticket_of(row) if row else None


async def tickets(session: AsyncSession, numbers: Sequence[str]) -> dict[str, Ticket]:
    """Those of these that there are, by number."""
    found = await session.execute(_TICKETS, {"numbers": list(numbers)})
    return {row.number: ticket_of(row) for row in found}


_TICKETS = select(*(getattr(TicketRow, name) for name in TICKET_COLUMNS)).where(
    TicketRow.number.in_(bindparam("numbers", expanding=True))
)
"""Columns alone: objects that watch over their changes take a list of fifty twice the time."""


async def parts(session: AsyncSession, number: str, *, only_round: int = 0) -> tuple[TicketPart, ...]:
    """What departments have to do with it, in the order in which they got it."""
    asked = select(TicketPartRow).where(TicketPartRow.ticket_number == number).order_by(TicketPartRow.id)
    if only_round:
        asked = asked.where(TicketPartRow.round == only_round)
    return tuple(map(part_of, await session.scalars(asked)))


async def _open_extension(session: AsyncSession, number: str) -> Extension | None:
    asked = select(TicketExtensionRow).where(
        TicketExtensionRow.ticket_number == number, TicketExtensionRow.decided.is_(None)
    )
    row = await session.scalar(asked)
    return extension_of(row) if row else None


async def extensions(session: AsyncSession, number: str) -> tuple[Extension, ...]:
    """Every request for more time, the oldest first."""
    asked = select(TicketExtensionRow).where(TicketExtensionRow.ticket_number == number)
    return tuple(map(extension_of, await session.scalars(asked.order_by(TicketExtensionRow.id))))


async def requests(session: AsyncSession, number: str, *, only_open: bool = False) -> tuple[AssistRequest, ...]:
    """What the lead asked of other departments, the oldest first."""
    row = TicketAssistRequestRow
    asked = select(row).where(row.ticket_number == number).order_by(row.id)
    if only_open:
        asked = asked.where(row.decided.is_(None))
    return tuple(map(request_of, await session.scalars(asked)))


async def _call_backs(session: AsyncSession, number: str) -> tuple[Any, ...]:
    asked = select(TicketCallBackRow).where(TicketCallBackRow.ticket_number == number).order_by(TicketCallBackRow.id)
    return tuple(map(call_back_of, await session.scalars(asked)))


async def add(session: AsyncSession, step: Step, *beside: Put) -> None:
    """A new ticket with what comes of its first move. beside: what else goes in with it, after it."""
    row = ticket_row(step.ticket, updated=step.history.at) | {"limits": limits_json(step.limits or ())}
    timers = _timer_rows(step.ticket.number, step.timers or ())
    await insert_together(session, Put(table=TicketRow, rows=[row]), *_beside(step), timers, *beside)


async def change(session: AsyncSession, step: Step, *beside: Put) -> None:
    """What comes of a move of a ticket that this transaction has locked. beside: what else goes in with it."""
    values = ticket_row(step.ticket, updated=step.history.at)
    if step.limits is not None:
        values["limits"] = limits_json(step.limits)
    number = values.pop("number")
    await session.execute(update(TicketRow).where(TicketRow.number == number).values(values))
    for part in (part for part in step.parts if part.id):
        await session.execute(update(TicketPartRow).where(TicketPartRow.id == part.id).values(part_row(part)))
    if step.extension is not None and step.extension.id:
        await _change_extension(session, step.extension)
    for asked in (asked for asked in step.requests if asked.id):
        known = update(TicketAssistRequestRow).where(TicketAssistRequestRow.id == asked.id)
        await session.execute(known.values(request_row(asked)))
    if step.call_back is not None and step.call_back.contacted and not step.call_back.first_answer:
        await _not_final_any_more(session, number)
    timers = () if step.timers is None else await _still_to_come(session, number, step.timers)
    await insert_together(session, *_beside(step), _timer_rows(number, timers), *beside)


def _beside(step: Step) -> tuple[Put, ...]:
    """The new rows of a step but the ticket's own and its timers."""
    entry, of = step.history, {"ticket_number": step.ticket.number}
    asked, tried = step.extension, step.call_back
    seen = {"by": entry.actor, "at": entry.at}
    return (
        Put(table=TicketHistoryRow, rows=[of | entry_row(entry)]),
        Put(table=TicketPartRow, rows=[of | part_row(part) for part in step.parts if not part.id]),
        Put(table=TicketExtensionRow, rows=[of | extension_row(asked)] if asked and not asked.id else []),
        Put(table=TicketAssistRequestRow, rows=[of | request_row(one) for one in step.requests if not one.id]),
        Put(table=TicketCallBackRow, rows=[of | call_back_row(tried)] if tried else []),
        Put(table=TicketOversightRow, rows=[of | seen | oversight_row(line) for line in step.oversight]),
        Put(table=TicketMisroutedRow, rows=[of | _misrouted(step)] if step.misrouted else []),
    )


def _misrouted(step: Step) -> dict[str, Any]:
    return {"wrong": step.misrouted, "right": step.ticket.department, "at": step.history.at}


async def _change_extension(session: AsyncSession, extension: Extension) -> None:
    known = update(TicketExtensionRow).where(TicketExtensionRow.id == extension.id)
    await session.execute(known.values(extension_row(extension)))


async def _not_final_any_more(session: AsyncSession, number: str) -> None:
    """The citizen was reached once more: what was said before is no longer the last word."""
    row = TicketCallBackRow
    final = update(row).where(row.ticket_number == number, row.final_answer.is_(True))
    await session.execute(final.values(final_answer=False))


def _timer_rows(number: str, timers: tuple[Timer, ...]) -> Put:
    rows = [{"ticket_number": number, "due": str(one.due), "round": one.round, "at": one.at} for one in timers]
    return Put(table=TicketTimerRow, rows=rows)


async def _still_to_come(session: AsyncSession, number: str, timers: tuple[Timer, ...]) -> tuple[Timer, ...]:
    """Take away what is not to come any more; the new ones: what has fallen due once does not fall due again.

    A move names all that is to come, and knows neither what is done nor what only seems to be past because the machine
    stood still.
    """
    row = TicketTimerRow
    asked = select(row.id, row.due, row.round, row.at, row.done).where(row.ticket_number == number)
    known = {Timer(due=Due(one.due), round=one.round, at=one.at): one for one in await session.execute(asked)}
    gone = [one.id for timer, one in known.items() if one.done is None and timer not in timers]
    if gone:
        await session.execute(delete(row).where(row.id.in_(gone)))
    return tuple(timer for timer in timers if timer not in known)


async def history(session: AsyncSession, number: str) -> tuple[HistoryEntry, ...]:
    """A ticket's history, the oldest first."""
    asked = select(TicketHistoryRow).where(TicketHistoryRow.ticket_number == number).order_by(TicketHistoryRow.id)
    return tuple(map(entry_of, await session.scalars(asked)))


async def children(session: AsyncSession, number: str) -> tuple[Ticket, ...]:
    """Those that were merged into it, the oldest first."""
    asked = select(TicketRow).where(TicketRow.parent == number).order_by(TicketRow.number)
    return tuple(map(ticket_of, await session.scalars(asked)))


async def of_citizen(session: AsyncSession, citizen_number: str, limit: int) -> tuple[Ticket, ...]:
    """Those of a normalised number, the newest first."""
    return await _newest(session, limit, TicketRow.citizen_number == citizen_number)


async def of_caller(session: AsyncSession, citizen_number: str, limit: int) -> tuple[Ticket, ...]:
    """Those of a normalised number for its card: all that are open (at most MOST_OPEN), then so many that are over.

    The newest of each first.
    """
    own, over = TicketRow.citizen_number == citizen_number, TicketRow.state.in_([str(state) for state in CLOSED])
    return await _newest(session, MOST_OPEN, own, ~over) + await _newest(session, limit, own, over)


async def latest(session: AsyncSession, limit: int) -> tuple[Ticket, ...]:
    """The newest, the newest first."""
    return await _newest(session, limit)


async def _newest(session: AsyncSession, limit: int, *where: ColumnElement[bool]) -> tuple[Ticket, ...]:
    ordered = select(TicketRow).where(*where).order_by(TicketRow.created.desc(), TicketRow.number.desc())
    return tuple(map(ticket_of, await session.scalars(ordered.limit(max(0, min(limit, MOST))))))


async def called_for(session: AsyncSession, number: str, citizen_number: str, but: str) -> bool:
    """Whether this citizen is called back for the same matter already: by the parent, or by another that was merged."""
    same = select(func.count()).where(
        (TicketRow.number == number) | (TicketRow.parent == number),
        TicketRow.number != but,
        TicketRow.citizen_number == citizen_number,
        TicketRow.state == "reviewed",
    )
    return bool(await session.scalar(same))
