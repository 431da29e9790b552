"""The truth after a gap: Asterisk is asked who sits at which phone and which calls are on the line.

Rule: the picture is drawn by a pure function from three answers, so that it can be tested without Asterisk.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from hotline.events import (
    AgentRung,
    CallAnswered,
    CallArrived,
    CallEvent,
    CallQueued,
    CallReleased,
    OutsideRung,
    Resynced,
    SurveyBegan,
)
from hotline.telephony.ami_protocol import FieldValue, Message
from hotline.telephony.translate import extension_of, member_state

QUEUE = "hotline"
CALL_VARIABLE = "HOTLINE_CALL"
NUMBER_VARIABLE = "HOTLINE_NUMBER"
DIALLED_VARIABLE = "HOTLINE_DIALLED"
OUTSIDE_VARIABLE = "HOTLINE_OUTSIDE"  # while the caller is with a telephone outside
SURVEY_VARIABLE = "HOTLINE_SURVEY"  # while the caller is asked how it was: EXTENSION-ANSWERED-LEFT, epoch seconds
HELD_VARIABLES = (CALL_VARIABLE, NUMBER_VARIABLE, DIALLED_VARIABLE, OUTSIDE_VARIABLE, SURVEY_VARIABLE)
_TALKED = re.compile(r"(\d{1,9})-(\d{9,11})-(\d{9,11})", re.ASCII)


class Asks(Protocol):
    """Whatever can ask Asterisk for a list: AmiLink."""

    def action_list(self, name: str, *, limit: float = ..., **fields: FieldValue) -> Awaitable[list[Message]]:
        """The events that answer an action."""


async def resync(link: Asks, *, queue: str = QUEUE) -> Resynced:
    """Ask Asterisk. Raises AsteriskAwayError or TelephonyError as AmiLink.action_list does.

    `Status` is CoreShowChannels with each channel's variables, in one answer.
    """
    queued = await link.action_list("QueueStatus", Queue=queue)
    channels = await link.action_list("Status", Variables=",".join(HELD_VARIABLES))
    return picture(queued, channels, at=datetime.now(UTC))


def picture(queued: Sequence[Message], channels: Sequence[Message], *, at: datetime) -> Resynced:
    """The truth from QueueStatus's and Status's events.

    The times of what already happened are reckoned back from at, to a second; how long an answered call had waited
    is not known to Asterisk any more, and is 0.
    """
    agents = [member_state(message, at) for message in queued if message.get("Event") == "QueueMember"]
    entries = {message.get("Uniqueid", ""): message for message in queued if message.get("Event") == "QueueEntry"}
    calls: list[CallEvent] = []
    for channel in channels:
        call = channel.get("Uniqueid", "")
        if call and _variables(channel).get(CALL_VARIABLE) == call:
            calls += _call(channel, entries.get(call), channels, at)
    return Resynced(at=at, agents=tuple(agent for agent in agents if agent), calls=tuple(calls))


def _call(citizen: Message, entry: Message | None, channels: Sequence[Message], at: datetime) -> list[CallEvent]:
    call, variables = citizen["Uniqueid"], _variables(citizen)
    facts: list[CallEvent] = [
        CallArrived(
            at=_ago(citizen, "Seconds", at),
            call_id=call,
            number=variables.get(NUMBER_VARIABLE) or citizen.get("CallerIDNum", ""),
            dialled=variables.get(DIALLED_VARIABLE) or citizen.get("DNID", ""),
            channel=citizen.get("Channel", ""),
        )
    ]
    if entry is not None:
        position = int(entry.get("Position", "0"))
        facts.append(
            CallQueued(at=_ago(entry, "Wait", at), call_id=call, queue=entry.get("Queue", ""), position=position)
        )
    outside = variables.get(OUTSIDE_VARIABLE, "")
    if outside.isascii() and outside.isdigit():  # one that was never set is told as (null)
        facts.append(OutsideRung(at=at, call_id=call, number=outside))
    facts += _survey(call, variables.get(SURVEY_VARIABLE, ""))
    for channel in channels:
        extension = extension_of(channel.get("Channel", ""))
        if not extension or channel is citizen or _call_of(channel) != call:
            continue
        rung = _ago(channel, "Seconds", at)
        facts.append(AgentRung(at=rung, call_id=call, extension=extension))
        if entry is None and channel.get("ChannelStateDesc") == "Up":
            facts.append(CallAnswered(at=rung, call_id=call, extension=extension, waited=0))
    return facts


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
    return _variables(channel).get(CALL_VARIABLE) or channel.get("Linkedid", "")


def _variables(channel: Message) -> Mapping[str, str]:
    """Status gives each as a line `Variable: NAME=value`; the parser joins them by line feeds."""
    pairs = (line.partition("=") for line in channel.get("Variable", "").split("\n"))
    return {name: value for name, equals, value in pairs if equals}


def _ago(message: Message, key: str, at: datetime) -> datetime:
    text = message.get(key, "")
    return at - timedelta(seconds=int(text)) if text.isascii() and text.isdigit() else at
