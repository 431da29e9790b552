"""What has happened, in the past tense: the one vocabulary between telephony, features and screens.

Every event is frozen and carries its time (UTC). Only facts: an event never asks for anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

OUT: Final = "out-"
"""How the names of our own calls to citizens begin."""
COMMON_LINE: Final = "hotline"
"""The line in which callers wait for anybody: the name of Asterisk's queue."""
SKILL_LINE: Final = "skill-"
"""How the names of the lines begin in which callers wait for whoever has a skill."""


def skill_of(queue: str) -> str:
    """The skill for which callers wait in this line, "" in the common one."""
    return queue.removeprefix(SKILL_LINE) if queue.startswith(SKILL_LINE) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something happened.

    at: when, timezone-aware UTC.
    """

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEvent(Event):
    """Something happened to one citizen's call.

    call_id: Asterisk's unique id of the citizen's channel, kept for the whole call.
    """

    call_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallArrived(CallEvent):
    """A citizen's call reached the hotline. number: as the network gave it; dialled: 12345 or 114."""

    number: str
    dialled: str
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuStepTaken(CallEvent):
    """The citizen chose or heard something in the menu. node: its name; pressed: keys; heard: words spoken, short."""

    node: str
    pressed: str
    heard: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallQueued(CallEvent):
    """The citizen waits for a person. position: counted from 1."""

    queue: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLeftQueue(CallEvent):
    """The citizen left the queue without a person (went to the menu, or gave up)."""

    queue: str
    abandoned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentRung(CallEvent):
    """An agent's phone rings for this call. extension: the agent's phone."""

    extension: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentDidNotAnswer(CallEvent):
    """The agent rejected the call (refused) or let it ring out, and was paused."""

    extension: str
    refused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAnswered(CallEvent):
    """An agent and the citizen talk. waited: whole seconds in the queue."""

    extension: str
    waited: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallHeld(CallEvent):
    """The agent put the citizen on hold, or took the citizen back."""

    extension: str
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CallJoined(Event):
    """The citizen is joined with somebody, or parted from them: Asterisk records only while they are joined.

    No CallEvent: it tells where in the recording a moment lies, and no board or book of calls changes with it.
    """

    call_id: str
    joined: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CallReleased(CallEvent):
    """The agent is off the call. talked: whole seconds; the citizen may still be on the line (transfer, lost page)."""

    extension: str
    talked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyBegan(CallEvent):
    """The agent has ended the call, and the citizen is asked how it was, where the line's menu has questions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideRung(CallEvent):
    """A telephone outside rings for this call, which the menu sent there. number: as in 110."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideAnswered(CallEvent):
    """Somebody outside and the citizen talk."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideReleased(CallEvent):
    """The telephone outside is off the call, or was never answered. talked: whole seconds, 0 where it was not."""

    number: str
    talked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingPlaced(CallEvent):
    """One of ours asked for a call to a citizen: first a telephone of ours rings.

    number: the citizen's; extension: the desk that rings, "" where it is a telephone outside; by: user name; ticket,
    request: what it is about, "" and 0 for none. After a gap by, ticket and request are not known any more.
    """

    number: str
    extension: str = ""
    by: str = ""
    ticket: str = ""
    request: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingRung(CallEvent):
    """Our telephone was answered, and the citizen's rings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingAnswered(CallEvent):
    """The citizen has answered, and talks with whoever called. extension: as in OutgoingPlaced."""

    extension: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingReleased(CallEvent):
    """Whoever called is off the call. talked: whole seconds."""

    extension: str
    talked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultChanged(CallEvent):
    """The agent asks somebody while the citizen waits. to: an extension, or a number outside.

    stage: ringing, talking, three (all talk together), alone (the agent, here `to`, has left the two), passed (the
    citizen is with the other) or over.
    """

    to: str
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEnded(CallEvent):
    """The citizen's channel is gone. cause: Q.850 number."""

    cause: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentStateChanged(Event):
    """A queue member as Asterisk sees it.

    state: offline (not in the queue or phone gone), paused, ready, ringing, talking or wrap_up; reason: why paused.
    """

    extension: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastChanged(Event):
    """A supervisor told all desks something, or took it back. actor: user name."""

    id: int
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkChanged(Event):
    """The link to Asterisk came up in sync, or went stale. why: one sentence, empty when up."""

    fresh: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resynced(Event):
    """The truth, asked from Asterisk after a gap: every earlier picture of calls and agents is void.

    agents: as AgentStateChanged; calls: each live call's facts so far, in order (CallArrived, CallQueued, ...).
    """

    agents: tuple[AgentStateChanged, ...]
    calls: tuple[CallEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSaved(Event):
    """A ticket was written or changed. number: the ticket's; actor: user name.

    action, state: as in tickets.moves and tickets.model; department: the code of the one that answers for it now;
    watch: the line of supervision that was written, as in tickets.life.watch, "" for none.
    """

    number: str
    actor: str
    action: str = ""
    state: str = ""
    department: str = ""
    watch: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeChanged(Event):
    """What is published is no longer what it was. revision: counted up with every such change; actor: user name."""

    revision: int
    actor: str
