"""A call as it is remembered: what each event means for it. Pure; the store keeps what fold() returns.

Rule: hearing an event twice is the same as hearing it once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from hotline.events import (
    CallAnswered,
    CallArrived,
    CallEnded,
    CallEvent,
    CallLeftQueue,
    CallQueued,
    CallReleased,
    MenuStepTaken,
    OutgoingAnswered,
    OutgoingPlaced,
    OutgoingReleased,
    OutgoingRung,
    OutsideAnswered,
)


class Direction(StrEnum):
    """Who called whom."""

    IN = "in"  # a citizen called the hotline
    OUT = "out"  # one of ours called a citizen


class Outcome(StrEnum):
    """What came of a call; while it is live (`ended` is None), where it stands."""

    MENU = "menu"  # served by the menu, or still in it
    QUEUED = "queued"  # waits for a person; only while live
    ABANDONED = "abandoned"  # hung up while waiting
    ANSWERED = "answered"  # talked with an agent
    TRANSFERRED = "transferred"  # talked with somebody at a telephone outside, as 110, and with no agent
    LOST = "lost"  # its end, or all but its end, was not seen
    PLACED = "placed"  # of ours: our own telephone rings, or was not answered, and the citizen's never rang
    UNREACHED = "unreached"  # of ours: the citizen's telephone rings, or was not answered


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCall:
    """A call, live or over.

    number: normalised, "" where hidden; queued and answered: the first time; extension: who answered last, ""
    for nobody; agent: user name of whoever sat there then, "" for nobody known; waited, talked: whole seconds; cause:
    Q.850.
    Of a call of ours: ticket, request: what it is about, "" and 0 for none; by: user name of whoever called, and
    arrived is when it was asked for.
    """

    id: str
    number: str
    dialled: str
    arrived: datetime
    queued: datetime | None
    answered: datetime | None
    released: datetime | None
    ended: datetime | None
    extension: str
    waited: int
    talked: int
    outcome: Outcome
    cause: int | None
    direction: Direction = Direction.IN
    ticket: str = ""
    request: int = 0
    by: str = ""
    agent: str = ""

    @property
    def is_told(self) -> bool:
        """Whether it is over and its talk is told: whoever called may be off the line a moment after the citizen."""
        return self.ended is not None and (self.answered is None or self.released is not None)


def matters(event: object) -> bool:
    """True for the events of which a call's record is made."""
    return isinstance(
        event,
        CallArrived
        | MenuStepTaken
        | CallQueued
        | CallAnswered
        | CallReleased
        | CallLeftQueue
        | OutsideAnswered
        | OutgoingPlaced
        | OutgoingRung
        | OutgoingAnswered
        | OutgoingReleased
        | CallEnded,
    )


def unseen(event: CallEvent) -> PastCall:
    """A call of which this event is the first that was heard."""
    return PastCall(
        id=event.call_id,
        number="",
        dialled="",
        arrived=event.at,
        queued=None,
        answered=None,
        released=None,
        ended=None,
        extension="",
        waited=0,
        talked=0,
        outcome=Outcome.LOST if isinstance(event, CallEnded) else Outcome.MENU,
        cause=None,
    )


def fold(call: PastCall, event: CallEvent) -> PastCall:
    """The call after this event. number must be normalised already."""
    match event:
        case CallArrived():
            after = _arrived(call, event)
        case CallQueued():
            after = _where(replace(call, queued=call.queued or event.at), Outcome.QUEUED)
        case CallAnswered():
            after = _answered(call, event.at, event.extension, event.waited)
        case CallReleased():
            after = _released(call, event.at, event.extension, event.talked)
        case CallLeftQueue():
            after = _left(call, event)
        case OutsideAnswered():
            after = _where(call, Outcome.TRANSFERRED)
        case CallEnded():
            after = _ended(call, event)
        case _:
            after = _of_ours(call, event)
    return after


