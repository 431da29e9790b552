"""Asterisk's events into ours. Pure: the time comes in as an argument.

A citizen's call is known by the Uniqueid of the citizen's channel; other channels carry it as their Linkedid.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from hotline.events import (
    OUT,
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
    Resynced,
    SurveyBegan,
    skill_of,
)
from hotline.telephony.joins import Joins
from hotline.telephony.skill_waits import SkillWaits
from hotline.telephony.translate_out import AmiMessage, consult, not_placed, number_in, outgoing, outside, watch

# app_queue's device states
_INVALID, _UNAVAILABLE, _RINGING = "4", "5", "6"
_ON_THE_PHONE = ("2", "3", "7", "8")  # in use, busy, in use and ringing, on hold
WRAP_UP: Final = "wrap-up"
_MOST_REMEMBERED = 10_000
_PHONE = re.compile(r"PJSIP/(\d+)(?:-[0-9a-f]+)?")


def extension_of(text: str) -> str:
    """The agent's extension in PJSIP/1001 or PJSIP/1001-0000002a, or "" where it is no agent's phone."""
    found = _PHONE.fullmatch(text)
    return found[1] if found else ""


def member_state(message: AmiMessage, at: datetime) -> AgentStateChanged | None:
    """A queue member's state, from a QueueMember... event or from an entry of QueueStatus; None for another kind."""
    extension = extension_of(message.get("Interface") or message.get("Location", ""))
    if not extension:
        return None
    state, reason = _state(message)
    return AgentStateChanged(at=at, extension=extension, state=state, reason=reason)


def _state(message: AmiMessage) -> tuple[str, str]:
    status = message.get("Status", "")
    reason = message.get("PausedReason", "")
    if message.get("Event") == "QueueMemberRemoved":
        return "offline", ""
    if status in (_INVALID, _UNAVAILABLE):  # still a member: what was wanted stays for when the phone is back
        return "offline", reason
    # an idle phone is in no call, whatever InCall still says
    if status in _ON_THE_PHONE or (message.get("InCall") == "1" and status == _RINGING):
        return "talking", ""
    if status == _RINGING:
        return "ringing", ""
    if message.get("Paused") == "1":
        return ("wrap_up" if reason == WRAP_UP else "paused"), reason
    return "ready", ""


