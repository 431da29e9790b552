"""A long text in pieces to speak one after the other, cut at sentences, then at pauses, then at a length.

The rule: a piece is cut as it is written and read afterwards, so no cut falls into a number or a word of letters
unless that alone is longer than a clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from hotline.speech.reading.folding import can_be_said

FIRST_CLAUSE = 24  # characters: the first piece is short, so that the caller waits for little
LONGEST_CLAUSE = 60
_CLOSING = "”’」』）》】"
_SENTENCES = re.compile(rf"(?:[^。！？；!?;\n.]|\.(?!\s|\Z))*(?:[。！？；!?;\n.]+[{_CLOSING}]*)?")
_PARTS = re.compile(r"(?:[^，、,：]|(?<=\d)[，,：](?=\d))*[，、,：]?")
_RUN = re.compile(r"[A-Za-z0-9:：.,，/@+~—-]{1,32}\Z")


def clauses(text: str) -> tuple[str, ...]:
    """The pieces, each at most LONGEST_CLAUSE characters; joined they are the text but for what cannot be said."""
    pieces: list[str] = []
    for sentence in filter(None, _SENTENCES.findall(text)):
        pieces += _cut(sentence, first=not pieces)
    return tuple(piece for piece in pieces if can_be_said(piece))


def _cut(sentence: str, *, first: bool) -> list[str]:
    limit = FIRST_CLAUSE if first else LONGEST_CLAUSE
    if len(sentence) <= limit:
        return [sentence]
    pieces: list[str] = []
    line = ""
    for part in _short(filter(None, _PARTS.findall(sentence))):
        if line and len(line) + len(part) > limit:
            pieces.append(line)
            line, limit = "", LONGEST_CLAUSE
        line += part
    return [*pieces, line]


def _short(parts: Iterable[str]) -> Iterator[str]:
    """The parts, those without a pause cut at the length, before a number rather than within it."""
    for part in parts:
        at = 0
        while len(part) - at > LONGEST_CLAUSE:
            end = at + LONGEST_CLAUSE
            run = _RUN.search(part, at, end)
            if run and run.start() > at and part[end - 1 : end + 1].strip("。，").isascii():
                end = run.start()
            yield part[at:end]
            at = end
        yield part[at:]
