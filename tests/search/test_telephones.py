"""Whose telephone it is: however it is said or written, whole or by its end."""

from __future__ import annotations

import pytest

from hotline.kb.city import City
from hotline.kb.model import Department, Outline, Phone, Procedure
from hotline.kb.search import numbers
from hotline.kb.search.search import Search

CITY = City(
    outline=Outline(name="小城"),
    departments=(
        Department(
            code="01",
            name="小城市公安局",
            phones=(Phone(number="0999-55501101"), Phone(number="110", label="报警")),
            duties="负责治安、户籍",
        ),
        Department(code="02", name="小城市民政局", phones=(Phone(number="0999-55507788转6"),)),
    ),
    procedures=(Procedure(code="0101", name="不动产权证书遗失补领"),),
)


@pytest.fixture(scope="module")
def search() -> Search:
    """A small city, ready to be asked."""
    return Search.of(CITY)


@pytest.mark.parametrize(
    "asked",
    [
        "尾号1101是哪里打来的",
        "手机上有个未接来电，后四位1101",
        "我只记得电话最后是 501101",
        "本子上写着01101，是哪个单位",
        "尾号幺幺洞幺是谁",
    ],
)
def test_the_end_of_a_telephone_tells_whose_it_is(search: Search, asked: str) -> None:
    """As somebody remembers it, or reads it from a missed call."""
    answer = search.ask(asked)
    assert (answer.hits[0].title, answer.unsure) == ("小城市公安局", False)


@pytest.mark.parametrize("asked", ["1101房的房产证丢了怎么补", "补01101元找哪个单位", "一一零一房的房产证怎么补"])
def test_digits_that_are_no_telephone_are_not_taken_for_one(search: Search, asked: str) -> None:
    """A year, a room, an amount."""
    assert all("电话号码" not in hit.why for hit in search.ask(asked).hits)


@pytest.mark.parametrize(
    "asked",
    [
        "0999-55501101",
        "09995550 1101",
        "55501101",
        "是谁的电话55501101",
        "110",
        "+86 999 5550 1101",
        "0086 0999 55501101",
        "五五五零一一〇一是哪里",
        "零九九九 五五五洞幺幺洞幺 打来的",
        "55501101转8012",
    ],
)
def test_a_telephone_tells_whose_it_is(search: Search, asked: str) -> None:
    """However it is written, with or without its area code."""
    answer = search.ask(asked)
    assert (answer.hits[0].code, answer.unsure) == ("01", False)
    assert "电话号码" in answer.hits[0].why


def test_an_extension_is_no_part_of_the_number(search: Search) -> None:
    """Nor must it be told."""
    assert search.ask("55507788").hits[0].code == "02"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("八六二二四五幺零", "86224510"),
        ("洞九九 拐勾幺", "099 791"),
        ("第一二三四章", "第一二三四章"),
        ("两三个人", "两三个人"),
        ("一千二百三十", "一千二百三十"),
        ("三零二", "三零二"),
    ],
)
def test_digits_are_read_sign_by_sign(text: str, told: str) -> None:
    """Four or more that stand together, without a unit."""
    assert numbers.read_out(text) == told


def test_runs_of_digits_are_told_joined_and_alone() -> None:
    """The longest first; what counts something is known for it."""
    assert numbers.runs("8622 1118 或者 12345") == ("86221118", "12345", "8622", "1118")
    assert numbers.is_amount("50000", "存了50000元")
    assert not numbers.is_amount("50000", "号码50000")
