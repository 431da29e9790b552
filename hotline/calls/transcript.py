"""What was said in a conversation, as it was recognised, and what of it may be read by whom. Pure.

Rule: a number that tells who somebody is never leaves masked_all() readable, however it was said: 138, 幺三八, 一三八.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

HIDDEN = "***"
LONGEST = 2000  # characters kept of one utterance; nobody speaks that long without a breath
_DIGIT = "0-9０-９零〇幺一二三四五六七八九"
_BETWEEN = r"[\s\-，、。,.]*"
_NUMBER = re.compile(rf"(?:[{_DIGIT}]{_BETWEEN}){{6,}}[{_DIGIT}XxＸｘ]")
_PIECE = re.compile(rf"(?:[{_DIGIT}]{_BETWEEN}){{2,}}[{_DIGIT}XxＸｘ]")
"""What may be a piece of one, 138 of 138 0013 8000: hidden where what was said before and after it is not seen."""
PAUSE = 10.0  # seconds between two pieces of a number, in which the other side repeats the first
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


def masked_all(said: Sequence[Utterance], names: Collection[str] = ()) -> list[Utterance]:
    """A conversation without numbers that tell who somebody is, and without these names.

    Also where one side said a number in pieces: 138, a pause, 0013, a pause, 8000.
    """
    across: dict[int, list[tuple[int, int]]] = {}
    for run in _runs(said):
        text = " ".join(said[place].text for place in run)
        for start, end in (match.span() for match in _NUMBER.finditer(text)):
            begin = 0
            for place in run:
                length = len(said[place].text)
                if start < begin + length and begin < end:
                    across.setdefault(place, []).append((max(0, start - begin), min(length, end - begin)))
                begin += length + 1
    return [_hidden(one, [*_found(one.text, names), *across.get(place, ())]) for place, one in enumerate(said)]


def alone(one: Utterance, names: Collection[str] = ()) -> Utterance:
    """An utterance by itself, as a search finds it: what may be a piece of a number is hidden too."""
    return _hidden(one, [*_found(one.text, names), *(match.span() for match in _PIECE.finditer(one.text))])


def tells_number(text: str) -> bool:
    """Whether there is a number in it that tells who somebody is."""
    return _NUMBER.search(text) is not None


def _runs(said: Sequence[Utterance]) -> Iterator[list[int]]:
    """The places of what one side said with no long pause in it, side by side."""
    for side in (Side.CITIZEN, Side.AGENT):
        run: list[int] = []
        for place, one in enumerate(said):
            if one.side is not side:
                continue
            if run and one.start - said[run[-1]].end > PAUSE:
                yield run
                run = []
            run.append(place)
        yield run


def _hidden(one: Utterance, found: Iterable[tuple[int, int]]) -> Utterance:
    spans = _apart(found)
    if one.side is Side.NOTE or not spans:
        return one
    return replace(one, text=_cut(one.text, spans), words=_masked_words(one, spans))


def _found(text: str, names: Collection[str]) -> list[tuple[int, int]]:
    """From where to where something is to be hidden."""
    found = [match.span() for match in _NUMBER.finditer(text)]
    for name in names:
        if len(name) >= _LEAST_NAME:
            found += [match.span() for match in re.finditer(re.escape(name), text)]
    return found


def _apart(found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same in order and apart."""
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
