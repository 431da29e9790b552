"""Answering: a caller hears something whatever fails, and the dead man's timer never runs longer than it must."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hotline.agents.skills import Skill, SkillBook
from hotline.answering.desk import Desk, Outcome, Place
from hotline.answering.door import answer
from hotline.answering.line import answer_call, answer_key, answer_survey
from hotline.answering.lookups import look_up
from hotline.answering.player import CHUNK, SILENCE
from hotline.answering.recorder import Recorder
from hotline.answering.skill_wish import Wishes
from hotline.events import Event, MenuStepTaken
from hotline.ivr.effects import Pace
from hotline.ivr.waits import Answer, Found, Item, LookUp, LookUpFailed, LookUpKind, Why
from tests.fakes.channel import FakeChannel, FakePrompts
from tests.fakes.desks import desk_in
from tests.fakes.town import FakeLookUps

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class BrokenBooks(FakeLookUps):
    """A knowledge base that cannot be read."""

    async def find(
        self, kind: LookUpKind, keys: str, *, within: str = "", language: str = "", caller: str = ""
    ) -> tuple[Item, ...]:
        """Fail."""
        raise OSError(kind)


class LockedBooks(FakeLookUps):
    """A database that does not answer."""

    async def find(
        self, kind: LookUpKind, keys: str, *, within: str = "", language: str = "", caller: str = ""
    ) -> tuple[Item, ...]:
        """Never answer."""
        await asyncio.Event().wait()
        return await super().find(kind, keys)


async def _third(call_id: str, joined: int) -> int | None:
    del call_id
    return 3 if joined == 100 else None


async def _unknown(call_id: str, joined: int) -> int | None:
    raise OSError(call_id, joined)


async def _nowhere(event: Event) -> None:
    del event


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(part + "。" for part in text.split("。") if part)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk where all is well."""
    return desk_in(tmp_path, clauses=_sentences, record=Recorder(_nowhere).record, position=_third)


async def test_a_call_without_keys_is_queued(desk: Desk) -> None:
    """IVR_NEXT is queue, and no place is claimed by one who has just come."""
    channel = FakeChannel()
    assert await answer_call(channel, "12345", call_id="1.1", desk=desk) is Outcome.QUEUE
    assert channel.variables == {"IVR_NEXT": "queue", "IVR_POSITION": ""}


@pytest.mark.parametrize("key", ["0", "5"])
async def test_a_key_in_the_queue_keeps_the_place(desk: Desk, key: str) -> None:
    """Whether by 0 at once or by the menu, the caller comes back to the same place."""
    channel = FakeChannel("0" if key != "0" else "")
    assert (
        await answer_key(channel, "12345", call_id="1.1", key=key, place=Place(joined=100), desk=desk) is Outcome.QUEUE
    )
    assert channel.variables == {"IVR_NEXT": "queue", "IVR_POSITION": "3"}


async def test_an_unknown_place_does_not_lose_the_caller(desk: Desk) -> None:
    """No place, or a failure to find it, is the queue all the same."""
    for unsure in (desk, replace(desk, position=_unknown)):
        channel = FakeChannel()
        await answer_key(channel, "12345", call_id="1.1", key="0", place=Place(joined=7), desk=unsure)
        assert channel.variables == {"IVR_NEXT": "queue", "IVR_POSITION": ""}


async def test_steps_are_recorded(desk: Desk) -> None:
    """What the caller chose reaches the history, with the time."""
    events: list[Event] = []
    await answer_call(FakeChannel("11110"), "114", call_id="1.1", desk=replace(desk, record=events.append))
    wanted = MenuStepTaken(at=NOON, call_id="1.1", node="departments", pressed="11", heard="教育局")
    assert wanted in events


async def test_a_history_that_fails_is_not_the_callers_trouble(desk: Desk) -> None:
    """The menu goes on."""

    def fail(event: Event) -> None:
        raise OSError(event)

    channel = FakeChannel("11110")
    assert await answer_call(channel, "114", call_id="1.1", desk=replace(desk, record=fail)) is Outcome.QUEUE
    assert "教育局，地址" in channel.heard()


