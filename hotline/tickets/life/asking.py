"""What a department asks for and somebody of the hotline decides. Pure.

Rule: what was asked for is over as soon as the ticket leaves whoever asked, by whatever move: a list of what waits for
a decision holds nothing that nobody can decide any more, and no other department inherits the request.
"""

from __future__ import annotations

from dataclasses import replace

from hotline.tickets.life.step import Actor, Asked, Case, Step, World
from hotline.tickets.model import Extension, Ticket, TicketState

_WITH_ITS_LEAD = (TicketState.DISPATCHED, TicketState.SIGNED)


def decided(request: Extension, actor: Actor, world: World, comment: str, *, granted: bool) -> Extension:
    """The request with what a named person decided."""
    return replace(request, approver=actor.username, decided=world.now, granted=granted, comment=comment)


def ended(step: Step, case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """The step, in which what was asked for is over where the ticket leaves whoever asked."""
    if case.extension is None or step.extension is not None or _stays(step.ticket, case.ticket):
        return step
    return replace(step, extension=decided(case.extension, actor, world, f"工单已{asked.action.label}", granted=False))


def _stays(ticket: Ticket, before: Ticket) -> bool:
    same = (ticket.department, ticket.round) == (before.department, before.round)
    return same and ticket.state in _WITH_ITS_LEAD
