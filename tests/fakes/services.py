"""A hotline's services without a hotline: what is said comes from the fake line, what is done is written down."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from hotline.answering.channel import ALL_KEYS
from hotline.answering.services import Caller
from hotline.ivr.effects import Rated
from hotline.ivr.waits import (
    Booked,
    CallBack,
    Check,
    DigitsAnswer,
    Heard,
    Listen,
    No,
    NotBooked,
    NotChecked,
    NotHeard,
    NotRecorded,
    NotSent,
    Record,
    Recorded,
    Send,
    Sent,
    Why,
    Yes,
)
from tests.fakes.channel import FakeChannel

UNCLEAR = "?"  # what the caller says where nobody could understand it
LOST = "~"  # and where the recogniser is lost meanwhile


class FakeServices:
    """Implements LineServices. yes: what is so (hours, caller elderly ...); cannot: services that are not available.

    done: what was sent, recorded, booked and rated, in order.
    """

    def __init__(self, *, yes: Collection[str] = (), cannot: Collection[str] = ()) -> None:
        self._yes, self._cannot = yes, cannot
        self.done: list[str] = []

    async def listen(
        self, caller: Caller, wait: Listen, prompt: Sequence[Path] = ()
    ) -> Heard | NotHeard | DigitsAnswer:
        """What the caller says to the prompt, or the key pressed instead."""
        if "listen" in self._cannot:
            return NotHeard(why=Why.NOT_AVAILABLE)
        line = _line(caller)
        for sound in prompt:
            if key := await line.play(sound, ALL_KEYS):
                return DigitsAnswer(keys=key)
        if key := line.key():
            return DigitsAnswer(keys=key)
        words = line.speech()
        if words == UNCLEAR:
            return NotHeard(why=Why.UNCLEAR)
        if words == LOST:
            return NotHeard(why=Why.FAILED)
        return Heard(text=words) if words else NotHeard(why=Why.SILENCE)

    async def record(self, caller: Caller, wait: Record) -> Recorded | NotRecorded | DigitsAnswer:
        """What the caller says is the message."""
        if "record" in self._cannot:
            return NotRecorded(why=Why.NOT_AVAILABLE)
        line = _line(caller)
        words = line.speech()
        key = "" if words else line.key()
        if key and key in wait.at_once:
            return DigitsAnswer(keys=key)
        if not words:
            return NotRecorded(why=Why.SILENCE)
        self.done.append(f"record {wait.about} {wait.of} {words}")
        return Recorded(name="message-1", seconds=3.0)

    async def send(self, caller: Caller, wait: Send) -> Sent | NotSent:
        """Into the list."""
        number = wait.number or caller.number
        if "send" in self._cannot:
            return NotSent(why=Why.NOT_AVAILABLE)
        if not number:
            return NotSent(why=Why.NUMBER)
        self.done.append(f"send {wait.what} {wait.item.title} {number}")
        return Sent()

    async def book_callback(self, caller: Caller, wait: CallBack) -> Booked | NotBooked:
        """Into the list."""
        if "call_back" in self._cannot:
            return NotBooked(why=Why.NOT_AVAILABLE)
        self.done.append(f"call_back {wait.number or caller.number}")
        return Booked()

    async def check(self, caller: Caller, wait: Check) -> Yes | No | NotChecked:
        """What is so."""
        if "check" in self._cannot:
            return NotChecked(why=Why.NOT_AVAILABLE)
        asked = f"{wait.when} {wait.value}" if wait.when == "caller" else wait.when
        return Yes() if asked in self._yes else No()

    async def rate(self, caller: Caller, rated: Rated) -> None:
        """Into the list."""
        self.done.append(f"rate {rated.question} {rated.value}")


def _line(caller: Caller) -> FakeChannel:
    assert isinstance(caller.channel, FakeChannel)
    return caller.channel