async def test_books_that_fail_are_an_apology_and_the_queue(desk: Desk) -> None:
    """The caller is told and goes to a person."""
    channel = FakeChannel("11")
    outcome = await answer_call(channel, "114", call_id="1.1", desk=replace(desk, lookups=BrokenBooks()))
    assert outcome is Outcome.QUEUE
    assert channel.heard().endswith("正在为您转接人工服务，请不要挂机。")
    assert channel.variables["IVR_NEXT"] == "queue"


async def test_a_voice_that_fails_leaves_the_caller_to_the_dialplan(desk: Desk, tmp_path: Path) -> None:
    """IVR_NEXT stays unset: the dialplan apologises with its own recording."""
    channel = FakeChannel()
    mute = replace(desk, prompts=FakePrompts(tmp_path, broken=True))
    assert await answer_call(channel, "12345", call_id="1.1", desk=mute) is Outcome.FAILED
    assert channel.variables == {}


async def test_an_unknown_number_is_left_to_the_dialplan(desk: Desk) -> None:
    """There is no script for it: the fallback is a person."""
    channel = FakeChannel()
    assert await answer_call(channel, "999", call_id="1.1", desk=desk) is Outcome.FAILED
    assert channel.variables == {}


async def test_a_hung_controller_leaves_little_silence(desk: Desk) -> None:
    """Every wait for a key is short, and the timer before it ends within SILENCE seconds."""
    channel = FakeChannel("--")
    await answer_call(channel, "114", call_id="1.1", desk=desk)
    assert channel.waits
    assert max(channel.waits) <= CHUNK
    assert len(channel.timers) > len(channel.waits)
    assert max(channel.timers) <= SILENCE  # the fake's sounds have no length


async def test_a_prompt_is_given_its_length(desk: Desk, tmp_path: Path) -> None:
    """The timer before a prompt of ten seconds lasts those ten and a little more."""

    class Long(FakePrompts):
        async def file(self, text: str, *, name: str = "") -> Path:
            path = await super().file(text, name=name)
            with path.open("a") as sound:
                sound.write("\0" * 160_000)
            return path

    channel = FakeChannel()
    await answer_call(channel, "12345", call_id="1.1", desk=replace(desk, prompts=Long(tmp_path)))
    assert 10 < max(channel.timers) <= 10 + SILENCE


class _Slow:
    """What a caller is told while a look-up is slow."""

    def __init__(self, then: Callable[[], None] = lambda: None) -> None:
        self.alive: list[float] = []
        self.patience = 0
        self._then = then

    async def keep_alive(self, seconds: float) -> None:
        self.alive.append(seconds)

    async def be_patient(self) -> None:
        self.patience += 1
        self._then()

    async def rest(self, task: asyncio.Future[Any], seconds: float) -> None:
        await asyncio.wait({task}, timeout=seconds)


async def _ask(books: FakeLookUps, told: _Slow) -> Answer:
    wait = LookUp(kind=LookUpKind.DEPARTMENT)
    return await look_up(
        books, wait, alive=told.keep_alive, patience=told.be_patient, rest=told.rest, limit=0.02, slow=0.01
    )


async def test_a_locked_database_is_given_up_in_time() -> None:
    """The caller is asked for patience once, then the look-up fails and nothing is left running."""
    told, before = _Slow(), asyncio.all_tasks()
    assert await _ask(LockedBooks(), told) == LookUpFailed(why=Why.LATE)
    assert told.patience == 1
    assert told.alive
    assert asyncio.all_tasks() <= before


async def test_a_quick_look_up_says_nothing() -> None:
    """No word of patience where none is needed."""
    told = _Slow()
    answer = await _ask(FakeLookUps(), told)
    assert isinstance(answer, Found)
    assert len(answer.items) == 11
    assert told.patience == 0


async def test_the_recorder_never_blocks_and_keeps_order() -> None:
    """Beyond its limit the newest is dropped and counted; a listener that fails does not stop it."""
    told: list[str] = []

    async def publish(event: Event) -> None:
        assert isinstance(event, MenuStepTaken)
        told.append(event.node)
        if event.node == "a":
            raise OSError

    recorder = Recorder(publish, limit=2)
    for node in "abc":
        recorder.record(MenuStepTaken(at=NOON, call_id="1.1", node=node, pressed="", heard=""))
    assert recorder.dropped == 1
    task = asyncio.create_task(recorder.run())
    await recorder.settle()
    task.cancel()
    assert told == ["a", "b"]


