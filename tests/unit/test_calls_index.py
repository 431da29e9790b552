"""The pairs of signs by which a transcript is found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hotline.calls.transcript_index import MOST_PAIRS, pairs, wanted


def test_a_line_is_known_by_two_signs_each() -> None:
    """And by the last of each run alone; what is no letter parts runs."""
    assert pairs("下水道，AB") == ("下水", "水道", "道", "ab", "b")
    assert pairs("，。") == ()


def test_a_question_asks_for_its_pairs_or_for_what_begins_with_its_sign() -> None:
    """A long one for some of them: more narrow nothing down."""
    assert wanted(["下水道", "狗", "%"]) == (("下水", "水道"), ("狗",))
    assert wanted(["%"]) == ((), ())
    assert len(wanted(["".join(map(chr, range(0x4E00, 0x4E40)))])[0]) == MOST_PAIRS


@given(line=st.text("下水道堵了aB，1 ", max_size=30), at=st.integers(0, 30), long=st.integers(1, 6))
def test_every_word_of_a_line_is_found_by_its_pairs(line: str, at: int, long: int) -> None:
    """Wherever it stands."""
    whole, begun = wanted([line[at : at + long]])
    known = pairs(line)
    assert set(whole) <= set(known)
    assert all(any(pair.startswith(sign) for pair in known) for sign in begun)
