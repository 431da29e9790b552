"""The live board and what supervisors do on it."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from hotline.agents.acts import Act
from hotline.agents.live_call import CallState
from hotline.agents.model import AgentState
from hotline.agents.overflow import Mode
from hotline.telephony.watching import Way
from hotline.web.openapi.desk import AgentSeat, Seconds
from hotline.web.openapi.operations import Area, Empty, Limit, route
from hotline.web.openapi.schemas import Day, Moment
from hotline.web.screens import SUPERVISING


class Watcher(TypedDict):
    """A supervisor who is in a call of others."""

    by: str
    name: str
    way: Way


class LiveCall(TypedDict):
    """A call on the board; `out`: one of ours called, and only the ends of the number are told.

    `asked`, `asking`: whom the agent asks while the citizen waits, and how far that is, both "" for nobody; `waits`:
    since when the citizen waits in the queue; `skill`: for which the citizen waits first, "" for none; `watched`: by
    which supervisors, told to an agent of the own call alone.
    """

    id: str
    state: CallState
    number: str
    out: bool
    asked: str
    asking: Literal["", "ringing", "talking", "three"]
    dialled: str
    extension: str
    arrived: Moment
    since: Moment
    waits: Moment | None
    skill: str
    watched: list[Watcher]


class EndedCall(TypedDict):
    """A call that is on the board no more."""

    id: str
    state: Literal["ended"]


class Board(TypedDict):
    """The whole board. `fresh`: whether Asterisk is heard; `why`: why it is not."""

    agents: list[AgentSeat]
    calls: list[LiveCall]
    fresh: bool
    why: str


OutOf = tuple[int, int]


class TodayFigures(TypedDict):
    """Of each its numerator and its denominator, 0 where it has none; `wait`: seconds, out of so many calls."""

    arrived: OutOf
    asked: OutOf
    answered: OutOf
    answered_in_15_s: OutOf
    abandoned: OutOf
    wait: OutOf


class Today(TypedDict):
    """The day so far.

    `sure`: whether they are those of the books; `at`: when they last changed.
    """

    day: Day | None
    at: Moment
    sure: bool
    figures: TodayFigures


class Overflow(TypedDict):
    """What is set for too many callers. `callers`: so many who wait open it by themselves."""

    mode: Mode
    at: Moment | None
    actor: str
    reason: str
    callers: int


_Break = TypedDict("_Break", {"break": Seconds})


class AgentDay(_Break):
    """An agent's day in few figures; all times in seconds."""

    taken: int
    missed: int
    talk: Seconds
    wrap_up: Seconds
    ready: Seconds


class AgentDays(TypedDict):
    """Each agent's day so far, by extension."""

    days: dict[str, AgentDay]


class BoardAct(TypedDict):
    """What a supervisor did. `began`, `ended`: of what lasts; `failed`: why nothing came of it, "" where it did."""

    id: int
    at: Moment
    act: Act
    by: str
    by_name: str
    call_id: str
    extension: str
    name: str
    mode: str
    reason: str
    began: Moment | None
    ended: Moment | None
    failed: str


class BoardActs(TypedDict):
    """The newest first."""

    acts: list[BoardAct]


class Watching(TypedDict):
    """What the watch is called in Asterisk."""

    watch: str


class SetState(TypedDict):
    """The state that a supervisor sets."""

    state: AgentState
    reason: NotRequired[str]


class Skill(TypedDict):
    """Something that not everybody can do. `names`: by language of the screens.

    `seconds`: for which a caller waits for whoever can before anybody may answer.
    """

    code: str
    names: dict[str, str]
    seconds: int


class Skills(TypedDict):
    """The city's skills, the most pressing first, and who has which, by extension.

    `trouble`: why the city's file is not what is in force, "" where it is.
    """

    skills: list[Skill]
    held: dict[str, list[str]]
    trouble: str


class HeldSkills(TypedDict):
    """All that an agent can do, as codes of skills."""

    skills: list[str]


class SetOverflow(TypedDict):
    """How overflow is set."""

    mode: Mode
    reason: NotRequired[str]


AREA = Area(
    name="board",
    about="The live board, what supervisors do to calls, desks and overflow.",
    routes=(
        route("GET /api/board/days", AgentDays, who=SUPERVISING),
        route("GET /api/board/acts", BoardActs, who=SUPERVISING, query={"limit": Limit}),
        route("POST /api/board/calls/{call_id}/take-over", Empty, status=202, who=SUPERVISING, faults=(409, 422, 503)),
        route(
            "POST /api/board/calls/{call_id}/{way}",
            Watching,
            status=202,
            who=SUPERVISING,
            query={"way": Way},
            faults=(409, 422, 503),
        ),
        route("DELETE /api/board/watch", Empty, status=202, who=SUPERVISING, faults=(404, 409, 503)),
        route(
            "POST /api/board/agents/{extension}/state",
            Empty,
            status=202,
            who=SUPERVISING,
            body=SetState,
            faults=(409, 503),
        ),
        route("GET /api/board/skills", Skills, who=SUPERVISING),
        route("PUT /api/board/agents/{extension}/skills", HeldSkills, who=SUPERVISING, body=HeldSkills),
        route("POST /api/board/overflow", Empty, status=202, who=SUPERVISING, body=SetOverflow),
    ),
)
