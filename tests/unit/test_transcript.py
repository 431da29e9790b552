"""What of a transcript may be read by whoever was not in the conversation."""

from __future__ import annotations

import pytest

from hotline.calls.transcript import HIDDEN, Side, Utterance, Word, alone, masked_all, tells_number


def line(side: Side, start: float, text: str) -> Utterance:
    """Said in a second."""
    return Utterance(call_id="c", side=side, start=start, end=start + 1, text=text)


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
    assert masked_all([line(Side.CITIZEN, 0, said)])[0].text == read


def test_a_name_is_hidden_and_a_single_character_is_none() -> None:
    """Else every 王 of a city would be hidden."""
    assert masked_all([line(Side.CITIZEN, 0, "我叫王建国")], ("王建国",))[0].text == f"我叫{HIDDEN}"
    assert masked_all([line(Side.CITIZEN, 0, "王府井")], ("王",))[0].text == "王府井"


def test_the_words_of_what_is_hidden_are_one_piece_with_its_time() -> None:
    """Each word has its time still, and no hidden one its text."""
    words = tuple(
        Word(text=text, start=float(at), end=at + 1.0)
        for at, text in enumerate(["电话", "138", "0013", "8000", "谢谢"])
    )
    one = Utterance(call_id="c", side=Side.CITIZEN, start=0, end=5, text="电话138 0013 8000，谢谢", words=words)
    (after,) = masked_all([one])
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
    assert masked_all([one])[0].words == ()


def test_a_number_said_in_pieces_is_hidden_whole() -> None:
    """With pauses and the other side's repeating between; what is said around it stays."""
    said = [
        line(Side.CITIZEN, 0, "我的电话138"),
        line(Side.AGENT, 1.5, "138"),
        line(Side.CITIZEN, 3, "0013。"),
        line(Side.NOTE, 4, "busy"),
        line(Side.CITIZEN, 6, "8000，路灯坏了"),
    ]
    read = [one.text for one in masked_all(said)]
    assert read == [f"我的电话{HIDDEN}", "138", HIDDEN, "busy", f"{HIDDEN}，路灯坏了"]


def test_figures_far_apart_are_no_number() -> None:
    """A house number, and a year half a minute later."""
    said = [line(Side.CITIZEN, 0, "住在108"), line(Side.CITIZEN, 30, "2026")]
    assert masked_all(said) == said


def test_a_line_by_itself_hides_what_may_be_a_piece_of_a_number() -> None:
    """A search finds one line, and not what was said before and after it; nobody searches for a number."""
    assert alone(line(Side.CITIZEN, 0, "后面是0013")).text == f"后面是{HIDDEN}"
    assert alone(line(Side.CITIZEN, 0, "3号楼")).text == "3号楼"
    assert tells_number("138 0013 8000")
    assert not tells_number("路灯 108")
