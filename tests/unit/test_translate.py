"""Asterisk's events become ours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

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
    OutsideAnswered,
    OutsideReleased,
    OutsideRung,
    Resynced,
    SurveyBegan,
)
from hotline.telephony.provisioning import EVENTS
from hotline.telephony.resync import picture
from hotline.telephony.translate import Translator

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
CITIZEN = {"Channel": "PJSIP/anonymous-1", "Uniqueid": "17.1", "Linkedid": "17.1", "Queue": "hotline"}
AGENT = {**CITIZEN, "Interface": "PJSIP/1001", "DestChannel": "PJSIP/1001-0000002a", "DestUniqueid": "17.2"}


def told(*messages: dict[str, str]) -> list[Event]:
    """What these events of Asterisk's say, in order."""
    translator = Translator()
    events = [translator.translate(message, AT) for message in messages]
    return [event for event in events if event is not None]


def test_a_call_is_told_from_ring_to_goodbye() -> None:
    """Leaving the queue because an agent answered is no leaving."""
    phone = {"Channel": "PJSIP/1001-0000002a", "Uniqueid": "17.2", "Linkedid": "17.1"}
    call = {"call_id": "17.1"}
    arrived = {"UserEvent": "HotlineArrived", "Call": "17.1", "Number": "+8613800000000", "Dialled": "12345"}
    released = {"UserEvent": "HotlineReleased", "Call": "17.1", "Extension": "1001", "Talked": "65"}
    assert told(
        {"Event": "UserEvent", **CITIZEN, **arrived},
        {"Event": "QueueCallerJoin", **CITIZEN, "Position": "2", "Count": "2"},
        {"Event": "AgentCalled", **AGENT},
        {"Event": "AgentRingNoAnswer", **AGENT, "RingTime": "20000"},
        {"Event": "AgentCalled", **AGENT},
        {"Event": "DialEnd", **AGENT, "DialStatus": "ANSWER"},
        {"Event": "QueueCallerLeave", **CITIZEN},
        {"Event": "AgentConnect", **AGENT, "HoldTime": "31", "RingTime": "3"},
        {"Event": "Hold", **phone},
        {"Event": "Unhold", **phone},
        {"Event": "UserEvent", **phone, **released},
        {"Event": "UserEvent", **CITIZEN, "UserEvent": "HotlineEnded", "Call": "17.1", "Cause": "16"},
        {"Event": "VarSet", **CITIZEN},
    ) == [
        CallArrived(at=AT, number="+8613800000000", dialled="12345", channel="PJSIP/anonymous-1", **call),
        CallQueued(at=AT, queue="hotline", position=2, **call),
        AgentRung(at=AT, extension="1001", **call),
        AgentDidNotAnswer(at=AT, extension="1001", **call),
        AgentRung(at=AT, extension="1001", **call),
        CallAnswered(at=AT, extension="1001", waited=31, **call),
        CallHeld(at=AT, extension="1001", held=True, **call),
        CallHeld(at=AT, extension="1001", held=False, **call),
        CallReleased(at=AT, extension="1001", talked=65, **call),
        CallEnded(at=AT, cause=16, **call),
    ]


def test_an_agent_whose_own_end_is_never_told_is_off_the_call_where_the_line_is_lost() -> None:
    """The telephone was gone before it knew that it had been answered; one that told its end is not told again."""
    answered = {"Event": "AgentConnect", **AGENT, "HoldTime": "3"}
    lost = {"Event": "UserEvent", **CITIZEN, "UserEvent": "HotlineLineLost", "Call": "17.1", "Cause": ""}
    over = {"UserEvent": "HotlineReleased", "Call": "17.1", "Extension": "1001", "Talked": "9"}
    assert told(answered, lost, lost) == [
        CallAnswered(at=AT, extension="1001", waited=3, call_id="17.1"),
        CallReleased(at=AT, extension="1001", talked=0, call_id="17.1"),
    ]
    found = told(answered, {"Event": "UserEvent", **CITIZEN, **over}, lost)
    assert [event.talked for event in found if isinstance(event, CallReleased)] == [9]


def test_who_leaves_the_queue_is_told_once() -> None:
    """Abandoned and left is one leaving; left for the menu and back is another, and then a new place."""
    join = {"Event": "QueueCallerJoin", **CITIZEN, "Position": "1"}
    leave = {"Event": "QueueCallerLeave", **CITIZEN}
    found = told(join, leave, join, {"Event": "QueueCallerAbandon", **CITIZEN}, leave)
    assert [(type(event), getattr(event, "abandoned", None)) for event in found] == [
        (CallQueued, None),
        (CallLeftQueue, False),
        (CallQueued, None),
        (CallLeftQueue, True),
    ]


