"""Stories of callers: each YAML file here is walked through the real scripts on a fake line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from hotline.answering.line import Desk, answer_call, answer_key
from hotline.events import Event
from hotline.ivr.load import load_scripts
from hotline.settings import ROOT
from tests.fakes.channel import CUT, FakeChannel, FakeLookUps, FakePrompts

STORIES = sorted(Path(__file__).parent.glob("*.yaml"))
SCRIPTS = load_scripts(ROOT / "ivr_scripts")


async def _second(call_id: str, joined: int) -> int | None:
    del call_id, joined
    return 2


def _presses(story: dict[str, Any]) -> str:
    return "".join(step["presses"] for step in story["steps"] if "presses" in step)


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
async def test_story(path: Path, tmp_path: Path) -> None:
    """The caller hears what the story says, in its order, and ends where it says."""
    story = yaml.safe_load(path.read_text(encoding="utf-8"))
    channel = FakeChannel(_presses(story))
    events: list[Event] = []
    desk = Desk(
        scripts=SCRIPTS,
        prompts=FakePrompts(tmp_path),
        clauses=lambda text: tuple(part + "。" for part in text.split("。") if part),
        lookups=FakeLookUps(),
        record=events.append,
        position=_second,
        now=lambda: datetime(2026, 11, 21, tzinfo=UTC),
    )
    if "key" in story:
        outcome = await answer_key(channel, story["line"], call_id="1.1", key=story["key"], joined=1, desk=desk)
    else:
        outcome = await answer_call(channel, story["line"], call_id="1.1", desk=desk)
    _follow(story, channel.log)
    assert channel.keys == "", "not every key of the story was taken"
    assert outcome == story["ends"]
    assert channel.variables.get("IVR_NEXT", "") == ("" if outcome == "caller-left" else story["ends"])


def _follow(story: dict[str, Any], log: list[tuple[str, str]]) -> None:
    rest = list(log)
    for step in story["steps"]:
        if "presses" in step:
            for key in step["presses"].replace(CUT, "").replace("x", ""):
                while rest[0][0] == "hears":
                    rest.pop(0)
                assert rest.pop(0) == ("presses", key)
            continue
        heard = ""
        for kind, text in rest:
            if kind == "presses":
                break
            heard += text
        for words in step.get("hears", []):
            assert words in heard
        for words in step.get("never", []):
            assert words not in heard
