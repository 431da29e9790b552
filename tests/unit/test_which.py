"""Which of several things told a caller means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.ivr.which import by_name, by_place

NAMES = ("居民身份证补领", "居民身份证换领", "公积金贷款申请", "养犬登记")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("第二个", 1),
        ("我要第二个，谢谢。", 1),
        ("第2个", 1),
        ("弟二哥", 1),
        ("就是第一个", 0),
        ("第三个吧", 2),
        ("二", 1),
        ("一刻", 0),
        ("是第一个", 0),
        ("最后一个", 2),
        ("前面那个", 0),
        ("The second one.", 1),
        ("number three", 2),
        ("第四个", -1),
        ("第一个还是第二个", -1),
        ("是", -1),
        ("都不是", -1),
        ("第一个孩子上户口要什么材料要去哪里办", -1),
        ("", -1),
    ],
)
def test_a_place_is_understood_where_one_is_named(text: str, place: int) -> None:
    """Whatever stands politely around it; two of them are none."""
    assert by_place(text, 3) == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("公积金贷款", 2),
        ("工鸡巾贷款。", 2),
        ("不是，我问养狗登记", -1),
        ("养犬登记", 3),
        ("身份证换领", 1),
        ("不是，是身份证补领", 0),
        ("身份证", -1),
        ("就是这个", -1),
        ("不是这个", -1),
        ("是", -1),
        ("我要办护照", -1),
        ("", -1),
    ],
)
def test_a_name_is_understood_where_it_is_one_things_alone(text: str, place: int) -> None:
    """By its sound; what two of them have in common names neither."""
    assert by_name(text, NAMES) == place


@given(text=st.text(max_size=200), count=st.integers(1, 4))
def test_whatever_is_said_is_one_of_them_or_none(text: str, count: int) -> None:
    """Hostile text is only text."""
    assert -1 <= by_place(text, count) < count
    assert -1 <= by_name(text, NAMES[:count]) < count
