"""What a live transcript is told as, and what it is made with: the states, the news, the seams to audio and books.

Rule: whoever shows or keeps a transcript knows these alone.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from hotline.calls.joined import Joined
from hotline.calls.transcript import Side, Utterance
from hotline.ivr.effects import CHINESE
from hotline.speech.ear.gate import Gate
from hotline.speech.ear.recogniser import Ear

LOOK_SECONDS = 0.05  # between two looks for sound
REST_SECONDS = 1.0  # between two looks for room


class State(StrEnum):
    """How the transcript of a call is."""

    NONE = "none"
    """There is none: nobody listens here, or nobody talks."""
    ON = "on"
    """What is said is written."""
    HELD = "held"
    """The citizen waits; what is said meanwhile is none of the conversation."""
    BUSY = "busy"
    """The machine can bear no more; it goes on where there is room again."""
    LOST = "lost"
    """It was given up: what hears is lost."""
    OVER = "over"
    """The call is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Partly:
    """What one side seems to be saying; every new one replaces the last of this side, and so does an utterance."""

    call_id: str
    side: Side
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """The transcript of a call is in another state."""

    call_id: str
    state: State


News = Partly | Utterance | Became


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A talk that goes on. joined: what of it is recorded so far; held: the citizen waits now."""

    joined: Joined
    held: bool


class Sound(Protocol):
    """What one side says, as it comes."""

    def read(self) -> bytes:
        """What is new, at the telephone's rate; b"" for nothing. Waits for nothing."""


class Copies(Protocol):
    """Where the audio comes from (telephony.copying.Copying)."""

    async def begin(self, call_id: str) -> Mapping[str, Sound]:
        """The sound of each side, from now on. Raises HotlineError."""

    async def end(self, call_id: str) -> None:
        """It is read no more. Never raises."""


async def nothing_known(call_id: str) -> Begun | None:
    """Without books."""
    del call_id
    return None


def not_measured(call_id: str) -> float | None:
    """Without recordings."""
    del call_id
    return None


async def no_books(call_id: str) -> None:
    """The same."""
    del call_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a conversation is transcribed with. tell: shows it at once.

    look: waits until it is time to look for sound again; rest: the same, for room. begun: what is known of a talk
    whose beginning was not seen; whole: told where all of it was written. recorded: seconds of its recording that the
    disk has, None where there is none; it reads from the disk.
    """

    ear: Ear
    copies: Copies
    keep: Callable[[Utterance], Awaitable[int]]
    tell: Callable[[News], None]
    now: Callable[[], datetime]
    language: str = CHINESE
    gate: Callable[[], Gate] = Gate
    look: Callable[[], Awaitable[None]] = field(default=lambda: asyncio.sleep(LOOK_SECONDS))
    rest: Callable[[], Awaitable[None]] = field(default=lambda: asyncio.sleep(REST_SECONDS))
    clock: Callable[[], float] = time.monotonic
    begun: Callable[[str], Awaitable[Begun | None]] = nothing_known
    whole: Callable[[str], Awaitable[None]] = no_books
    recorded: Callable[[str], float | None] = not_measured
