"""When a conversation that was shed tries again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hotline.answering.room import FIRST, LASTING, LONGEST, STEADY, Room


def tries(room: Room, since: float, *, until: float) -> float:
    """When it tries, looked at every second, with room all the time."""
    at = since
    while at < until:
        if room.is_there(at, hears=True):
            return at
        at += 1.0
    return -1.0


def test_room_must_have_been_there_for_a_while() -> None:
    """A moment of it is no room."""
    room = Room()
    room.refused(0.0)
    assert not room.is_there(FIRST, hears=True)
    assert not room.is_there(FIRST + STEADY - 1, hears=False)
    assert not room.is_there(FIRST + STEADY, hears=True)
    assert room.is_there(FIRST + 2 * STEADY, hears=True)


def test_what_is_taken_away_again_soon_is_tried_twice_as_late() -> None:
    """So that nothing flaps; at last every few minutes."""
    room, at, waits = Room(), 0.0, []
    for _ in range(7):
        room.taken(at)
        room.refused(at + 1)
        again = tries(room, at + 1, until=at + 2 * LONGEST)
        waits.append(again - at - 1)
        at = again
    assert waits == [FIRST, 2 * FIRST, 4 * FIRST, 8 * FIRST, LONGEST, LONGEST, LONGEST]


def test_a_transcript_that_lasted_begins_anew() -> None:
    """Being shed after minutes is no flapping; nor is one that never had room."""
    room = Room()
    for at in (0.0, 100.0):
        room.taken(at)
        room.refused(at + 1)
    room.taken(300.0)
    room.refused(300.0 + LASTING)
    assert tries(room, 300.0 + LASTING, until=1000) == 300.0 + LASTING + FIRST
    room.refused(500.0)
    assert tries(room, 500.0, until=1000) == 500.0 + FIRST


@given(steps=st.lists(st.tuples(st.booleans(), st.booleans(), st.floats(0.1, 50)), max_size=50))
def test_it_never_tries_within_the_first_seconds_after_it_was_refused(steps: list[tuple[bool, bool, float]]) -> None:
    """Whatever comes."""
    room, now, refused = Room(), 0.0, -FIRST
    for hears, refuses, later in steps:
        now += later
        if room.is_there(now, hears=hears):
            assert hears
            assert now - refused >= FIRST
            room.taken(now)
        elif refuses:
            room.refused(now)
            refused = now
