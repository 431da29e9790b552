"""The answers that may come back to a wait through resume(). Each wait's docstring names its own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why a wait had no good end."""

    NOT_AVAILABLE = "not_available"
    """This hotline has no such service, or it is switched off."""
    FAILED = "failed"
    """The service is there and failed."""
    LATE = "late"
    """The service did not answer in its time."""
    SILENCE = "silence"
    """The caller said nothing."""
    UNCLEAR = "unclear"
    """The caller said something that was not understood."""
    NUMBER = "number"
    """There is no number to reach the caller by, or it is not one that can be reached so."""
    NOTHING = "nothing"
    """There is nothing to send: no form belongs to it."""
    LIMIT = "limit"
    """More than one caller may ask for in so short a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing found.

    title: short, for a list; spoken: all of it, or its essentials where there are parts; code: its own; key: its fixed
    key, "" has none; kind: department, procedure, question, bulletin ...; parts: texts to be read one by one, by name;
    sure: whether it is certain that this was asked for, where words were looked up.
    """

    title: str
    spoken: str = ""
    code: str = ""
    key: str = ""
    kind: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    sure: bool = True

    def part(self, name: str) -> str:
        """The text of a part, "" where there is none."""
        return dict(self.parts).get(name, "").strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitsAnswer:
    """The keys pressed, without the finish key; empty where nothing came in time. finished: ended by that key."""

    keys: str
    finished: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the caller said, as it was recognised: hostile input like every other."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotHeard:
    """No words: silence and unclear count as tries, every other why leads to the keys."""

    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a look-up found, in the order to be read; empty is a true answer: there is nothing."""

    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUpFailed:
    """The look-up could not be made in time: the caller hears an apology and goes to a person."""

    why: Why = Why.FAILED


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The message is kept. name: by which it is found again; seconds: its length."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRecorded:
    """There is no message."""

    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """It is in the outbox, which loses nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSent:
    """It will not be sent."""

    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """The call back is promised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotBooked:
    """No call back is promised."""

    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Yes:
    """It is so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class No:
    """It is not so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotChecked:
    """Nobody knows."""

    why: Why


Failure = LookUpFailed | NotRecorded | NotSent | NotBooked | NotChecked
Answer = DigitsAnswer | Heard | NotHeard | Found | Recorded | Sent | Booked | Yes | No | Failure
