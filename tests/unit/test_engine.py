"""The engine: pure, bounded, and never silent."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from hotline.ivr.effects import Mark, Queue, Say
from hotline.ivr.engine import NODES_A_CALL, Step, resume, start
from hotline.ivr.load import load_scripts
from hotline.ivr.nodes import NODE_TYPES
from hotline.ivr.nodes.choose import numbered
from hotline.ivr.nodes.say import SayNode
from hotline.ivr.script import Script
from hotline.ivr.session import session_from_json
from hotline.ivr.waits import Digits, DigitsAnswer, Found, Item, LookUp, LookUpFailed
from hotline.settings import ROOT

SCRIPTS = load_scripts(ROOT / "ivr_scripts")
LIST = Found(items=(Item(title="教育局", spoken="教育局在人民路", code="e"), Item(title="公安局", code="p")))


def _apologised(step: Step) -> bool:
    said = "".join(part.text for effect in step.effects if isinstance(effect, Say) for part in effect.parts)
    return "对不起，自助服务暂时不可用" in said and step.effects[-1] == Queue(queue="hotline") and step.wait is None


def _press(step: Step, keys: str, script: Script) -> Step:
    return resume(script, step.session, DigitsAnswer(keys=keys))


def test_12345_is_person_first() -> None:
    """The greeting and the queue; nothing is waited for between, but a key that cuts in opens the menu."""
    script = SCRIPTS["12345"]
    step = start(script)
    assert isinstance(step.wait, Digits)
    assert step.wait.timeout == 0
    assert [type(effect) for effect in _press(step, "", script).effects] == [Queue]
    assert [type(effect) for effect in _press(step, "0", script).effects] == [Queue]
    assert "查询部门" in str(_press(step, "5", script).effects)


@pytest.mark.parametrize("name", SCRIPTS)
def test_zero_leads_to_a_person_from_every_question(name: str) -> None:
    """Whatever node asks for keys, 0 ends in the queue."""
    script = SCRIPTS[name]
    asking = [node for node in script.nodes if "prompt" in type(script.nodes[node]).model_fields]
    for node in asking:
        session = replace(start(script, entry="menu").session, node=node, items=numbered(LIST.items))
        if "tries" in type(script.nodes[node]).model_fields:
            step = resume(script, session, DigitsAnswer(keys="0"))
            assert step.effects[-1] == Queue(queue="hotline"), node
            assert not step.fault


def test_a_choice_is_marked_with_what_it_was_about() -> None:
    """The agent sees the department that the caller listened to."""
    script = SCRIPTS["114"]
    step = _press(start(script), "1", script)
    assert isinstance(step.wait, LookUp)
    step = _press(resume(script, step.session, LIST), "1", script)
    assert Mark(node="departments", pressed="1", heard="教育局") in step.effects


def test_a_session_survives_json() -> None:
    """What comes back from JSON text goes on as if nothing had happened."""
    script = SCRIPTS["114"]
    step = resume(script, _press(start(script), "1", script).session, LIST)
    again = session_from_json(json.loads(json.dumps(step.session.to_json())))
    assert again == step.session
    assert _press(step, "1", script) == resume(script, again, DigitsAnswer(keys="1"))


def test_another_language_is_spoken_where_there_is_one() -> None:
    """English words for an English session, with recordings of their own."""
    step = start(SCRIPTS["114"], language="en")
    assert isinstance(step.effects[-1], Say)
    prompt = step.effects[-1].parts[0]
    assert "press 1" in prompt.text
    assert getattr(prompt, "name", "") == "114-main-en"


def test_a_failed_look_up_apologises_and_queues() -> None:
    """A locked database is an apology and a person."""
    script = SCRIPTS["114"]
    assert _apologised(resume(script, _press(start(script), "1", script).session, LookUpFailed()))


def test_faults_of_a_script_apologise_and_queue() -> None:
    """An unknown entry, an answer to nothing, a node that is gone, a ring: all end at a person."""
    script = SCRIPTS["12345"]
    main = start(script, entry="menu")
    assert _apologised(start(script, entry="no_such"))
    assert _apologised(resume(script, main.session, Found()))
    assert _apologised(resume(script, replace(main.session, node="gone"), DigitsAnswer(keys="1")))
    ring = SayNode(type="say", prompt="greeting", next="greeting")
    assert _apologised(start(replace(script, nodes={**script.nodes, "greeting": ring})))
    assert _apologised(start(replace(script, prompts={})))
    departments = replace(main.session, steps=NODES_A_CALL)
    assert _apologised(resume(script, departments, DigitsAnswer(keys="3")))


@pytest.mark.parametrize(
    ("count", "first", "last"), [(1, "1", "1"), (9, "1", "9"), (10, "11", "20"), (89, "11", "99"), (90, "101", "190")]
)
def test_numbers_of_a_list(count: int, first: str, last: str) -> None:
    """As few digits as do, the same for all, none beginning with 0."""
    items = numbered(tuple(Item(title=str(place)) for place in range(count)))
    assert (items[0].key, items[-1].key) == (first, last)


def test_own_numbers_are_kept_where_they_fit() -> None:
    """Two-digit codes of the items' own stay; a code that begins with 0 would be a person's key."""
    own = (Item(title="a", key="31"), Item(title="b", key="47"))
    assert numbered(own) == own
    assert [item.key for item in numbered((Item(title="a", key="01"), Item(title="b", key="47")))] == ["1", "2"]


def test_when_keys_are_an_answer() -> None:
    """The finish key, the most keys, and the keys that are a whole answer by themselves."""
    wait = Digits(max=3, timeout=5, at_once="0")
    assert wait.answer("") is None
    assert wait.answer("1") is None
    assert wait.answer("10") is None
    assert wait.answer("0") == DigitsAnswer(keys="0")
    assert wait.answer("12#") == DigitsAnswer(keys="12", finished=True)
    assert wait.answer("123") == DigitsAnswer(keys="123")


def test_every_node_type_is_documented_with_an_example() -> None:
    """docs/ivr.md has a section and each type's file an example of its source."""
    page = (ROOT / "docs" / "ivr.md").read_text(encoding="utf-8")
    for name, node in NODE_TYPES.items():
        assert f"## `{name}`" in page, name
        section = page.split(f"## `{name}`")[1].split("\n## ")[0]
        assert f"type: {name}" in section, name
        assert f"type: {name}" in (node.__doc__ or ""), name
        for field in node.model_fields:
            assert f"`{field}`" in page, f"{name}.{field}"
