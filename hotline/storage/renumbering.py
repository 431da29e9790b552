"""Citizens' numbers that were kept in another form than they have now, brought into it.

The city's area code was told only later, or the rule of storage.citizens has learned another way of writing.
Rule: nothing is lost and nothing guessed: where both forms know something that cannot stand side by side, the number
stays as it is and is told; each number is one transaction, so that a run that breaks off can be run again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, exists, func, select, union, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from hotline.storage.citizens import normalise_number
from hotline.storage.engine import Database
from hotline.storage.tables import (
    CallbackRow,
    CallRow,
    CitizenMarkRow,
    CitizenRow,
    MessageRow,
    TicketCallBackTurnRow,
    TicketClaimRow,
    TicketRow,
)

_Column = InstrumentedAttribute[str]
_MANY: tuple[_Column, ...] = (CallRow.number, TicketRow.citizen_number, MessageRow.number, CallbackRow.number)
"""Of which a number may have as many rows as it likes."""
_SHORT: tuple[_Column, ...] = (TicketClaimRow.citizen_number, TicketCallBackTurnRow.citizen_number)
"""Whose turn it is to call: one row a number, over within a day."""
_ONE: tuple[_Column, ...] = (CitizenRow.number, CitizenMarkRow.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Renumbered:
    """A number and its form of now. calls, tickets: how many stand under the old one; why: why it stays, "" if not."""

    old: str
    new: str
    calls: int
    tickets: int
    why: str


async def numbers_to_change(database: Database) -> tuple[Renumbered, ...]:
    """Every number that has another form now, in its order. Raises StorageError."""
    kept = union(*(select(column) for column in (*_MANY, *_SHORT, *_ONE)))
    async with database.reading() as session:
        numbers = [old for (old,) in await session.execute(kept) if normalise_number(old) not in ("", old)]
        return tuple([await _look(session, old) for old in sorted(numbers)])


async def renumber(database: Database, old: str) -> Renumbered:
    """Bring one number into its form of now, or leave it all as it is and say why. Raises StorageError."""
    async with database.transaction() as session:
        found = await _look(session, old)
        if not found.why:
            await _move(session, old, found.new)
        return found


async def _look(session: AsyncSession, old: str) -> Renumbered:
    new = normalise_number(old)
    calls, tickets = [await _count(session, column, old) for column in _MANY[:2]]
    why = "；".join([words for words, clashes in _CLASHES.items() if await session.scalar(select(clashes(old, new)))])
    return Renumbered(old=old, new=new, calls=calls, tickets=tickets, why=why)


async def _count(session: AsyncSession, column: _Column, number: str) -> int:
    return await session.scalar(select(func.count()).where(column == number)) or 0


def _both(column: InstrumentedAttribute[Any]) -> Callable[[str, str], Any]:
    """Whether both citizens have something written there, and not the same."""

    def clashes(old: str, new: str) -> Any:
        other = aliased(CitizenRow)
        theirs = getattr(other, column.key)
        here, there = CitizenRow.number == old, other.number == new
        return exists().where(here, there, column != "", theirs != "", column != theirs)

    return clashes


def _marked(old: str, new: str) -> Any:
    other = aliased(CitizenMarkRow)
    return exists().where(CitizenMarkRow.number == old, other.number == new, CitizenMarkRow.mark == other.mark)


def _promised(old: str, new: str) -> Any:
    other = aliased(CallbackRow)
    waiting = (CallbackRow.state == "waiting", other.state == "waiting")
    return exists().where(CallbackRow.number == old, other.number == new, CallbackRow.id != other.id, *waiting)


def _calling(old: str, new: str) -> Any:
    number = CallRow.number.in_((old, new))
    return exists().where(number, CallRow.direction == "out", CallRow.ended.is_(None))


_CLASHES: dict[str, Callable[[str, str], Any]] = {
    "两个号码登记的姓名不同": _both(CitizenRow.name),
    "两个号码登记的备注不同": _both(CitizenRow.note),
    "两个号码有同一种标记": _marked,
    "两个号码都有待回拨的预约": _promised,
    "正在给这个号码打电话": _calling,
}


async def _move(session: AsyncSession, old: str, new: str) -> None:
    for column in _SHORT:
        if await _count(session, column, new):
            await session.execute(delete(column.class_).where(column == old))
    await _move_citizen(session, old, new)
    for column in (*_MANY, *_SHORT, CitizenMarkRow.number):
        await session.execute(update(column.class_).where(column == old).values({column.key: new}))


async def _move_citizen(session: AsyncSession, old: str, new: str) -> None:
    """What only one of the two knows stays, and the newer day."""
    before, after = await session.get(CitizenRow, old), await session.get(CitizenRow, new)
    if before is None:
        return
    if after is None:
        await session.execute(update(CitizenRow).where(CitizenRow.number == old).values(number=new))
        return
    after.name, after.note = after.name or before.name, after.note or before.note
    after.updated = max(after.updated, before.updated)
    await session.delete(before)
    await session.flush()
