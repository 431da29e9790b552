"""What was said, looked up, and asked about where it is not certain."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hotline.ivr.effects import Mark, Queue, Say
from hotline.ivr.engine import Step, resume, start
from hotline.ivr.load import load_scripts
from hotline.ivr.nodes.spoken import MISHEARD
from hotline.ivr.session import session_from_json
from hotline.ivr.waits import (
    Answer,
    Digits,
    DigitsAnswer,
    Found,
    Heard,
    Item,
    Listen,
    LookUp,
    LookUpKind,
    NotHeard,
    Why,
    Yes,
)
from hotline.settings import ROOT

SCRIPT = load_scripts(ROOT / "ivr_scripts")["114"]
CARD = Item(title="社会保障卡挂失补办", code="0401", kind="procedure", spoken="社会保障卡挂失补办，七日。", sure=False)
OFFICE = Item(title="市公安局", code="01", kind="department", spoken="市公安局，地址新华路8号。", sure=False)
DOG = Item(title="养犬登记", code="0906", kind="procedure", spoken="养犬登记，三日。", sure=False)


def _walk(*answers: Answer) -> Step:
    """The step after these answers, from the menu on."""
    step = resume(SCRIPT, start(SCRIPT, entry="menu").session, Yes())
    for answer in answers:
        step = resume(SCRIPT, session_from_json(step.session.to_json()), answer)
    assert not step.fault
    return step


def _said(step: Step) -> str:
    return "".join(part.text for effect in step.effects if isinstance(effect, Say) for part in effect.parts)


def _asked(*items: Item) -> tuple[Answer, ...]:
    return Heard(text="社保卡"), Found(items=items)


def test_words_are_looked_up_and_the_best_is_asked_about() -> None:
    """By voice, with the words for yes and no as the likely ones."""
    step = _walk(Heard(text="社保卡"))
    assert step.wait == LookUp(kind=LookUpKind.SEARCH, keys="社保卡", patience=step.wait.patience)  # type: ignore[union-attr]
    step = _walk(*_asked(CARD, OFFICE))
    assert "您是问社会保障卡挂失补办吗？" in _said(step)
    assert isinstance(step.wait, Listen)
    assert {"是的", "不是", "人工"} <= set(step.wait.hints)


@pytest.mark.parametrize("yes", [Heard(text="对的，谢谢"), DigitsAnswer(keys="1")])
def test_yes_takes_it(yes: Answer) -> None:
    """It is told, and the history has its name."""
    step = _walk(*_asked(CARD, OFFICE), yes)
    assert "七日" in _said(step)
    assert Mark(node="search", pressed="1", heard=CARD.title) in step.effects
    assert step.session.misheard == 0


@pytest.mark.parametrize("no", [Heard(text="不是的"), DigitsAnswer(keys="2")])
def test_no_leads_to_the_next_best_which_goes_its_own_way(no: Answer) -> None:
    """A department is told as one, and its code is kept."""
    step = _walk(*_asked(CARD, OFFICE), no)
    assert "您是问市公安局吗？" in _said(step)
    step = _walk(*_asked(CARD, OFFICE), no, Heard(text="是"))
    assert "新华路8号" in _said(step)
    assert step.session.slot("department") == "01"


def test_what_is_certain_is_told_at_once() -> None:
    """Nobody is asked what is plain."""
    step = _walk(*_asked(replace(CARD, sure=True), OFFICE))
    assert "七日" in _said(step)
    assert "您是问" not in _said(step)


def test_the_two_that_are_left_are_told_together() -> None:
    """A quiz of one question after the other tires; both ways of answering are told."""
    step = _walk(*_asked(CARD, OFFICE, DOG), Heard(text="不是这个"))
    assert "那您是问下面哪一个？" in _said(step)
    assert _said(step).endswith("第一个。市公安局。第二个。养犬登记。")
    assert isinstance(step.wait, Listen)
    assert {"第一个", "第二个", "都不是", "养犬登记"} <= set(step.wait.hints)
    keys = _walk(*_asked(CARD, OFFICE, DOG), NotHeard(why=Why.NOT_AVAILABLE), DigitsAnswer(keys="2"))
    assert isinstance(keys.wait, Digits)
    assert "请按它的数字，都不是请按9。第一个。市公安局。" in _said(keys)


@pytest.mark.parametrize("second", [Heard(text="第二个。"), Heard(text="养犬登记"), DigitsAnswer(keys="2")])
def test_one_of_several_is_taken_by_its_place_its_name_or_its_key(second: Answer) -> None:
    """And told."""
    step = _walk(*_asked(CARD, OFFICE, DOG), Heard(text="不是"), second)
    assert "养犬登记，三日" in _said(step)
    assert Mark(node="search", pressed="1", heard=DOG.title) in step.effects


def test_a_name_of_another_one_is_understood_at_the_first_question() -> None:
    """Whoever says 不是，是养犬登记 is not asked again."""
    step = _walk(*_asked(CARD, OFFICE, DOG), Heard(text="不是，是养犬登记"))
    assert "养犬登记，三日" in _said(step)


def test_a_yes_to_several_is_asked_again() -> None:
    """It tells nothing."""
    step = _walk(*_asked(CARD, OFFICE, DOG), Heard(text="不是"), Heard(text="是的"))
    assert "没有听明白" in _said(step)
    assert "第二个。养犬登记。" in _said(step)


@pytest.mark.parametrize("none", [Heard(text="都不是"), DigitsAnswer(keys="9")])
def test_what_was_none_of_them_leads_back_and_what_led_nowhere_twice_to_the_keys(none: Answer) -> None:
    """A third question would be a quiz."""
    refused = (*_asked(CARD, OFFICE, DOG), DigitsAnswer(keys="2"), none)
    step = _walk(*refused)
    assert "没有找到" in _said(step)
    assert isinstance(step.wait, Listen)
    step = _walk(*refused, *_asked())
    assert step.session.misheard == MISHEARD
    assert isinstance(step.wait, Digits)
    assert "部门电话地址请按1" in _said(step)


def test_better_words_are_looked_up_in_place_of_the_first() -> None:
    """By voice once; after the second time what is found is asked about by keys."""
    step = _walk(*_asked(CARD), Heard(text="不是，我问公积金"))
    assert isinstance(step.wait, LookUp)
    assert step.wait.keys == "我问公积金"
    again = (*_asked(CARD), Heard(text="我问公积金"), Found(items=(OFFICE,)))
    assert isinstance(_walk(*again).wait, Listen)
    step = _walk(*again, Heard(text="公积金贷款"), Found(items=(DOG,)))
    assert "您是问养犬登记吗？是请按1" in _said(step)
    assert isinstance(step.wait, Digits)


def test_what_was_said_is_kept_where_it_led_nowhere() -> None:
    """The agent's screen shows it: the words of every try, each once, with what nobody understood among them."""
    late = _walk(*_asked(CARD), Heard(text="我问公积金"), Found(items=(OFFICE,)), Heard(text="公积金贷款"))
    assert Mark(node="search", pressed="", heard="公积金贷款") in late.effects
    assert Mark(node="search", pressed="", heard="") not in late.effects
    for times in (1, 2):
        step = _walk(*_asked(CARD), *[Heard(text="啊")] * times)
        assert step.effects[0] == Mark(node="search", pressed="", heard="啊")


