"""Keys pressed while nothing asks: each is an answer once, and none is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.answering.channel import ALL_KEYS
from hotline.answering.desk import Desk, Outcome
from hotline.answering.kept_keys import MOST, KeptKeys
from hotline.answering.line import answer_call
from hotline.answering.performing import Performer
from hotline.answering.player import Player
from hotline.answering.services import Caller, NoServices
from hotline.ivr.effects import Prompt, Say, Text
from hotline.ivr.waits import Digits, DigitsAnswer, Item, Listen, LookUp, LookUpKind
from tests.fakes.channel import FakeChannel, FakePrompts
from tests.fakes.desks import desk_in
from tests.fakes.services import FakeServices
from tests.fakes.town import FakeLookUps

PATIENCE = Prompt(name="patience", text="请稍候。")


def test_keys_are_given_in_their_order_and_each_once() -> None:
    """What a question does not take means nothing there; what cannot be cut takes none."""
    keys = KeptKeys()
    keys.keep("12")
    keys.keep("3")
    assert keys.take("") == ""
    assert keys.take() == "1"
    keys.give_back("1")
    keys.give_back("")
    assert [keys.take(), keys.take("3#"), keys.take(), bool(keys)] == ["1", "3", "", False]


def test_whoever_presses_without_end_is_kept_short() -> None:
    """The last of it counts."""
    keys = KeptKeys()
    keys.keep("1" * 5 + "2" * MOST)
    assert [keys.take() for _ in range(MOST + 1)] == ["2"] * MOST + [""]


@given(st.lists(st.one_of(st.text(ALL_KEYS, max_size=3), st.sampled_from([1, 2])), max_size=MOST))
def test_no_key_is_counted_twice(acts: Sequence[str | int]) -> None:
    """Whatever is pressed and asked, in any order: what was given is what was pressed."""
    keys, pressed, given_out = KeptKeys(), "", ""
    for act in acts:
        if isinstance(act, str):
            pressed += act
            keys.keep(act)
        elif key := keys.take():
            if act == 1:
                keys.give_back(key)
            else:
                given_out += key
        if len(pressed) > MOST:
            return
    while key := keys.take():
        given_out += key
    assert given_out == pressed


class Busy(FakeChannel):
    """A line whose caller presses what stands after MEANWHILE while the hotline is busy; then let is set."""

    def __init__(self, keys: str) -> None:
        super().__init__(keys)
        self.let = asyncio.Event()

    async def key_while(self, task: asyncio.Future[Any], seconds: float) -> str:
        """The keys first."""
        if key := await super().key_while(task, 0.0):
            return key
        self.let.set()
        return await super().key_while(task, seconds)


class SlowLookUps(FakeLookUps):
    """Books that answer once they are let, each time anew."""

    def __init__(self, let: asyncio.Event) -> None:
        super().__init__()
        self._let = let

    async def find(
        self, kind: LookUpKind, keys: str, *, within: str = "", language: str = "", caller: str = ""
    ) -> tuple[Item, ...]:
        """After a while."""
        self._let.clear()
        await self._let.wait()
        return await super().find(kind, keys, within=within, language=language, caller=caller)


class SlowVoice(FakePrompts):
    """A voice that speaks once it is let."""

    def __init__(self, folder: Path, let: asyncio.Event) -> None:
        super().__init__(folder)
        self._let = let

    async def file(self, text: str, *, name: str = "") -> Path:
        """After a while."""
        await self._let.wait()
        return await super().file(text, name=name)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """It is office hours."""
    return desk_in(tmp_path, services=FakeServices(yes=("hours",)))


@pytest.mark.parametrize(
    ("keys", "hears", "never"),
    [
        ("2~1~1x", "婚姻登记，", "请选择"),  # both answer the lists that are being looked up
        ("2~0", "正在为您转接人工服务", "请选择您要办的事"),
        ("2~*0", "部门电话地址请按1", "请选择您要办的事"),
    ],
)
async def test_a_key_pressed_during_a_search_answers_what_follows(
    desk: Desk, keys: str, hears: str, never: str
) -> None:
    """Its prompt is not waited for."""
    channel = Busy(keys)
    desk = replace(desk, lookups=SlowLookUps(channel.let))
    await answer_call(channel, "114", call_id="1.1", desk=desk)
    assert channel.keys == ""
    assert hears in channel.heard()
    assert never not in channel.heard()


async def test_a_key_pressed_while_what_was_said_is_looked_up_answers_the_question(desk: Desk) -> None:
    """A no, here, to the first of two."""
    channel = Busy("<婚姻和收养>~2<是的>0")
    desk = replace(desk, lookups=SlowLookUps(channel.let), services=FakeServices(yes=("hours", "recogniser")))
    assert await answer_call(channel, "114", call_id="1.1", desk=desk) is Outcome.QUEUE
    assert "您是问婚姻登记吗" not in channel.heard()
    assert "收养登记，六十日内办结" in channel.heard()


async def test_a_key_pressed_while_the_voice_is_slow_cuts_in(tmp_path: Path) -> None:
    """Nothing is said any more, and the voice is not waited for."""
    channel = Busy("~3")
    player = Player(channel=channel, prompts=SlowVoice(tmp_path, asyncio.Event()), clauses=lambda text: (text,))
    before = asyncio.all_tasks()
    assert await player.say(Say(parts=(Text(text="很长。"),)), ALL_KEYS) == "3"
    assert channel.heard() == ""
    assert asyncio.all_tasks() <= before


async def test_a_key_does_not_cut_what_cannot_be_cut_and_answers_what_follows(tmp_path: Path) -> None:
    """The words are made and heard whole; then the key is there."""
    channel = Busy("~3")
    player = Player(channel=channel, prompts=SlowVoice(tmp_path, channel.let), clauses=lambda text: (text,))
    assert await player.say(Say(parts=(Text(text="通话将录音。"),)), "") == ""
    assert channel.heard() == "通话将录音。"
    assert await player.collect(Digits(max=1, timeout=1), "") == DigitsAnswer(keys="3")


async def test_a_key_pressed_during_the_prompt_for_patience_cuts_it_and_is_kept(tmp_path: Path) -> None:
    """In order before what comes after it; who pressed before is not asked for patience."""
    channel, keys = FakeChannel("!4"), KeptKeys()
    prompts = FakePrompts(tmp_path)
    player = Player(channel=channel, prompts=prompts, clauses=lambda text: (text,), keys=keys)
    caller = Caller(call_id="1.1", number="", dialled="114", channel=channel, keys=keys)
    performer = Performer(caller=caller, player=player, lookups=FakeLookUps(), services=NoServices())
    wait = LookUp(kind=LookUpKind.SEARCH, keys="社保", patience=PATIENCE)
    await performer._patience(wait)
    keys.keep("5")
    await performer._patience(wait)
    assert channel.heard() == PATIENCE.text
    assert await performer.answer(Digits(max=2, timeout=1), "") == DigitsAnswer(keys="45")


async def test_a_key_pressed_while_a_question_by_voice_is_made_ready_is_its_answer(tmp_path: Path) -> None:
    """The caller is not listened to at all."""
    channel = Busy("~1~2")
    caller = Caller(call_id="1.1", number="", dialled="114", channel=channel)
    player = Player(
        channel=channel,
        prompts=SlowVoice(tmp_path, asyncio.Event()),
        clauses=lambda text: (text,),
        keys=caller.keys,
    )
    performer = Performer(caller=caller, player=player, lookups=FakeLookUps(), services=NoServices())
    asks = Say(parts=(Text(text="请说。"),))
    assert await performer.answer(Listen(), "", asks) == DigitsAnswer(keys="1")
    assert await performer.answer(Listen(), "", asks) == DigitsAnswer(keys="2")
