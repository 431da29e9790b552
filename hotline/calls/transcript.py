"""What was said in a conversation, as it was recognised, and what of it may be read by whom. Pure.

Rule: a number that tells who somebody is never leaves mask() readable, however it was said: 138, 幺三八, 一三八.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

HIDDEN = "***"
LONGEST = 2000  # characters kept of one utterance; nobody speaks that long without a breath
_DIGIT = "0-9０-９零〇幺一二三四五六七八九"
_NUMBER = re.compile(rf"(?:[{_DIGIT}][\s\-，、]*){{6,}}[{_DIGIT}XxＸｘ]")
_LEAST_NAME = 2


class Side(StrEnum):
    """Whose words they are."""

    CITIZEN = "citizen"
    AGENT = "agent"
    NOTE = "note"
    """Nobody's: what befell the transcript itself; the text is a Note."""


class Note(StrEnum):
    """What befell a transcript."""

    BUSY = "busy"
    """It was not begun, or went no further: the machine can bear no more."""
    LOST = "lost"
    """What hears is lost; the call goes on."""
    BEGUN = "begun"
    """It is written from here on: the machine has room again, or the hotline was started in the middle of the call."""
    AFTER = "after"
    """What follows was heard afterwards, from the recording."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word. start, end: seconds of the call's recording."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What one side said in one breath. start, end: seconds of the call's recording; words: empty where not known.

    id: 0 while it is not kept.
    """

    call_id: str
    side: Side
    start: float
    end: float
    text: str
    words: tuple[Word, ...] = ()
    id: int = 0


def masked(one: Utterance, names: Collection[str] = ()) -> Utterance:
    """Without numbers that tell who somebody is, and without these names."""
    if one.side is Side.NOTE:
        return one
    spans = _spans(one.text, names)
    return replace(one, text=_cut(one.text, spans), words=_masked_words(one, spans)) if spans else one


def mask(text: str, names: Collection[str] = ()) -> str:
    """A text without the same."""
    return _cut(text, _spans(text, names))


def _spans(text: str, names: Collection[str]) -> list[tuple[int, int]]:
    """From where to where something is hidden, in order and apart."""
    found = [match.span() for match in _NUMBER.finditer(text)]
    for name in names:
        if len(name) >= _LEAST_NAME:
            found += [match.span() for match in re.finditer(re.escape(name), text)]
    apart: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _cut(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        text = text[:start] + HIDDEN + text[end:]
    return text


def _masked_words(one: Utterance, spans: list[tuple[int, int]]) -> tuple[Word, ...]:
    """The words, the hidden ones in one piece with their time; a word that is not found in the text tells nothing."""
    kept: list[Word] = []
    place = 0
    for word in one.words:
        at = one.text.find(word.text, place)
        if at < 0 or not word.text:
            continue
        place = at + len(word.text)
        if not any(start < place and at < end for start, end in spans):
            kept.append(word)
        elif kept and kept[-1].text == HIDDEN:
            kept[-1] = replace(kept[-1], end=word.end)
        else:
            kept.append(replace(word, text=HIDDEN))
    return tuple(kept)
