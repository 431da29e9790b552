"""What citizens left with us, what is known of their numbers, their applications elsewhere, and the voice menus."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from hotline.applications.model import Outcome, Stage
from hotline.calls.marks import Mark
from hotline.notices.model import State
from hotline.requests.model import CallbackState, MessageState
from hotline.web.citizens import REVIEWING
from hotline.web.openapi.operations import ANSWERING, Area, File, Flag, Limit, route
from hotline.web.openapi.schemas import Day, Moment, named, note
from hotline.web.screens import SUPERVISING


class About(TypedDict):
    """What a text tells of; both "" for nothing."""

    kind: str
    code: str


class Notice(TypedDict):
    """A text on its way. `next_try` counts while it waits; `why` is what the last failure said.

    `to_name`: whose console it goes to, "" where `to` is a telephone's number.
    """

    id: int
    channel: str
    to: str
    to_name: str
    text: str
    about: About
    call_id: str
    state: State
    tries: int
    next_try: Moment | None
    created: Moment
    sent: Moment | None
    why: str


class Outbox(TypedDict):
    """The newest first."""

    outbox: list[Notice]


class RequestCount(TypedDict):
    """What is still to do; 200 means that many or more."""

    messages: int
    callbacks: int


class Message(TypedDict):
    """A voice message. `about`: a word of the menu's script; `of`: the code of the entry it is about, "" for none."""

    id: int
    call_id: str
    number: str
    about: str
    of: str
    seconds: float
    created: Moment
    state: MessageState
    heard: Moment | None
    heard_by: str
    heard_by_name: str


class Messages(TypedDict):
    """The newest first."""

    messages: list[Message]


class MessageTaken(TypedDict):
    """The message as it stands now."""

    message: Message


class Callback(TypedDict):
    """A promise to ring."""

    id: int
    number: str
    call_id: str
    created: Moment
    state: CallbackState
    done: Moment | None
    done_by: str
    done_by_name: str


class Callbacks(TypedDict):
    """The longest waiting first."""

    callbacks: list[Callback]


class CallbackTaken(TypedDict):
    """The promise as it stands now."""

    callback: Callback


class CitizenMark(TypedDict):
    """What is known of a number. `needs_review`: it counts when somebody else has confirmed it."""

    mark: Mark
    reason: str
    until: Moment | None
    by: str
    by_name: str
    at: Moment
    reviewed_by: str
    reviewed_by_name: str
    reviewed: Moment | None
    needs_review: bool
    in_force: bool


class CitizenMarks(TypedDict):
    """Also those that have run out or wait for a review."""

    marks: list[CitizenMark]


class WaitingMark(CitizenMark):
    """A mark that waits for somebody else's confirmation."""

    number: str


class WaitingMarks(TypedDict):
    """What tells against citizens and nobody has confirmed yet."""

    marks: list[WaitingMark]


class NewMark(TypedDict):
    """A mark that is wanted; null until: for good."""

    mark: Mark
    reason: NotRequired[str]
    until: NotRequired[Moment | None]


class NewMarks(TypedDict):
    """Exactly these."""

    marks: list[NewMark]


class Application(TypedDict):
    """An application in another system; names as they are published now. `spoken`: what the telephone says of it."""

    number: str
    procedure: str
    procedure_name: str
    department: str
    department_name: str
    applicant: str
    phone: str
    stage: Stage
    stage_label: str
    since: Moment
    due: Day | None
    updated: Moment
    result: str
    source: str
    more: list[tuple[str, str]]
    spoken: str | None


class ApplicationStage(TypedDict):
    """A stage in its history."""

    at: Moment
    stage: Stage
    stage_label: str
    result: str
    source: str
    actor: str
    reported: Moment


class ApplicationTold(TypedDict):
    """An application with its stages."""

    application: Application
    history: list[ApplicationStage]


class ApplicationReport(TypedDict, total=False):
    """What another system reports, every field a text as a table would hold it. `more`: further columns by title."""

    number: str
    procedure: str | None
    department: str | None
    applicant: str | None
    phone: str | None
    stage: str | None
    due: str | None
    updated: str | None
    result: str | None
    more: dict[str, str] | None


class ApplicationOutcome(TypedDict):
    """What became of one report."""

    number: str
    outcome: Outcome


class ApplicationOutcomes(TypedDict):
    """What became of each report, in their order, and how often each happened."""

    outcomes: list[ApplicationOutcome]
    counts: dict[str, int]


Reports = Annotated[ApplicationReport | list[ApplicationReport], named("ApplicationReports")]
_SOURCE = {"source": Annotated[str, note("The system's name.")], "dry_run": Flag}
_MARK = "POST /api/citizens/{number}/marks/{mark}"
AREA = Area(
    name="citizens",
    about="What citizens left with us, what is known of their numbers, their applications elsewhere.",
    routes=(
        route("GET /api/outbox", Outbox, who=ANSWERING, query={"state": State, "limit": Limit}),
        route("GET /api/requests/count", RequestCount, who=ANSWERING),
        route("GET /api/messages", Messages, who=ANSWERING, query={"state": MessageState, "limit": Limit}),
        route("GET /api/messages/{id}/audio", File(types=("audio/wav",)), who=ANSWERING),
        route("POST /api/messages/{id}/heard", MessageTaken, who=ANSWERING, faults=(409,)),
        route("GET /api/callbacks", Callbacks, who=ANSWERING, query={"state": CallbackState, "limit": Limit}),
        route("POST /api/callbacks/{id}/done", CallbackTaken, who=ANSWERING, faults=(409,)),
        route("GET /api/citizens/{number}/marks", CitizenMarks, who=ANSWERING, faults=(422,)),
        route("PUT /api/citizens/{number}/marks", CitizenMarks, who=ANSWERING, body=NewMarks, faults=(409,)),
        route("GET /api/marks/waiting", WaitingMarks, who=REVIEWING),
        route(f"{_MARK}/confirm", CitizenMarks, who=REVIEWING, query={"mark": Mark}, faults=(409, 422)),
        route(f"{_MARK}/refuse", CitizenMarks, who=REVIEWING, query={"mark": Mark}, faults=(409, 422)),
        route("POST /api/applications", ApplicationOutcomes, who=SUPERVISING, body=Reports, query=_SOURCE),
        route("GET /api/applications/{number}", ApplicationTold, who=ANSWERING),
    ),
)
