"""Who is at which desk, and which calls are on the line: the live board.

Pure: the board is a fold of events, and after a gap Resynced is the whole truth. What only we know (the menu's steps,
since when a state has lasted) is carried over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import reduce

from hotline.agents.live_call import CallState, LiveCall, call_after, carried
from hotline.events import (
    AgentRung,
    AgentStateChanged,
    CallAnswered,
    CallArrived,
    CallEnded,
    CallEvent,
    CallQueued,
    Event,
    LinkChanged,
    OutgoingPlaced,
    Resynced,
)

__all__ = ["BREAK", "AgentState", "Board", "CallState", "LiveCall", "Seat", "Since", "board_of", "fold", "recalled"]

BREAK = "break:"  # before the reason of a pause that the agent asked for


class AgentState(StrEnum):
    """What an agent does, as a queue member."""

    OFFLINE = "offline"
    PAUSED = "paused"
    READY = "ready"
    RINGING = "ringing"
    TALKING = "talking"
    WRAP_UP = "wrap_up"


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
class Since:
    """What the books say of a state or a talk that lasted when the hotline ended. of: extension, or a call's id.

    state: of the desk; of a call, the extension that had it.
    """

    of: str
    state: str
    reason: str = ""
    began: datetime


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
    calls = {call.id: carried(call, board.calls.get(call.id)) for call in fresh.calls.values()}
    return replace(fresh, seats=seats, calls=calls)


def recalled(board: Board, known: Iterable[Since]) -> Board:
    """The board after a start: what Asterisk only knows to last has lasted since the books saw its beginning."""
    for one in known:
        seat, call = board.seats.get(one.of), board.calls.get(one.of)
        if seat and seat.since and (seat.state, seat.reason) == (one.state, one.reason) and one.began < seat.since:
            board = _with_seat(board, replace(seat, since=one.began))
        elif call and call.state == CallState.TALKING and call.extension == one.state:
            board = replace(board, calls={**board.calls, call.id: replace(call, since=one.began)})
    return board


def _lasting(seat: Seat, before: Seat) -> Seat:
    """A state that did not change has lasted since before the gap."""
    same = (seat.state, seat.reason, seat.call_id) == (before.state, before.reason, before.call_id)
    return replace(seat, since=before.since) if same else seat


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
    call = call_after(before, event)
    board = replace(board, calls={**board.calls, call.id: call})
    board = _without_call_at_seats(board, call.id, keep=call.extension)
    if call.extension and board.seat(call.extension).call_id != call.id:
        board = _with_seat(board, replace(board.seat(call.extension), call_id=call.id))
    return board


def _without_call_at_seats(board: Board, call_id: str, *, keep: str) -> Board:
    for seat in board.seats.values():
        if seat.call_id == call_id and seat.extension != keep:
            board = _with_seat(board, replace(seat, call_id=""))
    return board


def _with_seat(board: Board, seat: Seat) -> Board:
    return replace(board, seats={**board.seats, seat.extension: seat})
