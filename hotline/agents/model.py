"""Who is at which desk, and which calls are on the line: the live board.

Pure: the board is a fold of events, and after a gap Resynced is the whole truth. What only we know (the menu's steps,
since when a state has lasted) is carried over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import reduce

from hotline.events import (
    AgentDidNotAnswer,
    AgentRung,
    AgentStateChanged,
    CallAnswered,
    CallArrived,
    CallEnded,
    CallEvent,
    CallHeld,
    CallLeftQueue,
    CallQueued,
    CallReleased,
    ConsultChanged,
    Event,
    LinkChanged,
    MenuStepTaken,
    OutgoingAnswered,
    OutgoingPlaced,
    OutsideAnswered,
    OutsideReleased,
    OutsideRung,
    Resynced,
    SurveyBegan,
)

BREAK = "break:"  # before the reason of a pause that the agent asked for
MOST_STEPS = 100  # kept of one call on the board; the books keep all
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class AgentState(StrEnum):
    """What an agent does, as a queue member."""

    OFFLINE = "offline"
    PAUSED = "paused"
    READY = "ready"
    RINGING = "ringing"
    TALKING = "talking"
    WRAP_UP = "wrap_up"


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


_WITHOUT_AGENT: Mapping[type[CallEvent], CallState] = {
    CallQueued: CallState.QUEUED,
    CallLeftQueue: CallState.MENU,
    OutsideRung: CallState.OUTSIDE,
    OutsideAnswered: CallState.OUTSIDE,
    OutsideReleased: CallState.MENU,
    SurveyBegan: CallState.SURVEY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One agent's desk. since: of the state, None where it is not known.

    call_id: the call that rings there or is talked on, else empty.
    """

    extension: str
    state: str = AgentState.OFFLINE
    reason: str = ""
    since: datetime | None = None
    call_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveCall:
    """A citizen on the line. since: of the state; extension: the agent it rings at or talks with, else empty.

    out: whether one of ours called; asked, asking: whom the agent asks while the citizen waits, and how far that is (as
    in ConsultChanged), both empty while nobody is.
    """

    id: str
    number: str = ""
    dialled: str = ""
    state: str = CallState.MENU
    arrived: datetime = _EPOCH
    since: datetime = _EPOCH
    extension: str = ""
    steps: tuple[MenuStepTaken, ...] = ()
    out: bool = False
    asked: str = ""
    asking: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Everything that is going on. fresh: True while Asterisk is heard without a gap; why: what is wrong."""

    seats: Mapping[str, Seat] = field(default_factory=dict)
    calls: Mapping[str, LiveCall] = field(default_factory=dict)
    fresh: bool = False
    why: str = ""

    def seat(self, extension: str) -> Seat:
        """The agent's desk; an empty one where the extension is not known."""
        return self.seats.get(extension) or Seat(extension=extension)

    def call_at(self, extension: str) -> LiveCall | None:
        """The call that rings at this desk or is talked on there."""
        return next((call for call in self.calls.values() if call.extension == extension), None)


def board_of(extensions: Iterable[str]) -> Board:
    """A board on which all these agents are offline."""
    return Board(seats={extension: Seat(extension=extension) for extension in extensions}, why="还没有连上电话系统")


def fold(board: Board, event: Event) -> Board:
    """The board after this event."""
    match event:
        case LinkChanged(fresh=fresh, why=why):
            return replace(board, fresh=fresh, why=why)
        case Resynced():
            return _anew(board, event)
        case AgentStateChanged():
            return _with_seat(board, _changed(board.seat(event.extension), event))
        case CallEvent():
            return _fold_call(board, event)
    return board


def _anew(board: Board, truth: Resynced) -> Board:
    empty = replace(board, seats={extension: Seat(extension=extension) for extension in board.seats}, calls={})
    fresh = reduce(fold, (*truth.agents, *truth.calls), empty)
    seats = {extension: _lasting(seat, board.seat(extension)) for extension, seat in fresh.seats.items()}
    calls = {call.id: _carried(call, board.calls.get(call.id)) for call in fresh.calls.values()}
    return replace(fresh, seats=seats, calls=calls)


def _lasting(seat: Seat, before: Seat) -> Seat:
    """A state that did not change has lasted since before the gap."""
    same = (seat.state, seat.reason, seat.call_id) == (before.state, before.reason, before.call_id)
    return replace(seat, since=before.since) if same else seat


def _carried(call: LiveCall, before: LiveCall | None) -> LiveCall:
    """What Asterisk does not know of a call is taken over. It does not know of hold: a call held stays held."""
    if before is None:
        return call
    held = before.state == CallState.HELD and call.state == CallState.TALKING and call.extension == before.extension
    state = CallState.HELD if held else call.state
    since = before.since if state == before.state else call.since
    return replace(call, steps=before.steps, state=state, since=since, arrived=before.arrived)


def _changed(seat: Seat, event: AgentStateChanged) -> Seat:
    busy = event.state in (AgentState.RINGING, AgentState.TALKING)
    call_id = seat.call_id if busy else ""
    since = seat.since if (seat.state, seat.reason) == (event.state, event.reason) else event.at
    return Seat(extension=event.extension, state=event.state, reason=event.reason, since=since, call_id=call_id)


def _fold_call(board: Board, event: CallEvent) -> Board:
    if isinstance(event, CallEnded):
        calls = {call_id: call for call_id, call in board.calls.items() if call_id != event.call_id}
        return _without_call_at_seats(replace(board, calls=calls), event.call_id, keep="")
    before = board.calls.get(event.call_id)
    if before is None:
        if not isinstance(event, CallArrived | CallQueued | AgentRung | CallAnswered | OutgoingPlaced):
            return board  # said late of a call that has ended: Asterisk's threads do not wait for each other
        before = LiveCall(id=event.call_id, arrived=event.at, since=event.at)
    call = _call_after(before, event)
    board = replace(board, calls={**board.calls, call.id: call})
    board = _without_call_at_seats(board, call.id, keep=call.extension)
    if call.extension and board.seat(call.extension).call_id != call.id:
        board = _with_seat(board, replace(board.seat(call.extension), call_id=call.id))
    return board


def _call_after(call: LiveCall, event: CallEvent) -> LiveCall:
    match event:
        case CallArrived(number=number, dialled=dialled):
            return replace(call, number=number, dialled=dialled, arrived=event.at)
        case MenuStepTaken():
            return replace(call, steps=(*call.steps, event)[-MOST_STEPS:])
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
    return call


def _in_state(call: LiveCall, state: CallState, at: datetime, extension: str = "") -> LiveCall:
    return replace(call, state=state, since=at, extension=extension)


def _without_call_at_seats(board: Board, call_id: str, *, keep: str) -> Board:
    for seat in board.seats.values():
        if seat.call_id == call_id and seat.extension != keep:
            board = _with_seat(board, replace(seat, call_id=""))
    return board


def _with_seat(board: Board, seat: Seat) -> Board:
    return replace(board, seats={**board.seats, seat.extension: seat})
