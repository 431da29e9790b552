"""Who is to be called back now, and by which agent: one call to one citizen, whatever it is about.

Rule: what is claimed is the citizen's number, never a ticket: two agents never call the same citizen, and all that the
citizen waits for is asked in one call.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    Executable,
    Integer,
    String,
    bindparam,
    delete,
    exists,
    func,
    select,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, defer

from hotline.errors import ConflictError, NotFoundError
from hotline.storage.engine import Database
from hotline.storage.tables import TicketCallBackRow, TicketCallBackTurnRow, TicketClaimRow, TicketRow, UtcTime
from hotline.storage.tables.tickets import TO_CALL
from hotline.tickets import turns
from hotline.tickets.call_hours import CallHours
from hotline.tickets.claims import CLAIM, held, holder, holds, take
from hotline.tickets.left_alone import free_from, left_alone, recently
from hotline.tickets.life.step import World
from hotline.tickets.model import CITY_TIME, Ticket, TicketState
from hotline.tickets.number import is_number
from hotline.tickets.rows import ticket_of
from hotline.tickets.worklist import Place, place_of, text_of

_FORGOTTEN = timedelta(days=1)
_NOW = bindparam("now", type_=UtcTime())


@dataclass(frozen=True, slots=True, kw_only=True)
class ToCall:
    """A citizen who may be called, by the ticket that has waited longest.

    last: the last try of this ticket; together: tickets of the same number that wait; claimed_by: "" while nobody has;
    given_to: whose turn it is to call, "" for anybody's; next_try: None for now.
    """

    ticket: Ticket
    last: datetime | None
    together: int
    claimed_by: str
    claimed_until: datetime | None
    given_to: str = ""
    next_try: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A page of the list. is_open: whether citizens may be called at this hour, else next_open says when."""

    hours: CallHours
    is_open: bool
    next_open: datetime
    items: tuple[ToCall, ...]
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """A page of those who are left alone for now. next: where the next page begins, "" at the end."""

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
        place, world = place_of(after), self._world()
        now, hours = world.now, world.call_hours
        opens = hours.next(now)
        if opens > now:
            return Waiting(hours=hours, is_open=False, next_open=opens, items=(), next="")
        async with self._database.reading() as session:
            items, more = await _page(session, now, place, limit, is_later=False)
        return Waiting(hours=hours, is_open=True, next_open=now, items=items, next=more)

    async def later(self, *, after: str = "", limit: int = 50) -> Later:
        """Who was tried a short while ago and is to be called again, with from when on; the longest waiting first.

        Raises InputError for a wrong place.
        """
        place, world = place_of(after), self._world()
        async with self._database.reading() as session:
            found, more = await _page(session, world.now, place, limit, is_later=True)
            free = await free_from(session, [one.ticket.citizen_number for one in found], world)
        return Later(items=tuple(replace(one, next_try=free[one.ticket.citizen_number]) for one in found), next=more)

    async def claim(self, number: str, username: str) -> Claim:
        """Take a citizen, or prolong it. Raises NotFoundError; ConflictError: not now, or another agent's."""
        await self._forget()
        world = self._world()
        now = world.now
        async with self._database.transaction() as session:
            citizen = await _citizen_of(session, number)
            if not await holds(session, citizen, username, now):
                await _check_time(session, citizen, world)
                await turns.check(session, citizen, username, now)
            await take(session, citizen, username, now)
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
            whose = await holder(session, ticket.citizen_number, self._world().now)
        if whose and whose != username:
            raise held(whose)

    async def _forget(self) -> None:
        """Claims that ended long ago say who was called, and are of no use. Alone: a claim must not wait for others."""
        async with self._database.transaction() as session:
            old = TicketClaimRow.until < self._world().now - _FORGOTTEN
            await session.execute(delete(TicketClaimRow).where(old))


def _callable(row: Any) -> tuple[Any, ...]:
    """Waits to be asked: reviewed, and not yet reached in this round. TO_CALL is of whichever ticket is asked for."""
    return (TO_CALL, row.citizen_number != "", row.reached.is_(False))


async def _page(
    session: AsyncSession, now: datetime, place: Place | None, limit: int, *, is_later: bool
) -> tuple[tuple[ToCall, ...], str]:
    """The citizens after a place, and where the next page begins."""
    asked = recently(now) | {"now": now, "most": limit + 1}
    if place:
        asked |= {"place_due": place.due, "place_number": place.number}
    rows = (await session.execute(_listed(at_first=place is None, is_later=is_later), asked)).all()
    items = tuple(_to_call(row) for row in rows[:limit])
    last = items[-1].ticket if len(rows) > limit else None
    return items, text_of(Place(due=last.answered, number=last.number)) if last else ""


def _to_call(row: Any) -> ToCall:
    return ToCall(
        ticket=ticket_of(row[0]),
        last=row.last,
        together=row.together,
        claimed_by=row.username or "",
        claimed_until=row.until,
        given_to=row.given_to or "",
    )


@cache
def _listed(*, at_first: bool, is_later: bool) -> Executable:
    """The ticket that has waited longest of each number that may be called now, or is left alone. Made once."""
    row, claim, turn, other = TicketRow, TicketClaimRow, TicketCallBackTurnRow, aliased(TicketRow)
    tried = row.citizen_number.in_(left_alone())
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
            turn.username.label("given_to"),
        )
        .outerjoin(claim, (claim.citizen_number == row.citizen_number) & (claim.until > _NOW))
        .outerjoin(turn, (turn.citizen_number == row.citizen_number) & (turn.until > _NOW))
        .where(*_callable(row), row.answered.is_not(None), tried if is_later else ~tried)
        .where(~exists().where(*same, earlier).correlate(row))
        .options(defer(row.limits))
    )
    if not at_first:
        place = tuple_(bindparam("place_due", type_=UtcTime()), bindparam("place_number", type_=String()))
        asked = asked.where(tuple_(row.answered, row.number) > place)
    return asked.order_by(row.answered, row.number).limit(bindparam("most", type_=Integer()))


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
    opens = (await free_from(session, [citizen], world))[citizen]
    if opens > world.now:
        local = opens.astimezone(CITY_TIME)
        raise ConflictError(f"现在不能回访这位市民，{local.month}月{local.day}日{local:%H:%M}以后再打。")


async def _of(session: AsyncSession, citizen: str) -> tuple[Ticket, ...]:
    asked = select(TicketRow).where(TicketRow.citizen_number == citizen, *_callable(TicketRow))
    return tuple(map(ticket_of, await session.scalars(asked.order_by(TicketRow.answered, TicketRow.number))))
