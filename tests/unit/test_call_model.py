"""What a call's events mean for its record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hotline.calls.model import Outcome, PastCall, fold, lose, revive, unseen
from hotline.events import (
    CallAnswered,
    CallArrived,
    CallEnded,
    CallEvent,
    CallLeftQueue,
    CallQueued,
    CallReleased,
    MenuStepTaken,
    OutsideAnswered,
)

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def at(second: int) -> datetime:
    """So many seconds after the start."""
    return START + timedelta(seconds=second)


def arrived(second: int = 0) -> CallArrived:
    """A call comes in."""
    return CallArrived(at=at(second), call_id="1.1", number="13800138000", dialled="12345", channel="PJSIP/a-1")


def queued(second: int) -> CallQueued:
    """The caller waits."""
    return CallQueued(at=at(second), call_id="1.1", queue="hotline", position=1)


def left(second: int, *, abandoned: bool) -> CallLeftQueue:
    """The caller waits no more."""
    return CallLeftQueue(at=at(second), call_id="1.1", queue="hotline", abandoned=abandoned)


def answered(second: int, extension: str = "1001", waited: int = 7) -> CallAnswered:
    """An agent answers."""
    return CallAnswered(at=at(second), call_id="1.1", extension=extension, waited=waited)


def released(second: int, extension: str = "1001", talked: int = 20) -> CallReleased:
    """An agent is off the call."""
    return CallReleased(at=at(second), call_id="1.1", extension=extension, talked=talked)


def ended(second: int) -> CallEnded:
    """The caller is gone."""
    return CallEnded(at=at(second), call_id="1.1", cause=16)


def outside(second: int) -> OutsideAnswered:
    """Somebody at a telephone outside answers."""
    return OutsideAnswered(at=at(second), call_id="1.1", number="110")


def step(second: int) -> MenuStepTaken:
    """A key in the menu."""
    return MenuStepTaken(at=at(second), call_id="1.1", node="menu", pressed="1", heard="")


def told(*events: CallEvent) -> PastCall:
    """The record after these events, each heard twice."""
    call = unseen(events[0])
    for event in events:
        call = fold(fold(call, event), event)
    return call


@pytest.mark.parametrize(
    ("events", "outcome", "waited", "talked"),
    [
        ((arrived(), ended(4)), Outcome.MENU, 0, 0),
        ((arrived(), queued(3)), Outcome.QUEUED, 0, 0),
        ((arrived(), outside(3), ended(9)), Outcome.TRANSFERRED, 0, 0),
        ((arrived(), answered(3), outside(5), ended(9)), Outcome.ANSWERED, 7, 0),
        ((arrived(), queued(3), ended(10)), Outcome.ABANDONED, 7, 0),
        ((arrived(), queued(3), left(9, abandoned=True), ended(10)), Outcome.ABANDONED, 6, 0),
        ((arrived(), queued(3), left(9, abandoned=False), step(12), ended(20)), Outcome.MENU, 0, 0),
        ((arrived(), queued(3), answered(10), released(30), ended(31)), Outcome.ANSWERED, 7, 20),
        ((arrived(), queued(3), answered(10), ended(30), released(30)), Outcome.ANSWERED, 7, 20),
        ((answered(10), released(30), ended(31)), Outcome.ANSWERED, 7, 20),
        ((ended(31),), Outcome.LOST, 0, 0),
    ],
)
def test_what_came_of_a_call(events: tuple[CallEvent, ...], outcome: Outcome, waited: int, talked: int) -> None:
    """The outcome, the wait and the talk follow from the events, also when each is heard twice."""
    call = told(*events)
    assert (call.outcome, call.waited, call.talked) == (outcome, waited, talked)


def test_a_second_agent_adds_to_the_talk_and_is_the_last_who_answered() -> None:
    """After a lost line the citizen is queued again, and the first wait is the one that counts."""
    call = told(
        arrived(),
        queued(3),
        answered(10),
        released(30),
        queued(30),
        answered(35, "1002", waited=5),
        released(65, "1002", talked=30),
        ended(66),
    )
    assert (call.extension, call.waited, call.talked) == ("1002", 7, 50)
    assert (call.queued, call.answered, call.released, call.ended) == (at(3), at(10), at(65), at(66))


def test_a_call_whose_arrival_is_heard_late_is_completed() -> None:
    """A step that overtakes the arrival makes the record; the arrival fills in the number and the earlier time."""
    call = told(step(2), arrived(0))
    assert (call.number, call.dialled, call.arrived) == ("13800138000", "12345", at(0))


def test_an_arrival_reckoned_after_a_gap_does_not_replace_the_exact_time() -> None:
    """What was heard at the time is better than what is counted back."""
    assert told(arrived(5), arrived(4)).arrived == at(5)


def test_after_a_gap_the_wait_is_reckoned_from_the_queue() -> None:
    """Asterisk then says 0 seconds."""
    assert told(arrived(), queued(3), answered(10, waited=0)).waited == 7


def test_a_call_whose_talk_was_told_is_answered_though_its_end_was_not_seen() -> None:
    """The agent had hung up, and the caller was being asked how it was, when the hotline was gone."""
    gone = lose(told(arrived(), queued(3), answered(10), released(15)), at(30))
    assert (gone.outcome, gone.ended, gone.is_told) == (Outcome.ANSWERED, at(30), True)


def test_a_lost_call_that_is_seen_again_lives() -> None:
    """But a call that ended after Asterisk was asked stays over."""
    lost = lose(told(arrived(), queued(3)), at(20))
    assert (lost.outcome, lost.ended) == (Outcome.LOST, at(20))
    assert revive(lost, at(30)) == told(arrived(), queued(3))
    assert revive(told(arrived(), ended(40)), at(30)).ended == at(40)
