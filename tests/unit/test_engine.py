"""The engine: pure, bounded, and never silent."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from hotline.ivr.effects import Mark, Pace, Queue, Say
from hotline.ivr.engine import NODES_A_CALL, Step, follow, resume, start
from hotline.ivr.load import load_scripts
from hotline.ivr.nodes.asking import Asking
from hotline.ivr.nodes.choose import numbered
from hotline.ivr.nodes.collect import Collect
from hotline.ivr.nodes.say import SayNode
from hotline.ivr.script import Script, ScriptWords
from hotline.ivr.session import session_from_json
from hotline.ivr.waits import (
    Check,
    Digits,
    DigitsAnswer,
    Found,
    Heard,
    Item,
    LookUp,
    LookUpFailed,
    No,
    NotChecked,
    Record,
    When,
    Why,
    Yes,
)
from hotline.settings import ROOT

SCRIPTS = load_scripts(ROOT / "ivr_scripts")
LIST = Found(items=(Item(title="教育局", spoken="教育局在人民路", code="e"), Item(title="公安局", code="p")))


def _apologised(step: Step) -> bool:
    said = "".join(part.text for effect in step.effects if isinstance(effect, Say) for part in effect.parts)
    return "对不起，自助服务暂时不可用" in said and step.effects[-1] == Queue(queue="hotline") and step.wait is None


def _press(step: Step, keys: str, script: Script) -> Step:
    return resume(script, step.session, DigitsAnswer(keys=keys))


def _come_in(script: Script, *, language: str = "zh-CN") -> Step:
    """A new call to which every question of the hotline's own is answered no, but that people answer."""
    step = start(script, language=language)
    while isinstance(step.wait, Check):
        step = resume(script, step.session, Yes() if step.wait.when is When.HOURS else No())
    return step


def _menu(script: Script, *, language: str = "zh-CN") -> Step:
    """A key pressed in the queue, where nothing recognises speech."""
    step = start(script, entry="menu", language=language)
    assert isinstance(step.wait, Check)
    return resume(script, step.session, No())


def _list(script: Script) -> Step:
    """The list of departments, asked for by the menu."""
    return _press(_press(_come_in(script), "1", script), "1", script)


@pytest.mark.parametrize(("node", "of"), [("message", ""), ("conduct_message", "e"), ("progress_message", "e")])
def test_a_message_is_of_what_was_found_where_it_is_about_that(node: str, of: str) -> None:
    """A message of its own matter does not name the office that the caller had looked up before."""
    script = SCRIPTS["114"]
    session = replace(start(script).session.at(node), found=LIST.items[0])
    wait = script.nodes[node].enter(session, ScriptWords(script=script, language="zh-CN")).wait
    assert isinstance(wait, Record)
    assert wait.of == of


def test_12345_is_person_first() -> None:
    """The greeting and the queue; nothing is waited for between, but a key that cuts in opens the menu."""
    script = SCRIPTS["12345"]
    step = _come_in(script)
    assert isinstance(step.wait, Digits)
    assert step.wait.timeout == 0
    assert [type(effect) for effect in _press(step, "", script).effects] == [Queue]
    assert [type(effect) for effect in _press(step, "0", script).effects] == [Queue]
    assert "您好" in str(_press(step, "#", script).effects)
    assert _press(step, "5", script).wait == Check(when=When.RECOGNISER, value="zh-CN")


def test_a_hotline_that_knows_nothing_of_itself_answers_all_the_same() -> None:
    """Where nobody can tell the hour, the load or the caller, the caller of 12345 goes to a person as ever."""
    script = SCRIPTS["12345"]
    step = start(script)
    while isinstance(step.wait, Check):
        step = resume(script, step.session, NotChecked(why=Why.NOT_AVAILABLE))
    assert "正在转接人工" in str(step.effects)
    assert isinstance(_press(step, "", script).effects[-1], Queue)


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_common_keys_do_the_same_in_every_question(name: str) -> None:
    """Whatever node asks for keys, 0 ends in the queue, # asks once more, and * goes where back is written."""
    script = SCRIPTS[name]
    for node, asking in script.nodes.items():
        if not isinstance(asking, Asking):
            continue
        session = replace(start(script, entry="menu").session, node=node, ears="no", items=numbered(LIST.items))
        session = replace(session, found=LIST.items[0])
        step = resume(script, session, DigitsAnswer(keys="0"))
        assert step.effects[-1] == Queue(queue="hotline"), node
        finished = isinstance(asking, Collect)
        again = resume(script, session, DigitsAnswer(keys="" if finished else "#", finished=finished))
        assert again.session.node == node
        assert (again.session.wrongs, again.session.silences) == (0, 0)
        assert again.wait is not None
        back = resume(script, session, DigitsAnswer(keys="*"))
        assert (back.session.node == asking.back) is bool(asking.back), node
        assert back.session.wrongs == (0 if asking.back else 1), node
        assert [step.fault, again.fault, back.fault] == ["", "", ""]


@pytest.mark.parametrize(
    ("answers", "ends"), [("77", False), ("777", True), ("--", True), ("7-7", False), ("-77", False)]
)
def test_wrong_keys_and_silences_are_counted_apart(answers: str, ends: bool) -> None:
    """Three keys that mean nothing, or two silences, lead to a person; one of each does not."""
    script = SCRIPTS["12345"]
    step = _menu(script)
    for answer in answers:
        step = _press(step, answer.replace("-", ""), script)
    assert (step.effects[-1] == Queue(queue="hotline")) is ends


