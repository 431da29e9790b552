"""What tells who somebody is leaves a question before others read it."""

from __future__ import annotations

import pytest

from hotline.kb.misses import LONGEST, question_of
from hotline.kb.private import without_persons


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("我的电话是13800138000怎么办", "我的电话是***怎么办"),
        ("幺三八零零一三八零零零欠费", "***欠费"),
        ("１３８ 00-13，8000停机", "***停机"),
        ("身份证11010119900307001X丢了", "身份证***丢了"),
        ("查询码123456不对", "查询码***不对"),
        ("我叫王小明想问社保", "我叫***想问社保"),
        ("我姓欧阳", "我姓***"),
        ("张先生的投诉办了吗", "***先生的投诉办了吗"),
        ("幸福路12号3栋502室漏水", "幸福路***漏水"),
        ("京A12345被贴条", "***被贴条"),
        ("a.b@c.cn收不到", "***收不到"),
        ("微信wx_abc123被骗", "微信***被骗"),
    ],
)
def test_who_asks_is_hidden(said: str, kept: str) -> None:
    """Numbers however they are said, names that are said to be names, houses, plates, accounts."""
    assert without_persons(said) == kept


@pytest.mark.parametrize(
    "question",
    [
        "12345是什么电话",
        "110和119打不通",
        "2026年退休金涨多少",
        "我叫不到车怎么办",
        "高龄补贴找谁",
        "公交103路改线",
        "一栋楼都没电",
        "找李主任",
        "马上办是什么",
    ],
)
def test_what_is_asked_stays(question: str) -> None:
    """Short numbers of services, years, routes, and words that only look like names."""
    assert question_of(question) == question


@pytest.mark.parametrize("words", ["", " \n\t", "？！", "社", "13800138000", "*" * 400, "\ud800\x00", "\u202e"])
def test_what_asks_nothing_is_no_question(words: str) -> None:
    """Nothing at all, one letter, a number alone, what no database takes."""
    assert question_of(words) == ""


def test_a_question_is_cut_after_its_numbers_are_hidden() -> None:
    """So that no beginning of one is left at the end."""
    told = question_of("问" * (LONGEST - 5) + "13800138000")
    assert told == "问" * (LONGEST - 5) + "***"
    assert len(question_of("问 " * 100_000)) <= LONGEST
