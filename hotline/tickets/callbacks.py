"""Who is to be called back now, and by which agent: one call to one citizen, whatever it is about.

Rule: what is claimed is the citizen's number, never a ticket: two agents never call the same citizen, and all that the
citizen waits for is asked in one call.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    CursorResult,
    Executable,
    Integer,
    String,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, defer

from hotline.errors import ConflictError, NotFoundError
from hotline.storage.engine import Database
from hotline.storage.insert import insert_missing
from hotline.storage.tables import TicketCallBackRow, TicketClaimRow, TicketRow, UtcTime
from hotline.storage.tables.tickets import TO_CALL
from hotline.tickets.call_hours import CallHours
from hotline.tickets.life.calling_back import APART, next_try
from hotline.tickets.life.step import World
from hotline.tickets.model import CITY_TIME, Ticket, TicketState
from hotline.tickets.number import is_number
from hotline.tickets.rows import ticket_of
from hotline.tickets.worklist import Place, place_of, text_of

CLAIM = timedelta(minutes=10)
"""How long a citizen is one agent's: a call and its notes; the agent may prolong it."""
_FORGOTTEN = timedelta(days=1)
_NOW, _TRIED_SINCE = bindparam("now", type_=UtcTime()), bindparam("tried", type_=UtcTime())


@dataclass(frozen=True, slots=True, kw_only=True)
class ToCall:
    """A citizen who may be called, by the ticket that has waited longest.

    last: the last try of this ticket; together: tickets of the same number that wait; claimed_by: "" while nobody has.
    """

    ticket: Ticket
    last: datetime | None
    together: int
    claimed_by: str
    claimed_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A page of the list. is_open: whether citizens may be called at this hour, else next_open says when."""

    hours: CallHours
    is_open: bool
    next_open: datetime
    items: tuple[ToCall, ...]
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A citizen who is one agent's to call, until then, about these tickets, the longest waiting first."""

    until: datetime
    tickets: tuple[Ticket, ...]


class Callbacks:
    """The callback list. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database, world: Callable[[], World]) -> None:
        self._database = database
        self._world = world

    async def waiting(self, *, after: str = "", limit: int = 50) -> Waiting:
        """Who may be called now, the longest waiting first; nobody at night. Raises InputError for a wrong place."""
        world, place = self._world(), place_of(after)
        now, hours = world.now, world.call_hours
        opens = next_try(0, None, now, hours)
        if opens > now:
            return Waiting(hours=hours, is_open=False, next_open=opens, items=(), next="")
        async with self._database.reading() as session:
            asked = {"now": now, "tried": now - APART, "most": limit + 1}
            if place:
                asked |= {"place_due": place.due, "place_number": place.number}
            rows = (await session.execute(_listed(at_first=place is None), asked)).all()
        items = tuple(
            ToCall(
                ticket=ticket_of(row[0]),
                last=row.last,
                together=row.together,
                claimed_by=row.username or "",
                claimed_until=row.until,
            )
            for row in rows[:limit]
        )
        last = items[-1].ticket if len(rows) > limit else None
        more = text_of(Place(due=last.answered, number=last.number)) if last else ""
        return Waiting(hours=hours, is_open=True, next_open=now, items=items, next=more)

    async def claim(self, number: str, username: str) -> Claim:
        """Take a citizen, or prolong it. Raises NotFoundError; ConflictError: not now, or another agent's."""
        await self._forget()
        world = self._world()
        now = world.now
        async with self._database.transaction() as session:
            citizen = await _citizen_of(session, number)
            if not await _holds(session, citizen, username, now):
                await _check_time(session, citizen, world)
            await _take(session, citizen, username, now)
            tickets = await _of(session, citizen)
            if not tickets:
                raise ConflictError("这位市民的回访已经完成。")
            return Claim(until=now + CLAIM, tickets=tickets)

    async def give_back(self, number: str, username: str) -> None:
        """The citizen is anybody's again, also when the ticket has gone on: a department may want to call.

        Raises NotFoundError; nothing happens where the agent has not claimed it.
        """
        async with self._database.transaction() as session:
            ticket, row = await _row_of(session, number), TicketClaimRow
            mine = (row.citizen_number == ticket.citizen_number, row.username == username)
            await session.execute(delete(row).where(*mine))

    async def check(self, ticket: Ticket, username: str) -> None:
        """Raises ConflictError while another agent is calling this ticket's citizen."""
        async with self._database.reading() as session:
            held = await _holder(session, ticket.citizen_number, self._world().now)
        if held and held != username:
            raise _held(held)

    async def _forget(self) -> None:
        """Claims that ended long ago say who was called, and are of no use. Alone: a claim must not wait for others."""
        async with self._database.transaction() as session:
            old = TicketClaimRow.until < self._world().now - _FORGOTTEN
            await session.execute(delete(TicketClaimRow).where(old))


