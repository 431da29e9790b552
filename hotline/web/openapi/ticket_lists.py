"""Lists of tickets: work, what is alike, what departments and supervisors were told."""

from __future__ import annotations

from typing import TypedDict

from hotline.accounts.model import Role
from hotline.tickets.model import TicketState
from hotline.tickets.tabs import Tab
from hotline.web.openapi.operations import ANSWERING, EVERYBODY, After, Area, Limit, route
from hotline.web.openapi.said import Said
from hotline.web.openapi.schemas import Moment
from hotline.web.openapi.tickets import WorkItem
from hotline.web.screens import SUPERVISING


class WorkPage(TypedDict):
    """A page of a list. `next`: goes into `after`, "" at the end; `counts`: of all lists, 200 is that or more."""

    tab: Tab
    items: list[WorkItem]
    next: str
    counts: dict[str, int]


class Duplicate(TypedDict):
    """An open ticket that may be about the same matter. `joined`: how many are merged into it.

    `reasons_said`: the reasons in parts, null where a reason has none.
    """

    number: str
    score: float
    reasons: list[str]
    reasons_said: list[Said | None]
    state: TicketState
    state_label: str
    title: str
    content: str
    district_name: str
    place: str
    department: str
    department_name: str
    created: Moment
    joined: int


class Duplicates(TypedDict):
    """`ready`: whether all open tickets were looked at."""

    ready: bool
    hits: list[Duplicate]


class Alike(TypedDict, total=False):
    """What is written so far."""

    title: str
    content: str
    place: str
    district: str
    category: str


class ConsoleNotice(TypedDict):
    """What the console of a department, or of the supervisors, was told of a ticket."""

    id: int
    text: str
    ticket: str
    created: Moment


class ConsoleNotices(TypedDict):
    """The newest first."""

    notices: list[ConsoleNotice]


AREA = Area(
    name="work",
    about="Lists of tickets: work, what is alike, what departments and supervisors were told.",
    routes=(
        route(
            "GET /api/tickets/work",
            WorkPage,
            who=EVERYBODY,
            query={"tab": Tab, "department": str, "after": After, "limit": Limit},
        ),
        route(
            "GET /api/tickets/duplicates", Duplicates, who=ANSWERING, query=dict.fromkeys(Alike.__annotations__, str)
        ),
        route("POST /api/tickets/duplicates", Duplicates, who=ANSWERING, body=Alike),
        route(
            "GET /api/notices",
            ConsoleNotices,
            who=(*SUPERVISING, Role.HANDLER),
            query={"limit": Limit},
        ),
    ),
)