def test_what_was_offered_and_not_wanted_is_told_for_the_editors() -> None:
    """The words that were looked up last, once every offer is refused; not before, nor where nothing was offered."""
    none = _walk(*_asked(CARD, OFFICE), Heard(text="不是"), Heard(text="都不是"))
    assert [one.refused for one in none.effects if isinstance(one, Mark) and one.refused] == ["社保卡"]
    first = _walk(*_asked(CARD, OFFICE), Heard(text="不是"))
    nothing = _walk(*_asked())
    assert not [one for step in (first, nothing) for one in step.effects if isinstance(one, Mark) and one.refused]


@pytest.mark.parametrize("person", [Heard(text="转人工"), DigitsAnswer(keys="0")])
def test_a_person_is_there_in_this_question_too(person: Answer) -> None:
    """By word or key."""
    step = _walk(*_asked(CARD), person)
    assert step.wait is None
    assert "人工" in _said(step)


def test_a_recogniser_that_goes_away_leaves_the_question_by_keys() -> None:
    """The same one."""
    step = _walk(*_asked(CARD), NotHeard(why=Why.NOT_AVAILABLE))
    assert isinstance(step.wait, Digits)
    assert "您是问社会保障卡挂失补办吗？是请按1，不是请按2。" in _said(step)
    assert "七日" in _said(_walk(*_asked(CARD), NotHeard(why=Why.LATE), DigitsAnswer(keys="1")))


