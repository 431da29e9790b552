"""Rows of tickets, to values and back: the one place that knows the columns."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row

from hotline.storage.tables import (
    TicketAssistRequestRow,
    TicketCallBackRow,
    TicketExtensionRow,
    TicketHistoryRow,
    TicketPartRow,
    TicketRow,
)
from hotline.tickets.clock.limits import Limit
from hotline.tickets.clock.policy import Grade, LimitName, Source
from hotline.tickets.life.watch import Oversight
from hotline.tickets.model import (
    AssistRequest,
    CameBy,
    Extension,
    HistoryEntry,
    Part,
    Ticket,
    TicketPart,
    TicketState,
    TicketType,
    Urgency,
)
from hotline.tickets.score import CallBack, Satisfied, Solved

TICKET_COLUMNS = tuple(field.name for field in fields(Ticket))


def ticket_of(row: TicketRow | Row[Any]) -> Ticket:
    """The value of a row, or of its TICKET_COLUMNS in their order."""
    if isinstance(row, Row):  # a list is made of these: their names are not looked up
        values = dict(zip(TICKET_COLUMNS, row, strict=True))
    else:
        values = {name: getattr(row, name) for name in TICKET_COLUMNS}
    values["type"], values["urgency"] = TicketType(values["type"]), Urgency(values["urgency"])
    values["state"], values["came_by"] = TicketState(values["state"]), CameBy(values["came_by"])
    return Ticket(**values)


def ticket_row(ticket: Ticket, *, updated: datetime) -> dict[str, Any]:
    """The columns of a ticket, without its limits."""
    values: dict[str, Any] = {name: getattr(ticket, name) for name in TICKET_COLUMNS}
    return values | {
        "type": str(ticket.type),
        "urgency": str(ticket.urgency),
        "state": str(ticket.state),
        "came_by": str(ticket.came_by),
        "updated": updated,
    }


def limits_json(limits: tuple[Limit, ...]) -> list[dict[str, Any]]:
    """As they are kept with the ticket: what was promised stays readable when the policy has changed."""
    return [
        {
            "name": str(limit.name),
            "due": limit.due.astimezone(UTC).isoformat(),
            "rule": limit.rule,
            "citation": limit.source.citation,
            "date": limit.source.date,
            "grade": str(limit.source.grade),
            "profile": limit.profile,
        }
        for limit in limits
    ]


def limits_of_json(kept: list[dict[str, Any]]) -> tuple[Limit, ...]:
    """And back."""
    return tuple(
        Limit(
            name=LimitName(one["name"]),
            due=datetime.fromisoformat(one["due"]),
            rule=one["rule"],
            source=Source(citation=one["citation"], date=one["date"], grade=Grade(one["grade"])),
            profile=one["profile"],
        )
        for one in kept
    )


def part_of(row: TicketPartRow) -> TicketPart:
    """The value of a row."""
    names = (field.name for field in fields(TicketPart))
    values = {name: getattr(row, name) for name in names}
    return TicketPart(**values | {"state": Part(row.state)})


def part_row(part: TicketPart) -> dict[str, Any]:
    """The columns of a part, without its id and its ticket's number."""
    return _columns(part) | {"state": str(part.state)}


def extension_row(extension: Extension) -> dict[str, Any]:
    """The columns of a request, without its id and its ticket's number."""
    return _columns(extension)


def request_row(request: AssistRequest) -> dict[str, Any]:
    """The columns of a request for help, without its id and its ticket's number."""
    return _columns(request)


def oversight_row(line: Oversight) -> dict[str, Any]:
    """The columns of a line of supervision that a move says."""
    return _columns(line) | {"watch": str(line.watch)}


def entry_row(entry: HistoryEntry) -> dict[str, Any]:
    """The columns of what was done."""
    return _columns(entry)


def _columns(value: TicketPart | Extension | AssistRequest | Oversight | HistoryEntry) -> dict[str, Any]:
    """Fields by name without the id; asdict would copy them deeply, which takes longer than the database."""
    return {field.name: getattr(value, field.name) for field in fields(value) if field.name != "id"}


def extension_of(row: TicketExtensionRow) -> Extension:
    """The value of a row."""
    return Extension(**{field.name: getattr(row, field.name) for field in fields(Extension)})


def request_of(row: TicketAssistRequestRow) -> AssistRequest:
    """The value of a row."""
    return AssistRequest(**{field.name: getattr(row, field.name) for field in fields(AssistRequest)})


def call_back_of(row: TicketCallBackRow) -> CallBack:
    """The value of a row."""
    return CallBack(
        round=row.round,
        at=row.at,
        by=row.by,
        contacted=row.contacted,
        solved=Solved(row.solved) if row.solved else None,
        satisfied=Satisfied(row.satisfied) if row.satisfied else None,
        words=row.words,
        department=row.department,
        concluded=row.concluded,
        first_answer=row.first_answer,
        final_answer=row.final_answer,
    )


def call_back_row(tried: CallBack) -> dict[str, Any]:
    """The columns of a try."""
    return asdict(tried) | {"solved": str(tried.solved or ""), "satisfied": str(tried.satisfied or "")}


def entry_of(row: TicketHistoryRow) -> HistoryEntry:
    """The value of a row."""
    return HistoryEntry(at=row.at, actor=row.actor, action=row.action, reason=row.reason, changes=row.changes)
