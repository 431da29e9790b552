"""Stories of callers: each YAML file here is walked through the real scripts on a fake line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from hotline.answering.desk import Desk, Place
from hotline.answering.line import answer_call, answer_key
from hotline.answering.manner import manner_of
from hotline.answering.player import Manner
from hotline.events import Event
from hotline.ivr.effects import CHINESE, Pace
from hotline.ivr.load import load_script, load_scripts
from hotline.ivr.nodes import NODE_TYPES
from hotline.ivr.script import Script
from hotline.ivr.waits import Item, LookUpKind
from hotline.settings import ROOT
from tests.fakes.channel import CUT, SAID, SAYS, FakeChannel, FakePrompts
from tests.fakes.services import FakeServices
from tests.fakes.town import FakeLookUps
from tests.transcripts.walked import FailingBooks, Walked, ways_of

HERE = Path(__file__).parent
PLACE = Place(joined=1)
STORIES = sorted(HERE.glob("*.yaml"))
SCRIPTS = load_scripts(ROOT / "ivr_scripts")


class Books:
    """Implements LookUps with what a story says was found."""

    def __init__(self, found: list[dict[str, Any]]) -> None:
        self._found = found

    async def find(
        self, kind: LookUpKind, keys: str, *, within: str = "", language: str = "", caller: str = ""
    ) -> tuple[Item, ...]:
        """What was found for this question."""
        for each in self._found:
            if (each["kind"], each["keys"], each["within"]) == (kind, keys, within):
                return tuple(
                    Item(**{**item, "parts": tuple(tuple(part) for part in item["parts"])}) for item in each["items"]
                )
        raise KeyError(kind, keys)


async def _second(call_id: str, joined: int) -> int | None:
    del call_id, joined
    return 2


def _acts(story: Mapping[str, Any]) -> str:
    acts = ""
    for step in story["steps"]:
        acts += step.get("presses", "") + (f"{SAYS}{step['says']}{SAID}" if "says" in step else "")
    return acts


def _scripts(story: Mapping[str, Any]) -> Mapping[str, Script]:
    """The real ones, or a small one beside the story, for what none of them uses."""
    if story["line"] in SCRIPTS:
        return SCRIPTS
    script = load_script(HERE / "scripts" / f"{story['line']}.yaml")
    return {**SCRIPTS, story["line"]: script}


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
async def test_story(path: Path, tmp_path: Path) -> None:
    """The caller hears what the story says, in its order, and ends where it says."""
    await tell_story(yaml.safe_load(path.read_text(encoding="utf-8")), tmp_path)


async def tell_story(story: Mapping[str, Any], folder: Path, walked: Walked | None = None) -> None:
    """Walk it and hold the line to it. folder: for the sounds; walked: notes what the caller came to."""
    channel = FakeChannel(_acts(story))
    events: list[Event] = []
    cannot = frozenset(story.get("cannot", ()))
    services = FakeServices(yes=story.get("so", ["hours"]), cannot=cannot)
    books = Books(story["found"]) if "found" in story else FakeLookUps()
    desk = Desk(
        scripts=walked.scripts(_scripts(story)) if walked else _scripts(story),
        prompts=FakePrompts(folder),
        clauses=lambda text: tuple(part + "。" for part in text.split("。") if part),
        lookups=FailingBooks(books, cannot, walked or Walked()),
        record=events.append,
        position=_second,
        now=lambda: datetime(2026, 11, 21, tzinfo=UTC),
        services=services,
    )
    line, number = story["line"], story.get("number", "13812345678")
    if "key" in story:
        manner = await _waiting(story, desk)
        desk = replace(desk, manners={(CHINESE, Pace.SLOW): FakePrompts(folder, mark="（慢）")})
        outcome = await answer_key(
            channel, line, call_id="1.1", key=story["key"], place=PLACE, desk=desk, number=number, manner=manner
        )
    else:
        entry = story.get("entry", "start")
        outcome = await answer_call(channel, line, call_id="1.1", desk=desk, number=number, entry=entry)
    _follow(story, channel.log)
    assert channel.keys == "", "not every key of the story was taken"
    assert outcome == story["ends"]
    assert channel.variables.get("IVR_NEXT", "") == ("" if outcome == "caller-left" else story["ends"])
    assert channel.variables.get("IVR_NUMBER", "") == story.get("to", "")
    assert services.done == story.get("done", [])


async def _waiting(story: Mapping[str, Any], desk: Desk) -> Manner:
    """How the caller was spoken to by the keys of `before`, as the dialplan hands it back from its two variables."""
    channel, line = FakeChannel(story.get("before", "")), story["line"]
    if "before" in story:
        assert await answer_call(channel, line, call_id="1.1", desk=desk) == "queue"
    kept = {name: channel.variables.get(f"HOTLINE_{name.upper()}", "") for name in ("language", "pace")}
    return manner_of(kept, desk.scripts[line])


def _follow(story: Mapping[str, Any], log: list[tuple[str, str]]) -> None:
    rest = list(log)
    for step in story["steps"]:
        for act in _acts_of(step):
            while rest[0][0] == "hears":
                rest.pop(0)
            assert rest.pop(0) == act
        heard = ""
        for kind, text in rest:
            if kind != "hears":
                break
            heard += text
        for words in step.get("hears", []):
            assert words in heard
        for words in step.get("never", []):
            assert words not in heard


def _acts_of(step: Mapping[str, Any]) -> list[tuple[str, str]]:
    if "says" in step:
        return [("says", step["says"])]
    return [("presses", key) for key in step.get("presses", "").replace(CUT, "").replace("x", "")]


async def test_every_node_type_and_way_to_fail_has_a_story(tmp_path: Path) -> None:
    """A caller of some story comes to each type of node, and to each way in which it fails."""
    walked = Walked()
    for path in STORIES:
        await tell_story(yaml.safe_load(path.read_text(encoding="utf-8")), tmp_path, walked)
    wanted = {(name, way) for name, kind in NODE_TYPES.items() for way in ways_of(kind)}
    assert wanted - walked.ways == set()


async def test_a_story_that_is_not_there_is_missed(tmp_path: Path) -> None:
    """One story alone walks few types, and fails in no way that it does not tell."""
    walked = Walked()
    await tell_story(yaml.safe_load((HERE / "wrong_keys.yaml").read_text(encoding="utf-8")), tmp_path, walked)
    assert ("menu", "a silence") not in walked.ways
    assert {kind for kind, _ in walked.ways} < set(NODE_TYPES)
