"""What somebody may do to a ticket now, with what each move asks for: the buttons of the screen. Pure.

Rule: it shows what the gate (moves.py) and the moves (life/) would let pass, and decides nothing: whoever does what is
not here is refused there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hotline.tickets.clock.policy import LimitName
from hotline.tickets.life.dispatching import limit
from hotline.tickets.life.step import Case
from hotline.tickets.model import Part, Ticket
from hotline.tickets.moves import Action, allowed
from hotline.tickets.offices import TicketCity
from hotline.tickets.parties import User, parties_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Which fields of life.step.Asked a move needs, and which may be left out."""

    needed: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    @property
    def fields(self) -> frozenset[str]:
        """All that the move looks at."""
        return frozenset((*self.needed, *self.optional))


FORMS: Mapping[Action, Form] = {
    Action.SAVE_DRAFT: Form(needed=("amended",)),
    Action.ACCEPT: Form(),
    Action.ANSWER: Form(needed=("public_answer",)),
    Action.DISPATCH: Form(needed=("department",), optional=("assisting",)),
    Action.SIGN: Form(),
    Action.RETURN: Form(needed=("reason", "basis")),
    Action.ADJUDICATE: Form(needed=("department", "reason")),
    Action.HAND_DOWN: Form(needed=("department",), optional=("reason",)),
    Action.REDISPATCH: Form(needed=("department", "reason")),
    Action.ADD_ASSISTING: Form(needed=("department",), optional=("reason",)),
    Action.ASK_ASSISTING: Form(needed=("department", "reason")),
    Action.GRANT_ASSISTING: Form(needed=("department",), optional=("reason",)),
    Action.REFUSE_ASSISTING: Form(needed=("department", "reason")),
    Action.NOTE: Form(needed=("note",)),
    Action.ATTACH: Form(needed=("file",)),
    Action.CALL: Form(),
    Action.ASK_EXTENSION: Form(needed=("days", "reason")),
    Action.GRANT_EXTENSION: Form(optional=("reason",)),
    Action.REFUSE_EXTENSION: Form(needed=("reason",)),
    Action.SET_LIMIT: Form(needed=("due", "reason", "basis")),
    Action.ASSIST_SIGN: Form(),
    Action.ASSIST_REPLY: Form(needed=("note",)),
    Action.REPLY: Form(needed=("note", "public_answer")),
    Action.APPROVE: Form(optional=("reason",)),
    Action.REFUSE: Form(needed=("reason",)),
    Action.CALL_BACK: Form(needed=("contacted",), optional=("solved", "satisfied", "words")),
    Action.CLOSE_WITH_NOTE: Form(needed=("note",)),
    Action.REHANDLE: Form(needed=("reason",), optional=("department",)),
    Action.TRANSFER: Form(needed=("body",), optional=("reason",)),
    Action.DECLINE: Form(needed=("ground", "reason", "channel")),
    Action.WITHDRAW: Form(needed=("reason",)),
    Action.MERGE: Form(needed=("parent",), optional=("reason",)),
    Action.AMEND: Form(needed=("amended", "reason")),
    Action.URGE: Form(needed=("reason",)),
    Action.INSTRUCT: Form(needed=("reason",), optional=("leader", "due")),
    Action.SUPERVISE: Form(needed=("level", "reason")),
    Action.CLOSE_INSTRUCTION: Form(needed=("answers", "note")),
    Action.EXPLAIN: Form(needed=("note", "answers")),
}
"""Every action that a person can ask for."""


TOGETHER = (
    Action.URGE,
    Action.INSTRUCT,
    Action.SUPERVISE,
    Action.ADJUDICATE,
    Action.REHANDLE,
    Action.CLOSE_WITH_NOTE,
)
"""What can be done to several tickets by one act of the supervision desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What stands beside the case.

    unanswered: ids of open lines of supervision; has_instruction: one waits to be closed; has_files_room: one fits.
    """

    now: datetime
    unanswered: tuple[int, ...] = ()
    has_files_room: bool = True
    has_instruction: bool = False
    has_children: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something that somebody may do now."""

    action: Action
    form: Form = field(default_factory=Form)


def offers(user: User, case: Case, city: TicketCity, occasion: Occasion) -> tuple[Offer, ...]:
    """What this user may do now, in the order of the table. case: with the parts of this round alone."""
    possible = allowed(case.ticket.state, parties_of(user, case, city))
    missing = {action for action, there in _occasions(user, case, city, occasion).items() if not there}
    return tuple(Offer(action=action, form=FORMS[action]) for action in possible if action in FORMS.keys() - missing)


def together(user: User, ticket: Ticket) -> tuple[Action, ...]:
    """Which of TOGETHER this ticket lets somebody of the hotline do now."""
    possible = allowed(ticket.state, user.desk)
    return tuple(
        action
        for action in TOGETHER
        if action in possible and (action is not Action.CLOSE_WITH_NOTE or _was_rehandled(ticket))
    )


def _was_rehandled(ticket: Ticket) -> bool:
    """Only the same matter, handled once more, is closed with a note."""
    return ticket.round > 1


def _occasions(user: User, case: Case, city: TicketCity, occasion: Occasion) -> Mapping[Action, bool]:
    """Whether there is anything to do it to, where the state alone does not say."""
    ticket, part, due = case.ticket, case.part(user.department), limit(case.limits, LimitName.RETURN)
    latest = limit(case.limits, LimitName.EXTENSION)
    office = city.office(ticket.department)
    below = any(city.is_above(ticket.department, code) for code in city.offices)
    in_time = ticket.due is None or occasion.now <= ticket.due
    may_be_longer = ticket.due is None or latest is None or ticket.due < latest.due
    return {
        Action.RETURN: not ticket.adjudicated
        and (due is None or occasion.now <= due.due)
        and (office is None or office.may_return),
        Action.HAND_DOWN: below and (office is None or office.may_hand_down),
        Action.ASK_EXTENSION: case.extension is None and not ticket.extended and in_time and may_be_longer,
        Action.GRANT_EXTENSION: case.extension is not None,
        Action.REFUSE_EXTENSION: case.extension is not None,
        Action.GRANT_ASSISTING: bool(case.requests),
        Action.REFUSE_ASSISTING: bool(case.requests),
        Action.ASSIST_SIGN: part is not None and part.state is Part.TO_SIGN,
        Action.ASSIST_REPLY: part is not None and part.state in (Part.TO_SIGN, Part.SIGNED),
        Action.CLOSE_WITH_NOTE: _was_rehandled(ticket),
        Action.CLOSE_INSTRUCTION: occasion.has_instruction,
        Action.EXPLAIN: bool(occasion.unanswered),
        Action.ATTACH: occasion.has_files_room,
        Action.CALL: bool(ticket.citizen_number),
        Action.MERGE: not occasion.has_children,
    }
