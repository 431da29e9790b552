"""What is said on the live websocket."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from hotline.agents.acts import Act
from hotline.tickets.life.watch import Watch
from hotline.web.openapi.board import Board, EndedCall, LiveCall, Overflow, Today
from hotline.web.openapi.calls import Card
from hotline.web.openapi.desk import Account, AgentSeat
from hotline.web.openapi.operations import EVERYBODY, Area, Messages, route
from hotline.web.openapi.schemas import Moment, named
from hotline.web.openapi.transcripts import SaidTold, TranscriptTold, WordsTold


class Hello(TypedDict):
    """The first message. `agent`: the own seat, null without a telephone; `today`, `overflow`: to supervisors.

    `at`: the server's time; `board`: to all but departments.
    """

    type: Literal["hello"]
    at: Moment
    account: Account
    agent: AgentSeat | None
    board: NotRequired[Board]
    fresh: bool
    why: str
    today: NotRequired[Today]
    overflow: NotRequired[Overflow]


class RingingTold(TypedDict):
    """The own telephone is rung: the screen pop."""

    type: Literal["ringing"]
    call_id: str
    card: Card


class CallTold(TypedDict):
    """A call has changed, or is over."""

    type: Literal["call"]
    call: LiveCall | EndedCall


class AgentTold(TypedDict):
    """A seat has changed."""

    type: Literal["agent"]
    agent: AgentSeat


class BoardTold(TypedDict):
    """The whole board anew."""

    type: Literal["board"]
    board: Board


class LinkTold(TypedDict):
    """Whether Asterisk is heard."""

    type: Literal["link"]
    fresh: bool
    why: str


class TicketTold(TypedDict):
    """A ticket was saved or changed.

    A department that may look at it is told besides what was done, the line of supervision that was written or "",
    whether the ticket is newly the department's to sign, and whether this very user did it.
    """

    type: Literal["ticket"]
    number: str
    action: NotRequired[str]
    watch: NotRequired[Watch | Literal[""]]
    news: NotRequired[bool]
    mine: NotRequired[bool]


class TicketsTold(TypedDict):
    """To departments: more was done than could be told; ask anew."""

    type: Literal["tickets"]


class BroadcastTold(TypedDict):
    """There is something new among the broadcasts."""

    type: Literal["broadcast"]


class TodayTold(TypedDict):
    """To supervisors: the day's figures."""

    type: Literal["today"]
    today: Today


class OverflowTold(TypedDict):
    """To supervisors: overflow was set."""

    type: Literal["overflow"]
    overflow: Overflow


class SkillsTold(TypedDict):
    """To supervisors: all that an agent can do from now on, as codes of skills."""

    type: Literal["skills"]
    extension: str
    skills: list[str]


class SkillBookTold(TypedDict):
    """To supervisors: the city's skills changed, or their file was refused; ask anew."""

    type: Literal["skill_book"]


class SupervisedTold(TypedDict):
    """To the agent whose desk it is: a supervisor did something to it."""

    type: Literal["supervised"]
    act: Act
    actor: str
    reason: str


class QualityTold(TypedDict):
    """To an agent or an inspector: ask anew what waits in the quality inspection."""

    type: Literal["quality"]


class Beat(TypedDict):
    """Twice a second, so that a page knows when nobody speaks to it. `at`: the server's time."""

    type: Literal["beat"]
    at: Moment


_Seen = Hello | RingingTold | CallTold | AgentTold | BoardTold | LinkTold | TicketTold | TicketsTold
_Supervised = (
    BroadcastTold | TodayTold | OverflowTold | SkillsTold | SkillBookTold | SupervisedTold | QualityTold | Beat
)
_Heard = WordsTold | SaidTold | TranscriptTold
LiveMessage = Annotated[_Seen | _Supervised | _Heard, named("LiveMessage")]
"""Everything that is said on the websocket."""

AREA = Area(
    name="live",
    about="The live websocket of a console.",
    routes=(route("GET /api/live", Messages(kind=LiveMessage), status=101, who=EVERYBODY),),
)
