"""The live board: what the screens show is a fold of what happened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import reduce

from hotline.acts import WatchChanged
from hotline.agents.live_call import Watch
from hotline.agents.model import Board, Since, board_of, fold, recalled
from hotline.events import (
    AgentDidNotAnswer,
    AgentRung,
    AgentStateChanged,
    CallAnswered,
    CallArrived,
    CallEnded,
    CallHeld,
    CallLeftQueue,
    CallQueued,
    CallReleased,
    Event,
    LinkChanged,
    MenuStepTaken,
    OutsideAnswered,
    OutsideReleased,
    OutsideRung,
    Resynced,
    SurveyBegan,
)

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    """So many seconds after noon."""
    return NOON + timedelta(seconds=seconds)


def arrived(call: str = "c1", seconds: float = 0) -> CallArrived:
    """A citizen rings."""
    return CallArrived(at=at(seconds), call_id=call, number="13800138000", dialled="12345", channel="PJSIP/a-1")


def queued(call: str = "c1", seconds: float = 5) -> CallQueued:
    """The citizen waits."""
    return CallQueued(at=at(seconds), call_id=call, queue="hotline", position=1)


def rung(call: str = "c1", extension: str = "1001", seconds: float = 6) -> AgentRung:
    """An agent's phone rings."""
    return AgentRung(at=at(seconds), call_id=call, extension=extension)


def answered(call: str = "c1", extension: str = "1001", seconds: float = 8) -> CallAnswered:
    """They talk."""
    return CallAnswered(at=at(seconds), call_id=call, extension=extension, waited=3)


def agent(state: str, reason: str = "", extension: str = "1001", seconds: float = 0) -> AgentStateChanged:
    """A queue member as Asterisk sees it."""
    return AgentStateChanged(at=at(seconds), extension=extension, state=state, reason=reason)


def after(*events: Event, board: Board | None = None) -> Board:
    """The board after these events."""
    return reduce(fold, events, board or board_of(("1001", "1002")))


def test_a_call_goes_from_the_menu_to_the_queue_to_an_agent() -> None:
    """Each step is the call's state, with the time since when it lasts, and the agent who has it."""
    board = after(agent("ready"), arrived(), queued())
    assert (board.calls["c1"].state, board.calls["c1"].since) == ("queued", at(5))
    board = after(rung(), agent("ringing"), board=board)
    assert (board.calls["c1"].state, board.calls["c1"].extension) == ("ringing", "1001")
    assert board.seat("1001").call_id == "c1"
    board = after(answered(), agent("talking"), board=board)
    assert (board.calls["c1"].state, board.seat("1001").call_id) == ("talking", "c1")
    assert board.calls["c1"].arrived == NOON


def test_an_agent_who_does_not_answer_no_longer_has_the_call() -> None:
    """It waits again, and the paused desk shows why."""
    refused = AgentDidNotAnswer(at=at(20), call_id="c1", extension="1001")
    board = after(agent("ready"), arrived(), queued(), rung(), refused, agent("paused", "Auto-Pause"))
    assert (board.calls["c1"].state, board.calls["c1"].extension) == ("queued", "")
    seat = board.seat("1001")
    assert (seat.state, seat.reason, seat.call_id) == ("paused", "Auto-Pause", "")


def test_a_late_refusal_does_not_take_the_call_from_the_next_agent() -> None:
    """Asterisk may ring the next before it tells of the last."""
    refused = AgentDidNotAnswer(at=at(20), call_id="c1", extension="1001")
    board = after(arrived(), queued(), rung(), rung(extension="1002", seconds=19), refused)
    assert (board.calls["c1"].state, board.calls["c1"].extension) == ("ringing", "1002")
    assert (board.seat("1001").call_id, board.seat("1002").call_id) == ("", "c1")


def test_a_late_release_does_not_take_the_call_from_a_colleague() -> None:
    """A call that was passed on rings at the colleague's desk, whenever the first agent's leaving it is told."""
    released = CallReleased(at=at(30), call_id="c1", extension="1001", talked=22)
    board = after(arrived(), queued(), answered(), rung(extension="1002", seconds=29), released)
    assert (board.calls["c1"].state, board.calls["c1"].extension) == ("ringing", "1002")
    assert board.seat("1002").call_id == "c1"


def test_who_passed_a_call_on_does_not_take_it_off_hold() -> None:
    """The end of the first agent's hold says nothing of the colleague's talk."""
    unheld = CallHeld(at=at(30), call_id="c1", extension="1001", held=False)
    board = after(arrived(), queued(), answered(), rung(extension="1002", seconds=29), unheld)
    assert (board.calls["c1"].state, board.calls["c1"].extension) == ("ringing", "1002")


