"""Where a number is from, as the agent reads it."""

from __future__ import annotations

import pytest

from hotline.calls.origin import origin_of


@pytest.mark.parametrize(
    ("number", "origin"),
    [
        ("13800138000", "北京 移动"),
        ("+86 138-3310-2039", "河北石家庄 移动"),
        ("17012345678", "浙江杭州 电信"),
        ("19212345678", "重庆 广电"),
        ("01012345678", "北京"),
        ("0757-88880011", "广东佛山"),
        ("0757-88880011转801", "广东佛山"),
        ("02886281234", "四川成都、眉山、资阳"),
        ("0085223456789", "境外"),
        ("19900001111", ""),
        ("4001234567", ""),
        ("12345", ""),
        ("88880011", ""),
        ("", ""),
        ("<script>1380013800", ""),
    ],
)
def test_a_number_tells_where_it_was_given_out(number: str, origin: str) -> None:
    """However it is written; a service number, one of the own area and one that the plan does not know tell nothing."""
    assert origin_of(number) == origin
