"""What of a conversation was not written while it lasted: the stretches of its recording that are to be heard. Pure.

Rule: nothing that was written is heard a second time, and nothing that was said falls between; each side has its own
gaps, for one may have been written further than the other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hotline.calls.transcript import Note, Side, Utterance

LEAST_SECONDS = 0.5  # in which nothing is said that could be understood


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of a recording. start, end: its seconds; end: infinite up to its end."""

    start: float
    end: float = math.inf

    def holds(self, at: float) -> bool:
        """Whether this second lies in it."""
        return self.start <= at < self.end


def gaps(said: Iterable[Utterance], side: Side) -> tuple[Span, ...]:
    """What was not written of a side, in order; said: all that was, of both sides, with the notes."""
    rows = sorted(said, key=lambda one: one.start)
    begins = [0.0, *(one.start for one in rows if one.side is Side.NOTE and one.text == Note.BEGUN)]
    ends = [one.end for one in rows if one.side is side]
    found: list[Span] = []
    for begin, following in zip(begins, [*begins[1:], math.inf], strict=True):
        # between two beginnings all is written up to the last that was said
        start = max([begin, *(end for end in ends if begin <= end <= following)])
        if following - start >= LEAST_SECONDS:
            found.append(Span(start=start, end=following))
    return tuple(found)


def marks(call_id: str, spans: Sequence[Span], fresh: Iterable[Utterance]) -> tuple[Utterance, ...]:
    """The notes before what was heard afterwards: one where each stretch of it begins."""
    starts = sorted(one.start for one in fresh)
    firsts = {next((at for at in starts if span.holds(at)), -1.0) for span in spans}
    return tuple(
        Utterance(call_id=call_id, side=Side.NOTE, start=at, end=at, text=Note.AFTER)
        for at in sorted(firsts)
        if at >= 0
    )