def test_a_choice_is_marked_with_what_it_was_about() -> None:
    """The agent sees the department that the caller listened to."""
    script = SCRIPTS["114"]
    step = _list(script)
    assert isinstance(step.wait, LookUp)
    step = _press(resume(script, step.session, LIST), "1", script)
    assert Mark(node="departments", pressed="1", heard="教育局") in step.effects


def test_hash_reads_again_what_was_told() -> None:
    """In the question after a department, # tells the department once more."""
    script = SCRIPTS["114"]
    step = _press(resume(script, _list(script).session, LIST), "1", script)
    again = _press(step, "#", script)
    assert "教育局在人民路" in str(again.effects)
    assert again.session.node == step.session.node
    assert "教育局在人民路" not in str(_press(step, "7", script).effects)


def test_a_session_survives_json() -> None:
    """What comes back from JSON text goes on as if nothing had happened."""
    script = SCRIPTS["114"]
    step = resume(script, _list(script).session, LIST)
    again = session_from_json(json.loads(json.dumps(step.session.to_json())))
    assert again == step.session
    assert _press(step, "1", script) == resume(script, again, DigitsAnswer(keys="1"))
    chosen = _press(step, "1", script).session
    assert session_from_json(json.loads(json.dumps(chosen.to_json()))) == chosen


def test_another_language_is_spoken_where_there_is_one() -> None:
    """English words for an English session, with recordings of their own, and said to be English."""
    step = _come_in(SCRIPTS["114"], language="en")
    said = step.effects[-1]
    assert isinstance(said, Say)
    assert said.language == "en"
    assert "press 1" in said.parts[0].text
    assert getattr(said.parts[0], "name", "") == "114-main-en"


def test_language_and_pace_last_through_another_script() -> None:
    """Who chose English and slow speech hears so where the menu goes on in another script."""
    script = SCRIPTS["12345"]
    step = _menu(script, language="en")
    step = follow(SCRIPTS, _press(replace(step, session=replace(step.session, pace=Pace.SLOW)), "1", script))
    assert step.session.script == "114"
    said = step.effects[-1]
    assert isinstance(said, Say)
    assert (said.language, said.pace) == ("en", Pace.SLOW)


def test_speech_is_forgotten_with_the_language() -> None:
    """A recogniser of one language may not know another: it is asked about again."""
    script = SCRIPTS["114"]
    step = replace(_come_in(script), session=replace(_come_in(script).session, node="languages"))
    assert isinstance(_press(step, "3", script).wait, Check)


def test_what_was_heard_is_kept_short() -> None:
    """A caller who talks for long leaves two hundred characters, without breaks."""
    script = SCRIPTS["114"]
    session = replace(_come_in(script).session, ears="yes")
    step = resume(script, session, Heard(text="身份\n证" * 400))
    assert len(step.session.slot("words")) == 200
    assert "\n" not in step.session.slot("words")


def test_a_failed_look_up_apologises_and_queues() -> None:
    """A locked database is an apology and a person."""
    script = SCRIPTS["114"]
    assert _apologised(resume(script, _list(script).session, LookUpFailed()))


def test_faults_of_a_script_apologise_and_queue() -> None:
    """An unknown entry, an answer to nothing, a node that is gone, a ring: all end at a person."""
    script = SCRIPTS["12345"]
    main = _menu(script)
    assert _apologised(start(script, entry="no_such"))
    assert _apologised(resume(script, main.session, Found()))
    assert _apologised(resume(script, replace(main.session, node="gone"), DigitsAnswer(keys="1")))
    ring = SayNode(type="say", prompt="greeting", next="greeting")
    looped = replace(script, nodes={**script.nodes, "greeting": ring}, entries={"start": "greeting"})
    assert _apologised(start(looped))
    assert _apologised(start(replace(script, prompts={}), entry="survey"))
    tired = replace(main.session, steps=NODES_A_CALL)
    assert _apologised(resume(script, tired, DigitsAnswer(keys="#")))
    assert _apologised(follow({}, resume(script, main.session, DigitsAnswer(keys="1"))))
    assert _apologised(follow(SCRIPTS, replace(_press(main, "1", script), go_to=("114", "no_such"))))


@pytest.mark.parametrize(
    ("count", "first", "last"),
    [
        (1, "1", "1"),
        (8, "1", "8"),
        (9, "11", "19"),
        (79, "11", "89"),
        (80, "101", "180"),
        (799, "101", "899"),
        (800, "1001", "1800"),
    ],
)
def test_numbers_of_a_list(count: int, first: str, last: str) -> None:
    """As few digits as do, the same for all, none beginning with 0 or 9."""
    items = numbered(tuple(Item(title=str(place)) for place in range(count)))
    assert (items[0].key, items[-1].key) == (first, last)


def test_own_numbers_are_kept_where_they_fit() -> None:
    """Two-digit codes of the items' own stay; but not one that begins with 0, a person's key, or 9, the next page's."""
    own = (Item(title="a", key="31"), Item(title="b", key="47"))
    assert numbered(own) == own
    assert [item.key for item in numbered((Item(title="a", key="01"), Item(title="b", key="47")))] == ["1", "2"]
    assert [item.key for item in numbered((Item(title="a", key="91"), Item(title="b", key="47")))] == ["1", "2"]


def test_when_keys_are_an_answer() -> None:
    """The finish key, the most keys, and the keys that are a whole answer by themselves."""
    wait = Digits(max=3, timeout=5, at_once="0")
    assert wait.answer("") is None
    assert wait.answer("1") is None
    assert wait.answer("10") is None
    assert wait.answer("0") == DigitsAnswer(keys="0")
    assert wait.answer("12#") == DigitsAnswer(keys="12", finished=True)
    assert wait.answer("123") == DigitsAnswer(keys="123")
