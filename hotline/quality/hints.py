"""What an inspector may want to listen to: found in a transcript by the city's words. Pure.

Rule: a hint is none of the score. Recognition errs, so each tells where it was heard, and nobody is judged by it alone.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hotline.quality.drift import Signs, drift


class Hint(StrEnum):
    """What was found."""

    FORBIDDEN = "forbidden"
    """The agent said something that nobody should."""
    NO_GREETING = "no_greeting"
    """The agent did not greet at the beginning."""
    NO_CLOSING = "no_closing"
    """The agent did not ask at the end whether there is more, nor said goodbye."""
    DRIFT = "drift"
    """The citizen's words speak for another type than the ticket's: a complaint was written as an enquiry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The city's words. greeting_seconds: within which of the agent's first word a greeting must be."""

    greeting: tuple[str, ...] = ()
    greeting_seconds: float = 15.0
    closing: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    complaint: tuple[str, ...] = ()
    conduct: tuple[str, ...] = ()
    suggestion: tuple[str, ...] = ()
    praise: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An utterance. at: seconds of the recording; agent: whose it is."""

    text: str
    at: float
    agent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A hint. at: seconds of the recording, where there is a place to hear; words: what was said, "" for nothing.

    like: the type for which the words speak, "" where the hint is about no type.
    """

    hint: Hint
    at: float
    words: str
    like: str = ""


def hints_of(
    words: Words, said: Sequence[Heard], types: Collection[str], *, begins: bool = True, ends: bool = True
) -> tuple[Found, ...]:
    """The hints of a call, in the order of the recording. types: of the tickets that were written in it.

    begins, ends: whether the agent's first words and last are in it; what was not heard was perhaps said.
    """
    agent = [one for one in said if one.agent]
    if not agent:
        return ()
    found = [
        Found(hint=Hint.FORBIDDEN, at=one.at, words=word)
        for one in agent
        for word in words.forbidden
        if word in _plain(one.text)
    ]
    first = agent[0].at
    early = [one for one in agent if one.at <= first + words.greeting_seconds]
    if begins and words.greeting and not _said(early, words.greeting):
        found.append(Found(hint=Hint.NO_GREETING, at=first, words=""))
    late = agent[-5:]
    if ends and words.closing and not _said(late, words.closing):
        found.append(Found(hint=Hint.NO_CLOSING, at=late[-1].at, words=""))
    found += _drift(words, said, types)
    return tuple(sorted(found, key=lambda one: one.at))


def _drift(words: Words, said: Sequence[Heard], types: Collection[str]) -> list[Found]:
    """Where the words were said that speak for another type."""
    citizen = [one for one in said if not one.agent]
    signs = Signs(complaint=words.complaint, conduct=words.conduct, suggestion=words.suggestion, praise=words.praise)
    found = drift(signs, [_plain(one.text) for one in citizen], types)
    if found is None:
        return []
    return [Found(hint=Hint.DRIFT, at=citizen[found.place].at, words=found.words, like=found.like)]


def _said(some: Sequence[Heard], words: Sequence[str]) -> bool:
    return any(word in _plain(one.text) for one in some for word in words)


def _plain(text: str) -> str:
    """Without what stands between words."""
    return "".join(sign for sign in text if sign.isalnum())
