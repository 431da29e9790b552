"""What is spoken reads as a Chinese speaker says it."""

from __future__ import annotations

import pytest

from hotline.speech.reading import FIRST_CLAUSE, clauses, read_aloud, say_number


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("请拨打12345热线", "请拨打幺二三四五热线"),
        ("欢迎致电114。", "欢迎致电幺幺四。"),
        ("电话0999-82345671。", "电话零九九九，八二三四，五六七幺。"),
        ("投诉电话是8234-5678，有人值班。", "投诉电话是八二三四，五六七八，有人值班。"),
        ("手机13812345678", "手机幺三八，幺二三四，五六七八"),
        ("办公时间9:00-17:30", "办公时间九点到十七点三十分"),
        ("上午8：30至12：00", "上午八点三十分到十二点"),
        ("收费20元", "收费二十元"),
        ("工本费10.5元/本", "工本费十点五元/本"),
        ("罚款1,200元", "罚款一千二百元"),
        ("在302室办理", "在三零二室办理"),
        ("第12条", "第十二条"),
        ("满意率12.5%", "满意率百分之十二点五"),
        ("工单号202611210001", "工单号二零二六，幺幺二幺，零零零幺"),
        ("2026年11月21日", "二零二六年十一月二十一日"),
        ("2026-11-21受理", "二零二六年十一月二十一日受理"),
        ("5个工作日", "五个工作日"),
        ("身份证复印件2份", "身份证复印件两份"),
        ("周一至周五，3-5个工作日", "周一至周五，三到五个工作日"),
        ("建设路18号", "建设路十八号"),
        ("全国统一电话95598", "全国统一电话九五五九八"),
        ("没有数字", "没有数字"),
    ],
)
def test_numbers_are_said_as_people_say_them(written: str, spoken: str) -> None:
    """Phones in digits and groups, times, money, rooms and quantities each in their own way."""
    assert read_aloud(written) == spoken


@pytest.mark.parametrize(
    ("number", "spoken"),
    [
        (0, "零"),
        (10, "十"),
        (15, "十五"),
        (110, "一百一十"),
        (101, "一百零一"),
        (1001, "一千零一"),
        (10000, "一万"),
        (10010, "一万零一十"),
        (200000, "二十万"),
        (100000001, "一亿零一"),
    ],
)
def test_whole_numbers(number: int, spoken: str) -> None:
    """Zeros inside are said once, and ten begins without a one."""
    assert say_number(number) == spoken


def test_a_long_text_begins_with_a_short_clause() -> None:
    """The first piece is short, and nothing is lost or said twice."""
    text = "办理居民身份证补领，请本人携带户口簿到户籍所在地派出所申请，现场采集照片和指纹；工本费40元。限20个工作日。"
    pieces = clauses(text)
    assert "".join(pieces) == text
    assert len(pieces[0]) <= FIRST_CLAUSE
