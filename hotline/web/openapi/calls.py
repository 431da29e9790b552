"""Calls: the card of whoever calls, the books, calling out, asking somebody during a call."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from hotline.calls.model import Direction, Outcome
from hotline.tickets.model import TicketState, TicketType
from hotline.web.openapi.operations import ANSWERING, EVERYBODY, Area, Empty, File, Key, Limit, route
from hotline.web.openapi.schemas import Moment, named


class PastCall(TypedDict):
    """A call in the books; `waited`, `talked`: whole seconds. `ticket`: of a call of ours, what it is about."""

    id: str
    number: str
    dialled: str
    arrived: Moment
    answered: Moment | None
    ended: Moment | None
    extension: str
    waited: int
    talked: int
    outcome: Outcome
    direction: Direction
    ticket: str


class CardCall(PastCall):
    """An earlier call on the card.

    `ratings`: what the citizen answered to the survey, by question; `recorded`: it can be heard again.
    """

    ratings: dict[str, str]
    recorded: bool


class CardStep(TypedDict):
    """What the citizen did in the menu."""

    at: Moment
    node: str
    pressed: str
    heard: str


class CardTicket(TypedDict):
    """A ticket on the card. `open`: something is still owed."""

    number: str
    type: TicketType
    category: str
    place: str
    content: str
    department: str
    confidential: bool
    citizen_number: str
    citizen_name: str
    call_id: str
    state: TicketState
    created: Moment
    created_by: str
    version: int
    open: bool


class Card(TypedDict):
    """What is known of the citizen of a call: the screen pop.

    `tickets`: the open ones first, each the newest first; `origin`: where the number was given out, "" where that is
    not known; `whole`: false where the books did not answer in time.
    """

    call_id: str
    number: str
    origin: str
    name: str
    dialled: str
    arrived: Moment | None
    steps: list[CardStep]
    calls: list[CardCall]
    tickets: list[CardTicket]
    whole: bool


class PastCalls(TypedDict):
    """The newest first."""

    calls: list[PastCall]


OutgoingState = Annotated[Literal["placed", "ringing", "talking", "over"], named("OutgoingState")]
"""placed: our own telephone rings; ringing: the citizen's."""


class OutgoingCall(TypedDict):
    """A call of ours as whoever asked for it sees it; the citizen's number is no part of it.

    `rang`: the citizen's telephone has rung; `reached`: the citizen has answered; `talked`: whole seconds, 0 until it
    is over; `cause`: why it ended, as the network says it (Q.850), null while it goes on.
    """

    id: str
    state: OutgoingState
    ticket: str
    request: int
    placed: Moment
    rang: bool
    reached: bool
    answered: Moment | None
    talked: int
    cause: int | None


class Outgoing(TypedDict):
    """The call that was asked for."""

    call: OutgoingCall


class Wish(TypedDict):
    """Whom to call: one of the citizen of a ticket, of a promise to ring, a number."""

    ticket: NotRequired[str]
    request: NotRequired[int]
    number: NotRequired[str]


class Consulting(TypedDict):
    """Whom to ask: one of a colleague, a department (by its code; `phone`: which of its numbers), a number."""

    extension: NotRequired[str]
    department: NotRequired[str]
    phone: NotRequired[str]
    number: NotRequired[str]


class ConsultNumbers(TypedDict):
    """Which numbers beside the departments' may be asked."""

    numbers: list[str]


AREA = Area(
    name="calls",
    about="The card of whoever calls, the books of calls, calling citizens, asking somebody during a call.",
    routes=(
        route("GET /api/calls", PastCalls, who=ANSWERING, query={"limit": Limit}),
        route("GET /api/calls/{call_id}/card", Card, who=ANSWERING),
        route(
            "GET /api/calls/{call_id}/audio",
            {200: File(types=("audio/wav",)), 206: File(types=("audio/wav",))},
            who=ANSWERING,
            query={"during": str},
        ),
        route(
            "POST /api/calls/out",
            Outgoing,
            status=201,
            who=EVERYBODY,
            body=Wish,
            headers={"Idempotency-Key": Key},
            faults=(404, 409, 503),
        ),
        route("GET /api/calls/out/{call_id}", Outgoing, who=EVERYBODY),
        route(
            "POST /api/calls/{call_id}/consult", Empty, status=202, who=ANSWERING, body=Consulting, faults=(409, 503)
        ),
        route("POST /api/calls/{call_id}/consult/{what}", Empty, status=202, who=ANSWERING, faults=(409, 503)),
        route("GET /api/consult/numbers", ConsultNumbers, who=ANSWERING),
    ),
)
