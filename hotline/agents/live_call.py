"""A call on the board: where it is, and what each event means for it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from hotline.acts import WatchChanged
from hotline.events import (
    AgentDidNotAnswer,
    AgentRung,
    CallAnswered,
    CallArrived,
    CallEvent,
    CallHeld,
    CallLeftQueue,
    CallQueued,
    CallReleased,
    ConsultChanged,
    MenuStepTaken,
    OutgoingAnswered,
    OutgoingPlaced,
    OutsideAnswered,
    OutsideReleased,
    OutsideRung,
    SurveyBegan,
    skill_of,
)

MOST_STEPS = 100  # kept of one call on the board; the books keep all
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class CallState(StrEnum):
    """Where a citizen's call is."""

    MENU = "menu"
    QUEUED = "queued"
    RINGING = "ringing"
    TALKING = "talking"
    HELD = "held"
    OUTSIDE = "outside"  # rings or talks at a telephone outside, as 110
    SURVEY = "survey"  # the agent has hung up, the citizen is asked how it was
    CALLING = "calling"  # one of ours calls a citizen who has not answered yet


WAITING = (CallState.QUEUED, CallState.RINGING)
"""Waits for a person: in the queue, or while a telephone rings."""
WITH_AN_AGENT = (CallState.TALKING, CallState.HELD)
_WITHOUT_AGENT: Mapping[type[CallEvent], CallState] = {
    CallQueued: CallState.QUEUED,
    CallLeftQueue: CallState.MENU,
    OutsideRung: CallState.OUTSIDE,
    OutsideAnswered: CallState.OUTSIDE,
    OutsideReleased: CallState.MENU,
    SurveyBegan: CallState.SURVEY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A supervisor who hears this call. name: of the telephone's own call; by: extension; way: as in WatchChanged."""

    name: str
    by: str
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveCall:
    """A citizen on the line. since: of the state; extension: the agent it rings at or talks with, else empty.

    waits: since when the citizen waits for a person, whoever was rung meanwhile; None where not waiting in the queue.
    skill: for which the citizen waits, or waited before anybody could answer, "" for none.
    out: whether one of ours called; asked, asking: whom the agent asks while the citizen waits, and how far that is (as
    in ConsultChanged), both empty while nobody is; watched: by which supervisors.
    """

    id: str
    number: str = ""
    dialled: str = ""
    state: str = CallState.MENU
    arrived: datetime = _EPOCH
    since: datetime = _EPOCH
    waits: datetime | None = None
    skill: str = ""
    extension: str = ""
    steps: tuple[MenuStepTaken, ...] = ()
    out: bool = False
    asked: str = ""
    asking: str = ""
    watched: tuple[Watch, ...] = ()


def call_after(call: LiveCall, event: CallEvent) -> LiveCall:
    """The call after this event of its own."""
    after = _after(call, event)
    if after.state not in WAITING:
        return replace(after, waits=None) if after.waits else after
    if isinstance(event, CallQueued) and after.waits is None:
        return replace(after, waits=event.at)
    return after


def carried(call: LiveCall, before: LiveCall | None) -> LiveCall:
    """What Asterisk does not know of a call is taken over. It does not know of hold: a call held stays held."""
    if before is None:
        return call
    held = before.state == CallState.HELD and call.state == CallState.TALKING and call.extension == before.extension
    state = CallState.HELD if held else call.state
    since = before.since if state == before.state else call.since
    waits = call.waits and (before.waits or call.waits)
    after = replace(call, steps=before.steps, state=state, since=since, waits=waits, arrived=before.arrived)
    return replace(after, skill=call.skill or before.skill)


def _after(call: LiveCall, event: CallEvent) -> LiveCall:
    match event:
        case CallArrived(number=number, dialled=dialled):
            return replace(call, number=number, dialled=dialled, arrived=event.at)
        case MenuStepTaken():
            return replace(call, steps=(*call.steps, event)[-MOST_STEPS:])
        case CallQueued(queue=queue) if skill_of(queue):
            return _in_state(replace(call, skill=skill_of(queue)), CallState.QUEUED, event.at)
        case CallQueued() | OutsideRung() | OutsideAnswered() | CallLeftQueue() | OutsideReleased() | SurveyBegan():
            return _in_state(call, _WITHOUT_AGENT[type(event)], event.at)
        case CallReleased(extension=extension):
            # told late of one who has passed the call on: it is a colleague's by now
            return _in_state(call, CallState.MENU, event.at) if call.extension == extension else call
        case AgentRung(extension=extension):
            return _in_state(call, CallState.RINGING, event.at, extension)
        case AgentDidNotAnswer(extension=extension):
            # the next agent may be rung before the last one's refusal is told
            return _in_state(call, CallState.QUEUED, event.at) if call.extension == extension else call
        case CallAnswered(extension=extension) | OutgoingAnswered(extension=extension):
            return _in_state(call, CallState.TALKING, event.at, extension)
        case CallHeld(extension=extension, held=held) if call.extension == extension:
            return _in_state(call, CallState.HELD if held else CallState.TALKING, event.at, extension)
    return _begun_by_us(call, event)


def _begun_by_us(call: LiveCall, event: CallEvent) -> LiveCall:
    match event:
        case OutgoingPlaced(number=number, extension=extension):
            placed = replace(call, number=number, arrived=event.at, out=True)
            return _in_state(placed, CallState.CALLING, event.at, extension)
        case ConsultChanged(to=to, stage=stage):
            lasts = stage in ("ringing", "talking", "three")
            return replace(call, asked=to if lasts else "", asking=stage if lasts else "")
        case WatchChanged(watch=name, by=by, way=way):
            others = tuple(one for one in call.watched if one.name != name)
            return replace(call, watched=others if way == "over" else (*others, Watch(name=name, by=by, way=way)))
    return call


def _in_state(call: LiveCall, state: CallState, at: datetime, extension: str = "") -> LiveCall:
    return replace(call, state=state, since=at, extension=extension)
