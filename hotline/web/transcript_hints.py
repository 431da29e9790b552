"""The hints of a transcript as calls keep it, for whoever inspects. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from hotline.calls.transcript import Utterance
from hotline.quality.hinted import Line
from hotline.quality.hinted import hints_in as hints_of_lines
from hotline.quality.hints import Found, Words


def hints_in(words: Words, said: Sequence[Utterance], types: Collection[str]) -> tuple[Found, ...]:
    """The hints of a call. said: in the order of the recording; types: of the tickets that were written in it."""
    return hints_of_lines(words, [Line(side=one.side, at=one.start, text=one.text) for one in said], types)
