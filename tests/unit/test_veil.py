"""What a department must not read, taken out of texts."""

from __future__ import annotations

import pytest

from hotline.tickets.veil import HIDDEN, veiled, veiled_changes
from tests.fakes.tickets import new_ticket

TICKET = new_ticket(citizen_number="13800138000", citizen_name="王芳女士")


@pytest.mark.parametrize(
    "written",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+86 13800138000",
        "008613800138000",
        "１３８００１３８０００",
        "王芳",
        "王芳女士",
        "440102199001011234",
        "44010219900101123X",
    ],
)
def test_who_called_is_taken_out_however_it_is_written(written: str) -> None:
    """Number, name, identity number; what stands around it stays."""
    assert veiled(f"来电人{written}说路灯不亮", TICKET) == f"来电人{HIDDEN}说路灯不亮"


@pytest.mark.parametrize("text", ["商家电话13900139000", "湖滨路18号", "2026年11月21日", "工单2600000014", ""])
def test_what_the_department_needs_stays(text: str) -> None:
    """Another's number, a place, a day."""
    assert veiled(text, TICKET) == text


def test_without_a_number_or_a_name_nothing_is_taken_out() -> None:
    """An empty pattern would fit everywhere; a name of one sign fits too often."""
    ticket = new_ticket(citizen_number="", citizen_name="王")
    assert veiled("王府路路灯不亮", ticket) == "王府路路灯不亮"


def test_a_name_is_no_pattern() -> None:
    """Signs that mean something to a search mean themselves."""
    assert veiled("a.b+c", new_ticket(citizen_name=".*")) == "a.b+c"


def test_changes_are_looked_through_to_the_last_text() -> None:
    """Fields that tell who called are left out."""
    changes = {
        "content": "王芳来电",
        "citizen_name": "王芳",
        "days": 3,
        "assisting": ["王芳"],
        "more": {"a": "13800138000"},
    }
    assert veiled_changes(changes, TICKET) == {
        "content": f"{HIDDEN}来电",
        "days": 3,
        "assisting": [HIDDEN],
        "more": {"a": HIDDEN},
    }