def _of_ours(call: PastCall, event: CallEvent) -> PastCall:
    """A call of ours to a citizen, after this event."""
    match event:
        case OutgoingPlaced():
            return _placed(call, event)
        case OutgoingRung():
            return _where(call, Outcome.UNREACHED)
        case OutgoingAnswered():
            return _answered(call, event.at, event.extension)
        case OutgoingReleased():
            return _released(call, event.at, event.extension, event.talked)
    return call


def lose(call: PastCall, at: datetime) -> PastCall:
    """A live call that Asterisk no longer knows; one whose talk was told to its end was answered."""
    return replace(call, ended=at, outcome=Outcome.ANSWERED if call.released else Outcome.LOST)


def revive(call: PastCall, seen_live: datetime) -> PastCall:
    """A call that Asterisk saw live at that time; one that ended only after it stays over."""
    if call.ended is None or call.ended > seen_live:
        return call
    first = Outcome.PLACED if call.direction is Direction.OUT else Outcome.MENU
    at_hand = Outcome.ANSWERED if call.answered else Outcome.QUEUED if call.queued else first
    return replace(call, ended=None, cause=None, outcome=at_hand)


def _placed(call: PastCall, event: OutgoingPlaced) -> PastCall:
    """What the row knows of it stays: after a gap it is told again with less."""
    return replace(
        _where(call, Outcome.PLACED) if call.outcome is Outcome.MENU else call,
        direction=Direction.OUT,
        number=call.number or event.number,
        arrived=min(call.arrived, event.at),
        extension=call.extension or event.extension,
        ticket=call.ticket or event.ticket,
        request=call.request or event.request,
        by=call.by or event.by,
    )


def _arrived(call: PastCall, event: CallArrived) -> PastCall:
    """A row made by a later event is completed; a row that is complete keeps its exact time."""
    known = bool(call.dialled or call.number)
    return replace(
        call,
        number=call.number or event.number,
        dialled=call.dialled or event.dialled,
        arrived=call.arrived if known else min(call.arrived, event.at),
    )


def _left(call: PastCall, event: CallLeftQueue) -> PastCall:
    if not event.abandoned:
        return _where(call, Outcome.MENU)
    return _reckon_wait(_where(call, Outcome.ABANDONED), event.at)


def _where(call: PastCall, outcome: Outcome) -> PastCall:
    """Once answered, or once over, a call's outcome stays."""
    return call if call.answered or call.ended else replace(call, outcome=outcome)


def _reckon_wait(call: PastCall, until: datetime) -> PastCall:
    if call.waited or call.answered or call.queued is None:
        return call
    return replace(call, waited=max(0, int((until - call.queued).total_seconds())))


def _answered(call: PastCall, at: datetime, extension: str, waited: int = 0) -> PastCall:
    if call.answered is not None:
        # an event told twice, or told again by a resync, must not bring back an earlier agent
        return replace(call, extension=extension) if at > (call.released or call.answered) else call
    # after a gap Asterisk no longer knows how long the citizen waited, and says 0
    reckoned = call if waited else _reckon_wait(call, at)
    return replace(
        reckoned, answered=at, extension=extension, waited=waited or reckoned.waited, outcome=Outcome.ANSWERED
    )


def _released(call: PastCall, at: datetime, extension: str, talked: int) -> PastCall:
    if call.released is not None and at <= call.released:
        return call
    return replace(
        call,
        answered=call.answered or at,
        released=at,
        extension=extension,
        talked=call.talked + talked,
        outcome=Outcome.ANSWERED,
    )


def _ended(call: PastCall, event: CallEnded) -> PastCall:
    if call.ended is not None and call.outcome is not Outcome.LOST:
        return replace(call, cause=call.cause if call.cause is not None else event.cause)
    over = replace(call, ended=call.ended or event.at, cause=event.cause)
    if over.answered:
        return replace(over, outcome=Outcome.ANSWERED)
    if over.outcome is Outcome.QUEUED:
        return _reckon_wait(replace(over, outcome=Outcome.ABANDONED), event.at)
    return over
