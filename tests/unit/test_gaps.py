"""What of a conversation was not written, and where it is told that it was heard afterwards."""

from __future__ import annotations

import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hotline.calls.gaps import Span, gaps, marks
from hotline.calls.transcript import Note, Side, Utterance


def said(side: Side, start: float, end: float, text: str = "好") -> Utterance:
    """An utterance."""
    return Utterance(call_id="a", side=side, start=start, end=end, text=text)


def note(text: Note, at: float) -> Utterance:
    """What befell it."""
    return said(Side.NOTE, at, at, text)


def test_a_call_of_which_nothing_was_written_is_one_gap() -> None:
    """Both sides of it, also where a note says why."""
    assert gaps((), Side.CITIZEN) == (Span(start=0.0),)
    assert gaps([note(Note.BUSY, 0.2)], Side.AGENT) == (Span(start=0.0),)


def test_what_follows_the_last_words_of_a_side_is_a_gap_of_that_side() -> None:
    """The machine was full, or the hotline went down, before the call was over."""
    rows = [said(Side.AGENT, 1, 3), said(Side.CITIZEN, 4, 9), note(Note.BUSY, 11)]
    assert gaps(rows, Side.AGENT) == (Span(start=3),)
    assert gaps(rows, Side.CITIZEN) == (Span(start=9),)


def test_where_it_was_begun_again_the_gap_ends() -> None:
    """And what was written after it is not heard again."""
    rows = [said(Side.CITIZEN, 4, 9), note(Note.BUSY, 11), note(Note.BEGUN, 60), said(Side.CITIZEN, 62, 65)]
    assert gaps(rows, Side.CITIZEN) == (Span(start=9, end=60), Span(start=65))
    assert gaps(rows, Side.AGENT) == (Span(start=0.0, end=60), Span(start=60))


def test_each_stretch_that_was_heard_has_its_note() -> None:
    """One of which nothing was understood has none."""
    spans = (Span(start=9, end=60), Span(start=65, end=70), Span(start=80))
    fresh = [said(Side.CITIZEN, 12, 14), said(Side.AGENT, 10, 11), said(Side.AGENT, 90, 91)]
    assert [(one.start, one.text) for one in marks("a", spans, fresh)] == [(10, Note.AFTER), (90, Note.AFTER)]
    assert marks("a", spans, ()) == ()


@given(
    rows=st.lists(
        st.one_of(
            st.builds(lambda at, long: said(Side.CITIZEN, at, at + long), st.floats(0, 100), st.floats(0, 20)),
            st.builds(lambda at, text: note(text, at), st.floats(0, 100), st.sampled_from(Note)),
        ),
        max_size=20,
    )
)
def test_gaps_stand_apart_and_in_order(rows: list[Utterance]) -> None:
    """Whatever was written."""
    found = gaps(rows, Side.CITIZEN)
    assert all(span.start < span.end for span in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert found[-1].end == math.inf
