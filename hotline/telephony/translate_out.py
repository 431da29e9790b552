"""Asterisk's events about telephones outside, citizens whom we call, consultations and supervisors. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from hotline.acts import WATCH, WatchChanged
from hotline.events import (
    OUT,
    CallEnded,
    ConsultChanged,
    Event,
    OutgoingAnswered,
    OutgoingReleased,
    OutgoingRung,
    OutsideAnswered,
    OutsideReleased,
    OutsideRung,
)

AmiMessage = Mapping[str, str]
WAYS = ("listen", "whisper", "join", "over")


def outside(name: str, call: str, message: AmiMessage, at: datetime) -> Event | None:
    """A call that the menu sent to a telephone outside."""
    number = message.get("Number", "")
    if not call or not (number.isascii() and number.isdigit()):
        return None
    match name:
        case "HotlineTransferredOut":
            return OutsideRung(at=at, call_id=call, number=number)
        case "HotlineOutsideAnswered":
            return OutsideAnswered(at=at, call_id=call, number=number)
        case "HotlineOutsideEnded":
            return OutsideReleased(at=at, call_id=call, number=number, talked=number_in(message, "Talked"))
    return None


def outgoing(name: str, call: str, message: AmiMessage, at: datetime) -> Event | None:
    """A call of ours to a citizen."""
    extension = message.get("Extension", "")
    if not call or (extension and not (extension.isascii() and extension.isdigit())):
        return None
    match name:
        case "HotlineOutRung":
            return OutgoingRung(at=at, call_id=call)
        case "HotlineOutAnswered":
            return OutgoingAnswered(at=at, call_id=call, extension=extension)
        case "HotlineOutReleased":
            return OutgoingReleased(at=at, call_id=call, extension=extension, talked=number_in(message, "Talked"))
    return None


def consult(name: str, call: str, message: AmiMessage, at: datetime) -> Event | None:
    """An agent asks somebody while the citizen waits."""
    to, stage = message.get("To", ""), message.get("Stage", "")
    if name != "HotlineConsult" or not call or stage not in ("ringing", "talking", "alone", "over"):
        return None
    return ConsultChanged(at=at, call_id=call, to=to if to.isascii() and to.isdigit() else "", stage=stage)


def watch(name: str, call: str, message: AmiMessage, at: datetime) -> Event | None:
    """A supervisor's telephone in a call."""
    told, way = message.get("Watch", ""), message.get("Way", "")
    agent, by = message.get("Agent", ""), message.get("By", "")
    if name != "HotlineWatch" or not call or not told.startswith(WATCH) or way not in WAYS:
        return None
    if not (agent.isascii() and agent.isdigit() and by.isascii() and by.isdigit()):
        return None
    return WatchChanged(at=at, call_id=call, watch=told, agent=agent, by=by, way=way)


def not_placed(message: AmiMessage, at: datetime) -> Event | None:
    """Our own telephone was not answered, or is not there."""
    call = message.get("ActionID", "")
    if not call.startswith(OUT) or message.get("Response") != "Failure":
        return None
    return CallEnded(at=at, call_id=call, cause=0)


def number_in(message: AmiMessage, key: str) -> int:
    """A number that Asterisk tells; 0 where it is none."""
    text = message.get(key, "")
    return int(text) if text.isascii() and text.isdigit() else 0