@pytest.mark.parametrize("line", ["12345", "114"])
async def test_a_caller_whose_agent_hung_up_is_asked_by_the_script_of_the_line(desk: Desk, line: str) -> None:
    """From its entry `survey`; what is pressed is in the history of the same call."""
    steps: list[Event] = []
    channel = FakeChannel("12")
    asked = replace(desk, record=steps.append)
    assert await answer_survey(channel, line, call_id="1.1", desk=asked) is Outcome.HANG_UP
    assert channel.heard().count("您的问题解决了吗") == 1
    assert channel.variables == {"IVR_NEXT": "hangup"}
    told = [(step.call_id, step.node, step.heard) for step in steps if isinstance(step, MenuStepTaken) and step.pressed]
    assert told == [("1.1", "solved", "solved"), ("1.1", "satisfied", "fairly")]


async def test_a_line_that_asks_nothing_lets_the_caller_go(desk: Desk) -> None:
    """Its script has no such entry: the call ends without a word."""
    channel, script = FakeChannel(), desk.scripts["114"]
    entries = {name: to for name, to in script.entries.items() if name != "survey"}
    silent = replace(desk, scripts={"114": replace(script, entries=entries)})
    assert await answer_survey(channel, "114", call_id="1.1", desk=silent) is Outcome.HANG_UP
    assert channel.heard() == ""
    assert channel.variables == {"IVR_NEXT": "hangup"}


async def test_the_dialplan_asks_for_each_way_in_by_its_path(desk: Desk) -> None:
    """What it asks for and nobody knows is left to it."""
    query = {"call": "1.1", "number": "", "dialled": "12345"}
    for path, said in (("/line/12345", "正在转接人工"), ("/survey", "您的问题解决了吗"), ("/elsewhere", "")):
        channel = FakeChannel()
        await answer(channel, path, query, desk=desk)
        assert said in channel.heard()
        assert bool(channel.variables) == bool(said)


async def test_what_comes_later_in_a_call_speaks_the_callers_language(desk: Desk) -> None:
    """The survey and the menu of the queue; a language or pace that the line does not know is the usual one."""
    query = {"call": "1.1", "number": "", "dialled": "12345", "key": "5", "joined": "1", "skill": ""}
    slow = replace(desk, manners={("en", Pace.SLOW): desk.prompts, ("zh-CN", Pace.NORMAL): desk.prompts})
    for path, english, chinese in (("/survey", "Is your matter solved", "您的问题"), ("/key", "press 1", "请按1")):
        for language, pace, said in (("en", "slow", english), ("tlh", "slurred", chinese), ("", "", chinese)):
            channel = FakeChannel("11")
            await answer(channel, path, {**query, "language": language, "pace": pace}, desk=slow)
            assert said in channel.heard()
            assert not {"HOTLINE_LANGUAGE", "HOTLINE_PACE"} & set(channel.variables)


async def test_a_language_is_kept_on_the_line_at_once(desk: Desk) -> None:
    """Also where the menu fails right after it, and the dialplan takes the caller."""
    channel = FakeChannel("553")
    await answer_call(channel, "114", call_id="1.1", desk=desk)
    assert channel.variables["HOTLINE_LANGUAGE"] == "en"


async def test_a_caller_who_waited_for_a_language_does_not_wait_for_it_anew(desk: Desk) -> None:
    """The place told is that of the line in which the caller is by now."""
    book = SkillBook(skills=(Skill(code="english", names={}, seconds=60, languages=("en",)),))
    wishing = replace(desk, wishes=Wishes(book=lambda: book, on_duty=lambda: frozenset({"english"})))
    channel, manner = FakeChannel("0"), ("en", Pace.NORMAL)
    place = Place(joined=100)
    await answer_key(channel, "114", call_id="1.1", key="5", place=place, desk=wishing, manner=manner)
    assert "IVR_SKILL" not in channel.variables
    assert channel.variables["IVR_POSITION"] == "3"


async def test_what_a_caller_hears_is_counted_once_in_a_call(desk: Desk) -> None:
    """Also where it is heard again by #; what a key has cut off before it began is not counted."""
    told: list[tuple[str, str]] = []
    counting = replace(desk, told=lambda kind, code: told.append((kind, code)))
    await answer_call(FakeChannel("11" + "11" + "#" + "*" + "0"), "114", call_id="1.1", desk=counting)
    assert told == [("department", "01")]
