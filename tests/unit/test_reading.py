"""What is spoken reads as a Chinese speaker says it; what is right is in reading_cases.yaml."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from hotline.speech.reading import FIRST_CLAUSE, LONGEST_CLAUSE, clauses, read_aloud, say_number
from hotline.speech.reading.latin import LETTERS, WORDS
from hotline.speech.reading.signs import HEARD

_TABLE: dict[str, list[tuple[str, str]]] = yaml.safe_load(
    Path(__file__).with_name("reading_cases.yaml").read_text("utf-8")
)
_HEARD = re.compile(f"[{HEARD}]*")
_LONG = 10_000  # characters


def _rows() -> Iterator[tuple[str, str]]:
    for rows in _TABLE.values():
        yield from rows


@pytest.mark.parametrize("group", sorted(_TABLE))
def test_everything_is_said_as_people_say_it(group: str) -> None:
    """Every row of the table: phones, times, money, addresses, codes, letters and whole sentences."""
    wrong = [f"{written} -> {read_aloud(written)}" for written, said in _TABLE[group] if read_aloud(written) != said]
    assert wrong == []


def test_the_table_has_enough_rows_and_none_twice() -> None:
    """A row that stands twice could contradict itself."""
    written = [row[0] for row in _rows()]
    assert len(written) == len(set(written)) >= 150


def test_what_was_read_stays_when_it_is_read_again() -> None:
    """A text that somebody read before it came here is not spoiled, brackets and pauses included."""
    said = [said for _, said in _rows()]
    assert [read_aloud(text) for text in said] == said


def test_letters_and_words_are_only_hanzi() -> None:
    """Neither voice can say anything else."""
    names = [*LETTERS.values(), *WORDS.values()]
    assert all(re.fullmatch("[\u4e00-\u9fff]+", name) for name in names)


@pytest.mark.parametrize(
    ("number", "spoken"),
    [
        (0, "零"),
        (10, "十"),
        (15, "十五"),
        (110, "一百一十"),
        (101, "一百零一"),
        (202, "二百零二"),
        (1001, "一千零一"),
        (2000, "两千"),
        (10000, "一万"),
        (10010, "一万零一十"),
        (20002, "两万零二"),
        (120000, "十二万"),
        (200000, "二十万"),
        (100000001, "一亿零一"),
        (200000000, "两亿"),
        (100010000, "一亿零一万"),
        (2 * 10**12, "两万亿"),
    ],
)
def test_whole_numbers(number: int, spoken: str) -> None:
    """Zeros inside are said once, ten begins without a one, and two of a large unit is liang."""
    assert say_number(number) == spoken


@pytest.mark.parametrize(
    "text",
    [
        "1" * _LONG,
        "1" * _LONG + ".5元",
        "0." + "1" * _LONG,
        "1," * _LONG,
        "1,234" * _LONG,
        "1.1-" * _LONG,
        "9:0" * _LONG,
        "0758-" * _LONG,
        "2026-01-" * _LONG,
        "a.b@" * _LONG,
        "https://" * _LONG,
        "A1-" * _LONG,
        "（1" * _LONG,
        "，" * _LONG,
        " \n" * _LONG,
        "1%~¥" * _LONG,
        "第2" * _LONG,
        "停" * _LONG,
        "\u0661\u06f2\u0967\uff14" * _LONG,
        "\ud800\udfff\u202e\u200b\x00\x1b" * _LONG,
        "e\u0301\u0301\u20e3\ufe0f" * _LONG,
        "㊿⑳⒇⒛Ⅻ½㎡㏂㋿" * _LONG,
    ],
    ids=lambda text: ascii(text[:8]),
)
def test_a_hostile_text_is_read_or_left_out(text: str) -> None:
    """It ends, and leaves no digit, letter or sign that a voice would stumble over."""
    assert _HEARD.fullmatch(read_aloud(text))
    assert all(len(piece) <= LONGEST_CLAUSE for piece in clauses(text))


def test_any_text_leaves_only_what_can_be_heard() -> None:
    """Texts thrown together from all of Unicode and from the table's own signs."""
    dice = random.Random(12345)  # noqa: S311 - no secret: the same texts in every run
    signs = "".join(written for written, _ in _rows())
    for _ in range(400):
        length = dice.randrange(60)
        pieces = [
            chr(dice.randrange(0x110000)) if dice.random() < 0.3 else dice.choice(signs)  # surrogates too
            for _ in range(length)
        ]
        text = "".join(pieces)
        assert _HEARD.fullmatch(read_aloud(text)), ascii(text)
        assert all(len(piece) <= LONGEST_CLAUSE for piece in clauses(text)), ascii(text)


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Call 0758-2231234 now.", "Call 0 7 5 8, 2 2 3 1 2 3 4 now."),
        ("Welcome to 12345.", "Welcome to 1 2 3 4 5."),
        ("Dial 110 or +86 139 1234 5678.", "Dial 1 1 0 or 8 6, 1 3 9, 1 2 3 4, 5 6 7 8."),
        ("Ticket 202611210001", "Ticket 2 0 2 6 1 1 2 1 0 0 0 1"),
        ("Open 9:00-17:30, fee 1,200.50 yuan, 12.5%", "Open 9:00-17:30, fee 1,200.50 yuan, 12.5%"),
        ("On 2026-01-05 press 1.", "On 2026-01-05 press 1."),
    ],
)
def test_english_keeps_its_numbers_but_those_to_dial(written: str, spoken: str) -> None:
    """A telephone or a ticket is spelled; the voice reads the rest by itself."""
    assert read_aloud(written, language="en") == spoken
    assert read_aloud(written, language="en-GB") == spoken


def test_cantonese_has_no_yao() -> None:
    """One in a telephone is yat; all else is as in Mandarin."""
    assert read_aloud("拨打12345，2个", language="yue") == "拨打一二三四五，两个"


def test_a_long_text_begins_with_a_short_clause() -> None:
    """The first piece is short, and nothing is lost or said twice."""
    text = "办理居民身份证补领，请本人携带户口簿到户籍所在地派出所申请，现场采集照片和指纹；工本费40元。限20个工作日。"
    pieces = clauses(text)
    assert "".join(pieces) == text
    assert len(pieces[0]) <= FIRST_CLAUSE


def test_a_sentence_that_is_short_enough_is_one_piece() -> None:
    """It ends with its stop and the quotation mark that closes it."""
    assert clauses("他说：“不行。”我来反映！请问呢？好") == ("他说：“不行。”", "我来反映！", "请问呢？", "好")


def test_no_cut_falls_into_a_number() -> None:
    """Neither at the comma of thousands nor at the colon of a time, nor at a point."""
    text = f"{'说明' * 10}，费用1,200.50元，办公时间8：30至12：00，{'详情' * 14}请拨打0758-2231234，{'谢谢' * 20}"
    pieces = clauses(text)
    assert "".join(pieces) == text
    for whole in ("1,200.50元", "8：30至12：00", "0758-2231234"):
        assert any(whole in piece for piece in pieces)


def test_a_sentence_without_a_pause_is_cut_before_its_number() -> None:
    """At the length, and not in the telephone that stands there."""
    text = "停" * (LONGEST_CLAUSE - 4) + "13812345678" + "停" * 10
    pieces = clauses(text)
    assert "".join(pieces) == text
    assert any("13812345678" in piece for piece in pieces)


def test_what_cannot_be_said_is_no_piece() -> None:
    """A voice that is given nothing fails, and the caller would hear an apology."""
    assert clauses("。😀\n ……") == ()
    assert clauses("好。😀。再见。") == ("好。", "再见。")
