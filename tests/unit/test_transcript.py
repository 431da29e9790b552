"""What of a transcript may be read by whoever was not in the conversation."""

from __future__ import annotations

import pytest

from hotline.calls.transcript import HIDDEN, Side, Utterance, Word, mask, masked


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("我的电话是13800138000", f"我的电话是{HIDDEN}"),
        ("幺三八零零幺三八零零零", HIDDEN),
        ("电话一三八 零零一三 八零零零。", f"电话{HIDDEN}。"),
        ("身份证53010219900101123X", f"身份证{HIDDEN}"),
        ("住在人民路108号3楼", "住在人民路108号3楼"),
        ("二零二六年十一月", "二零二六年十一月"),
    ],
)
def test_a_number_that_tells_who_somebody_is_is_hidden_however_it_was_said(said: str, read: str) -> None:
    """Telephone and identity numbers go; house numbers and years stay."""
    assert mask(said) == read


def test_a_name_is_hidden_and_a_single_character_is_none() -> None:
    """Else every 王 of a city would be hidden."""
    assert mask("我叫王建国", ("王建国",)) == f"我叫{HIDDEN}"
    assert mask("王府井", ("王",)) == "王府井"


def test_the_words_of_what_is_hidden_are_one_piece_with_its_time() -> None:
    """Each word has its time still, and no hidden one its text."""
    words = tuple(
        Word(text=text, start=float(at), end=at + 1.0)
        for at, text in enumerate(["电话", "138", "0013", "8000", "谢谢"])
    )
    one = Utterance(call_id="c", side=Side.CITIZEN, start=0, end=5, text="电话138 0013 8000，谢谢", words=words)
    after = masked(one)
    assert after.text == f"电话{HIDDEN}，谢谢"
    assert [(word.text, word.start, word.end) for word in after.words] == [
        ("电话", 0, 1),
        (HIDDEN, 1, 4),
        ("谢谢", 4, 5),
    ]


def test_a_word_that_the_text_does_not_have_tells_nothing() -> None:
    """An engine's own spelling of a hidden number is no way around."""
    words = (Word(text="一三八〇〇一三八〇〇〇", start=0, end=1),)
    one = Utterance(call_id="c", side=Side.CITIZEN, start=0, end=1, text="13800138000", words=words)
    assert masked(one).words == ()
