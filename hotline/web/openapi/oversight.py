"""How departments are watched, and their appeals; files of tickets."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from hotline.accounts.model import Role
from hotline.tickets.appeals import Of
from hotline.tickets.life.watch import Watch
from hotline.web.openapi.operations import After, Area, Flag, Limit, route
from hotline.web.openapi.said import Said
from hotline.web.openapi.schemas import Moment
from hotline.web.screens import SUPERVISING


class Appeal(TypedDict):
    """A department says that a line of supervision, or a score, is not deserved."""

    id: int
    of: Of
    target: int
    ticket: str
    department: str
    department_name: str
    reason: str
    by: str
    by_name: str
    at: Moment
    decided_by: str
    decided_by_name: str
    decided: Moment | None
    upheld: bool | None
    comment: str


class SupervisionLine(TypedDict):
    """A line of supervision, with the department's answer. `reason_said`: in parts, where nobody wrote it.

    `leader`, `due`, `late`: of an instruction, whose it is and until when it is answered; `closed`, `outcome`: that it
    is done, and what came of it; null and "" for all others.
    """

    id: int
    ticket: str
    watch: Watch
    label: str
    department: str
    department_name: str
    reason: str
    reason_said: Said | None
    rule: str
    by: str
    by_name: str
    at: Moment
    answer: str
    answered_by: str
    answered_by_name: str
    answered: Moment | None
    leader: str
    due: Moment | None
    late: bool
    closed: Moment | None
    closed_by: str
    closed_by_name: str
    outcome: str


class OversightLine(SupervisionLine):
    """A line of supervision, with the department's appeal."""

    appeal: Appeal | None


class TicketFile(TypedDict):
    """A file of a ticket; its bytes are at /api/tickets/NUMBER/files/ID."""

    id: int
    name: str
    type: str
    size: int
    department: str
    department_name: str
    by: str
    by_name: str
    at: Moment


class OversightPage(TypedDict):
    """The newest first. `next`: goes into `after`, "" at the end."""

    items: list[OversightLine]
    next: str


class AppealPage(TypedDict):
    """The newest first. `next`: goes into `after`, "" at the end."""

    items: list[Appeal]
    next: str


class AppealTaken(TypedDict):
    """The appeal as it stands now."""

    appeal: Appeal


class NewAppeal(TypedDict):
    """Why it is not deserved."""

    reason: str


class Decision(TypedDict):
    """Whether the department is right."""

    upheld: bool
    comment: NotRequired[str]


_OPEN = {"department": str, "open": Flag, "after": After, "limit": Limit}
_WATCHING = (*SUPERVISING, Role.HANDLER)
AREA = Area(
    name="oversight",
    about="How departments are watched, and their appeals.",
    routes=(
        route("GET /api/oversight", OversightPage, who=_WATCHING, query={"watch": Watch, **_OPEN}),
        route("GET /api/appeals", AppealPage, who=_WATCHING, query=_OPEN),
        route(
            "POST /api/{of}/{id}/appeal", AppealTaken, status=201, who=(Role.HANDLER,), body=NewAppeal, faults=(409,)
        ),
        route("POST /api/{of}/{id}/decide", AppealTaken, who=SUPERVISING, body=Decision, faults=(409,)),
    ),
)
