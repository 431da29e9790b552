"""Calls of ours to citizens: what Asterisk's words mean, for the record, the board, and after a gap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import reduce

import pytest

from hotline.agents.model import board_of
from hotline.agents.model import fold as on_board
from hotline.answering.contact_keeper import proof_of
from hotline.calls.model import Direction, Outcome, PastCall, fold, lose, revive, unseen
from hotline.calls.outgoing import call_id_of
from hotline.events import (
    AgentRung,
    CallAnswered,
    CallEnded,
    CallEvent,
    CallQueued,
    OutgoingAnswered,
    OutgoingPlaced,
    OutgoingReleased,
    OutgoingRung,
)
from hotline.storage.citizens import can_be_rung
from hotline.telephony.resync import picture
from hotline.telephony.translate import Translator
from hotline.web.shapes import live_call_json, masked

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ID = "out-0123456789abcdef01234567"
NUMBER = "13800138000"


def at(second: int) -> datetime:
    """So many seconds after the start."""
    return START + timedelta(seconds=second)


PLACED = OutgoingPlaced(
    at=at(0), call_id=ID, number=NUMBER, extension="1001", by="agent1", ticket="2600000019", request=0
)
RUNG = OutgoingRung(at=at(2), call_id=ID)
ANSWERED = OutgoingAnswered(at=at(9), call_id=ID, extension="1001")
RELEASED = OutgoingReleased(at=at(51), call_id=ID, extension="1001", talked=42)
ENDED = CallEnded(at=at(51), call_id=ID, cause=16)


def told(*events: CallEvent) -> PastCall:
    """The record after these events, each heard twice."""
    call = unseen(events[0])
    for event in events:
        call = fold(fold(call, event), event)
    return call


@pytest.mark.parametrize(
    ("events", "outcome", "talked", "proof"),
    [
        ((PLACED,), Outcome.PLACED, 0, {}),
        ((PLACED, ENDED), Outcome.PLACED, 0, {}),
        ((PLACED, RUNG, ENDED), Outcome.UNREACHED, 0, {"call": ID, "reached": False, "talked": 0}),
        ((PLACED, RUNG, ANSWERED, RELEASED, ENDED), Outcome.ANSWERED, 42, {"call": ID, "reached": True, "talked": 42}),
        ((PLACED, RUNG, ANSWERED, ENDED, RELEASED), Outcome.ANSWERED, 42, {"call": ID, "reached": True, "talked": 42}),
    ],
)
def test_what_came_of_a_call_of_ours(
    events: tuple[CallEvent, ...], outcome: Outcome, talked: int, proof: dict[str, object]
) -> None:
    """And what it proves: a call that rang at nobody's proves nothing."""
    call = told(*events)
    assert (call.direction, call.outcome, call.talked) == (Direction.OUT, outcome, talked)
    assert (call.number, call.ticket, call.by, call.extension) == (NUMBER, "2600000019", "agent1", "1001")
    assert proof_of(call) == proof


def test_a_call_is_told_when_its_talk_is() -> None:
    """Whoever called may be off the line a moment after the citizen: the end alone says too little."""
    assert not told(PLACED, RUNG, ANSWERED, ENDED).is_told
    assert told(PLACED, RUNG, ANSWERED, ENDED, RELEASED).is_told
    assert told(PLACED, RUNG, ENDED).is_told


def test_a_colleague_adds_to_the_talk_of_a_call_that_was_passed_on() -> None:
    """The citizen who comes back to the queue by a lost line is no caller who gave up."""
    queued = CallQueued(at=at(52), call_id=ID, queue="hotline", position=1)
    taken = CallAnswered(at=at(60), call_id=ID, extension="1002", waited=8)
    call = told(PLACED, RUNG, ANSWERED, RELEASED, queued, taken)
    assert (call.extension, call.outcome, call.talked) == ("1002", Outcome.ANSWERED, 42)
    assert told(PLACED, RUNG, ANSWERED, RELEASED, queued, ENDED).outcome is Outcome.ANSWERED


def test_after_a_gap_the_row_knows_more_than_asterisk() -> None:
    """What it was about stays; a call that Asterisk still has lives again, as one of ours."""
    known, again = told(PLACED), OutgoingPlaced(at=at(1), call_id=ID, number=NUMBER, extension="1001")
    assert fold(known, again) == known
    assert revive(lose(known, at(5)), at(8)) == known


def test_the_board_shows_whom_we_call_with_a_masked_number() -> None:
    """Calling, then talking; the desk has the call, and the number is nobody's to read."""
    board = reduce(on_board, (PLACED, RUNG), board_of(["1001"]))
    assert (board.calls[ID].state, board.calls[ID].out, board.seat("1001").call_id) == ("calling", True, ID)
    told_json = live_call_json(board.calls[ID])
    assert (told_json["number"], told_json["out"]) == ("138*****000", True)
    board = on_board(board, ANSWERED)
    assert (board.calls[ID].state, board.calls[ID].extension) == ("talking", "1001")
    assert on_board(board, ENDED).calls == {}


