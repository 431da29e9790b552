"""The hints of a transcript as it is kept, with notes where it begins late or breaks off. Pure.

Rule: what was not written is nobody's fault, and a note is nobody's words.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from hotline.calls.transcript import Note, Side, Utterance
from hotline.quality.hints import Found, Heard, Words, hints_of

_BREAKS = (Note.BUSY, Note.LOST)


def hints_in(words: Words, said: Sequence[Utterance], types: Collection[str]) -> tuple[Found, ...]:
    """The hints of a call. said: in the order of the recording; types: of the tickets that were written in it."""
    heard = [_heard(one) for one in said if one.side is not Side.NOTE]
    return hints_of(words, heard, types, begins=not _begins_late(said), ends=not _breaks_off(said))


def _begins_late(said: Sequence[Utterance]) -> bool:
    """Whether it is written only from some time before the agent's first word on: they may have greeted before."""
    for one in said:
        if one.side is Side.AGENT:
            return False
        if one.side is Side.NOTE and one.text == Note.BEGUN:
            return True
    return False


def _breaks_off(said: Sequence[Utterance]) -> bool:
    return bool(said) and said[-1].side is Side.NOTE and said[-1].text in _BREAKS


def _heard(one: Utterance) -> Heard:
    return Heard(text=one.text, at=one.start, agent=one.side is Side.AGENT)