def test_a_call_passed_to_a_colleague_is_rung_answered_and_released_again() -> None:
    """The queue knows nothing of it, so the dialplan tells; what is no extension is not believed."""
    told_by = {"Event": "UserEvent", **CITIZEN, "Call": "17.1", "Extension": "1002"}
    assert told(
        {**told_by, "UserEvent": "HotlineTransferred"},
        {**told_by, "UserEvent": "HotlineAnswered"},
        {**told_by, "UserEvent": "HotlineReleased", "Talked": "9"},
        {**told_by, "UserEvent": "HotlineAnswered", "Extension": "web-phone"},
    ) == [
        AgentRung(at=AT, call_id="17.1", extension="1002"),
        CallAnswered(at=AT, call_id="17.1", extension="1002", waited=0),
        CallReleased(at=AT, call_id="17.1", extension="1002", talked=9),
    ]


def test_a_call_that_goes_outside_is_told() -> None:
    """The dialplan tells of it: rung, answered, over; what is no number is not believed."""
    told_by = {"Event": "UserEvent", **CITIZEN, "Call": "17.1", "Number": "110"}
    assert told(
        {**told_by, "UserEvent": "HotlineTransferredOut"},
        {**told_by, "UserEvent": "HotlineOutsideAnswered"},
        {**told_by, "UserEvent": "HotlineOutsideEnded", "Talked": "012"},
        {**told_by, "UserEvent": "HotlineTransferredOut", "Number": "carrier"},
        {**told_by, "UserEvent": "HotlineTransferredOut", "Call": ""},
    ) == [
        OutsideRung(at=AT, call_id="17.1", number="110"),
        OutsideAnswered(at=AT, call_id="17.1", number="110"),
        OutsideReleased(at=AT, call_id="17.1", number="110", talked=12),
    ]


def test_asterisk_is_asked_for_every_event_that_is_understood() -> None:
    """A rule whose event the filter of the manager interface holds back would never be used."""
    assert set(Translator()._rules) <= set(EVENTS)


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ("Status=1 Paused=0", "ready"),
        ("Status=1 Paused=1 PausedReason=signed-in", "paused signed-in"),
        ("Status=1 Paused=1 PausedReason=break:lunch", "paused break:lunch"),
        ("Status=1 Paused=1 PausedReason=wrap-up", "wrap_up wrap-up"),
        ("Status=1 Paused=1 PausedReason=wrap-up InCall=1", "wrap_up wrap-up"),
        ("Status=2 Paused=1 PausedReason=wrap-up InCall=1", "talking"),
        ("Status=2 Paused=0", "talking"),
        ("Status=3 Paused=0", "talking"),
        ("Status=8 Paused=1", "talking"),
        ("Status=6 Paused=0", "ringing"),
        ("Status=6 Paused=1 PausedReason=wrap-up InCall=1", "talking"),
        ("Status=5 Paused=1 PausedReason=signed-in", "offline signed-in"),
        ("Status=4 Paused=0", "offline"),
    ],
)
def test_a_members_state_is_one_word(fields: str, state: str) -> None:
    """The phone first, then the pause."""
    message = {"Event": "QueueMemberStatus", "Interface": "PJSIP/1001"}
    message |= dict(field.split("=") for field in fields.split())
    word, _, reason = state.partition(" ")
    assert told(message, message) == [AgentStateChanged(at=AT, extension="1001", state=word, reason=reason)]


def test_a_removed_member_is_offline() -> None:
    """Whatever the phone's state."""
    found = told({"Event": "QueueMemberRemoved", "Interface": "PJSIP/1001", "Status": "1", "Paused": "0"})
    assert found == [AgentStateChanged(at=AT, extension="1001", state="offline", reason="")]


def test_strangers_and_broken_events_say_nothing() -> None:
    """Another phone's hold, a member that is no agent, a foreign user event, an empty message."""
    assert not told(
        {"Event": "Hold", "Channel": "PJSIP/web-phone-00000001", "Linkedid": "17.1"},
        {"Event": "QueueMemberStatus", "Interface": "Local/1@x", "Status": "1"},
        {"Event": "UserEvent", "UserEvent": "Other", "Call": "17.1"},
        {"Event": "UserEvent", "UserEvent": "HotlineArrived"},
        {},
    )


