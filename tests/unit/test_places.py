"""A caller who went to the menu comes back to the same place in the line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hotline.calls.places import Places
from hotline.events import CallAnswered, CallEnded, CallLeftQueue, CallQueued, Resynced

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def queued(call_id: str, seconds: int) -> CallQueued:
    """A caller who joins so many seconds after the start."""
    return CallQueued(at=START + timedelta(seconds=seconds), call_id=call_id, queue="hotline", position=1)


def line_of(*calls: str) -> Places:
    """Callers who joined one second after the other."""
    places = Places()
    for second, call in enumerate(calls):
        places.hear(queued(call, second))
    return places


async def test_the_place_is_kept_by_the_first_joining() -> None:
    """Who left as the second of three comes back as the second, however long the menu took."""
    places = line_of("a", "b", "c")
    places.hear(CallLeftQueue(at=START, call_id="b", queue="hotline", abandoned=False))
    assert await places.position("b", 0) == 2
    places.hear(queued("b", 60))
    places.hear(CallLeftQueue(at=START, call_id="b", queue="hotline", abandoned=False))
    assert await places.position("b", 0) == 2


async def test_those_who_were_answered_or_left_do_not_count() -> None:
    """The line moves up while a caller is in the menu."""
    places = line_of("a", "b", "c")
    places.hear(CallLeftQueue(at=START, call_id="c", queue="hotline", abandoned=False))
    places.hear(CallAnswered(at=START, call_id="a", extension="1001", waited=3))
    places.hear(CallEnded(at=START, call_id="b", cause=16))
    assert await places.position("c", 0) == 1


async def test_after_a_gap_the_truth_replaces_the_line() -> None:
    """A call that ended unseen no longer counts, and one still waiting keeps its first joining."""
    places = line_of("gone", "here")
    places.hear(Resynced(at=START, agents=(), calls=(queued("here", 100),)))
    assert await places.position("new", int(START.timestamp()) + 50) == 2
    assert await places.position("older", int(START.timestamp())) == 1
