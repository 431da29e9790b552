"""What the benches of speech reckon with: answers of an honest citizen, words behind their speech."""

from __future__ import annotations

from hotline.answering.conversation import Partly
from hotline.calls.transcript import Side, Utterance, Word
from hotline.ivr.waits import Item
from hotline.speech.ear.recogniser import Use
from tests.adapters.two_sides import Transcript
from tests.bench.korean_city import SAID, Interpreter, vocabulary
from tests.bench.spoken import Question, answer_to, questions
from tests.bench.transcript_live import lags_of
from tests.fakes.ear import FakeEar

ITEMS = tuple(Item(title=title, code=title, kind="procedure", sure=False) for title in ("甲", "乙", "丙"))


def test_an_honest_citizen_takes_what_answers_and_nothing_else() -> None:
    """By a yes, by its place among several, by none of them."""
    question = Question(text="丙怎么办？", accepted=frozenset({("procedure", "丙")}))
    assert answer_to(question, ITEMS, ("甲",)) == "不是这个。"
    assert answer_to(question, ITEMS, ("乙", "丙")) == "第二个。"
    assert answer_to(question, ITEMS, ("丙",)) == "就是这个。"
    assert answer_to(question, ITEMS[:2], ("甲", "乙")) == "都不是。"


def test_a_word_is_behind_from_its_end_to_its_first_appearance() -> None:
    """Also one that appears with its utterance only, which is not early."""
    transcript, side = Transcript(), Side.CITIZEN
    words = tuple(Word(text=text, start=end - 0.5, end=end) for text, end in (("x", 1.0), ("y", 1.5), ("z", 2.2)))
    whole = Utterance(call_id="a", side=side, start=0.5, end=2.2, text="x y z", words=words)
    transcript.told = [
        (101.2, Partly(call_id="a", side=side, text="x")),
        (101.9, Partly(call_id="a", side=side, text="x y")),
        (102.0, Partly(call_id="a", side=Side.AGENT, text="x y z")),
        (103.0, whole),
    ]
    assert lags_of(transcript, {"a": 100.0}) == ([0.2, 0.4, 0.8], 2)


async def test_korean_words_stand_for_questions_of_the_city() -> None:
    """As many phrases as the city has, and among them what is said; the same words are always the same question."""
    known = vocabulary(3000)
    assert len(set(known)) == 3000
    assert set(SAID) <= set(known)
    asked = [question.text for question in questions()]
    ear = FakeEar([SAID[0], SAID[1], SAID[0], ""], language="ko")
    hearing = await Interpreter(ear=ear, words=known, questions=asked).open(Use.MENU, language="zh-CN", words=("社保",))
    told = [(await hearing.finish()).text for _ in range(4)]
    assert told[0] == told[2] != told[1]
    assert set(told[:3]) <= set(asked)
    assert told[3] == ""
    assert ear.words == [known]
