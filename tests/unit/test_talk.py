"""hotline talk: the caller in a terminal, with what it costs, and the walk told again."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from hotline.cli.main import app
from hotline.cli.seconds import seconds_of
from hotline.cli.story import seconds_lost, story, summary
from hotline.cli.talk import lines_of, talk
from hotline.cli.walk import Walk
from hotline.ivr.effects import Pace
from hotline.ivr.load import load_scripts
from hotline.settings import ROOT
from tests.fakes.town import FakeLookUps
from tests.transcripts.test_transcripts import tell_story

SCRIPTS = load_scripts(ROOT / "ivr_scripts")


def _walk(keys: str | None, *typed: str, says: tuple[str, ...] = (), yes: Collection[str] = ("hours",)) -> Walk:
    lines = iter(typed)
    return Walk(
        scripts=SCRIPTS,
        lookups=FakeLookUps(),
        read=lines_of(keys) if keys is not None else lambda: next(lines, None),
        scripted=keys is not None,
        says=list(says),
        yes=yes,
        number="13812345678",
    )


async def _heard(line: str, entry: str, walk: Walk) -> str:
    written: list[str] = []
    await talk(walk, written.append, line=line, entry=entry)
    return "\n".join(written)


async def test_a_new_call_goes_to_a_person() -> None:
    """The greeting with its seconds, the queue, and what the caller lost until then."""
    heard = await _heard("12345", "start", _walk(None))
    assert heard.startswith("您好")
    assert "(7.1 s)" in heard
    assert "[转人工]\n到结束共约 7.1 秒 (4.5 characters/s" in heard


async def test_many_keys_in_one_line_are_taken_one_after_the_other() -> None:
    """What one question does not take is left for the next."""
    heard = await _heard("12345", "menu", _walk(None, "3 202611210001#", "0"))
    assert "您的工单正在办理。" in heard
    assert "[转人工]" in heard


async def test_an_empty_line_is_silence_and_the_end_a_hang_up() -> None:
    """The question is asked again, the silence costs its seconds; then the input ends."""
    walk = _walk(None, "")
    heard = await _heard("114", "start", walk)
    assert heard.count("部门电话地址") == 2
    assert "> (静默)" in heard
    assert "[来电人挂机]" in heard
    assert seconds_lost(walk) == pytest.approx(3.8 + 11.8 + 5 + 11.8)


async def test_keys_given_beforehand_cut_in() -> None:
    """Also into a greeting that waits for nothing."""
    heard = await _heard("12345", "start", _walk("5,9,1"))
    assert "报警110请按1" in heard
    assert "[接通 110]" in heard


async def test_words_are_said_where_something_listens() -> None:
    """Words given beforehand, and words among the keys; then a key."""
    walk = _walk("天上的云,2,0", says=("我想办收养",), yes=("hours", "recogniser"))
    await walk.run("114", "start")
    assert "收养登记" in str([entry.text for entry in walk.log if entry.kind == "hears"])
    told = _walk("天上的云,2,0", yes=("hours", "recogniser"))
    await told.run("114", "start")
    assert [entry.text for entry in told.log if entry.kind in ("says", "presses")] == ["天上的云", "2", "0"]


async def test_what_was_done_is_told() -> None:
    """A text, a message, a call back: nothing is really sent."""
    walk = _walk("1,1,11,9,1,0")
    assert "[send text 教育局 13812345678]" in await _heard("114", "start", walk)
    assert "[record message  路灯不亮]" in await _heard("114", "message", _walk("路灯不亮,0"))
    assert "[call_back 13812345678]" in await _heard("114", "call_back", _walk("1"))
    assert "[rate solved unsolved]" in await _heard("12345", "survey", _walk("3,1"))


async def test_nothing_said_at_the_tone_is_no_message() -> None:
    """Silence, and a key that throws the message away, go to a person."""
    assert "没有录到留言" in await _heard("114", "message", _walk(","))
    assert "[转人工]" in await _heard("114", "message", _walk("0"))


def test_seconds_are_counted_by_characters_and_words() -> None:
    """Digits are characters, punctuation costs nothing, slow speech takes longer."""
    assert seconds_of("查询，请按1。") == pytest.approx(1.1)
    assert seconds_of("For a person, press 0.") == pytest.approx(1.8)
    assert seconds_of("请按", Pace.SLOW) == pytest.approx(0.6)


async def test_the_summary_is_plain_values() -> None:
    """One object with all that was heard, done and lost, fit for JSON."""
    walk = _walk("9,2")
    await walk.run("114", "start")
    told = json.loads(json.dumps(summary(walk, line="114", entry="start")))
    assert (told["ends"], told["to"], told["keys"]) == ("transfer", "119", 2)
    assert told["seconds"] == pytest.approx(sum(each["seconds"] for each in told["heard"]))


@pytest.mark.parametrize(
    ("line", "entry", "keys", "says"),
    [
        ("12345", "start", "5,3,202611210001#,0", ()),
        ("12345", "start", "", ()),
        ("12345", "menu", "1,1,21,#", ()),
        ("114", "start", "2,1,1,5,9,1,0", ()),
        ("114", "start", "3,202611210001,,0", ()),
        ("114", "start", ",", ()),
        ("114", "message", "0", ("路灯不亮",)),
        ("114", "start", "0", ("天上的云", "我想办收养")),
        ("12345", "survey", "3,7,1", ()),
        ("114", "start", "9,1", ()),
    ],
)
async def test_a_walk_is_a_story_that_the_tests_can_run(
    tmp_path: Path, line: str, entry: str, keys: str, says: tuple[str, ...]
) -> None:
    """What is written walks the real line again to the same end."""
    walk = _walk(keys, says=says, yes=("hours", "recogniser") if says else ("hours",))
    await walk.run(line, entry)
    written: dict[str, Any] = yaml.safe_load(story(walk, line=line, entry=entry))
    await tell_story(written, tmp_path)


def test_the_command_prints_json_and_writes_a_story(tmp_path: Path) -> None:
    """With the demo city's own books."""
    path = tmp_path / "story.yaml"
    called = ["talk", "--line", "114", "--keys", "1,1,11,0", "--json", "--transcript", str(path)]
    result = CliRunner().invoke(app, called)
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["ends"] == "queue"
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["line"] == "114"


def test_a_line_that_is_not_there_is_told() -> None:
    """With those that are."""
    result = CliRunner().invoke(app, ["talk", "--line", "999"])
    assert "12345" in str(result.exception)
