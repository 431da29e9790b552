"""The lists of work: which tickets stand on which, as questions that an index answers.

Rule: a list is a union of branches, and each branch names a state with equality (or comes from a small table), so that
a million other tickets cost nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, String, bindparam, literal_column, select

from hotline.storage.tables import (
    TicketAssistRequestRow,
    TicketExtensionRow,
    TicketOversightRow,
    TicketPartRow,
    TicketRow,
    UtcTime,
)
from hotline.storage.tables.tickets import AGAIN, DRAFTED, TWICE, UNDECIDED
from hotline.tickets.model import Part
from hotline.tickets.model import TicketState as S


class Tab(StrEnum):
    """A list of work, in the desk's words."""

    TO_SIGN = "to_sign"
    """Given to the department, which has not signed."""
    TO_ANSWER = "to_answer"
    """The department is at work."""
    INSTRUCTED = "instructed"
    """A card, an urging or an instruction waits for the department's word."""
    SENT_BACK = "sent_back"
    """The review refused the answer."""
    REHANDLED = "rehandled"
    """It was not solved the first time."""
    DUE_SOON = "due_soon"
    """Due before the next working day is over."""
    OVERDUE = "overdue"
    """The limit is past, and nothing is answered."""
    RETURNED = "returned"
    """Returned, and not adjudicated yet."""
    TO_ADJUDICATE = "to_adjudicate"
    """Returned by a body below."""
    ASSISTING = "assisting"
    """The department helps another."""
    REPLIED = "replied"
    """Answered; the hotline looks through the answer."""
    FINISHED = "finished"
    """Nothing more is owed."""
    ACCEPTED = "accepted"
    """Waits to be dispatched."""
    EXTENSIONS = "extensions"
    """A department asks for more time."""
    ASSIST_REQUESTS = "assist_requests"
    """A department asks that another one helps."""
    CALLBACKS = "callbacks"
    """The citizen is to be asked."""
    UNDECIDED = "undecided"
    """Still not solved after re-handling: somebody decides."""
    UNSIGNED = "unsigned"
    """No department has signed yet."""
    RETURNED_TWICE = "returned_twice"
    """Departments push it about."""
    DRAFTS = "drafts"
    """The user's own."""
    MINE = "mine"
    """What the user took down."""


OF_A_DEPARTMENT = (
    Tab.TO_SIGN,
    Tab.TO_ANSWER,
    Tab.INSTRUCTED,
    Tab.SENT_BACK,
    Tab.REHANDLED,
    Tab.DUE_SOON,
    Tab.OVERDUE,
    Tab.RETURNED,
    Tab.TO_ADJUDICATE,
    Tab.ASSISTING,
    Tab.REPLIED,
    Tab.FINISHED,
)
OF_THE_DESK = (
    Tab.ACCEPTED,
    Tab.RETURNED,
    Tab.EXTENSIONS,
    Tab.ASSIST_REQUESTS,
    Tab.REPLIED,
    Tab.CALLBACKS,
    Tab.UNDECIDED,
    Tab.OVERDUE,
    Tab.UNSIGNED,
    Tab.DUE_SOON,
    Tab.RETURNED_TWICE,
    Tab.DRAFTS,
    Tab.MINE,
)
LATEST_FIRST = frozenset({Tab.FINISHED})
"""By when they were due, the latest first; the other lists begin with what is due first."""
NEWEST_FIRST = frozenset({Tab.MINE, Tab.DRAFTS})
"""By number alone."""
BY_ANOTHER_TABLE = frozenset({Tab.INSTRUCTED, Tab.SENT_BACK, Tab.ASSISTING, Tab.EXTENSIONS, Tab.ASSIST_REQUESTS})
"""One branch, found by way of a small table, in the order of no index."""
_DEPARTMENT, _USERNAME = bindparam("department", type_=String()), bindparam("username", type_=String())
_BELOW = bindparam("below", type_=String(), expanding=True)
_NOW, _SOON = bindparam("now", type_=UtcTime()), bindparam("soon", type_=UtcTime())
_OWN: ColumnElement[bool] = TicketRow.department == _DEPARTMENT
_UNANSWERED = (S.DISPATCHED, S.SIGNED, S.RETURNED)
_EXPLAINED_IN = (*_UNANSWERED, S.REPLIED, S.REVIEWED, S.FINISHED)
Keys: TypeAlias = "Select[str, datetime | None]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Whose list it is. department: "" for the desk's; below: the codes of the bodies under it."""

    username: str
    department: str = ""
    below: tuple[str, ...] = ()

    def by_name(self, *, now: datetime, soon: datetime) -> dict[str, object]:
        """What the branches of a list ask for by name. soon: until when a limit is near."""
        whose = {"department": self.department, "username": self.username, "below": self.below}
        return {**whose, "now": now, "soon": soon}

    @property
    def tabs(self) -> tuple[Tab, ...]:
        """The lists that there are, in the order of the screen."""
        return OF_A_DEPARTMENT if self.department else OF_THE_DESK