SILENT, UNCLEAR = NotHeard(why=Why.SILENCE), NotHeard(why=Why.UNCLEAR)
NOTHING, WRONG = DigitsAnswer(keys=""), DigitsAnswer(keys="7")


@pytest.mark.parametrize("first", [SILENT, UNCLEAR, Heard(text="啊")])
@pytest.mark.parametrize("second", [SILENT, UNCLEAR, Heard(text="啊")])
@pytest.mark.parametrize("before", [(), _asked(CARD)])
def test_two_failures_of_speech_lead_to_the_same_question_by_keys(
    before: tuple[Answer, ...], first: Answer, second: Answer
) -> None:
    """Whichever they are, in the menu and where it is confirmed; two silences or three wrong keys are left then."""
    if not before and isinstance(first, Heard):
        first = Heard(text=" ")  # words are looked up there
    if not before and isinstance(second, Heard):
        second = Heard(text="")
    asked = _walk(*before)
    once = _walk(*before, first)
    assert isinstance(once.wait, Listen)
    keys = _walk(*before, first, second)
    assert isinstance(keys.wait, Digits)
    assert keys.session.node == asked.session.node
    assert (keys.session.wrongs, keys.session.silences) == (0, 0)
    for ends in ([NOTHING] * 2, [WRONG] * 3):
        assert _walk(*before, first, second, *ends[1:]).wait is not None
        assert _walk(*before, first, second, *ends).effects[-1] == Queue(queue="hotline")


def test_wrong_keys_are_no_failures_of_speech() -> None:
    """They are counted apart: two of them and one silence are asked again by voice, and a third ends with a person."""
    step = _walk(WRONG, WRONG, SILENT)
    assert isinstance(step.wait, Listen)
    assert _walk(WRONG, WRONG, SILENT, WRONG).wait is None


def test_what_was_taken_lets_speech_begin_anew() -> None:
    """One failure before it is forgotten, and so are two once a key has taken something."""
    taken = _walk(SILENT, *_asked(CARD), Heard(text="是的"))
    assert taken.session.misheard == 0
    taken = _walk(SILENT, *_asked(CARD), UNCLEAR, DigitsAnswer(keys="1"))
    assert taken.session.misheard == 0


def test_a_person_sees_all_that_was_heard() -> None:
    """What led nowhere in the menu and where it is confirmed, each once, whatever way the caller comes to a person."""
    said = (Heard(text="天上的云"), Found(), *_asked(CARD), Heard(text="啊"), WRONG, WRONG, WRONG)
    step = resume(SCRIPT, start(SCRIPT, entry="menu").session, Yes())
    marks = list[Mark]()
    for answer in said:
        step = resume(SCRIPT, step.session, answer)
        marks += [effect for effect in step.effects if isinstance(effect, Mark)]
    assert step.effects[-1] == Queue(queue="hotline")
    heard = [mark.heard for mark in marks]
    assert [heard.count(words) for words in ("天上的云", "社保卡", "啊")] == [1, 1, 1]
