"""Which tickets stand on which list of the supervision desk, since when and why, as questions to the database.

Rule: every list names the states of its tickets, or begins with a small table, so that a million finished tickets cost
nothing; a list counts what it shows, and shows what it counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from hotline.storage.tables import (
    TicketAssistRequestRow,
    TicketCallBackRow,
    TicketExtensionRow,
    TicketHistoryRow,
    TicketOversightRow,
    TicketRow,
)
from hotline.storage.tables.tickets import AGAIN, TWICE
from hotline.tickets.life.watch import Watch
from hotline.tickets.model import TicketState as S
from hotline.tickets.moves import Action
from hotline.tickets.score import Satisfied

UNSATISFIED_DAYS = 30
"""So long a citizen's bad word stays on the list, where nobody names a period."""
_UNANSWERED = (S.DISPATCHED, S.SIGNED, S.RETURNED)
_OPEN = (S.ACCEPTED, *_UNANSWERED, S.REPLIED, S.REVIEWED)
_TOLD = (S.REVIEWED, S.FINISHED)


class Concern(StrEnum):
    """A list of the supervision desk."""

    YELLOW = "yellow"
    """A yellow card, no red one yet, and no answer."""
    RED = "red"
    """A red card, and no answer."""
    OVERDUE = "overdue"
    """The limit is past, and nothing is answered."""
    DUE_SOON = "due_soon"
    """Due before the next working day is over."""
    RETURNED_TWICE = "returned_twice"
    """Departments push it about."""
    UNSATISFIED = "unsatisfied"
    """The citizen's last word is that he is not satisfied."""
    REHANDLED = "rehandled"
    """It was not solved the first time, and is handled again."""
    MASSED = "massed"
    """Several citizens tell of the same: found by the hotline, or merged by an agent."""
    REPEATED = "repeated"
    """One citizen tells of the same again and again."""
    INSTRUCTED = "instructed"
    """A leader's instruction is not closed."""
    EXTENSIONS = "extensions"
    """A department asks for more time, and nobody has decided."""
    ASSIST_REQUESTS = "assist_requests"
    """A department asks that another one helps, and nobody has decided."""
    RETURNED = "returned"
    """Returned, and not adjudicated yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """Which of the tickets are asked for. category: a code, also of the upper level; first, last: of registration.

    last is not in it any more. numbers: of these alone, none are all.
    """

    department: str = ""
    district: str = ""
    category: str = ""
    first: datetime | None = None
    last: datetime | None = None
    numbers: tuple[str, ...] = ()

    def where(self) -> list[ColumnElement[bool]]:
        """As conditions on the ticket."""
        row, found = TicketRow, []
        if self.department:
            found.append(row.department == self.department)
        if self.district:
            found.append(row.district == self.district)
        if self.category:
            found.append(row.category.startswith(self.category, autoescape=True))
        if self.first:
            found.append(row.created >= self.first)
        if self.last:
            found.append(row.created < self.last)
        if self.numbers:
            found.append(row.number.in_(self.numbers))
        return found


def tickets_of(concern: Concern, narrowed: Narrowed, *, now: datetime, soon: datetime) -> Select[Any]:
    """Number, department and since when of the tickets of a list; soon: until when a limit is near."""
    since = func.coalesce(_since(concern), TicketRow.created).label("since")
    where = _where(concern, narrowed, now=now, soon=soon)
    return select(TicketRow.number, TicketRow.department, since).where(*where, *narrowed.where())


def pressing(now: datetime) -> Select[Any]:
    """Numbers of what somebody should look at first: no answer, and a red card or past the limit."""
    row = TicketRow
    return select(row.number).where(row.state.in_(_UNANSWERED), or_(row.due < now, _carded(Watch.RED)))


def _where(concern: Concern, narrowed: Narrowed, *, now: datetime, soon: datetime) -> Sequence[Any]:
    row = TicketRow
    if concern in _UNANSWERED_LISTS:
        return (row.state.in_(_UNANSWERED), *_unanswered(concern, now=now, soon=soon))
    match concern:
        case Concern.RETURNED:
            return (row.state == S.RETURNED,)
        case Concern.UNSATISFIED:
            return (row.state.in_(_TOLD), row.number.in_(_unsatisfied(narrowed.first or now)))
        case Concern.ASSIST_REQUESTS:
            helps = TicketAssistRequestRow
            return (row.number.in_(select(helps.ticket_number).where(helps.decided.is_(None))),)
        case Concern.EXTENSIONS:
            asked = TicketExtensionRow
            return (row.number.in_(select(asked.ticket_number).where(asked.decided.is_(None))),)
        case Concern.MASSED if narrowed.numbers:  # a hot issue: nobody has merged them yet
            return (row.state.in_(_OPEN),)
        case Concern.MASSED:
            joined = select(row.parent).where(row.parent != "")
            return (row.state.in_(_OPEN), or_(_line(Watch.MASSED), row.number.in_(joined)))
        case Concern.REPEATED:
            return (row.state.in_(_OPEN), _line(Watch.REPEATED))
    line = TicketOversightRow
    open_ones = select(line.ticket_number).where(line.watch == str(Watch.INSTRUCT), line.closed.is_(None))
    return (row.number.in_(open_ones),)


_UNANSWERED_LISTS = frozenset(
    {
        Concern.YELLOW,
        Concern.RED,
        Concern.OVERDUE,
        Concern.DUE_SOON,
        Concern.RETURNED_TWICE,
        Concern.REHANDLED,
    }
)


def _unanswered(concern: Concern, *, now: datetime, soon: datetime) -> Sequence[Any]:
    """What tells them apart, of those that no department has answered."""
    row = TicketRow
    match concern:
        case Concern.YELLOW:
            return (_carded(Watch.YELLOW), ~_carded(Watch.RED))
        case Concern.RED:
            return (_carded(Watch.RED),)
        case Concern.OVERDUE:
            return (row.due < now,)
        case Concern.DUE_SOON:
            return (row.due >= now, row.due <= soon)
        case Concern.RETURNED_TWICE:
            return (TWICE,)
    return (AGAIN,)


def _line(watch: Watch, *more: Any) -> ColumnElement[bool]:
    line = TicketOversightRow
    return exists().where(line.ticket_number == TicketRow.number, line.watch == str(watch), *more).correlate(TicketRow)


def _carded(watch: Watch) -> ColumnElement[bool]:
    """A card of this round: it begins with its dispatch."""
    return _line(watch, TicketOversightRow.at >= TicketRow.dispatched)


def _unsatisfied(since: datetime) -> Select[Any]:
    tried = TicketCallBackRow
    return select(tried.ticket_number).where(
        tried.at >= since - timedelta(days=UNSATISFIED_DAYS),
        tried.final_answer.is_(True),
        tried.satisfied == str(Satisfied.NO),
    )


_LINES = {
    Concern.YELLOW: Watch.YELLOW,
    Concern.RED: Watch.RED,
    Concern.MASSED: Watch.MASSED,
    Concern.REPEATED: Watch.REPEATED,
    Concern.INSTRUCTED: Watch.INSTRUCT,
}
"""Lists whose tickets have a line of supervision that says why."""


def watch_of(concern: Concern) -> Watch | None:
    """The kind of line that says why a ticket is on a list, where there is one."""
    return _LINES.get(concern)


def _since(concern: Concern) -> Any:
    if watch := watch_of(concern):
        line = TicketOversightRow
        return _last(line.at, line.ticket_number, line.watch == str(watch))
    match concern:
        case Concern.RETURNED | Concern.RETURNED_TWICE:
            entry = TicketHistoryRow
            return _last(entry.at, entry.ticket_number, entry.action == str(Action.RETURN))
        case Concern.UNSATISFIED:
            tried = TicketCallBackRow
            return _last(tried.at, tried.ticket_number, tried.final_answer.is_(True))
        case Concern.ASSIST_REQUESTS:
            helps = TicketAssistRequestRow
            return _last(helps.asked, helps.ticket_number, helps.decided.is_(None))
        case Concern.EXTENSIONS:
            asked = TicketExtensionRow
            return _last(asked.asked, asked.ticket_number, asked.decided.is_(None))
        case Concern.OVERDUE:
            return TicketRow.due
    return TicketRow.dispatched


def _last(at: Any, number: Any, *where: Any) -> Any:
    return select(func.max(at)).where(number == TicketRow.number, *where).correlate(TicketRow).scalar_subquery()
