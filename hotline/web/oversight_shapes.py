"""Supervision, appeals and files as the JSON that the screens read. docs/api-tickets.md names the fields.

Rule: every text that somebody wrote goes through screen.text().
"""

from __future__ import annotations

from hotline.sentences import said_json
from hotline.tickets.appeals import Appeal
from hotline.tickets.files import TicketFile
from hotline.tickets.model import Ticket
from hotline.tickets.oversight import OversightLine
from hotline.tickets.supervising import Watched
from hotline.web.screens import Screen
from hotline.web.shapes import Json, moment


def watched_json(screen: Screen, one: Watched) -> Json:
    """A line of supervision, with the department's answer and its appeal."""
    return line_json(screen, one.line, one.ticket) | {"appeal": appeal_json(screen, one.appeal, one.ticket)}


def line_json(screen: Screen, line: OversightLine, ticket: Ticket) -> Json:
    """A line of supervision alone."""
    reason = screen.text(line.reason, ticket)
    return {
        "id": line.id,
        "ticket": line.ticket_number,
        "watch": str(line.watch),
        "label": line.watch.label,
        "department": line.department,
        "department_name": screen.office(line.department),
        "reason": reason,
        "reason_said": said_json(reason),
        "rule": line.rule,
        "by": line.by,
        "by_name": screen.person(line.by),
        "at": moment(line.at),
        "answer": screen.text(line.answer, ticket),
        "answered_by": line.answered_by,
        "answered_by_name": screen.person(line.answered_by),
        "answered": moment(line.answered),
        "leader": line.leader,
        "due": moment(line.due),
        "late": bool(line.due and line.answered is None and line.due < screen.world.now),
        "closed": moment(line.closed),
        "closed_by": line.closed_by,
        "closed_by_name": screen.person(line.closed_by),
        "outcome": screen.text(line.outcome, ticket),
    }


def appeal_json(screen: Screen, appeal: Appeal | None, ticket: Ticket) -> Json | None:
    """A department's appeal, null for none."""
    if appeal is None:
        return None
    return {
        "id": appeal.id,
        "of": str(appeal.of),
        "target": appeal.target,
        "ticket": appeal.ticket_number,
        "department": appeal.department,
        "department_name": screen.office(appeal.department),
        "reason": screen.text(appeal.reason, ticket),
        "by": appeal.by,
        "by_name": screen.person(appeal.by),
        "at": moment(appeal.at),
        "decided_by": appeal.decided_by,
        "decided_by_name": screen.person(appeal.decided_by),
        "decided": moment(appeal.decided),
        "upheld": appeal.upheld,
        "comment": screen.text(appeal.comment, ticket),
    }


def file_json(screen: Screen, file: TicketFile, ticket: Ticket) -> Json:
    """A file; its bytes are at /api/tickets/NUMBER/files/ID."""
    return {
        "id": file.id,
        "name": screen.text(file.name, ticket),
        "type": file.type,
        "size": file.size,
        "department": file.department,
        "department_name": screen.office(file.department),
        "by": file.by,
        "by_name": screen.person(file.by),
        "at": moment(file.at),
    }
