"""What of a transcript an inspector may want to listen to."""

from __future__ import annotations

from hotline.quality.book import load_book
from hotline.quality.hints import Heard, Hint, Words, hints_of
from hotline.settings import ROOT

WORDS = Words(greeting=("您好",), closing=("还有什么可以帮", "再见"), forbidden=("不归我管",), complaint=("我要投诉",))


def said(*lines: str) -> list[Heard]:
    """A conversation: a line that begins with A is the agent's; one every ten seconds."""
    return [Heard(text=line[1:], at=10.0 * at, agent=line[0] == "A") for at, line in enumerate(lines)]


def kinds(*lines: str, types: tuple[str, ...] = ("complaint",)) -> list[tuple[Hint, float, str]]:
    """What is found."""
    return [(one.hint, one.at, one.words) for one in hints_of(WORDS, said(*lines), types)]


def test_a_conversation_as_it_should_be_has_no_hints() -> None:
    """Greeted, ended, nothing forbidden."""
    assert kinds("A您好，一二三四五热线", "C我要投诉", "A还有什么可以帮您", types=("complaint",)) == []


def test_a_missing_greeting_or_end_is_told_where_it_should_have_been() -> None:
    """At the agent's first word and last."""
    assert kinds("A喂", "C您好", "A嗯") == [(Hint.NO_GREETING, 0.0, ""), (Hint.NO_CLOSING, 20.0, "")]


def test_a_greeting_that_comes_late_is_none() -> None:
    """After the city's seconds."""
    assert (Hint.NO_GREETING, 0.0, "") in kinds("A喂", "C喂", "C喂", "A您好", "A再见")


def test_a_forbidden_word_is_found_across_what_stands_between_and_never_in_the_citizens_mouth() -> None:
    """不归，我管 is 不归我管."""
    found = kinds("A您好", "C这事不归我管吗", "A这个不归，我管", "A再见")
    assert found == [(Hint.FORBIDDEN, 20.0, "不归我管")]


def test_a_complaint_that_is_written_as_a_question_is_told() -> None:
    """With where it was said; where one ticket is a complaint, or there is none, nothing is."""
    lines = ("A您好", "C我要投诉物业", "A再见")
    assert kinds(*lines, types=("enquiry",)) == [(Hint.DRIFT, 10.0, "我要投诉")]
    assert kinds(*lines, types=("enquiry", "complaint")) == []
    assert kinds(*lines, types=()) == []


def test_a_call_of_which_nothing_was_heard_has_no_hints() -> None:
    """No transcript is no fault of the agent's."""
    assert hints_of(WORDS, [], ("enquiry",)) == ()


def test_the_city_pack_has_its_words() -> None:
    """And every one of them can be found: no sign stands in it that is left out of what is said."""
    book = load_book(ROOT / "kb")
    assert book is not None
    words = book.words
    assert words.greeting
    assert words.forbidden
    for word in (*words.greeting, *words.closing, *words.forbidden, *words.complaint):
        assert word.isalnum()