def _callable(row: Any) -> tuple[Any, ...]:
    """Waits to be asked: reviewed, and not yet reached in this round. TO_CALL is of whichever ticket is asked for."""
    return (TO_CALL, row.citizen_number != "", row.reached.is_(False))


@cache
def _listed(*, at_first: bool) -> Executable:
    """The ticket that has waited longest of each number that was not tried within the last hours. Made once."""
    row, claim, other = TicketRow, TicketClaimRow, aliased(TicketRow)
    same = (other.citizen_number == row.citizen_number, *_callable(other))
    earlier = tuple_(other.answered, other.number) < tuple_(row.answered, row.number)
    last = select(func.max(TicketCallBackRow.at)).where(TicketCallBackRow.ticket_number == row.number)
    together = select(func.count()).select_from(other).where(*same)
    asked = (
        select(
            row,
            last.correlate(row).scalar_subquery().label("last"),
            together.correlate(row).scalar_subquery().label("together"),
            claim.username,
            claim.until,
        )
        .outerjoin(claim, (claim.citizen_number == row.citizen_number) & (claim.until > _NOW))
        .where(*_callable(row), row.answered.is_not(None), row.citizen_number.not_in(_tried()))
        .where(~exists().where(*same, earlier).correlate(row))
        .options(defer(row.limits))
    )
    if not at_first:
        place = tuple_(bindparam("place_due", type_=UtcTime()), bindparam("place_number", type_=String()))
        asked = asked.where(tuple_(row.answered, row.number) > place)
    return asked.order_by(row.answered, row.number).limit(bindparam("most", type_=Integer()))


def _tried() -> Any:
    """The numbers that were tried within the last hours."""
    tried, of = TicketCallBackRow, aliased(TicketRow)
    return select(of.citizen_number).join(tried, tried.ticket_number == of.number).where(tried.at > _TRIED_SINCE)


async def _row_of(session: AsyncSession, number: str) -> TicketRow:
    row = await session.get(TicketRow, number) if is_number(number) else None
    if row is None:
        raise NotFoundError("没有这张工单。")
    return row


async def _citizen_of(session: AsyncSession, number: str) -> str:
    row = await _row_of(session, number)
    if row.state != TicketState.REVIEWED or not row.citizen_number:
        raise ConflictError(f"工单现在的状态是“{TicketState(row.state).label}”，不需要回访。", state=row.state)
    return row.citizen_number


async def _check_time(session: AsyncSession, citizen: str, world: World) -> None:
    """Raises ConflictError at night, and soon after another try."""
    now, tried, of = world.now, TicketCallBackRow, TicketRow
    asked = select(func.max(tried.at)).join(of, tried.ticket_number == of.number)
    last = await session.scalar(asked.where(of.citizen_number == citizen, tried.at > now - APART))
    opens = next_try(1 if last else 0, last, now, world.call_hours)
    if opens > now:
        local = opens.astimezone(CITY_TIME)
        raise ConflictError(f"现在不能回访这位市民，{local.month}月{local.day}日{local:%H:%M}以后再打。")


async def _holds(session: AsyncSession, citizen: str, username: str, now: datetime) -> bool:
    return await _holder(session, citizen, now) == username


async def _holder(session: AsyncSession, citizen: str, now: datetime) -> str:
    row = TicketClaimRow
    return await session.scalar(select(row.username).where(row.citizen_number == citizen, row.until > now)) or ""


async def _take(session: AsyncSession, citizen: str, username: str, now: datetime) -> None:
    row, until = TicketClaimRow, now + CLAIM
    await insert_missing(session, row, {"citizen_number": citizen, "username": username, "until": until})
    free = or_(row.username == username, row.until <= now)
    taken = await session.execute(
        update(row).where(row.citizen_number == citizen, free).values(username=username, until=until)
    )
    if not isinstance(taken, CursorResult) or taken.rowcount != 1:
        raise _held(await _holder(session, citizen, now))


async def _of(session: AsyncSession, citizen: str) -> tuple[Ticket, ...]:
    asked = select(TicketRow).where(TicketRow.citizen_number == citizen, *_callable(TicketRow))
    return tuple(map(ticket_of, await session.scalars(asked.order_by(TicketRow.answered, TicketRow.number))))


def _held(username: str) -> ConflictError:
    return ConflictError("别的话务员正在回访这位市民。", claimed_by=username)
