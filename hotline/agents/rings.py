"""What became of each ring at an agent's phone: the fold over a call's events.

Rule: a ring is known by its call, its phone and its beginning; an event heard twice, or late, changes nothing, and the
picture after a gap closes what it does not show.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from hotline.events import (
    AgentDidNotAnswer,
    AgentRung,
    CallAnswered,
    CallEnded,
    CallEvent,
    CallLeftQueue,
    CallQueued,
    CallReleased,
    Resynced,
)

RECKONED = timedelta(seconds=2)  # within which two words of the telephone's are about the same


class RingOutcome(StrEnum):
    """What came of a ring."""

    RINGING = "ringing"
    """It rings."""
    ANSWERED = "answered"
    """The agent took the call."""
    MISSED = "missed"
    """It rang out, or the phone was not there."""
    REFUSED = "refused"
    """The agent said no."""
    GONE = "gone"
    """The citizen gave up or left, or somebody else took the call."""
    LOST = "lost"
    """Nobody saw what came of it: the hotline was not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """One ring. answered: None where it was not; over: the end of the ring, or of the talk, None before it.

    talked: whole seconds, 0 where its end was not seen.
    """

    call_id: str
    extension: str
    rung: datetime
    outcome: RingOutcome = RingOutcome.RINGING
    answered: datetime | None = None
    over: datetime | None = None
    talked: int = 0


Rings = tuple[Ring, ...]


def rings_after(rings: Rings, event: CallEvent | Resynced) -> Rings:
    """These rings after the event, and those that it begins. rings: of the event's call, or all that are open."""
    if isinstance(event, Resynced):
        return _resynced(rings, event)
    match event:
        case AgentRung(extension=extension):
            return _rung(rings, event, extension)
        case AgentDidNotAnswer(extension=extension, refused=refused):
            return (
                _refused(rings, event, extension)
                if refused
                else _ended(rings, event, RingOutcome.MISSED, only=extension)
            )
        case CallAnswered(extension=extension):
            return _answered(rings, event, extension)
        case CallReleased(extension=extension, talked=talked):
            return _released(rings, event, extension, talked)
        case CallQueued() | CallLeftQueue() | CallEnded():
            return _ended(rings, event, RingOutcome.GONE)
    return rings


def matters(event: CallEvent) -> bool:
    """Whether an event can change a ring."""
    return isinstance(
        event, AgentRung | AgentDidNotAnswer | CallAnswered | CallReleased | CallQueued | CallLeftQueue | CallEnded
    )


def _latest(rings: Rings, event: CallEvent, extension: str) -> Ring | None:
    of_both = [ring for ring in rings if (ring.call_id, ring.extension) == (event.call_id, extension)]
    return max(of_both, key=lambda ring: ring.rung, default=None)


def _rung(rings: Rings, event: CallEvent, extension: str) -> Rings:
    last = _latest(rings, event, extension)
    if last is not None and _known(last, event.at):
        return rings
    fresh = Ring(call_id=event.call_id, extension=extension, rung=event.at)
    if last is None or last.over is not None:
        return (*rings, fresh)
    # it was lost and is offered again before its end was told
    return (*(replace(ring, over=event.at) if ring == last else ring for ring in rings), fresh)


def _known(last: Ring, at: datetime) -> bool:
    """Whether a ring at this time is the one that is known: it goes on, or it was over by then."""
    if last.over is not None:
        return at <= last.over
    return last.answered is None or at <= last.answered + RECKONED


def _answered(rings: Rings, event: CallEvent, extension: str) -> Rings:
    last = _latest(rings, event, extension)
    if last is None or (last.over is not None and event.at > last.over):  # the ring itself was not heard
        last = Ring(call_id=event.call_id, extension=extension, rung=event.at)
    elif last.outcome is not RingOutcome.RINGING:
        return rings
    taken = replace(last, outcome=RingOutcome.ANSWERED, answered=max(event.at, last.rung))
    others = (ring for ring in rings if (ring.call_id, ring.extension, ring.rung) != _key(last))
    return (*_ended(tuple(others), event, RingOutcome.GONE), taken)


def _released(rings: Rings, event: CallEvent, extension: str, talked: int) -> Rings:
    last = _latest(rings, event, extension)
    if last is None or last.outcome is not RingOutcome.ANSWERED or last.over is not None:
        return rings
    over = replace(last, over=max(event.at, last.answered or last.rung), talked=talked)
    return tuple(over if _key(ring) == _key(last) else ring for ring in rings)


def _ended(rings: Rings, event: CallEvent, outcome: RingOutcome, *, only: str = "") -> Rings:
    """What rings for this call rings no more. A call that is talked on goes on until it is released."""
    return tuple(
        replace(ring, outcome=outcome, over=max(event.at, ring.rung))
        if ring.outcome is RingOutcome.RINGING
        and ring.call_id == event.call_id
        and only in ("", ring.extension)
        and event.at >= ring.rung
        else ring
        for ring in rings
    )


def _refused(rings: Rings, event: CallEvent, extension: str) -> Rings:
    """The no may be told after the queue's word that nobody answered."""
    last = _latest(rings, event, extension)
    if last is None or last.outcome is not RingOutcome.MISSED or not last.over or event.at > last.over + RECKONED:
        return _ended(rings, event, RingOutcome.REFUSED, only=extension)
    no = replace(last, outcome=RingOutcome.REFUSED)
    return tuple(no if ring == last else ring for ring in rings)


def _resynced(rings: Rings, truth: Resynced) -> Rings:
    for event in truth.calls:
        # when the caller joined the line is told to a second only, and might seem to end a ring
        if not isinstance(event, CallQueued):
            rings = rings_after(rings, event)
    live = {(event.call_id, event.extension) for event in truth.calls if isinstance(event, AgentRung | CallAnswered)}
    return tuple(
        ring if ring.over or (ring.call_id, ring.extension) in live else _lost(ring, truth.at) for ring in rings
    )


def _lost(ring: Ring, at: datetime) -> Ring:
    outcome = ring.outcome if ring.answered else RingOutcome.LOST
    return replace(ring, outcome=outcome, over=max(at, ring.rung))


def _key(ring: Ring) -> tuple[str, str, datetime]:
    return ring.call_id, ring.extension, ring.rung


def changed(before: Iterable[Ring], after: Iterable[Ring]) -> list[Ring]:
    """Those that are new, or not as they were."""
    known = set(before)
    return [ring for ring in after if ring not in known]