class Translator:
    """Translates the stream of events, in order. What it remembers between them is little, and bounded.

    Asterisk says QueueCallerLeave for everybody: also before AgentConnect (known by a DialEnd with ANSWER just before)
    and after QueueCallerAbandon. Only a caller who leaves without a person is CallLeftQueue.
    The agent's telephone tells its own end, as the citizen's does: CallReleased may come just after CallEnded.
    AgentComplete is not heard: of an agent who is gone in the moment of answering it is never told.
    """

    def __init__(self) -> None:
        self._skills, self._joins = SkillWaits(), Joins()
        self._leaving: dict[str, str] = {}  # calls whose next QueueCallerLeave says nothing new
        self._talking: dict[str, str] = {}  # by call: the extension that has answered it and is not off it
        self._agents: dict[str, tuple[str, str]] = {}
        self._rules: dict[str, Callable[[AmiMessage, datetime], Event | None]] = {
            "UserEvent": self._user_event,
            "QueueCallerJoin": self._joined,
            "QueueCallerAbandon": self._abandoned,
            "QueueCallerLeave": self._left,
            "DialEnd": self._dial_ended,
            "AgentCalled": self._rung,
            "AgentRingNoAnswer": self._not_answered,
            "AgentConnect": self._answered,
            "Hold": self._held,
            "Unhold": self._held,
            "BridgeEnter": self._joins.changed,
            "BridgeLeave": self._joins.changed,
            "OriginateResponse": not_placed,
            "QueueMemberAdded": self._member,
            "QueueMemberRemoved": self._member,
            "QueueMemberStatus": self._member,
            "QueueMemberPause": self._member,
        }

    def translate(self, message: AmiMessage, at: datetime) -> Event | None:
        """What this event of Asterisk's means for us, or None. at: when it came, aware UTC."""
        rule = self._rules.get(message.get("Event", ""))
        return rule(message, at) if rule else None

    def restart(self, truth: Resynced) -> None:
        """Forget the past: from now on this is the truth."""
        self._leaving.clear()
        self._talking.clear()
        self._agents = {agent.extension: (agent.state, agent.reason) for agent in truth.agents}

    def _user_event(self, message: AmiMessage, at: datetime) -> Event | None:
        name, call = message.get("UserEvent", ""), message.get("Call", "")
        if name == "HotlineArrived" and call:
            return CallArrived(
                at=at,
                call_id=call,
                number=message.get("Number", ""),
                dialled=message.get("Dialled", ""),
                channel=message.get("Channel", ""),
            )
        if name == "HotlineEnded" and call:
            self._leaving.pop(call, None)
            self._talking.pop(call, None)
            self._skills.forget(call)
            self._joins.forget(call)
            return CallEnded(at=at, call_id=call, cause=number_in(message, "Cause"))
        if name == "HotlineSurvey" and call:
            return SurveyBegan(at=at, call_id=call)
        if name == "HotlineLineLost":
            return self._line_lost(call, at)
        if name == "HotlineReleased":
            self._talking.pop(call, None)
        if name == "HotlineKeyed":
            queue = self._skills.keyed(call)
            return CallLeftQueue(at=at, call_id=call, queue=queue, abandoned=False) if queue else None
        rules = (outside, _of_desks, outgoing, consult, watch)
        return next((told for rule in rules if (told := rule(name, call, message, at))), None)

    def _joined(self, message: AmiMessage, at: datetime) -> Event:
        call = _caller(message)
        self._leaving.pop(call, None)
        queue = message.get("Queue", "")
        self._skills.joined(call, queue, at)
        return CallQueued(at=at, call_id=call, queue=queue, position=number_in(message, "Position"))

    def _abandoned(self, message: AmiMessage, at: datetime) -> Event | None:
        if skill_of(message.get("Queue", "")):
            return None  # also said of whoever goes on to the common line; who hung up has ended the call
        self._expect_leave(_caller(message))
        return CallLeftQueue(at=at, call_id=_caller(message), queue=message.get("Queue", ""), abandoned=True)

    def _left(self, message: AmiMessage, at: datetime) -> Event | None:
        call = _caller(message)
        if call in self._leaving:
            del self._leaving[call]
            return None
        queue = message.get("Queue", "")
        if self._skills.left(call, queue, at):
            return None
        return CallLeftQueue(at=at, call_id=call, queue=queue, abandoned=False)

    def _dial_ended(self, message: AmiMessage, at: datetime) -> Event | None:
        del at
        call = _caller(message)
        if message.get("DialStatus") == "ANSWER" and call and extension_of(message.get("DestChannel", "")):
            self._expect_leave(call)
        return None

    def _rung(self, message: AmiMessage, at: datetime) -> Event | None:
        extension = extension_of(message.get("Interface", "")) or extension_of(message.get("DestChannel", ""))
        return AgentRung(at=at, call_id=_caller(message), extension=extension) if extension else None

    def _not_answered(self, message: AmiMessage, at: datetime) -> Event | None:
        extension = extension_of(message.get("Interface", ""))
        return AgentDidNotAnswer(at=at, call_id=_caller(message), extension=extension) if extension else None

    def _answered(self, message: AmiMessage, at: datetime) -> Event | None:
        extension, call = extension_of(message.get("Interface", "")), _caller(message)
        if not extension:
            return None
        self._leaving.pop(call, None)
        _remember(self._talking, call, extension)
        waited = self._skills.answered(call) + number_in(message, "HoldTime")
        return CallAnswered(at=at, call_id=call, extension=extension, waited=waited)

    def _line_lost(self, call: str, at: datetime) -> Event | None:
        """Of an agent who hangs up before Asterisk has seen the answer through, only the answer is told."""
        extension = self._talking.pop(call, "")
        return CallReleased(at=at, call_id=call, extension=extension, talked=0) if extension else None

    def _held(self, message: AmiMessage, at: datetime) -> Event | None:
        extension, call = extension_of(message.get("Channel", "")), message.get("Linkedid", "")
        if not extension or not call:
            return None
        return CallHeld(at=at, call_id=call, extension=extension, held=message["Event"] == "Hold")

    def _member(self, message: AmiMessage, at: datetime) -> Event | None:
        if skill_of(message.get("Queue", "")):
            return None  # everybody is in the common line, and in the lines of skills as there
        changed = member_state(message, at)
        if changed is None or self._agents.get(changed.extension) == (changed.state, changed.reason):
            return None
        self._agents[changed.extension] = (changed.state, changed.reason)
        return changed

    def _expect_leave(self, call: str) -> None:
        _remember(self._leaving, call)


def _remember(held: dict[str, str], call: str, value: str = "") -> None:
    held[call] = value
    while len(held) > _MOST_REMEMBERED:
        del held[next(iter(held))]


def _of_desks(name: str, call: str, message: AmiMessage, at: datetime) -> Event | None:
    """The end of an agent's talk, and a call that one agent passed to another, of which the queue tells nothing."""
    extension = message.get("Extension", "")
    if not call or not (extension.isascii() and extension.isdigit()):
        return None
    match name:
        case "HotlineTransferred":
            return AgentRung(at=at, call_id=call, extension=extension)
        case "HotlineAnswered":
            return CallAnswered(at=at, call_id=call, extension=extension, waited=0)
        case "HotlineNotTaken" | "HotlineRefused":
            # the queue tells only that nobody answered: that it was a no is told by the phone, before or after it
            return AgentDidNotAnswer(at=at, call_id=call, extension=extension, refused=name == "HotlineRefused")
        case "HotlineReleased":
            return CallReleased(at=at, call_id=call, extension=extension, talked=number_in(message, "Talked"))
    return None


def _caller(message: AmiMessage) -> str:
    """A call of ours has the name of our own channel, which the citizen's carries as Linkedid."""
    linked = message.get("Linkedid", "")
    return linked if linked.startswith(OUT) else message.get("Uniqueid") or linked
