"""What a menu asks of the hotline beside its books: to listen, record, send, call back, check and rate.

Who implements LineServices keeps one rule: answer within Bounds, raise nothing but HungUpError, and say why where it
cannot be done. The line bounds every call again, and takes any other error for a failed service.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from hotline.answering.channel import CallChannel
from hotline.answering.kept_keys import KeptKeys
from hotline.answering.manner import USUAL
from hotline.answering.player import Manner
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
    When,
    Why,
    Yes,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Whose call it is.

    number: as the network gave it, "" where it is withheld; channel: the line, which only listen and record use;
    manner: the language and pace in which the caller was spoken to before; keys: pressed while nothing asked for one.
    """

    call_id: str
    number: str
    dialled: str
    channel: CallChannel
    manner: Manner = USUAL
    keys: KeptKeys = field(default_factory=KeptKeys)


class LineServices(Protocol):
    """What the menus can have done. Each answers in bounded time; HungUpError passes."""

    async def listen(
        self, caller: Caller, wait: Listen, prompt: Sequence[Path] = ()
    ) -> Heard | NotHeard | DigitsAnswer:
        """The caller's words, or the key that was pressed instead. Uses the channel, and leaves it as it was.

        prompt: the sounds of the question, played while it listens; not played where it says not_available.
        """

    async def record(self, caller: Caller, wait: Record) -> Recorded | NotRecorded | DigitsAnswer:
        """A tone, then the caller's message. Uses the channel, and leaves it as it was."""

    async def send(self, caller: Caller, wait: Send) -> Sent | NotSent:
        """A text or forms into the outbox, to wait.number or the caller's own number."""

    async def book_callback(self, caller: Caller, wait: CallBack) -> Booked | NotBooked:
        """A promise that a person rings wait.number or the caller's own number."""

    async def check(self, caller: Caller, wait: Check) -> Yes | No | NotChecked:
        """Whether it is so now, for this caller."""

    async def rate(self, caller: Caller, rated: Rated) -> None:
        """Keep an answer to a survey."""


class NoServices:
    """Implements LineServices where there are none: an honest no to everything."""

    async def listen(self, caller: Caller, wait: Listen, prompt: Sequence[Path] = ()) -> NotHeard:
        """Nothing listens."""
        del caller, wait, prompt
        return NotHeard(why=Why.NOT_AVAILABLE)

    async def record(self, caller: Caller, wait: Record) -> NotRecorded:
        """Nothing records."""
        del caller, wait
        return NotRecorded(why=Why.NOT_AVAILABLE)

    async def send(self, caller: Caller, wait: Send) -> NotSent:
        """Nothing sends."""
        del caller, wait
        return NotSent(why=Why.NOT_AVAILABLE)

    async def book_callback(self, caller: Caller, wait: CallBack) -> NotBooked:
        """Nobody is promised anything."""
        del caller, wait
        return NotBooked(why=Why.NOT_AVAILABLE)

    async def check(self, caller: Caller, wait: Check) -> No | NotChecked:
        """No recogniser is certain; of the rest nobody knows."""
        del caller
        return No() if wait.when is When.RECOGNISER else NotChecked(why=Why.NOT_AVAILABLE)

    async def rate(self, caller: Caller, rated: Rated) -> None:
        """It is in the call's history all the same."""
        del caller, rated


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Seconds that the line gives each service; what is later is given up. listen, record: beyond their own length."""

    listen: float = 10.0
    record: float = 6.0
    send: float = 4.0
    call_back: float = 4.0
    check: float = 1.5
    rate: float = 1.5
