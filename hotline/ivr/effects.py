"""What a step of a menu tells the line to do. Effects tell and never ask: an answer comes only to a wait (waits.py)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

CHINESE = "zh-CN"  # the language that every script has, and the one spoken where nothing else was chosen


class Pace(StrEnum):
    """How fast the voice speaks."""

    NORMAL = "normal"
    """As the voice does by itself."""
    SLOW = "slow"
    """For those who asked for it, for the rest of the call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A prompt of the script. name: of its recording, as in 12345-greeting; text: what a voice says where none is."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Live text to read: a list's line, a department's address, a ticket's progress."""

    text: str


SayPart = Prompt | Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Speak the parts one after the other. language, pace: of the caller at this moment; the engine fills them in."""

    parts: tuple[SayPart, ...]
    language: str = CHINESE
    pace: Pace = Pace.NORMAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Hand the caller over to a person. queue: its name in Asterisk. Ends the run.

    skill: what that person should be able to do, "" where the language of the call says it, or anybody will do.
    """

    queue: str
    skill: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Connect the caller to another telephone; the queue where nobody answers there. Ends the run.

    number: digits only; name: whose it is, for the history.
    """

    number: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HangUp:
    """Say goodbye's end: the line is put down. Ends the run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """For the call's history and the screen pop. node: its name; pressed: keys; heard: what it was about, short.

    refused: the words for which the caller was offered answers and wanted none.
    """

    node: str
    pressed: str
    heard: str
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """The caller answered a question of a survey. question: its code; value: what the key stands for."""

    question: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said next tells of this: for counting what callers hear. kind, code: of the item (waits.Item)."""

    kind: str
    code: str


Effect = Say | Queue | Transfer | HangUp | Mark | Rated | Told