def test_after_a_gap_the_truth_is_drawn_anew() -> None:
    """Members, a call in the menu, one in the queue and one with an agent, with times reckoned back."""
    queued = [
        {"Event": "QueueParams", "Queue": "hotline"},
        {"Event": "QueueMember", "Location": "PJSIP/1001", "Status": "2", "Paused": "1", "PausedReason": "wrap-up"},
        {"Event": "QueueEntry", "Uniqueid": "2.1", "Queue": "hotline", "Position": "1", "Wait": "7"},
    ]
    channels = [
        _channel("PJSIP/anonymous-1", "1.1", "1.1"),
        _channel("PJSIP/anonymous-2", "2.1", "2.1"),
        _channel("PJSIP/1002-00000005", "2.2", "2.1", state="Ringing"),
        _channel("PJSIP/web-phone-3", "3.1", "3.1"),
        _channel("PJSIP/1001-00000004", "3.2", "3.1"),
        {"Event": "Status", "Channel": "PJSIP/1003-00000009", "Uniqueid": "9.1", "Linkedid": "9.1"},
    ]
    ago = AT - timedelta(seconds=60)
    number = {"number": "13800000000", "dialled": "12345"}
    assert picture(queued, channels, at=AT) == Resynced(
        at=AT,
        agents=(AgentStateChanged(at=AT, extension="1001", state="talking", reason=""),),
        calls=(
            CallArrived(at=ago, call_id="1.1", channel="PJSIP/anonymous-1", **number),
            CallArrived(at=ago, call_id="2.1", channel="PJSIP/anonymous-2", **number),
            CallQueued(at=AT - timedelta(seconds=7), call_id="2.1", queue="hotline", position=1),
            AgentRung(at=ago, call_id="2.1", extension="1002"),
            CallArrived(at=ago, call_id="3.1", channel="PJSIP/web-phone-3", **number),
            AgentRung(at=ago, call_id="3.1", extension="1001"),
            CallAnswered(at=ago, call_id="3.1", extension="1001", waited=0),
        ),
    )


def test_who_is_with_a_telephone_outside_is_in_the_truth() -> None:
    """A controller that comes back shows the call there."""
    channel = _channel("PJSIP/anonymous-1", "1.1", "1.1")
    channel["Variable"] = channel["Variable"].replace("(null)", "110")
    truth = picture([], [channel], at=AT)
    assert truth.calls[1:] == (OutsideRung(at=AT, call_id="1.1", number="110"),)


def test_who_is_asked_how_it_was_was_answered() -> None:
    """After a gap: by whom and how long, so that nobody takes the call for one that was given up."""
    channel = _channel("PJSIP/anonymous-1", "1.1", "1.1")
    left = AT - timedelta(seconds=5)
    answered = left - timedelta(seconds=40)
    talked = f"1001-{answered.timestamp():.0f}-{left.timestamp():.0f}"
    for told_so, facts in (
        (
            talked,
            (
                CallAnswered(at=answered, call_id="1.1", extension="1001", waited=0),
                CallReleased(at=left - timedelta(seconds=1), call_id="1.1", extension="1001", talked=40),
                SurveyBegan(at=left, call_id="1.1"),
            ),
        ),
        ("-1732179600", ()),
        ("(null)", ()),
        ("", ()),
    ):
        asked = {**channel, "Variable": f"{channel['Variable']}\nHOTLINE_SURVEY={told_so}"}
        assert picture([], [asked], at=AT).calls[1:] == facts


def test_a_survey_is_told() -> None:
    """By the dialplan, of a call that it names."""
    told_by = {"Event": "UserEvent", **CITIZEN, "UserEvent": "HotlineSurvey"}
    assert told({**told_by, "Call": "17.1"}, {**told_by, "Call": ""}) == [SurveyBegan(at=AT, call_id="17.1")]


def test_after_the_truth_only_changes_are_told() -> None:
    """A member's state that the truth already holds is no news."""
    translator = Translator()
    known = AgentStateChanged(at=AT, extension="1001", state="ready", reason="")
    translator.restart(Resynced(at=AT, agents=(known,), calls=()))
    member = {"Event": "QueueMemberStatus", "Interface": "PJSIP/1001", "Status": "1", "Paused": "0"}
    assert translator.translate(member, AT) is None
    assert translator.translate({**member, "Status": "6"}, AT) is not None


def _channel(name: str, unique: str, linked: str, *, state: str = "Up") -> dict[str, str]:
    variables = f"HOTLINE_CALL={linked}\nHOTLINE_NUMBER=13800000000\nHOTLINE_DIALLED=12345\nHOTLINE_OUTSIDE=(null)"
    return {
        "Event": "Status",
        "Channel": name,
        "Uniqueid": unique,
        "Linkedid": linked,
        "ChannelStateDesc": state,
        "Seconds": "60",
        "Variable": variables,
    }


def test_an_agent_who_says_no_is_told_apart() -> None:
    """The queue tells only that nobody answered, the phone that it was a no; a name that is no phone's is none."""
    no_answer = {"Event": "AgentRingNoAnswer", **AGENT, "RingTime": "900"}
    says_no = {"Event": "UserEvent", "UserEvent": "HotlineRefused", "Call": "17.1", "Extension": "1001"}
    assert told(no_answer, says_no, {**says_no, "Extension": "x"}) == [
        AgentDidNotAnswer(at=AT, call_id="17.1", extension="1001", refused=refused) for refused in (False, True)
    ]


def test_a_colleague_who_does_not_take_a_passed_call_is_told() -> None:
    """By the dialplan, for no queue knows of it."""
    passed = {"Event": "UserEvent", "UserEvent": "HotlineNotTaken", "Call": "17.1", "Extension": "1002"}
    assert told(passed) == [AgentDidNotAnswer(at=AT, call_id="17.1", extension="1002")]
