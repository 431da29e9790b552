"""A caller listened to, without a telephone and without a model."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from hotline.answering.kept_keys import KeptKeys
from hotline.answering.listening import Listening
from hotline.answering.services import Caller
from hotline.answering.turn import Turn
from hotline.errors import EarError, HungUpError
from hotline.ivr.waits import DigitsAnswer, Heard, Listen, NotHeard, Why
from hotline.speech.ear.endpoint import Limits
from hotline.speech.ear.recogniser import Final, Partial
from tests.fakes.audio import FakeAudio, FakeLine, frames
from tests.fakes.channel import FakeChannel
from tests.fakes.ear import BREAKS, HANGS, FakeEar, FakeHearing
from tests.fakes.tones import tone, write_wav

QUIET, SPEECH, PAUSE = frames(0.6, level=0), frames(1.0), frames(0.8, level=0)
CALLER = Caller(call_id="1.1", number="", dialled="114", channel=FakeChannel())
SOON = Listen(hints=("社保",), timeout=0.05, seconds=5.0)


@pytest.fixture
def prompt(tmp_path: Path) -> list[Path]:
    """Two seconds in two files."""
    paths = [tmp_path / "one.wav", tmp_path / "two.wav"]
    for path in paths:
        write_wav(path, tone(1200, 1.0))
    return paths


async def _take(ear: FakeEar, line: FakeLine, prompt: list[Path], wait: Listen = SOON) -> object:
    return await Listening(ear=ear, audio=FakeAudio(line)).take(CALLER, wait, prompt)


async def test_the_prompt_is_cut_by_speech_and_the_words_are_the_answer(prompt: list[Path]) -> None:
    """What was said is heard from its first syllable on; silence before it costs the recogniser nothing."""
    ear, line = FakeEar(["我要查社保卡"]), FakeLine([*QUIET, *SPEECH, *PAUSE])
    assert await _take(ear, line, prompt) == Heard(text="我要查社保卡")
    assert 0.6 * 16_000 < len(line.played) < 1.2 * 16_000
    (hearing,) = ear.opened
    assert 1.9 < hearing.seconds < 2.5
    assert hearing.closed


async def test_who_lets_it_finish_hears_the_prompt_whole(prompt: list[Path]) -> None:
    """And then has the whole of the time to say something."""
    ear, line = FakeEar(["社保卡"]), FakeLine([*frames(2.2, level=0), *SPEECH, *PAUSE])
    assert await _take(ear, line, prompt) == Heard(text="社保卡")
    assert len(line.played) == 2 * 16_000


async def test_a_key_is_the_answer_at_any_time(prompt: list[Path]) -> None:
    """In the prompt, in speech, and while the words are being made out."""
    for comes in (["3"], [*QUIET, "3"], [*QUIET, *SPEECH, "3"], [*QUIET, *SPEECH, *PAUSE, "3"]):
        assert await _take(FakeEar([HANGS]), FakeLine(comes), prompt) == DigitsAnswer(keys="3")


async def test_a_key_that_comes_when_the_line_is_given_back_is_the_answer(prompt: list[Path]) -> None:
    """In place of the words, once; a second one answers what follows, and so does one after a key."""
    caller = replace(CALLER, keys=KeptKeys())
    for comes, answer, then in (([*QUIET, *SPEECH, *PAUSE], "5", "6"), (["4"], "4", "5")):
        line = FakeLine(comes)
        line.late = "56"
        listening = Listening(ear=FakeEar(["社保"]), audio=FakeAudio(line))
        assert await listening.take(caller, SOON, prompt) == DigitsAnswer(keys=answer)
        assert caller.keys.take() == then


async def test_a_key_pressed_while_the_prompt_is_read_is_the_answer(prompt: list[Path]) -> None:
    """Nobody listens then."""
    ear = FakeEar(["社保"])
    caller = replace(CALLER, channel=FakeChannel("~8"))
    assert await Listening(ear=ear, audio=FakeAudio(FakeLine([]))).take(caller, SOON, prompt) == DigitsAnswer(keys="8")
    assert not ear.opened


async def test_silence_is_told_apart_from_what_was_not_understood(prompt: list[Path]) -> None:
    """A noise without words is passed over once."""
    assert await _take(FakeEar(), FakeLine(QUIET), prompt) == NotHeard(why=Why.SILENCE)
    assert await _take(FakeEar([""]), FakeLine([*QUIET, *SPEECH, *PAUSE]), prompt) == NotHeard(why=Why.SILENCE)
    twice = [*QUIET, *SPEECH, *PAUSE, *QUIET, *SPEECH, *PAUSE]
    assert await _take(FakeEar(["", ""]), FakeLine(twice), prompt) == NotHeard(why=Why.UNCLEAR)
    assert await _take(FakeEar(["", "社保"]), FakeLine(twice), prompt) == Heard(text="社保")


@pytest.mark.parametrize("trouble", ["language", "full", "audio"])
async def test_where_nothing_can_listen_the_keys_are_the_way(prompt: list[Path], trouble: str) -> None:
    """Nothing of the prompt is played then: it would ask for speech."""
    ear = FakeEar(["社保"], language="yue" if trouble == "language" else "zh-CN", full=trouble == "full")
    line = FakeLine([*QUIET, *SPEECH, *PAUSE])
    listening = Listening(ear=ear, audio=FakeAudio(line, broken=trouble == "audio"))
    assert await listening.take(CALLER, SOON, prompt) == NotHeard(why=Why.NOT_AVAILABLE)
    assert line.played == b""
    assert all(hearing.closed for hearing in ear.opened)


async def test_a_recogniser_that_fails_or_is_lost_leads_to_the_keys(prompt: list[Path]) -> None:
    """When it is asked, or in the middle."""
    comes = [*QUIET, *SPEECH, *PAUSE]
    assert await _take(FakeEar([BREAKS]), FakeLine(comes), prompt) == NotHeard(why=Why.FAILED)
    ear = FakeEar(["社保"])
    listening = asyncio.create_task(_take(ear, FakeLine([]), prompt, Listen(timeout=30)))
    await ear.opens.wait()
    ear.opened[0].tell(EarError("lost"))
    assert await listening == NotHeard(why=Why.FAILED)


async def test_a_caller_who_leaves_has_left(prompt: list[Path]) -> None:
    """The line ends, and the channel says why."""
    line = FakeLine([*QUIET, *SPEECH], stays=False)
    listening = Listening(ear=(ear := FakeEar(["社保"])), audio=FakeAudio(line, left=True))
    with pytest.raises(HungUpError):
        await listening.take(CALLER, SOON, prompt)
    assert ear.opened[0].closed


async def test_the_vocabulary_is_the_menus_words_first() -> None:
    """Then those of the city, each once."""
    ear = FakeEar()
    listening = Listening(ear=ear, audio=FakeAudio(FakeLine([])), words=lambda: ("教育局", "社保"))
    await listening.take(CALLER, SOON)
    await listening.take(CALLER, Listen(timeout=0.0))
    assert ear.words == [("社保", "教育局"), ("教育局", "社保")]


async def test_nothing_is_left_running(prompt: list[Path]) -> None:
    """Neither after an answer nor after it was given up."""
    before = asyncio.all_tasks()
    await _take(FakeEar(["社保"]), FakeLine([*QUIET, *SPEECH, *PAUSE]), prompt)
    task = asyncio.create_task(_take(FakeEar([HANGS]), FakeLine([*QUIET, *SPEECH, *PAUSE]), prompt))
    for _ in range(200):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert asyncio.all_tasks() <= before


def _turn(hearing: FakeHearing) -> Turn:
    return Turn(hearing=hearing, limits=Limits(), timeout=5.0, understand=3.0, now=0.0)


async def test_words_that_come_too_late_are_never() -> None:
    """The caller is asked by keys."""
    turn, at = _turn(FakeHearing([HANGS])), 0.0
    for piece in [*QUIET, *SPEECH, *PAUSE]:
        at += 0.02
        assert turn.hear(piece, at, prompted=False) is None
    assert turn.hear(b"", at + 2.5, prompted=False) is None
    assert turn.hear(b"", at + 3.1, prompted=False) == NotHeard(why=Why.LATE)
    await asyncio.gather(*turn.left(), return_exceptions=True)


async def test_a_streaming_engine_may_find_an_end_before_we_do() -> None:
    """What it told then stands before what it tells at the end, and nothing stands twice."""
    turn, at, answer = _turn(FakeHearing(["社保卡"])), 0.0, None
    for piece in [*QUIET, *SPEECH]:
        at += 0.02
        turn.hear(piece, at, prompted=False)
    turn.text(Partial(text="我要"), at)
    turn.text(Final(text="我要查", start=0, end=1), at)
    turn.text(Partial(text="社保"), at)
    turn.text(Final(text="社保卡", start=1, end=2), at)
    for piece in PAUSE:
        at += 0.02
        answer = answer or turn.hear(piece, at, prompted=False)
        await asyncio.sleep(0)
    assert answer == Heard(text="我要查 社保卡")


async def test_a_part_that_comes_when_all_was_said_begins_no_other_sentence() -> None:
    """It belongs to the sentence that is asked for."""
    turn, at = _turn(FakeHearing([""])), 0.0
    for piece in [*QUIET, *SPEECH, *PAUSE]:
        at += 0.02
        turn.hear(piece, at, prompted=False)
    assert not turn.speaking
    turn.text(Partial(text="社保"), at)
    for piece in QUIET[:5]:
        at += 0.02
        await asyncio.sleep(0)
        assert turn.hear(piece, at, prompted=False) is None
    assert turn.left() == ()
    assert not turn.speaking


async def test_time_over_a_prompt_is_no_silence() -> None:
    """Five seconds count from its end."""
    turn = _turn(FakeHearing([]))
    assert turn.hear(b"", 20.0, prompted=True) is None
    assert turn.hear(b"", 24.9, prompted=False) is None
    assert turn.hear(b"", 25.0, prompted=False) == NotHeard(why=Why.SILENCE)
