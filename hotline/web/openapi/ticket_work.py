"""Tickets: taking them down, moving them, files."""

from __future__ import annotations

from typing import Annotated, TypedDict

from hotline.tickets.model import TicketType, Urgency
from hotline.tickets.moves import Action
from hotline.web.openapi.operations import ANSWERING, EVERYBODY, Area, File, Form, Key, route
from hotline.web.openapi.operations import Limit as HowMany
from hotline.web.openapi.oversight import TicketFile
from hotline.web.openapi.said import Said
from hotline.web.openapi.schemas import Moment, note
from hotline.web.openapi.tickets import Limit, Ticket, TicketDraft, TicketTaken, WholeTicket
from hotline.web.screens import SUPERVISING


class MoveFields(TypedDict, total=False):
    """What a move is asked with; each needs some of these and refuses the others (`actions` of a ticket says which).

    `due`: with its zone; `leader`: whose instruction it is; `basis`: the duty or the law; `body`: as 110; `days`:
    working days; `answers`: the id of the line that is explained or closed; `amended`: field to new value.
    """

    reason: str
    basis: str
    due: str
    leader: str
    department: str
    assisting: list[str]
    days: int
    note: str
    public_answer: str
    body: str
    ground: str
    channel: str
    contacted: bool | None
    solved: str
    satisfied: str
    words: str
    parent: str
    level: str
    answers: int
    amended: dict[str, object]


class MoveAsked(MoveFields):
    """A move. `version`: the ticket's, as whoever asks has seen it."""

    action: Action
    version: int


class NewTicket(TicketDraft, MoveFields, total=False):
    """A ticket to be saved; with `action` the move is made at once, with its fields beside the ticket's."""

    action: Action


class TicketList(TypedDict):
    """The newest first."""

    tickets: list[Ticket]


class LimitsTold(TypedDict):
    """What would be due, and by which rules. `warnings`: years without a calendar."""

    profile: str
    profile_name: str
    limits: list[Limit]
    warnings: list[str]
    warnings_said: list[Said | None]


class TicketView(TypedDict):
    """Somebody looked at a ticket."""

    username: str
    name: str
    at: Moment


class TicketViews(TypedDict):
    """The latest first."""

    views: list[TicketView]


class FileTaken(TypedDict):
    """The file as it is kept."""

    file: TicketFile


_KEYED = {"Idempotency-Key": Key}
_LIMITS = {"type": TicketType, "urgency": Urgency, "category": str}
_NUMBER = Annotated[str, note("A citizen's telephone; the latest tickets without it.")]
AREA = Area(
    name="tickets",
    about="Tickets: taken down, moved, read; their files.",
    routes=(
        route(
            "POST /api/tickets", TicketTaken, status=201, who=ANSWERING, body=NewTicket, headers=_KEYED, faults=(409,)
        ),
        route("GET /api/tickets", TicketList, who=ANSWERING, query={"number": _NUMBER, "limit": HowMany}),
        route("GET /api/tickets/limits", LimitsTold, who=ANSWERING, query=_LIMITS),
        route("GET /api/tickets/{number}", WholeTicket, who=EVERYBODY),
        route(
            "POST /api/tickets/{number}/moves",
            TicketTaken,
            who=EVERYBODY,
            body=MoveAsked,
            headers=_KEYED,
            faults=(409,),
        ),
        route("GET /api/tickets/{number}/views", TicketViews, who=SUPERVISING),
        route(
            "POST /api/tickets/{number}/files",
            FileTaken,
            status=201,
            who=EVERYBODY,
            body=Form(),
            headers=_KEYED,
            faults=(409,),
        ),
        route("GET /api/tickets/{number}/files/{id}", File(types=("*/*",)), who=EVERYBODY),
        route(
            "POST /api/tickets/{number}/join",
            TicketTaken,
            status=201,
            who=ANSWERING,
            body=TicketDraft,
            headers=_KEYED,
            faults=(409,),
        ),
    ),
)