@pytest.mark.parametrize(
    ("number", "shown"),
    [("", ""), ("110", "1*0"), ("12", "**"), ("075781234567", "075******567"), ("5551234", "55***34")],
)
def test_a_masked_number_shows_its_ends(number: str, shown: str) -> None:
    """As people compare numbers."""
    assert masked(number) == shown


def user_event(name: str, **fields: str) -> dict[str, str]:
    """An event of the dialplan's."""
    return {"Event": "UserEvent", "UserEvent": name, "Call": ID, **fields}


def test_asterisk_tells_a_call_of_ours() -> None:
    """From the dialplan, and where our own telephone did not answer from Originate."""
    translator = Translator()
    heard = [
        user_event("HotlineOutRung"),
        user_event("HotlineOutAnswered", Extension="1001"),
        user_event("HotlineOutReleased", Extension="1001", Talked="42"),
        user_event("HotlineOutReleased", Extension="", Talked="42"),
        user_event("HotlineOutReleased", Extension="x;y", Talked="42"),
        {"Event": "OriginateResponse", "ActionID": ID, "Response": "Failure", "Reason": "0"},
        {"Event": "OriginateResponse", "ActionID": ID, "Response": "Success", "Reason": "4"},
        {"Event": "OriginateResponse", "ActionID": "action/1", "Response": "Failure", "Reason": "0"},
    ]
    assert [translator.translate(message, at(3)) for message in heard] == [
        OutgoingRung(at=at(3), call_id=ID),
        OutgoingAnswered(at=at(3), call_id=ID, extension="1001"),
        OutgoingReleased(at=at(3), call_id=ID, extension="1001", talked=42),
        OutgoingReleased(at=at(3), call_id=ID, extension="", talked=42),
        None,
        CallEnded(at=at(3), call_id=ID, cause=0),
        None,
        None,
    ]


def test_a_citizen_whom_we_called_is_queued_under_the_calls_name() -> None:
    """Though the citizen's channel has another."""
    joined = {"Event": "QueueCallerJoin", "Uniqueid": "17.4", "Linkedid": ID, "Queue": "hotline", "Position": "1"}
    assert Translator().translate(joined, at(3)) == CallQueued(at=at(3), call_id=ID, queue="hotline", position=1)


def leg(channel: str, name: str, state: str = "Up", seconds: str = "30") -> dict[str, str]:
    """A channel of a call of ours, as Status tells it."""
    variables = f"HOTLINE_CALL={ID}\nHOTLINE_OUT={NUMBER}\nHOTLINE_OUTSIDE=(null)"
    told_of = {"Event": "Status", "Channel": channel, "Uniqueid": name, "Linkedid": ID, "Variable": variables}
    return {**told_of, "ChannelStateDesc": state, "Seconds": seconds}


def test_after_a_gap_our_calls_are_in_the_truth() -> None:
    """Rung, answered, and also where our own line is gone and a colleague has the citizen."""
    own, ringing, up = leg("PJSIP/1001-1", ID), leg("PJSIP/out-2", "17.4", "Ringing", "5"), leg("PJSIP/out-2", "17.4")
    now = at(100)
    placed = OutgoingPlaced(at=at(70), call_id=ID, number=NUMBER, extension="1001")
    assert picture([], [own], at=now).calls == (placed,)
    assert picture([], [own, ringing], at=now).calls == (placed, OutgoingRung(at=at(95), call_id=ID))
    assert picture([], [own, up], at=now).calls == (
        placed,
        OutgoingRung(at=at(70), call_id=ID),
        OutgoingAnswered(at=now, call_id=ID, extension="1001"),
    )
    passed = picture([], [up, leg("PJSIP/1002-3", "17.9", "Ringing", "4")], at=now).calls
    assert passed[0] == OutgoingPlaced(at=at(70), call_id=ID, number=NUMBER, extension="")
    assert passed[-1] == AgentRung(at=at(96), call_id=ID, extension="1002")


@pytest.mark.parametrize(
    ("number", "may"),
    [
        ("13800138000", True),
        ("075781234567", True),
        ("81234567", True),
        ("", False),
        ("110", False),
        ("0085212345678", False),
        ("1380013800", False),
        ("13800138000\n", False),
        ("１３８００１３８０００", False),
        ("13800138000&PJSIP/1001", False),
    ],
)
def test_only_lines_of_the_country_are_called(number: str, may: bool) -> None:
    """What passes is digits alone: no short number, no other country, nothing that means something in a dialplan."""
    assert can_be_rung(number) is may


def test_the_same_key_of_the_same_user_is_the_same_call() -> None:
    """And of nobody else; its name is safe in a channel's and a file's."""
    assert call_id_of("k1", "agent1") == call_id_of("k1", "agent1") != call_id_of("k1", "agent2")
    assert call_id_of("../../x\udc80", "agent1").removeprefix("out-").isalnum()
