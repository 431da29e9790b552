"""Tickets as the JSON that the screens read. docs/api-tickets.md names the fields.

Rule: every text that somebody wrote goes through screen.text().
"""

from __future__ import annotations

from hotline.tickets.clock.left import left_in_words
from hotline.tickets.clock.limits import Limit
from hotline.tickets.clock.policy import LimitName
from hotline.tickets.life.watch import Watch
from hotline.tickets.model import Ticket
from hotline.tickets.model import TicketState as S
from hotline.tickets.veil import OF_THE_CITIZEN
from hotline.tickets.worklist import WorkItem
from hotline.web.screens import Screen
from hotline.web.shapes import Json, moment

EXCERPT = 80  # characters of the content in a list
UNANSWERED = (S.DISPATCHED, S.SIGNED, S.RETURNED)
_RUNNING = {
    LimitName.SIGN: (S.DISPATCHED,),
    LimitName.RETURN: (S.DISPATCHED, S.SIGNED),
    LimitName.FINISH: UNANSWERED,
    LimitName.EXTENSION: (S.SIGNED,),
    LimitName.CALLBACK: (S.REVIEWED,),
}


def ticket_json(screen: Screen, ticket: Ticket) -> Json:
    """A ticket, whole; for a department without who called."""
    told = _head(screen, ticket) | {
        "content": screen.text(ticket.content, ticket),
        "state_label": ticket.state.label,
        "created_by": ticket.created_by,
        "created_by_name": screen.person(ticket.created_by),
        "due_reason": screen.text(ticket.due_reason, ticket),
        "due_basis": screen.text(ticket.due_basis, ticket),
        "extended": ticket.extended,
        "adjudicated": ticket.adjudicated,
        "profile": ticket.profile,
        "came_by": str(ticket.came_by),
        "came_by_label": ticket.came_by.label,
        "public_answer": screen.text(ticket.public_answer, ticket),
        "answered": moment(ticket.answered),
        "finished": moment(ticket.finished),
        "parent": ticket.parent,
    }
    if screen.hidden:
        return told | {"hidden": True}
    return told | {name: getattr(ticket, name) for name in OF_THE_CITIZEN}


def item_json(screen: Screen, item: WorkItem) -> Json:
    """A line of a list: on no list stands who called."""
    ticket = item.ticket
    return _head(screen, ticket) | {
        "content": screen.text(ticket.content, ticket)[:EXCERPT],
        "state_label": ticket.state.label,
        "watches": [{"watch": watch, "label": Watch(watch).label} for watch in item.watches],
    }


def _head(screen: Screen, ticket: Ticket) -> Json:
    runs = ticket.due is not None and ticket.state in UNANSWERED
    return {
        "number": ticket.number,
        "type": str(ticket.type),
        "type_label": ticket.type.label,
        "category": ticket.category,
        "urgency": str(ticket.urgency),
        "urgency_label": ticket.urgency.label,
        "district": ticket.district,
        "district_name": screen.world.city.places.name(ticket.district),
        "place": screen.text(ticket.place, ticket),
        "title": screen.text(ticket.title, ticket),
        "department": ticket.department,
        "department_name": screen.office(ticket.department),
        "state": str(ticket.state),
        "round": ticket.round,
        "returns": ticket.returns,
        "attempts": ticket.attempts,
        "confidential": ticket.confidential,
        "created": moment(ticket.created),
        "dispatched": moment(ticket.dispatched),
        "due": moment(ticket.due),
        "left": _left(screen, ticket, runs=runs),
        "overdue": bool(runs and ticket.due and ticket.due < screen.world.now),
        "version": ticket.version,
    }


def _left(screen: Screen, ticket: Ticket, *, runs: bool) -> str:
    world = screen.world
    return left_in_words(world.policies.calendar, ticket.due, world.now) if runs and ticket.due else ""


def limit_json(screen: Screen, limit: Limit, ticket: Ticket | None = None) -> Json:
    """A limit with its rule. ticket: None where it only would be one."""
    world = screen.world
    runs = ticket is None or ticket.state in _RUNNING.get(limit.name, ())
    return {
        "name": str(limit.name),
        "label": limit.name.label,
        "due": moment(limit.due),
        "rule": screen.text(limit.rule, ticket) if ticket else limit.rule,
        "citation": screen.text(limit.source.citation, ticket) if ticket else limit.source.citation,
        "date": limit.source.date,
        "grade": str(limit.source.grade),
        "grade_label": limit.source.grade.label,
        "profile": limit.profile,
        "left": left_in_words(world.policies.calendar, limit.due, world.now) if runs else "",
        "running": runs,
    }
