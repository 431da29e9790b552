"""Values as the JSON that the screens read: the one place that names the fields. Times are ISO 8601 with zone."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from hotline.accounts.model import Account
from hotline.agents.model import LiveCall, Seat
from hotline.answering.pop import Card
from hotline.calls.model import PastCall
from hotline.kb.model import Category, Department, Entry, Phone, Procedure
from hotline.kb.spelling import initials_of
from hotline.tickets.model import Ticket

Json = dict[str, Any]


def moment(at: datetime | None) -> str | None:
    """A time, or null."""
    return at.isoformat() if at else None


def account_json(account: Account) -> Json:
    """Who is signed in."""
    return {
        "id": account.id,
        "username": account.username,
        "name": account.name,
        "role": str(account.role),
        "extension": account.extension,
        "department": account.department,
    }


def seat_json(seat: Seat, names: Mapping[str, str]) -> Json:
    """An agent's desk."""
    return {
        "extension": seat.extension,
        "name": names.get(seat.extension, ""),
        "state": str(seat.state),
        "reason": seat.reason,
        "since": moment(seat.since),
        "call_id": seat.call_id,
    }


def live_call_json(call: LiveCall) -> Json:
    """A call on the board."""
    return {
        "id": call.id,
        "state": str(call.state),
        "number": masked(call.number) if call.out else call.number,
        "out": call.out,
        "asked": call.asked,
        "asking": call.asking,
        "dialled": call.dialled,
        "extension": call.extension,
        "arrived": moment(call.arrived),
        "since": moment(call.since),
        "waits": moment(call.waits),
        "skill": call.skill,
    }


def masked(number: str) -> str:
    """A citizen's number as those see it who have nothing to do with the call: 138****8000."""
    shown = min(3, len(number) // 3)
    return number[:shown] + "*" * max(0, len(number) - 2 * shown) + number[len(number) - shown :] if number else ""


def past_call_json(call: PastCall) -> Json:
    """A call in the books."""
    return {
        "id": call.id,
        "number": call.number,
        "dialled": call.dialled,
        "arrived": moment(call.arrived),
        "answered": moment(call.answered),
        "ended": moment(call.ended),
        "extension": call.extension,
        "waited": call.waited,
        "talked": call.talked,
        "outcome": call.outcome,
        "direction": str(call.direction),
        "ticket": call.ticket,
    }


def ticket_json(ticket: Ticket) -> Json:
    """A ticket, whole."""
    return {
        "number": ticket.number,
        "type": str(ticket.type),
        "category": ticket.category,
        "place": ticket.place,
        "content": ticket.content,
        "department": ticket.department,
        "confidential": ticket.confidential,
        "citizen_number": ticket.citizen_number,
        "citizen_name": ticket.citizen_name,
        "call_id": ticket.call_id,
        "state": str(ticket.state),
        "created": moment(ticket.created),
        "created_by": ticket.created_by,
        "version": ticket.version,
    }


def card_json(card: Card) -> Json:
    """A citizen's card."""
    return {
        "call_id": card.call_id,
        "number": card.number,
        "origin": card.origin,
        "name": card.name,
        "dialled": card.dialled,
        "arrived": moment(card.arrived),
        "steps": [
            {"at": moment(step.at), "node": step.node, "pressed": step.pressed, "heard": step.heard}
            for step in card.steps
        ],
        "calls": [
            past_call_json(call)
            | {"ratings": {rated.question: rated.value for rated in card.ratings if rated.call_id == call.id}}
            | {"recorded": call.id in card.recorded}
            for call in card.calls
        ],
        "tickets": [ticket_json(ticket) | {"open": ticket.state.is_open} for ticket in card.tickets],
        "whole": card.whole,
    }


def department_json(department: Department) -> Json:
    """A department as an agent reads it out."""
    return entry_json(department) | {
        "phone": department.phone,
        "complaint_phone": department.complaint_phone,
        "letters": initials_of(department.name),
    }


def procedure_json(procedure: Procedure) -> Json:
    """A procedure with its eight public fields."""
    return entry_json(procedure) | {"department": procedure.department}


def entry_json(entry: Entry) -> Json:
    """Every field of an entry of the knowledge base; days as 2026-11-21."""
    fields = {field.name: getattr(entry, field.name) for field in dataclasses.fields(entry)}
    return {name: _plain(value) for name, value in fields.items()}


def _plain(value: object) -> Any:
    match value:
        case Phone(number=number, label=label):
            return {"number": number, "label": label}
        case date():
            return value.isoformat()
        case tuple():
            return [_plain(part) for part in value]
        case _:
            return value


def category_json(category: Category) -> Json:
    """A ticket category with its children. letters: kb.spelling.initials_of; asks: what the agent asks for it."""
    return {
        "code": category.code,
        "name": category.name,
        "letters": initials_of(category.name),
        "asks": list(category.asks),
        "children": [category_json(child) for child in category.children],
    }
