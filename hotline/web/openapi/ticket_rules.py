"""Whose matter a ticket is, and what the city promises."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

from hotline.tickets.clock.policy import Grade, LimitName
from hotline.tickets.model import TicketType, Urgency
from hotline.tickets.routing.line_model import LineState
from hotline.web.openapi.callbacks import Hours
from hotline.web.openapi.operations import ANSWERING, EVERYBODY, Area, route
from hotline.web.openapi.said import Said
from hotline.web.openapi.schemas import Moment, note
from hotline.web.screens import SUPERVISING


class Suggestion(TypedDict):
    """Whose matter it may be. `probability`: null but from the classifier; `by`: what suggests it."""

    department: str
    department_name: str
    assisting: list[str]
    probability: float | None
    reason: str
    reason_said: Said | None
    by: Literal["directory", "classifier", "duties"]


class Suggested(TypedDict):
    """Up to three. `abstained`: the classifier was asked and is not sure of any.

    `category`: the code of the one that the words speak for, "" where none was clear or one was sent.
    """

    suggestions: list[Suggestion]
    abstained: bool
    category: str


class Matter(TypedDict, total=False):
    """What is written so far."""

    title: str
    content: str
    category: str
    district: str
    place: str


class DispatchVersion(TypedDict):
    """One version of a line of the dispatch directory. `id`: the number people call the line by."""

    id: int
    category: str
    place: str
    keywords: list[str]
    lead: str
    lead_name: str
    assisting: list[str]
    assisting_names: list[str]
    note: str
    version: int
    state: LineState
    by: str
    by_name: str
    at: Moment


class DispatchLine(DispatchVersion):
    """A line. `faults`: what no longer holds of it, by field."""

    faults: dict[str, str]


class DispatchList(TypedDict):
    """All lines, from the top. `note`: why the classifier is silent, "" where it speaks."""

    lines: list[DispatchLine]
    note: str


class DispatchTaken(TypedDict):
    """The line as it stands now."""

    line: DispatchVersion


class DispatchVersions(TypedDict):
    """The newest first."""

    versions: list[DispatchVersion]


class NewDispatchLine(TypedDict, total=False):
    """What a supervisor writes."""

    category: str
    place: str
    keywords: list[str]
    lead: str
    assisting: list[str]
    note: str


class ChangedDispatchLine(NewDispatchLine):
    """What a supervisor changes. `version`: the one that was seen."""

    version: int


class PolicyRule(TypedDict):
    """A rule of a policy; empty lists mean all."""

    limit: LimitName
    label: str
    rule: str
    citation: str
    date: str
    grade: Grade
    grade_label: str
    types: list[TicketType]
    urgencies: list[Urgency]
    categories: list[str]


class PolicyCards(TypedDict):
    """When warning cards are shown: working days before the finish, and after it."""

    yellow: int
    red: int
    citation: str
    date: str
    grade: Grade
    grade_label: str


class Profile(TypedDict):
    """One place's rules."""

    id: str
    name: str
    since: str
    sources: list[str]
    rules: list[PolicyRule]
    cards: PolicyCards | None


class InForce(TypedDict):
    """Since when a profile is in force here."""

    profile: str
    since: Annotated[str, note("A day or a time.")]


class Season(Hours):
    """A part of the year with hours of its own, from "10-01" to "04-30", both days included."""

    office_hours: list[Hours]


class Policies(TypedDict):
    """Which promises the city makes.

    `now`: the profile in force; `seasons`: when other hours hold; `warnings`: years without a calendar.
    """

    now: str
    in_force: list[InForce]
    profiles: list[Profile]
    office_hours: list[Hours]
    seasons: list[Season]
    warnings: list[str]
    warnings_said: list[Said | None]


_LINE = "/api/routing/lines/{id}"
_SEEN = Annotated[str, note("The version that was seen.", pattern="^[0-9]+$")]
AREA = Area(
    name="rules",
    about="Whose matter a ticket is, and what the city promises.",
    routes=(
        route("POST /api/routing/suggest", Suggested, who=ANSWERING, body=Matter),
        route("GET /api/routing/lines", DispatchList, who=SUPERVISING),
        route("POST /api/routing/lines", DispatchTaken, status=201, who=SUPERVISING, body=NewDispatchLine),
        route(f"PUT {_LINE}", DispatchTaken, who=SUPERVISING, body=ChangedDispatchLine, faults=(409,)),
        route(f"DELETE {_LINE}", DispatchTaken, who=SUPERVISING, query={"version": _SEEN}, faults=(409,)),
        route(f"GET {_LINE}/versions", DispatchVersions, who=SUPERVISING),
        route("GET /api/policies", Policies, who=EVERYBODY),
    ),
)
