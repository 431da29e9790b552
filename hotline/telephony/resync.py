"""The truth after a gap: Asterisk is asked who sits at which phone and which calls are on the line.

Rule: the picture is drawn by a pure function from three answers, so that it can be tested without Asterisk.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from hotline.acts import WATCH, WatchChanged
from hotline.events import (
    AgentRung,
    CallAnswered,
    CallArrived,
    CallEvent,
    CallQueued,
    CallReleased,
    OutgoingAnswered,
    OutgoingPlaced,
    OutgoingRung,
    OutsideRung,
    Resynced,
    SurveyBegan,
    skill_of,
)
from hotline.telephony.ami_protocol import FieldValue, Message
from hotline.telephony.translate import extension_of, member_state

CALL_VARIABLE = "HOTLINE_CALL"
NUMBER_VARIABLE = "HOTLINE_NUMBER"
DIALLED_VARIABLE = "HOTLINE_DIALLED"
OUTSIDE_VARIABLE = "HOTLINE_OUTSIDE"  # while the caller is with a telephone outside
SURVEY_VARIABLE = "HOTLINE_SURVEY"  # while the caller is asked how it was: EXTENSION-ANSWERED-LEFT, epoch seconds
OUT_VARIABLE = "HOTLINE_OUT"  # on each channel of a call of ours: the citizen's number
WATCH_VARIABLE = "HOTLINE_WATCH"  # on a supervisor's telephone in a call of others: WAY-AGENT-CALL
HELD_VARIABLES = (
    CALL_VARIABLE,
    NUMBER_VARIABLE,
    DIALLED_VARIABLE,
    OUTSIDE_VARIABLE,
    SURVEY_VARIABLE,
    OUT_VARIABLE,
    WATCH_VARIABLE,
)
_WATCH = re.compile(r"(listen|whisper|join)-(\d{3,20})-(\S{1,64})", re.ASCII)
_TALKED = re.compile(r"(\d{1,9})-(\d{9,11})-(\d{9,11})", re.ASCII)


class Asks(Protocol):
    """Whatever can ask Asterisk for a list: AmiLink."""

    def action_list(self, name: str, *, limit: float = ..., **fields: FieldValue) -> Awaitable[list[Message]]:
        """The events that answer an action."""


async def resync(link: Asks) -> Resynced:
    """Ask Asterisk. Raises AsteriskAwayError or TelephonyError as AmiLink.action_list does.

    Of all queues: an agent is what the common line says, a caller may wait in a skill's.
    `Status` is CoreShowChannels with each channel's variables, in one answer.
    """
    queued = await link.action_list("QueueStatus")
    channels = await link.action_list("Status", Variables=",".join(HELD_VARIABLES))
    return picture(queued, channels, at=datetime.now(UTC))


def picture(queued: Sequence[Message], channels: Sequence[Message], *, at: datetime) -> Resynced:
    """The truth from QueueStatus's and Status's events.

    The times of what already happened are reckoned back from at, to a second; how long an answered call had waited
    is not known to Asterisk any more, and is 0.
    """
    common = [message for message in queued if not skill_of(message.get("Queue", ""))]
    agents = [member_state(message, at) for message in common if message.get("Event") == "QueueMember"]
    entries = {message.get("Uniqueid", ""): message for message in queued if message.get("Event") == "QueueEntry"}
    calls: list[CallEvent] = []
    ours: dict[str, list[Message]] = {}
    for channel in channels:
        call, variables = channel.get("Uniqueid", ""), variables_of(channel)
        if _digits(variables.get(OUT_VARIABLE, "")):
            ours.setdefault(variables.get(CALL_VARIABLE, ""), []).append(channel)
        elif call and variables.get(CALL_VARIABLE) == call:
            calls += _call(channel, entries.get(call), channels, at)
    for call, legs in ours.items():
        calls += _outgoing(call, legs, entries, at)
    calls += [told for told in (_watch(channel, at) for channel in channels) if told]
    return Resynced(at=at, agents=tuple(agent for agent in agents if agent), calls=tuple(calls))


def _outgoing(call: str, legs: Sequence[Message], entries: Mapping[str, Message], at: datetime) -> list[CallEvent]:
    """A call of ours: our own leg has the call's name, the citizen's is no desk, others are colleagues'.

    When the citizen answered is not known to Asterisk any more: it is told as now.
    """
    own = next((leg for leg in legs if leg.get("Uniqueid") == call), None)
    citizen = next((leg for leg in legs if leg is not own and not extension_of(leg.get("Channel", ""))), None)
    extension = extension_of(own.get("Channel", "")) if own else ""
    placed = min(_ago(leg, "Seconds", at) for leg in legs)
    number = variables_of(legs[0])[OUT_VARIABLE]
    facts: list[CallEvent] = [OutgoingPlaced(at=placed, call_id=call, number=number, extension=extension)]
    if citizen is None:
        return facts
    facts.append(OutgoingRung(at=_ago(citizen, "Seconds", at), call_id=call))
    if citizen.get("ChannelStateDesc") == "Up":
        facts.append(OutgoingAnswered(at=at, call_id=call, extension=extension))
    facts += _queued(call, entries.get(citizen.get("Uniqueid", "")), at)
    return facts + _agents(call, [leg for leg in legs if leg is not own and leg is not citizen], at)


def _watch(channel: Message, at: datetime) -> WatchChanged | None:
    name, by = channel.get("Uniqueid", ""), extension_of(channel.get("Channel", ""))
    found = _WATCH.fullmatch(variables_of(channel).get(WATCH_VARIABLE, ""))
    if not found or not by or not name.startswith(WATCH):
        return None
    since = _ago(channel, "Seconds", at)
    return WatchChanged(at=since, call_id=found[3], watch=name, agent=found[2], by=by, way=found[1])


def _queued(call: str, entry: Message | None, at: datetime) -> list[CallEvent]:
    if entry is None:
        return []
    queue, position = entry.get("Queue", ""), int(entry.get("Position", "0"))
    return [CallQueued(at=_ago(entry, "Wait", at), call_id=call, queue=queue, position=position)]


def _agents(call: str, legs: Sequence[Message], at: datetime, *, queued: bool = False) -> list[CallEvent]:
    """At which desks it rings, and at which somebody talks; a caller who is queued talks with nobody."""
    facts: list[CallEvent] = []
    for leg in legs:
        extension, rung = extension_of(leg.get("Channel", "")), _ago(leg, "Seconds", at)
        if not extension:
            continue
        facts.append(AgentRung(at=rung, call_id=call, extension=extension))
        if not queued and leg.get("ChannelStateDesc") == "Up":
            facts.append(CallAnswered(at=rung, call_id=call, extension=extension, waited=0))
    return facts


def _digits(text: str) -> bool:
    """One that was never set is told as (null)."""
    return text.isascii() and text.isdigit()


def _call(citizen: Message, entry: Message | None, channels: Sequence[Message], at: datetime) -> list[CallEvent]:
    call, variables = citizen["Uniqueid"], variables_of(citizen)
    facts: list[CallEvent] = [
        CallArrived(
            at=_ago(citizen, "Seconds", at),
            call_id=call,
            number=variables.get(NUMBER_VARIABLE) or citizen.get("CallerIDNum", ""),
            dialled=variables.get(DIALLED_VARIABLE) or citizen.get("DNID", ""),
            channel=citizen.get("Channel", ""),
        )
    ]
    facts += _queued(call, entry, at)
    outside = variables.get(OUTSIDE_VARIABLE, "")
    if _digits(outside):
        facts.append(OutsideRung(at=at, call_id=call, number=outside))
    facts += _survey(call, variables.get(SURVEY_VARIABLE, ""))
    legs = [channel for channel in channels if channel is not citizen and _call_of(channel) == call]
    return facts + _agents(call, legs, at, queued=entry is not None)


def _survey(call: str, talked: str) -> list[CallEvent]:
    """Who talked with a caller who is asked how it was: told in a gap, it would be a call that nobody answered."""
    found = _TALKED.fullmatch(talked)
    if not found:
        return []
    answered, left = (datetime.fromtimestamp(int(found[place]), UTC) for place in (2, 3))
    # a second early: what was heard as it happened must not be counted again
    released = max(answered, left - timedelta(seconds=1))
    seconds = max(0, int((left - answered).total_seconds()))
    return [
        CallAnswered(at=answered, call_id=call, extension=found[1], waited=0),
        CallReleased(at=released, call_id=call, extension=found[1], talked=seconds),
        SurveyBegan(at=left, call_id=call),
    ]


def _call_of(channel: Message) -> str:
    return variables_of(channel).get(CALL_VARIABLE) or channel.get("Linkedid", "")


def variables_of(channel: Message) -> Mapping[str, str]:
    """Status gives each as a line `Variable: NAME=value`; the parser joins them by line feeds."""
    pairs = (line.partition("=") for line in channel.get("Variable", "").split("\n"))
    return {name: value for name, equals, value in pairs if equals}


def _ago(message: Message, key: str, at: datetime) -> datetime:
    text = message.get(key, "")
    return at - timedelta(seconds=int(text)) if text.isascii() and text.isdigit() else at
