"""The values between a move and the books: what is asked, what there is, what comes of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from hotline.errors import InputError
from hotline.tickets.call_hours import DAYTIME, CallHours
from hotline.tickets.clock.in_force import Policies
from hotline.tickets.clock.limits import Limit
from hotline.tickets.life.duty import Pressing
from hotline.tickets.life.watch import Oversight
from hotline.tickets.model import AssistRequest, Extension, HistoryEntry, Part, Ticket, TicketPart, TicketState
from hotline.tickets.moves import QUIET, Action, Party
from hotline.tickets.offices import TicketCity
from hotline.tickets.score import CallBack


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts. department: the code of a handler's department, "" for those of the hotline."""

    username: str
    parties: frozenset[Party]
    department: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a move is asked with; each move says which of these it needs and ignores the rest.

    version: the ticket's, as whoever asks has seen it; basis: the duty that a return cites, or the law or order that a
    limit set by hand rests on; due: that limit, or until when an instruction is answered, ISO 8601 with its zone;
    leader: whose instruction it is; department: a code; days: working days;
    granted: of an extension; body: as 110; channel: the lawful one; level: of supervision; proof: what the books say of
    a call to the citizen, never what a screen sent.
    """

    action: Action
    version: int
    reason: str = ""
    basis: str = ""
    due: str = ""
    leader: str = ""
    department: str = ""
    assisting: tuple[str, ...] = ()
    days: int = 0
    note: str = ""
    public_answer: str = ""
    body: str = ""
    ground: str = ""
    channel: str = ""
    contacted: bool | None = None
    solved: str = ""
    satisfied: str = ""
    words: str = ""
    parent: str = ""
    level: str = ""
    answers: int = 0
    amended: Mapping[str, object] = field(default_factory=dict)
    proof: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A ticket and all that a move looks at. extension, requests: those that are open; parts: those of this round."""

    ticket: Ticket
    parts: tuple[TicketPart, ...] = ()
    extension: Extension | None = None
    requests: tuple[AssistRequest, ...] = ()
    call_backs: tuple[CallBack, ...] = ()
    limits: tuple[Limit, ...] = ()

    def part(self, department: str) -> TicketPart | None:
        """What a department has to do with it, while it has."""
        return next((one for one in self.parts if one.department == department and one.state is not Part.LEFT), None)

    def request(self, department: str) -> AssistRequest | None:
        """The lead's open request that this department helps."""
        return next((one for one in self.requests if one.department == department), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What is so, whatever the ticket: now (aware), the policies in force, the city, when citizens may be called.

    texts: what departments read on a card, by the word of its occasion (Due), where the city has a text of its own.
    late_soon: how long before the limit a department is warned; zero: not at all.
    """

    now: datetime
    policies: Policies
    city: TicketCity
    call_hours: CallHours = DAYTIME
    texts: Mapping[str, str] = field(default_factory=dict)
    late_soon: timedelta = timedelta()


class Due(StrEnum):
    """What falls due by itself."""

    SIGN = "sign"
    """It should have been signed."""
    YELLOW = "yellow"
    """A working day remains."""
    SOON = "soon"
    """Some hours remain."""
    RED = "red"
    """The limit is past."""
    DAILY = "daily"
    """Still not answered: daily supervision."""
    LISTED = "listed"
    """Still not answered: listed supervision."""
    INTERVIEW = "interview"
    """Still not answered: the leader is asked in."""
    ADJUDICATION = "adjudication"
    """A return waits for a decision for too long."""
    CALL_BACK = "call_back"
    """The citizen should have been called back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """Something that falls due in a round of a ticket."""

    due: Due
    at: datetime
    round: int


class Audience(StrEnum):
    """Who is told."""

    CITIZEN = "citizen"
    DEPARTMENT = "department"
    SUPERVISORS = "supervisors"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """Something that somebody must be told, once.

    to: a department's code or a citizen's number; key: what it is, so that the same is never told twice; pressing:
    what a department's duty telephone would be told of it, None for nothing.
    """

    audience: Audience
    to: str
    text: str
    key: str
    pressing: Pressing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What comes of a move: the ticket as it is then, and what is written with it in one transaction.

    parts, requests: new and changed ones; limits: all of the ticket's anew, None where they stay; timers: None where
    they stay, else all that are still to come; answered, closed: the id of the line of supervision that was answered,
    or found done; misrouted: the department that a ticket should not have gone to, for the next training of the
    routing.
    """

    ticket: Ticket
    history: HistoryEntry
    parts: tuple[TicketPart, ...] = ()
    extension: Extension | None = None
    requests: tuple[AssistRequest, ...] = ()
    call_back: CallBack | None = None
    limits: tuple[Limit, ...] | None = None
    timers: tuple[Timer, ...] | None = None
    tells: tuple[Tell, ...] = ()
    oversight: tuple[Oversight, ...] = ()
    answered: int = 0
    closed: int = 0
    misrouted: str = ""


def moved(
    case: Case, world: World, actor: Actor, asked: Asked, *, state: TicketState | None, **changes: object
) -> Step:
    """The step of a move that changes these fields of the ticket, with a row of history that says so.

    The version is one more, but for a quiet move: what others add beside it must not make a department's answer, being
    written at that moment, out of date.
    """
    old = case.ticket
    values: dict[str, Any] = {"version": old.version + (asked.action not in QUIET), **changes}
    if state is not None:
        values["state"] = state
        if old.state is TicketState.DRAFT:
            values.setdefault("created", world.now)  # a draft binds nobody: its times begin when it is taken down
    new = replace(old, **values)
    told = {name: _plain(getattr(new, name)) for name in _TOLD if getattr(new, name) != getattr(old, name)}
    entry = HistoryEntry(
        at=world.now, actor=actor.username, action=str(asked.action), reason=asked.reason, changes=told
    )
    return Step(ticket=new, history=entry)


_TOLD = (
    "state",
    "type",
    "category",
    "urgency",
    "district",
    "place",
    "title",
    "content",
    "department",
    "confidential",
    "came_by",
    "round",
    "due",
    "due_reason",
    "due_basis",
    "extended",
    "adjudicated",
    "public_answer",
    "parent",
)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def also(step: Step, **changes: object) -> Step:
    """The step, whose row of history tells these things too."""
    return replace(step, history=replace(step.history, changes={**step.history.changes, **changes}))


def needs(**faults: str | None) -> None:
    """Raises InputError with every field that has a fault; None and "" are none."""
    found = {name: fault for name, fault in faults.items() if fault}
    if found:
        raise InputError("；".join(found.values()), fields=found)
