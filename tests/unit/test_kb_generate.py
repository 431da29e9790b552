"""A city made up to a size: it is the city that was asked for, and nobody takes it for the truth."""

from __future__ import annotations

from collections import Counter

import pytest

from hotline.errors import InputError
from hotline.kb.cells import parse, render
from hotline.kb.generate import SOURCE, generate
from hotline.kb.headings import sheet_of
from hotline.kb.load import load_pack
from hotline.kb.model import Department, Entry, Outline, Procedure
from hotline.kb.records import kind_of
from hotline.settings import ROOT


@pytest.fixture(scope="module")
def pack() -> tuple[Outline, list[Entry]]:
    """The demo city."""
    return load_pack(ROOT / "kb")


def _offices(entries: list[Entry]) -> list[Department]:
    return [entry for entry in entries if isinstance(entry, Department)]


def _procedures(entries: list[Entry]) -> list[Procedure]:
    return [entry for entry in entries if isinstance(entry, Procedure)]


@pytest.mark.parametrize("times", [1, 10])
def test_a_city_is_filled_up_to_its_size(pack: tuple[Outline, list[Entry]], times: int) -> None:
    """With what is there already counted, and no name, code or telephone twice."""
    outline, known = pack
    sizes = {"departments": 700 * times, "phones": 2_000 * times, "procedures": 3_290 * times}
    made = generate(outline, 1, known=known, **sizes)
    both = [*known, *made]
    assert len(_offices(both)) == sizes["departments"]
    assert len(_procedures(both)) == sizes["procedures"]
    assert sum(len(office.phones) for office in _offices(both)) == sizes["phones"]
    for entries in (_offices(both), _procedures(both)):
        assert max(Counter(entry.code for entry in entries).values()) == 1
    assert max(Counter(entry.name for entry in _procedures(made)).values()) == 1
    assert max(Counter(office.name for office in _offices(both)).values()) == 1
    numbers = Counter(phone.number for office in _offices(made) for phone in office.phones)
    assert max(numbers.values()) == 1


def test_every_entry_is_marked_as_generated(pack: tuple[Outline, list[Entry]]) -> None:
    """In the field that says where an entry is from."""
    assert {entry.source for entry in generate(pack[0], 1, known=pack[1])} == {SOURCE}


def test_the_same_seed_makes_the_same_city(pack: tuple[Outline, list[Entry]]) -> None:
    """And another makes another."""
    outline, known = pack
    assert generate(outline, 7, known=known) == generate(outline, 7, known=known)
    assert generate(outline, 7, known=known) != generate(outline, 8, known=known)


def test_everything_belongs_somewhere(pack: tuple[Outline, list[Entry]]) -> None:
    """Sub-bodies have a body above them, procedures a department and a life event of the city; the city's own stay."""
    outline, known = pack
    made = generate(outline, 1, known=known)
    codes = {office.code for office in _offices([*known, *made])}
    parents = [office.parent for office in _offices(made) if office.parent]
    assert set(parents) <= codes
    assert len(parents) > 500
    events = {event.name for event in outline.life_events}
    assert all(set(entry.departments) <= codes and entry.departments for entry in _procedures(made))
    assert all(set(entry.events) <= events for entry in _procedures(made))
    assert not {office.name for office in _offices(made)} & {"市公安局", "市民政局"}
    assert len({entry.department for entry in _procedures(made)}) > 100


def test_every_value_can_be_written_in_a_table(pack: tuple[Outline, list[Entry]]) -> None:
    """And is the same when it is read."""
    for entry in generate(pack[0], 1, known=pack[1])[::97]:
        for heading in sheet_of(kind_of(entry)).headings:
            value = getattr(entry, heading.field)
            assert parse(render(value, heading.shape), heading.shape) == value


def test_a_city_of_which_nothing_is_known_is_made_too() -> None:
    """Also without districts and life events; more than there are words for is refused."""
    made = generate(Outline(), 1, departments=7_000, phones=9_000, procedures=32_900)
    assert (len(_offices(made)), len(_procedures(made))) == (7_000, 32_900)
    with pytest.raises(InputError, match="最多能生成"):
        generate(Outline(), 1, departments=30, phones=60, procedures=1_000_000)
    with pytest.raises(InputError, match="最多能生成"):
        generate(Outline(), 1, departments=1_000_000, phones=60, procedures=1)
