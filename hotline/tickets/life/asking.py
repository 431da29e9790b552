"""What a department asks for and somebody of the hotline decides: more time, another department's help. Pure.

Rule: what was asked for is over as soon as the ticket leaves whoever asked, by whatever move: a list of what waits for
a decision holds nothing that nobody can decide any more, and no other department inherits the request.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from hotline.tickets.life.step import Actor, Asked, Case, Step, World
from hotline.tickets.model import AssistRequest, Extension, Ticket, TicketState

_WITH_ITS_LEAD = (TicketState.DISPATCHED, TicketState.SIGNED)
Request = TypeVar("Request", Extension, AssistRequest)


def decided(request: Request, actor: Actor, world: World, comment: str, *, granted: bool | None) -> Request:
    """The request with what a named person decided. granted: None where it ended without a decision."""
    return replace(request, approver=actor.username, decided=world.now, granted=granted, comment=comment)


def ended(step: Step, case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """The step, in which what was asked for is over where the ticket leaves whoever asked."""
    if _stays(step.ticket, case.ticket):
        return step
    why, extension = f"工单已{asked.action.label}", step.extension
    if extension is None and case.extension is not None:
        extension = decided(case.extension, actor, world, why, granted=False)
    requests = tuple(decided(one, actor, world, why, granted=None) for one in case.requests)
    return replace(step, extension=extension, requests=requests)


def _stays(ticket: Ticket, before: Ticket) -> bool:
    same = (ticket.department, ticket.round) == (before.department, before.round)
    return same and ticket.state in _WITH_ITS_LEAD
