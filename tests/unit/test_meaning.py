"""What words mean to a menu."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.ivr.meaning import BACK_WORDS, PERSON_WORDS, choice, corrected, verdict, wants_person

CHOICES = {
    "1": ("部门查询", "部门电话"),
    "2": ("办事指南",),
    "9": ("紧急求助", "报警"),
    "0": PERSON_WORDS,
    "*": BACK_WORDS,
}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("部门电话", "1"),
        ("请帮我查一下部门电话，谢谢。", "1"),
        ("不门电话", "1"),
        ("我要报警！", "9"),
        ("人工", "0"),
        ("转仁公", "0"),
        ("我要找人工客服", "0"),
        ("返回吧", "*"),
        ("二", "2"),
        ("请按2", "2"),
        ("幺", "1"),
        ("Nine, please", "9"),
        ("A person please", "0"),
        ("七", ""),
        ("我要投诉人工服务", ""),
        ("社保卡怎么办", ""),
        ("部门电话打不通怎么办", ""),
        ("", ""),
        ("谢谢", ""),
        ("。。。", ""),
    ],
)
def test_words_are_a_choice_where_they_name_one_and_nothing_else(text: str, key: str) -> None:
    """Politeness is passed over, and what sounds alike is alike."""
    assert choice(text, CHOICES) == key


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("是", True),
        ("是的，谢谢", True),
        ("对对对", True),
        ("嗯嗯", True),
        ("没错", True),
        ("是的就是这个０", True),
        ("对，就是这个", True),
        ("係", True),
        ("Yes.", True),
        ("不是", False),
        ("不对不对", False),
        ("不是这个", False),
        ("不许的", False),
        ("No", False),
        ("事", True),
        ("社保卡", None),
        ("不动产登记", None),
        ("是不是要带身份证", None),
        ("", None),
    ],
)
def test_yes_and_no_are_told_from_everything_else(text: str, *, said: bool | None) -> None:
    """A question that begins with one of them is none."""
    assert verdict(text) is said


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("不是，我问公积金", "我问公积金"),
        ("我问的是公积金。", "我问的是公积金"),
        ("不是", ""),
        ("啊", ""),
        ("认识", ""),
        ("不动产登记", "不动产登记"),
    ],
)
def test_a_correction_is_what_stands_behind_its_no(text: str, wants: str) -> None:
    """And one that has none stands for itself."""
    assert corrected(text) == wants


@pytest.mark.parametrize(
    ("text", "so"),
    [
        ("接線員", True),
        ("拆人工", True),
        ("心邦我转人工服务\ufffd", True),
        ("不要转人工客服。", True),
        ("任公", True),
        ("我要投诉人工服务", False),
        ("人工流产怎么报销", False),
        ("人口普查", False),
        ("", False),
    ],
)
def test_a_person_is_asked_for_whatever_stands_around_it(text: str, *, so: bool) -> None:
    """A recogniser mishears most where a caller is in a hurry; who complains of the service does not ask for it."""
    assert wants_person(text) is so


@given(text=st.text(max_size=200))
def test_whatever_is_heard_has_some_meaning_or_none(text: str) -> None:
    """Hostile text is only text."""
    assert choice(text, CHOICES) in {"", *CHOICES}
    assert verdict(text) in (True, False, None)
    assert len(corrected(text)) <= len(text)