def keys_of(tab: Tab, *, of_department: bool) -> list[Keys]:
    """The branches of a list: number and due of its tickets. What they ask for by name: Whose.by_name."""
    return _of_department(tab) if of_department else _of_desk(tab)


def _of_department(tab: Tab) -> list[Keys]:
    match tab:
        case Tab.INSTRUCTED:
            line = TicketOversightRow
            open_lines = select(line.ticket_number).where(line.department == _DEPARTMENT, line.answered.is_(None))
            return [_keys(_OWN, _one_of(*_EXPLAINED_IN), TicketRow.number.in_(open_lines))]
        case Tab.SENT_BACK:
            part = TicketPartRow
            answered = (part.lead.is_(True), part.state == _word(Part.SIGNED), part.answer != "")  # once in this round
            return [_with_part(*answered, _one_of(S.SIGNED), _OWN)]
        case Tab.ASSISTING:
            part = TicketPartRow
            helping = (part.lead.is_(False), part.state.in_([_word(Part.TO_SIGN), _word(Part.SIGNED)]))
            return [_with_part(*helping, _one_of(S.DISPATCHED, S.SIGNED))]
        case Tab.REHANDLED:
            return _in(_UNANSWERED, _OWN, AGAIN)
        case Tab.TO_ADJUDICATE:
            return _in((S.RETURNED,), TicketRow.department.in_(_BELOW))
        case Tab.FINISHED:
            return _in((S.FINISHED,), _OWN, TicketRow.dispatched.is_not(None))
        case _:
            return _by_state(tab, _OWN)


def _of_desk(tab: Tab) -> list[Keys]:
    match tab:
        case Tab.EXTENSIONS:
            asked = select(TicketExtensionRow.ticket_number).where(TicketExtensionRow.decided.is_(None))
            return [_keys(TicketRow.number.in_(asked))]
        case Tab.ASSIST_REQUESTS:
            waiting = TicketAssistRequestRow.decided.is_(None)
            return [_keys(TicketRow.number.in_(select(TicketAssistRequestRow.ticket_number).where(waiting)))]
        case Tab.CALLBACKS:
            return _in((S.REVIEWED,), TicketRow.reached.is_(False))
        case Tab.UNDECIDED:
            return [_keys(UNDECIDED)]
        case Tab.RETURNED_TWICE:
            return _in(_UNANSWERED, TWICE)
        case Tab.DRAFTS:
            return [_keys(DRAFTED, TicketRow.created_by == _USERNAME)]
        case Tab.MINE:
            return [_keys(TicketRow.created_by == _USERNAME)]
        case _:
            return _by_state(tab)


_STATES = {
    Tab.TO_SIGN: (S.DISPATCHED,),
    Tab.UNSIGNED: (S.DISPATCHED,),
    Tab.TO_ANSWER: (S.SIGNED,),
    Tab.RETURNED: (S.RETURNED,),
    Tab.REPLIED: (S.REPLIED,),
    Tab.ACCEPTED: (S.ACCEPTED,),
}


def _by_state(tab: Tab, *where: ColumnElement[bool]) -> list[Keys]:
    match tab:
        case Tab.OVERDUE:
            return _in(_UNANSWERED, *where, TicketRow.due < _NOW)
        case Tab.DUE_SOON:
            return _in(_UNANSWERED, *where, TicketRow.due >= _NOW, TicketRow.due <= _SOON)
        case _:
            return _in(_STATES[tab], *where)


def _in(states: Sequence[S], *where: Any) -> list[Keys]:
    return [_keys(_one_of(state), *where) for state in states]


def _one_of(*states: S) -> ColumnElement[bool]:
    if len(states) == 1:
        return TicketRow.state == _word(states[0])
    return TicketRow.state.in_([_word(state) for state in states])


def _word(value: S | Part) -> ColumnElement[str]:
    """Written into the question: a plan that is made before anybody is asked about must know how rare a state is."""
    return literal_column(f"'{value}'", String())


def _keys(*where: Any) -> Keys:
    return select(TicketRow.number, TicketRow.due).where(*where)


def _with_part(*where: Any) -> Keys:
    part = TicketPartRow
    joined = select(TicketRow.number, TicketRow.due).join(part, part.ticket_number == TicketRow.number)
    return joined.where(part.department == _DEPARTMENT, part.round == TicketRow.round, *where)
