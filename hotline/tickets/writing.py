"""A move written down: the ticket, what goes with it, and what it means for those that were merged into it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from hotline.errors import InputError
from hotline.tickets import oversight, store
from hotline.tickets.life.falling_due import follow, release
from hotline.tickets.life.step import Case, Step, World
from hotline.tickets.model import Ticket, TicketState
from hotline.tickets.told import Enlist

_CHILDREN_WAIT_FOR = frozenset(
    {
        TicketState.REVIEWED,
        TicketState.FINISHED,
        TicketState.WITHDRAWN,
        TicketState.DECLINED,
        TicketState.TRANSFERRED,
        TicketState.MERGED,
    }
)


async def write(session: AsyncSession, case: Case, step: Step, world: World, enlist: Enlist) -> None:
    """A step, and what it means for those that were merged into the ticket."""
    await store.change(session, step)
    if step.answered:
        await _answer_oversight(session, step)
    if step.closed:
        await _close_instruction(session, step)
    await enlist(session, step.tells, step.history.at)
    before, after = case.ticket.state, step.ticket.state
    if before == after or after not in _CHILDREN_WAIT_FOR:
        return
    parent = replace(case, ticket=step.ticket)
    for child in await store.children(session, step.ticket.number):
        if child.state is TicketState.MERGED:
            await _with_parent(session, child, parent, world, enlist)


async def _with_parent(session: AsyncSession, child: Ticket, parent: Case, world: World, enlist: Enlist) -> None:
    case = Case(ticket=child)
    if parent.ticket.state in (TicketState.REVIEWED, TicketState.FINISHED):
        same = child.citizen_number == parent.ticket.citizen_number
        called = same or await store.called_for(session, parent.ticket.number, child.citizen_number, child.number)
        step = follow(case, parent, world, is_called=called)
    else:
        step = release(case, parent, world)
    await store.change(session, step)
    await enlist(session, step.tells, world.now)


async def _answer_oversight(session: AsyncSession, step: Step) -> None:
    note = str(step.history.changes.get("note", ""))
    done = await oversight.answer(
        session, step.answered, number=step.ticket.number, note=note, by=step.history.actor, at=step.history.at
    )
    if not done:
        raise InputError("没有这条督办记录，或者已经说明过。", fields={"answers": "没有这条督办记录，或者已经说明过。"})


async def _close_instruction(session: AsyncSession, step: Step) -> None:
    outcome, entry = str(step.history.changes.get("note", "")), step.history
    done = await oversight.close(
        session, step.closed, number=step.ticket.number, outcome=outcome, by=entry.actor, at=entry.at
    )
    if not done:
        told = "没有这条批示，或者承办单位还没有说明，或者已经销号。"
        raise InputError(told, fields={"answers": told})
