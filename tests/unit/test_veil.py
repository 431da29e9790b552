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


@pytest.mark.parametrize(
    "written",
    [
        "13900139000",
        "139 0013 9000",
        "１３９－００１３－９０００",
        "+86 13900139000",
        "0755-83111111",
        "（0755）8311 1111",
        "+86 755 83111111",
        "6222021234567890123",
        "4111 1111 1111 1111",
        "440102 19900101 123X",
        "440102 1990 0101 1234",
    ],
)
def test_whatever_may_be_the_citizens_too_is_taken_out(written: str) -> None:
    """A second telephone, a line, a bank card: nobody can tell that it is not the citizen's."""
    assert veiled(f"也可打{written}，路灯不亮", TICKET) == f"也可打{HIDDEN}，路灯不亮"


@pytest.mark.parametrize("written", ["075583111111", "0755-83111111", "83111111", "8311 1111", "８３１１１１１１"])
def test_the_own_line_is_taken_out_also_without_its_area_code(written: str) -> None:
    """As people of the same city write it."""
    line = new_ticket(citizen_number="075583111111", citizen_name="")
    assert veiled(f"家里{written}打不通", line) == f"家里{HIDDEN}打不通"
    assert veiled("订单2831111115", line) == "订单2831111115"


def test_a_number_that_is_the_matter_itself_is_let_through_by_whoever_wrote_it() -> None:
    """In 【】 another's number stays; the citizen's own does not, nor does an identity number."""
    assert veiled("商家【13900139000】和【0755-83111111】", TICKET) == "商家【13900139000】和【0755-83111111】"
    assert veiled("【13800138000】【440102199001011234】", TICKET) == f"【{HIDDEN}】【{HIDDEN}】"
    assert veiled("【投诉】店主13900139000", TICKET) == f"【投诉】店主{HIDDEN}"


def test_the_telephones_of_offices_stay() -> None:
    """What the city publishes is nobody's secret, however it is written."""
    public = {"099955501101"}
    assert veiled("打过0999-55501101和0999-55501102", TICKET, public) == f"打过0999-55501101和{HIDDEN}"
    assert veiled_changes({"reason": "0999 55501101"}, TICKET, public) == {"reason": "0999 55501101"}


@pytest.mark.parametrize(
    "text",
    [
        "客服400-812-3456、8008123456、95588、12345、110",
        "1301 1302 1303 1304室",
        "湖滨路18号",
        "2026年11月21日",
        "工单2600000014",
        "",
    ],
)
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
