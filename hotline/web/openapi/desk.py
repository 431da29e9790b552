"""Signing in, the agent's own desk and day, what supervisors tell all desks, and whether the hotline runs."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from hotline.accounts.model import Role
from hotline.agents.model import AgentState
from hotline.agents.rings import RingOutcome
from hotline.web.openapi.operations import ANSWERING, EVERYBODY, Area, Empty, route
from hotline.web.openapi.schemas import Day, Moment, note
from hotline.web.screens import SUPERVISING

Seconds = Annotated[int, note("Whole seconds.")]


class Account(TypedDict):
    """Who is signed in. `department`: the code of the one that a handler works for, "" for all others."""

    id: int
    username: str
    name: str
    role: Role
    extension: str
    department: str


class SignedIn(TypedDict):
    """The account behind the session."""

    account: Account


class Credentials(TypedDict):
    """What somebody signs in with."""

    username: str
    password: str


class AgentSeat(TypedDict):
    """An agent's desk. `since`: of the state, null before any is known; `call_id`: the call on it, "" for none."""

    extension: str
    name: str
    state: AgentState
    reason: str
    since: Moment | None
    call_id: str


class PhoneConfig(TypedDict):
    """How a telephone in the browser registers. `gateway`: a path with a token that is good for a limited time."""

    gateway: str
    gateway_port: int
    uri: str
    username: str
    password: str
    numbers: list[str]


class DeskSet(TypedDict):
    """What the city has set for every desk. `breaks`: the reasons for which an agent may be away."""

    breaks: list[str]


class NewState(TypedDict):
    """The state that is wanted; `reason`: one of the breaks."""

    state: AgentState
    reason: NotRequired[str]


class NotTaken(TypedDict):
    """A call that rang here and was not taken; `taken_by`: the extension that had it in the end, "" for nobody.

    `taken_by_name`: who sat there then, "" where nobody wrote it down.
    """

    call_id: str
    at: Moment
    outcome: RingOutcome
    number: str
    taken_by: str
    taken_by_name: str


_Break = TypedDict("_Break", {"break": Seconds})


class OwnDay(_Break):
    """Own figures of a day; times in seconds. `unsure`: of which the hotline knows nothing; `breaks`: by reason."""

    day: Day
    taken: int
    missed: int
    refused: int
    gone: int
    talk: Seconds
    wrap_up: Seconds
    ready: Seconds
    breaks: dict[str, int]
    unsure: Seconds
    tickets: int
    on_the_spot: int
    not_taken: list[NotTaken]


class Broadcast(TypedDict):
    """What a supervisor told all desks. `readers`: how many have read it."""

    id: int
    text: str
    by: str
    by_name: str
    at: Moment
    ends: Moment
    read: bool
    readers: int


class Broadcasts(TypedDict):
    """The newest first."""

    broadcasts: list[Broadcast]


class BroadcastSent(TypedDict):
    """The broadcast as it was sent."""

    broadcast: Broadcast


class NewBroadcast(TypedDict):
    """What is told, and for how long."""

    text: str
    minutes: NotRequired[int]


class Alive(TypedDict):
    """The process answers."""

    live: bool


class PartOfHotline(TypedDict):
    """One part. `why`: what is wrong, in words; `note`: what whoever looks after it should know though it runs."""

    ok: bool
    why: str
    note: NotRequired[str]


class Readiness(TypedDict):
    """Whether every part answers."""

    ready: bool
    parts: dict[str, PartOfHotline]


AREA = Area(
    name="desk",
    about="Signing in, the agent's own desk and day, broadcasts, health.",
    routes=(
        route("POST /api/session", SignedIn, body=Credentials, faults=(401, 429)),
        route("GET /api/session", SignedIn, who=EVERYBODY),
        route("DELETE /api/session", who=EVERYBODY),
        route("GET /api/phone", PhoneConfig),
        route("GET /api/agent/phone", PhoneConfig, who=ANSWERING),
        route("GET /api/agent", AgentSeat, who=ANSWERING),
        route("GET /api/desk", DeskSet, who=ANSWERING),
        route("POST /api/agent/state", AgentSeat, who=ANSWERING, body=NewState, faults=(409, 503)),
        route(
            "GET /api/desk/day",
            OwnDay,
            who=ANSWERING,
            query={"day": Annotated[str, note("A day not after today; today without it.", format="date")]},
        ),
        route("GET /api/broadcasts", Broadcasts, who=ANSWERING),
        route("POST /api/broadcasts", BroadcastSent, status=201, who=SUPERVISING, body=NewBroadcast),
        route("POST /api/broadcasts/{id}/read", Empty, who=ANSWERING),
        route("DELETE /api/broadcasts/{id}", Empty, who=SUPERVISING),
        route("GET /health/live", Alive),
        route("GET /health/ready", {200: Readiness, 503: Readiness}),
    ),
)
