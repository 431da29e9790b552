"""The numbers of a long list whose first have one digit."""

from __future__ import annotations

import pytest

from hotline.ivr.engine import resume, start
from hotline.ivr.load import load_scripts
from hotline.ivr.nodes.choose import numbered
from hotline.ivr.waits import Digits, DigitsAnswer, Found, Item
from hotline.settings import ROOT

SCRIPTS = load_scripts(ROOT / "ivr_scripts")


@pytest.mark.parametrize(
    ("count", "first", "last", "short"),
    [
        (8, "1", "8", 8),
        (9, "1", "82", 7),
        (26, "1", "83", 5),
        (61, "1", "86", 1),
        (72, "11", "89", 0),
        (73, "11", "83", 0),
        (80, "101", "180", 0),
    ],
)
def test_the_first_of_a_long_list_may_have_one_digit(count: int, first: str, last: str, short: int) -> None:
    """As many as leave enough digits to begin the numbers of the others; none is the beginning of another."""
    keys = [one.key for one in numbered(tuple(Item(title=str(place)) for place in range(count)), first_short=True)]
    assert (keys[0], keys[-1]) == (first, last)
    assert len(set(keys)) == count
    assert [len(key) for key in keys].count(1) == short
    assert not any(other != key and other.startswith(key) for key in keys for other in keys)
    assert not any(key[0] in "09" for key in keys)


def test_a_number_of_one_digit_is_taken_at_once_beside_those_of_two() -> None:
    """Nobody waits for a second key that does not come."""
    asked = start(SCRIPTS["114"], entry="procedures")
    found = Found(items=tuple(Item(title=str(place), code=str(place)) for place in range(9)))
    wait = resume(SCRIPTS["114"], asked.session, found).wait
    assert isinstance(wait, Digits)
    assert [wait.answer(keys) for keys in ("8", "1", "81")] == [None, DigitsAnswer(keys="1"), DigitsAnswer(keys="81")]