def test_hold_and_back() -> None:
    """A held call is shown as held, with its agent."""
    held = CallHeld(at=at(10), call_id="c1", extension="1001", held=True)
    board = after(arrived(), queued(), answered(), held)
    assert board.calls["c1"].state == "held"
    assert after(CallHeld(at=at(12), call_id="c1", extension="1001", held=False), board=board).calls["c1"].state == (
        "talking"
    )


def test_the_end_of_a_call_clears_the_board_and_the_desk() -> None:
    """Nothing of it stays."""
    released = CallReleased(at=at(60), call_id="c1", extension="1001", talked=52)
    ended = CallEnded(at=at(61), call_id="c1", cause=16)
    board = after(agent("talking"), arrived(), queued(), answered(), released, agent("wrap_up", "wrap-up"), ended)
    assert not board.calls
    assert (board.seat("1001").state, board.seat("1001").call_id) == ("wrap_up", "")


def test_a_caller_who_goes_to_the_menu_is_in_the_menu() -> None:
    """The steps taken there are on the call, in order."""
    left = CallLeftQueue(at=at(7), call_id="c1", queue="hotline", abandoned=False)
    step = MenuStepTaken(at=at(9), call_id="c1", node="main", pressed="1", heard="部门查询")
    board = after(arrived(), queued(), left, step)
    assert board.calls["c1"].state == "menu"
    assert board.calls["c1"].steps == (step,)


def test_the_truth_after_a_gap_replaces_everything() -> None:
    """Calls that ended in the gap are gone, agents who left are offline, and lasting states keep their time."""
    step = MenuStepTaken(at=at(1), call_id="c1", node="main", pressed="1", heard="")
    board = after(agent("ready"), agent("ready", extension="1002"), arrived(), step, queued(), arrived("c2"))
    truth = Resynced(at=at(60), agents=(agent("ready", seconds=60),), calls=(arrived(seconds=1), queued(seconds=6)))
    board = fold(board, truth)
    assert set(board.calls) == {"c1"}
    call = board.calls["c1"]
    assert (call.state, call.since, call.arrived, call.steps) == ("queued", at(5), NOON, (step,))
    assert (board.seat("1001").since, board.seat("1002").state) == (NOON, "offline")


def test_a_call_that_rings_during_the_gap_is_at_its_desk() -> None:
    """After a restart the agent who is being rung is known again."""
    truth = Resynced(at=at(9), agents=(agent("ringing", seconds=9),), calls=(arrived(), queued(), rung()))
    board = fold(board_of(("1001",)), truth)
    assert (board.seat("1001").call_id, board.calls["c1"].state) == ("c1", "ringing")


def test_hold_survives_a_gap() -> None:
    """Asterisk does not tell of hold when it is asked, so what was known stays."""
    held = CallHeld(at=at(10), call_id="c1", extension="1001", held=True)
    board = after(arrived(), queued(), answered(), held)
    truth = Resynced(at=at(30), agents=(agent("talking", seconds=30),), calls=(arrived(), rung(), answered()))
    assert fold(board, truth).calls["c1"].state == "held"


def test_a_stale_link_is_said_with_its_reason() -> None:
    """The board stays, marked."""
    board = after(agent("ready"), LinkChanged(at=at(3), fresh=False, why="Asterisk does not answer."))
    assert (board.fresh, board.why) == (False, "Asterisk does not answer.")
    assert board.seat("1001").state == "ready"


def test_what_is_said_late_of_an_ended_call_does_not_bring_it_back() -> None:
    """Asterisk tells the end of a call and the agent's release from two threads."""
    ended = CallEnded(at=at(60), call_id="c1", cause=16)
    released = CallReleased(at=at(60), call_id="c1", extension="1001", talked=52)
    step = MenuStepTaken(at=at(60), call_id="c1", node="main", pressed="1", heard="")
    assert not after(arrived(), queued(), answered(), ended, released, step).calls


def test_a_call_at_a_telephone_outside_waits_for_nobody() -> None:
    """Ringing there or talking: it is outside; when that is over it is the menu's or the queue's again."""
    outside = {"call_id": "c1", "number": "110"}
    board = after(arrived(), queued(), OutsideRung(at=at(6), **outside))
    assert (board.calls["c1"].state, board.calls["c1"].since) == ("outside", at(6))
    board = after(OutsideAnswered(at=at(9), **outside), board=board)
    assert (board.calls["c1"].state, board.calls["c1"].since) == ("outside", at(9))
    board = after(OutsideReleased(at=at(10), talked=1, **outside), board=board)
    assert board.calls["c1"].state == "menu"


