"""One telephone has one number, however the network writes it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hotline.calls.number import normalise_number
from hotline.storage.citizens import live_in, number_fault, read_number
from hotline.storage.text import plain_text


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("13800138000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("013800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("(0755) 8311 1111", "075583111111"),
        ("+86 755 8311 1111", "075583111111"),
        ("0086 010 1234 5678", "01012345678"),
        ("+86 10 1234 5678", "01012345678"),
        ("+86 12345", "12345"),
        ("+1 415 555 0100", "0014155550100"),
        ("0755-83111111转8012", "075583111111"),
        ("0755-83111111-8012", "075583111111"),
        ("（0755）83111111-12", "075583111111"),
        ("+86 755 83111111 ext. 12", "075583111111"),
        ("010-12345678,,301", "01012345678"),
        ("83111111 分机 8", "83111111"),
        ("138-0013-8000", "13800138000"),
        ("1380013 8000", "13800138000"),
        ("0755-8311-1111", "075583111111"),
        ("400-8123-456", "4008123456"),
        ("13800138000-1", "13800138000"),
        ("0755-88866666转接8012", "075588866666"),
        ("0755-88866666分机号8012", "075588866666"),
        ("0755-88866666内线8012", "075588866666"),
        ("0755-88866666*8012", "075588866666"),
        ("0755-88866666(8012)", "075588866666"),
        ("0755－88866666（8012）", "075588866666"),
        ("0755—88866666 总机转分机：8012", "075588866666"),
        ("(0755)88866666 (转 8012 分机)", "075588866666"),
        ("17951-13800138000", "13800138000"),
        ("12593 013800138000", "13800138000"),
        ("17911 0755 83111111", "075583111111"),
        ("17951138001", "17951138001"),
        ("86 755 83111111", "075583111111"),
        ("86 0755 83111111", "075583111111"),
        ("+86(0)755-83111111", "075583111111"),
        ("86311111", "86311111"),
        ("anonymous", ""),
        ("", ""),
        ("9" * 40, "9" * 24),
    ],
)
def test_a_number_is_the_same_however_it_is_written(written: str, kept: str) -> None:
    """China's country code goes, a foreign number keeps its own, and a hidden one is empty."""
    assert normalise_number(written) == kept
    assert normalise_number(kept) == kept


@pytest.mark.parametrize(
    ("written", "extension"),
    [
        ("0755-88866666转8012", "8012"),
        ("0755-88866666 分机号：8012", "8012"),
        ("0755－88866666（8012）", "8012"),
        ("88866666-301", "301"),
        ("0755-88866666", ""),
        ("400-8123-456", ""),
        ("(0755) 8886 6666", ""),
        ("转8012", ""),
    ],
)
def test_who_is_asked_for_behind_a_switchboard_is_kept(written: str, extension: str) -> None:
    """The extension is beside the number, for whoever calls back."""
    assert read_number(written).extension == extension


@pytest.fixture
def shenzhen() -> Iterator[None]:
    """A city whose area code is known."""
    live_in("0755")
    yield
    live_in("")


@pytest.mark.usefixtures("shenzhen")
@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("83111111", "075583111111"),
        ("8311-1111转8012", "075583111111"),
        ("0755-83111111", "075583111111"),
        ("010-12345678", "01012345678"),
        ("13800138000", "13800138000"),
        ("12345", "12345"),
        ("95105105", "95105105"),
        ("400-8123-456", "4008123456"),
    ],
)
def test_a_local_line_is_one_citizen_with_and_without_its_area_code(written: str, kept: str) -> None:
    """Lines of seven or eight digits get the city's area code; mobiles, services and other cities stay."""
    assert normalise_number(written) == kept
    assert normalise_number(kept) == kept


@pytest.mark.parametrize(
    "written", ["", " ", "anonymous", "匿名", "12345", "13800138000", "+1 415 555 0100", "王 83111111转8012"]
)
def test_a_number_or_none_has_no_fault(written: str) -> None:
    """Whoever gives no number leaves the field empty, or it says that the number is hidden."""
    assert number_fault(written) is None


@pytest.mark.parametrize(
    ("written", "told"), [("张三", "没有电话号码"), ("12", "没有电话号码"), ("13800138000/13900139000", "一个电话号码")]
)
def test_a_text_without_a_number_is_told(written: str, told: str) -> None:
    """A name in the number's field, and two numbers in one, are faults and not silently something else."""
    assert told in (number_fault(written) or "")


def test_text_from_outside_loses_what_cannot_be_stored_or_shown() -> None:
    """Control characters, lone surrogates and turned text go; line breaks stay only where they are wanted."""
    hostile = "  路灯\x00坏了\r\n第二行\u202e\ud800\x1b[31m\t完 "
    assert plain_text(hostile, lines=True) == "路灯坏了\n第二行[31m 完"
    assert plain_text(hostile) == "路灯坏了 第二行[31m 完"
