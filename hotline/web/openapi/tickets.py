"""A ticket with all that belongs to it, and what is done to it."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from hotline.tickets.clock.left import Colour
from hotline.tickets.clock.policy import Grade, LimitName
from hotline.tickets.life.watch import Watch
from hotline.tickets.model import CameBy, Part, TicketState, TicketType, Urgency
from hotline.tickets.moves import Action
from hotline.tickets.score import Satisfied, Solved
from hotline.web.openapi.oversight import Appeal, OversightLine, TicketFile
from hotline.web.openapi.said import Said
from hotline.web.openapi.schemas import Moment


class TicketHead(TypedDict):
    """What every list and screen tells of a ticket. `left`: the time left, in words, "" where no clock runs."""

    number: str
    type: TicketType
    type_label: str
    category: str
    urgency: Urgency
    urgency_label: str
    district: str
    district_name: str
    place: str
    title: str
    content: str
    department: str
    department_name: str
    state: TicketState
    state_label: str
    round: int
    returns: int
    attempts: int
    confidential: bool
    created: Moment
    dispatched: Moment | None
    due: Moment | None
    left: str
    overdue: bool
    version: int


class Ticket(TicketHead):
    """A ticket, whole. What a department never gets is absent, and `hidden` says so.

    `due_reason`, `due_basis`: why the finish of this round was set by hand, and by what; "" where it is the policy's.
    """

    created_by: str
    created_by_name: str
    due_reason: str
    due_basis: str
    extended: int
    adjudicated: bool
    profile: str
    came_by: CameBy
    came_by_label: str
    public_answer: str
    answered: Moment | None
    finished: Moment | None
    parent: str
    citizen_number: NotRequired[str]
    citizen_extension: NotRequired[str]
    citizen_name: NotRequired[str]
    call_id: NotRequired[str]
    query_code: NotRequired[str]
    hidden: NotRequired[Literal[True]]


class OpenWatch(TypedDict):
    """An open line of supervision of a ticket."""

    watch: Watch
    label: str


class WorkItem(TicketHead):
    """A ticket in a list: it tells no citizen's number or name. `watches`: open lines of supervision."""

    watches: list[OpenWatch]


class TicketChange(TypedDict):
    """What somebody did to a ticket. `changes`: field to its new value.

    `reason_said`: the reason in parts, where nobody wrote it.
    """

    at: Moment
    actor: str
    actor_name: str
    action: str
    action_label: str
    reason: str
    reason_said: Said | None
    changes: dict[str, object]


class TicketPart(TypedDict):
    """One department's work on it."""

    department: str
    department_name: str
    lead: bool
    state: Part
    round: int
    given: Moment
    signed: Moment | None
    replied: Moment | None
    note: str
    answer: str
    by: str
    by_name: str


class Limit(TypedDict):
    """A limit with its rule. `date` as it is written; `grade` A to C, or a setting of the city."""

    name: LimitName
    label: str
    due: Moment
    rule: str
    citation: str
    date: str
    grade: Grade
    grade_label: str
    profile: str
    left: str
    running: bool


class TicketCard(TypedDict):
    """When a warning card is shown, or was."""

    colour: Colour
    label: str
    at: Moment
    rule: str
    citation: str
    shown: bool


class RequestDecided(TypedDict):
    """What a department asked for, and what a named person decided; null and "" while it is open."""

    id: int
    round: int
    reason: str
    asked_by: str
    asked_by_name: str
    asked: Moment
    approver: str
    approver_name: str
    decided: Moment | None
    granted: bool | None
    comment: str


class Extension(RequestDecided):
    """A request for more time, in working days; null and "" while it is open."""

    days: int


class AssistRequest(RequestDecided):
    """The lead's request that another department helps. Decided with `granted` null: it ended with the lead's work."""

    department: str
    department_name: str


class CallBackTried(TypedDict):
    """A call back, reached or not. `which`: of several that reached the citizen, the first and the last that counts."""

    id: int
    round: int
    at: Moment
    by: str
    by_name: str
    contacted: bool
    solved: Solved | None
    satisfied: Satisfied | None
    words: str
    which: Literal["", "first", "final", "only"]
    appeal: Appeal | None


class Relative(TypedDict):
    """A ticket that was merged into this one, or into which this one was."""

    number: str
    state: TicketState
    state_label: str
    created: Moment
    title: str
    content: str


class Offer(TypedDict):
    """What this user may do now, and with which fields."""

    action: Action
    label: str
    fields: list[str]
    optional: list[str]


class WholeTicket(TypedDict):
    """A ticket with all that belongs to it."""

    ticket: Ticket
    history: list[TicketChange]
    parts: list[TicketPart]
    limits: list[Limit]
    cards: list[TicketCard]
    extensions: list[Extension]
    assist_requests: list[AssistRequest]
    call_backs: list[CallBackTried]
    oversight: list[OversightLine]
    files: list[TicketFile]
    children: list[Relative]
    parent: Relative | None
    actions: list[Offer]


class TicketTaken(TypedDict):
    """The ticket as it stands now."""

    ticket: Ticket


class TicketDraft(TypedDict, total=False):
    """What an agent writes down; what is left out is empty, `came_by` is then `phone`."""

    type: TicketType
    category: str
    urgency: Urgency
    district: str
    place: str
    title: str
    content: str
    department: str
    assisting: list[str]
    confidential: bool
    citizen_number: str
    citizen_name: str
    call_id: str
    came_by: CameBy
