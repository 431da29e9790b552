"""Calling citizens back: who may be called now, and how it goes as a whole."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from hotline.tickets.model import TicketState
from hotline.web.openapi.operations import ANSWERING, After, Area, Empty, Limit, route
from hotline.web.openapi.schemas import Day, Moment, named, note
from hotline.web.openapi.tickets import Ticket
from hotline.web.screens import SUPERVISING


class CallBackItem(TypedDict):
    """Somebody who may be called now. `together`: how many tickets of the same number wait.

    `given_to`: whom a supervisor gave it to, "" for nobody; `next_try`: when it may be tried again, null for now.
    """

    number: str
    state: TicketState
    title: str
    content: str
    department: str
    department_name: str
    answered: Moment | None
    attempts: int
    last: Moment | None
    together: int
    claimed_by: str
    claimed_by_name: str
    claimed_until: Moment | None
    given_to: str
    given_to_name: str
    next_try: Moment | None
    tries_left: int


_From = TypedDict("_From", {"from": str})


class Hours(_From):
    """From when to when, "09:00"."""

    to: str


class CallBackPage(TypedDict):
    """Who may be called back. `open`: whether citizens may be rung now; `next_open`: when they may be again."""

    open: bool
    next_open: Moment | None
    hours: Hours
    items: list[CallBackItem]
    next: str


class CallBackLater(TypedDict):
    """With when=later: who was tried a short while ago, the longest waiting first."""

    items: list[CallBackItem]
    next: str


class Claim(TypedDict):
    """A citizen who is the agent's to call for a while, about all that waits."""

    until: Moment
    citizen_number: str
    citizen_name: str
    tickets: list[Ticket]


class Share(TypedDict):
    """So many of so many, `value` null where it is divided by nothing; `few`: too few to compare."""

    numerator: int
    denominator: int
    value: float | None
    few: bool


class CalledBack(TypedDict):
    """How calling back went. `tries`: of all, the reached ones too."""

    tries: int
    contacted: Share
    rated: Share
    solved: Share
    satisfied: Share


class CallingAgent(TypedDict):
    """An agent's part of it; without the shares where nobody was called. `given`: tickets that wait for the agent."""

    username: str
    name: str
    given: int
    may_call: bool
    tries: int
    contacted: NotRequired[Share]
    rated: NotRequired[Share]
    solved: NotRequired[Share]
    satisfied: NotRequired[Share]


_FromDay = TypedDict("_FromDay", {"from": Day})


class CallbackOverview(_FromDay):
    """How many wait (200 is that or more), and how it went on these days, both included."""

    to: Day
    waiting: int
    undecided: int
    later: int
    whole: CalledBack
    agents: list[CallingAgent]


class TurnsGiven(TypedDict, total=False):
    """Tickets to agents, one after the other; no agents takes them back."""

    numbers: list[str]
    agents: list[str]


class TurnResult(TypedDict):
    """What became of one ticket. `why`: why it was not done, "" where it was; `name`: whose it is."""

    number: str
    done: bool
    why: str
    name: str


class TurnResults(TypedDict):
    """What became of each; `done` and `failed` are counts."""

    results: list[TurnResult]
    done: int
    failed: int


CallBacks = Annotated[CallBackPage | CallBackLater, named("CallBacks")]
_WHEN = Annotated[Literal["later"], note("Who was tried a short while ago, instead.")]
_DAYS = {name: Annotated[str, note("A day; the last week without it.", format="date")] for name in ("from", "to")}
AREA = Area(
    name="callbacks",
    about="Calling citizens back.",
    routes=(
        route(
            "GET /api/callbacks/tickets",
            CallBacks,
            who=ANSWERING,
            query={"after": After, "limit": Limit, "when": _WHEN},
        ),
        route("POST /api/callbacks/tickets/{number}/claim", Claim, who=ANSWERING, faults=(409, 422)),
        route("DELETE /api/callbacks/tickets/{number}/claim", Empty, who=ANSWERING),
        route("GET /api/callbacks/overview", CallbackOverview, who=SUPERVISING, query=_DAYS),
        route("POST /api/callbacks/turns", TurnResults, who=SUPERVISING, body=TurnsGiven),
    ),
)