def test_who_is_asked_how_it_was_is_at_no_desk() -> None:
    """Whichever of the two the line tells first, the agent is free of the call; who asks for a person waits again."""
    talking = after(agent("talking"), arrived(), queued(), answered())
    released, survey = (
        CallReleased(at=at(20), call_id="c1", extension="1001", talked=12),
        SurveyBegan(at=at(20), call_id="c1"),
    )
    for told in ((released, survey), (survey, released)):
        board = after(*told, board=talking)
        assert (board.calls["c1"].state, board.calls["c1"].extension) == ("survey", "")
        assert board.seat("1001").call_id == ""
    assert after(queued(seconds=30), board=board).calls["c1"].state == "queued"


def watched(way: str, seconds: float, by: str = "1005", watch: str = "watch-1") -> WatchChanged:
    """A supervisor's telephone in the call."""
    return WatchChanged(at=at(seconds), call_id="c1", watch=watch, agent="1001", by=by, way=way)


def test_a_wait_lasts_through_every_ring_that_nobody_answers() -> None:
    """It is counted from the queue, not from the last ring, and is over when somebody answers."""
    refused = AgentDidNotAnswer(at=at(20), call_id="c1", extension="1001")
    for events in ((), (rung(),), (rung(), refused), (rung(), refused, rung(extension="1002", seconds=21))):
        assert after(arrived(), queued(), *events).calls["c1"].waits == at(5)
    assert after(arrived(), queued(), rung(), answered()).calls["c1"].waits is None
    left = CallLeftQueue(at=at(7), call_id="c1", queue="hotline", abandoned=False)
    assert after(arrived(), queued(), left).calls["c1"].waits is None


def test_a_wait_survives_a_gap_and_is_not_invented_by_one() -> None:
    """Asterisk knows it to a second; what we know is better. A call that a colleague passes on is in no queue."""
    before = after(arrived(), queued(), rung())
    truth = Resynced(at=at(30), agents=(), calls=(arrived(), queued(seconds=6), rung(seconds=29)))
    assert fold(before, truth).calls["c1"].waits == at(5)
    truth = Resynced(at=at(30), agents=(), calls=(arrived(), rung(seconds=29)))
    assert fold(before, truth).calls["c1"].waits is None


def test_who_hears_a_call_is_on_it_until_it_is_over() -> None:
    """Several may; each in one way; and what is told of a call that has ended changes nothing."""
    board = after(arrived(), queued(), answered(), watched("listen", 10), watched("listen", 11, "1006", "watch-2"))
    board = after(watched("whisper", 12), board=board)
    assert board.calls["c1"].watched == (
        Watch(name="watch-2", by="1006", way="listen"),
        Watch(name="watch-1", by="1005", way="whisper"),
    )
    board = after(watched("over", 13), board=board)
    assert [one.by for one in board.calls["c1"].watched] == ["1006"]
    assert not after(CallEnded(at=at(14), call_id="c1", cause=16), watched("over", 15), board=board).calls


def test_who_hears_a_call_is_known_after_a_gap() -> None:
    """As Asterisk tells it, and nobody else."""
    before = after(arrived(), queued(), answered(), watched("listen", 10, "1006", "watch-2"))
    truth = Resynced(at=at(30), agents=(), calls=(arrived(), rung(), answered(), watched("join", 12)))
    assert [(one.by, one.way) for one in fold(before, truth).calls["c1"].watched] == [("1005", "join")]


def test_what_lasts_since_before_a_restart_is_not_counted_from_the_restart() -> None:
    """The books saw when a state and a talk began; another state, or another agent's talk, they did not."""
    truth = Resynced(
        at=at(90),
        agents=(agent("paused", "break:用餐", seconds=90), agent("ready", extension="1002", seconds=90)),
        calls=(arrived(), rung(seconds=70), answered(seconds=70)),
    )
    board = fold(board_of(("1001", "1002")), truth)
    known = (
        Since(of="1001", state="paused", reason="break:用餐", began=at(-600)),
        Since(of="1002", state="paused", began=at(-700)),
        Since(of="c1", state="1001", began=at(75)),
        Since(of="gone", state="1001", began=at(1)),
    )
    board = recalled(board, known)
    assert (board.seat("1001").since, board.seat("1002").since) == (at(-600), at(90))
    assert board.calls["c1"].since == at(75)
    assert recalled(fold(board_of(()), truth), (Since(of="c1", state="1002", began=at(75)),)).calls["c1"].since == at(
        70
    )
