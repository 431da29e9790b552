"""The seam behind which speech is recognised: audio in, partial and final words out.

The rule: audio is the telephone's (8 kHz, 16 bit little-endian, mono) everywhere; an engine that wants another rate
resamples for itself. Inside a worker process an engine speaks Engine and Recogniser; the hotline itself sees Ear and
Hearing alone, and goes on without either.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from hotline.errors import EarError

RATE = 8_000
BYTES_A_SECOND = 2 * RATE


class Use(StrEnum):
    """What is listened to. Where the machine can bear no more, the last is shed first."""

    MENU = "menu"
    """A caller answers a menu: short, by a vocabulary, and the caller waits for the answer."""
    CONVERSATION = "conversation"
    """One side of a conversation: free dictation, for as long as it lasts."""
    RECORDING = "recording"
    """A recording heard afterwards: there is time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word as it was heard. start, end: seconds from the stream's beginning; sure: 0 to 1, 1 where not known."""

    text: str
    start: float
    end: float
    sure: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Partial:
    """What the words seem to be so far; every new one replaces the last, and a Final replaces them all."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Final:
    """An utterance at its end; "" where nothing was said. words: in order, empty where the engine tells no times.

    start, end: seconds from the stream's beginning.
    """

    text: str
    start: float
    end: float
    words: tuple[Word, ...] = ()


Text = Partial | Final


class Recogniser(Protocol):
    """One stream inside a worker. Not safe for two threads."""

    def accept(self, audio: bytes) -> Text | None:
        """Hear more; what is new of it, if anything."""

    def finish(self) -> Final:
        """End the utterance now. The stream may go on with another."""

    def close(self) -> None:
        """The stream is over; what is left of it may serve another."""


class Engine(Protocol):
    """A model, loaded. is_streaming: it gives partial words and finds ends; else it hears whole utterances."""

    @property
    def is_streaming(self) -> bool:
        """Whether words come while they are spoken."""

    def open(self, words: tuple[str, ...] = ()) -> Recogniser:
        """A new stream. words: all that is likely to be said, where the engine can make use of it; () is anything."""

    def unknown(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the words that the model can never hear."""


class Hearing(Protocol):
    """One stream as the hotline sees it, whatever process hears it."""

    def feed(self, audio: bytes) -> None:
        """More audio, any length. Never waits and never raises: what a lost or full worker cannot take is dropped."""

    def texts(self) -> AsyncIterator[Text]:
        """What is heard, as it is heard; ends with close(). Raises EarError where the worker is lost for good."""

    async def finish(self) -> Final:
        """End the utterance now and say what it was; the stream may go on. Raises EarError."""

    async def close(self) -> None:
        """Hear no more."""


class Ear(Protocol):
    """Who listens, for the whole hotline."""

    def hears(self, language: str, use: Use) -> bool:
        """Whether there is a model for this language and room for one stream more, now."""

    async def open(self, use: Use, *, language: str, words: tuple[str, ...] = ()) -> Hearing:
        """A new stream. Raises EarError where nothing listens, EarBusyError where the machine can bear no more."""


class NoEar:
    """The ear of a hotline without a model: everything else works."""

    def hears(self, language: str, use: Use) -> bool:
        """Nothing."""
        del language, use
        return False

    async def open(self, use: Use, *, language: str, words: tuple[str, ...] = ()) -> Hearing:
        """Raises EarError."""
        del use, language, words
        raise EarError("No model for speech is installed: hotline speech install.")
