"""The supervision desk: its lists, one act for several tickets, leaders' instructions."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from hotline.tickets.life.watch import Watch
from hotline.tickets.model import TicketState
from hotline.tickets.overseeing.instructions import Followed
from hotline.tickets.overseeing.lists import Concern
from hotline.tickets.score import Satisfied, Solved
from hotline.web.openapi.operations import After, Area, Key, Limit, route
from hotline.web.openapi.oversight import OversightLine, SupervisionLine
from hotline.web.openapi.said import Said
from hotline.web.openapi.schemas import Moment, named, note
from hotline.web.openapi.tickets import WorkItem
from hotline.web.screens import SUPERVISING

TogetherAction = Annotated[
    Literal["urge", "instruct", "supervise", "adjudicate", "rehandle", "close_with_note"], named("TogetherAction")
]


class TimesDone(TypedDict):
    """What supervision did, and how often."""

    watch: Watch
    label: str
    times: int


class LastDone(TypedDict):
    """What anybody did last."""

    action: str
    label: str
    by_name: str
    at: Moment
    reason: str


class DepartmentSaid(TypedDict):
    """What the department said last: to the citizen (reply), or to supervision (explain)."""

    kind: Literal["reply", "explain"]
    text: str
    by_name: str
    at: Moment | None


class ExtensionAsked(TypedDict):
    """More time that nobody has decided about, in working days."""

    days: int
    reason: str
    asked: Moment


class AssistAsked(TypedDict):
    """Help of another department that nobody has decided about."""

    department: str
    department_name: str
    reason: str
    asked: Moment


class CitizenSaid(TypedDict):
    """The citizen's last word."""

    at: Moment
    solved: Solved | None
    satisfied: Satisfied | None
    words: str
    round: int


class Overseen(WorkItem):
    """A ticket on a list of the desk. `since`: what put it there; `why`: in words; `joined`: how many are merged in.

    `acts`: which acts on several this ticket lets somebody do now.
    """

    since: Moment
    why: str
    why_said: Said | None
    done: list[TimesDone]
    last: LastDone | None
    answer: DepartmentSaid | None
    extension: ExtensionAsked | None
    assist_requests: list[AssistAsked]
    score: CitizenSaid | None
    joined: int
    acts: list[TogetherAction]
    lines: list[SupervisionLine]


class DepartmentCount(TypedDict):
    """How many tickets of the list a department has."""

    code: str
    name: str
    count: int


class SupervisionPage(TypedDict):
    """A page of a list. `counts`, `departments`: of the first page alone, empty on the others."""

    concern: Concern
    items: list[Overseen]
    next: str
    counts: dict[str, int]
    departments: list[DepartmentCount]


class ActAsked(TypedDict):
    """One act on several tickets, with its fields.

    Places in `reason`, which is the note of close_with_note, are filled from each ticket.
    """

    action: TogetherAction
    numbers: list[str]
    reason: NotRequired[str]
    leader: NotRequired[str]
    due: NotRequired[str]
    level: NotRequired[str]
    department: NotRequired[str]


class ActResult(TypedDict):
    """What became of one ticket: where it is, or the code of the refusal and why."""

    number: str
    done: bool
    department_name: NotRequired[str]
    code: NotRequired[str]
    why: NotRequired[str]


class ActResults(TypedDict):
    """What became of each; `done` and `failed` are counts."""

    action: TogetherAction
    results: list[ActResult]
    done: int
    failed: int


class Instruction(OversightLine):
    """A leader's instruction, with what its ticket is about."""

    title: str
    state: TicketState
    state_label: str


class InstructionPage(TypedDict):
    """The newest first. `next`: goes into `after`, "" at the end; `counts`: by how far they are."""

    items: list[Instruction]
    next: str
    counts: dict[str, int]


class EarlyWarning(TypedDict):
    """A matter that bursts, the first time today. `recent`: citizens who told of it in the last days."""

    id: str
    at: Moment
    name: str
    recent: int
    why: str
    why_said: Said | None


class SupervisionCount(TypedDict):
    """`pressing`: tickets with a red card or past their limit, and no answer; `warned`: today's early warnings."""

    pressing: int
    warned: list[EarlyWarning]


_DAY = Annotated[str, note("Of registration.", format="date")]
_NARROWED = {"department": str, "district": str, "category": str, "from": _DAY, "to": _DAY}
_NUMBERS = Annotated[str, note("Of these tickets alone, with commas between them, at most 50.")]
_PAGE = {"after": After, "limit": Limit}
AREA = Area(
    name="supervision",
    about="The supervision desk.",
    routes=(
        route(
            "GET /api/supervision/desk",
            SupervisionPage,
            who=SUPERVISING,
            query={"concern": Concern, "numbers": _NUMBERS, **_NARROWED, **_PAGE},
        ),
        route(
            "POST /api/supervision/acts",
            ActResults,
            who=SUPERVISING,
            body=ActAsked,
            headers={"Idempotency-Key": Key},
        ),
        route("GET /api/supervision/count", SupervisionCount, who=SUPERVISING),
        route(
            "GET /api/supervision/instructions",
            InstructionPage,
            who=SUPERVISING,
            query={"state": Followed, "department": str, **_PAGE},
        ),
    ),
)
