"""Callers who went on from a skill's line: one wait, told once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hotline.calls.model import Outcome, fold, unseen
from hotline.events import CallAnswered, CallEnded, CallEvent, CallLeftQueue, CallQueued, Event
from hotline.telephony.translate import Translator

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SKILL, COMMON = "skill-yue", "hotline"


class Heard:
    """What the translator makes of a call's events."""

    def __init__(self) -> None:
        self._translator = Translator()
        self.told: list[Event] = []

    def hear(self, second: float, event: str, **fields: str) -> None:
        """An event of the call 1.1, so many seconds after the start."""
        message = {"Event": event, "Uniqueid": "1.1", **fields}
        told = self._translator.translate(message, START + timedelta(seconds=second))
        if told is not None:
            self.told.append(told)


def test_who_goes_on_to_the_common_line_has_not_left() -> None:
    """The wait is that of both lines."""
    heard = Heard()
    heard.hear(0, "QueueCallerJoin", Queue=SKILL, Position="1")
    heard.hear(40, "QueueCallerAbandon", Queue=SKILL)
    heard.hear(40, "QueueCallerLeave", Queue=SKILL)
    heard.hear(40.1, "QueueCallerJoin", Queue=COMMON, Position="2")
    heard.hear(50, "AgentConnect", Queue=COMMON, Interface="PJSIP/1001", HoldTime="9")
    assert [type(event) for event in heard.told] == [CallQueued, CallQueued, CallAnswered]
    (answered,) = [event for event in heard.told if isinstance(event, CallAnswered)]
    assert answered.waited == 49


def test_who_presses_a_key_has_left() -> None:
    """As from the common line: what was waited before the menu is not counted."""
    heard = Heard()
    heard.hear(0, "QueueCallerJoin", Queue=SKILL, Position="1")
    heard.hear(7, "QueueCallerLeave", Queue=SKILL)
    heard.hear(7, "UserEvent", UserEvent="HotlineKeyed", Call="1.1")
    heard.hear(20, "QueueCallerJoin", Queue=SKILL, Position="1")
    heard.hear(22, "AgentConnect", Queue=SKILL, Interface="PJSIP/1001", HoldTime="2")
    assert [type(event) for event in heard.told] == [CallQueued, CallLeftQueue, CallQueued, CallAnswered]
    assert [event.waited for event in heard.told if isinstance(event, CallAnswered)] == [2]


def test_a_key_in_the_common_line_is_told_once() -> None:
    """The dialplan says it of whoever once wanted a skill; Asterisk had said it already."""
    heard = Heard()
    heard.hear(0, "QueueCallerJoin", Queue=SKILL, Position="1")
    heard.hear(40, "QueueCallerLeave", Queue=SKILL)
    heard.hear(40, "QueueCallerJoin", Queue=COMMON, Position="1")
    heard.hear(45, "QueueCallerLeave", Queue=COMMON)
    heard.hear(45, "UserEvent", UserEvent="HotlineKeyed", Call="1.1")
    assert [type(event) for event in heard.told] == [CallQueued, CallQueued, CallLeftQueue]


def test_who_gives_up_in_a_skills_line_gave_up() -> None:
    """The end of the call says so: Asterisk says the same of whoever goes on."""
    heard = Heard()
    heard.hear(0, "QueueCallerJoin", Queue=SKILL, Position="1")
    heard.hear(9, "QueueCallerAbandon", Queue=SKILL)
    heard.hear(9, "QueueCallerLeave", Queue=SKILL)
    heard.hear(9, "UserEvent", UserEvent="HotlineEnded", Call="1.1", Cause="16")
    assert [type(event) for event in heard.told] == [CallQueued, CallEnded]
    call = unseen(CallQueued(at=START, call_id="1.1", queue=SKILL, position=1))
    for told in heard.told:
        assert isinstance(told, CallEvent)
        call = fold(call, told)
    assert (call.outcome, call.waited) == (Outcome.ABANDONED, 9)


def test_an_agent_is_what_the_common_line_says() -> None:
    """Whoever is taken out of a skill's line is not gone from the desk."""
    heard = Heard()
    heard.hear(0, "QueueMemberRemoved", Queue=SKILL, Interface="PJSIP/1001", Status="1", Paused="0")
    assert heard.told == []
    heard.hear(1, "QueueMemberStatus", Queue=COMMON, Interface="PJSIP/1001", Status="1", Paused="0")
    assert len(heard.told) == 1
