"""A caller listened to on a real Asterisk: what is heard, what cuts the prompt, and that the call goes on then."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from hotline.answering.channel import ALL_KEYS
from hotline.answering.listening import Listening
from hotline.errors import HungUpError
from hotline.events import CallQueued
from hotline.ivr.waits import DigitsAnswer, Heard, Listen, NotHeard, Why
from hotline.speech.ear.endpoint import Limits
from hotline.telephony.agi_channel import CallChannel
from hotline.telephony.audiosocket_server import AudioSocketServer
from hotline.telephony.audiosocket_side import AudioSockets
from tests.adapters.listener import Listener, listening
from tests.adapters.listening_menu import AFTER_HERTZ, PROMPT_HERTZ, Menu
from tests.adapters.real_asterisk import RealAsterisk
from tests.fakes.citizen import Citizen
from tests.fakes.ear import FakeEar
from tests.fakes.tones import level_of, loudest_level, spoken_seconds, tone, write_wav

CITIZEN_HERTZ = 700.0
HEARD = 0.1
ROUNDS, BUSY = 5, 0.12


@asynccontextmanager
async def asking(
    asterisk: RealAsterisk,
    folder: Path,
    *finals: str,
    seconds: float = 5.0,
    timeout: float = 5.0,
    serves: bool = True,
    timer: float = 60,
) -> AsyncIterator[tuple[Menu, FakeEar, Listener, Citizen]]:
    """A caller who has just called, and is asked for so many seconds.

    timeout: of silence; serves: whether audio can be taken at all; timer: the dead man's.
    """
    server, ear = AudioSocketServer("127.0.0.1", 0), FakeEar(finals)
    await server.start()
    if not serves:
        await server.close()
    listens = Listening(ear=ear, audio=AudioSockets(server), limits=Limits(pause=400))
    menu = Menu(folder, listens, Listen(timeout=timeout, seconds=5.0), timer)
    menu.prepare(seconds)
    try:
        async with (
            listening(asterisk, menu.answer) as (ears, _, _),
            Citizen(asterisk.settings.sip_port) as citizen,
        ):
            await citizen.call("12345")
            yield menu, ear, ears, citizen
    finally:
        await server.close()


async def _goes_on(menu: Menu, ears: Listener, citizen: Citizen) -> None:
    """The channel plays, takes a key and queues its caller, as ever."""
    since = time.monotonic()
    await citizen.hears(lambda heard: loudest_level(heard, AFTER_HERTZ, 0.2) > HEARD, since=since - 1)
    citizen.press("7")
    await asyncio.wait_for(menu.over.wait(), 10)
    assert menu.keys == ["7"]
    await ears.until(lambda: bool(ears.of(CallQueued)))


async def test_speech_cuts_the_prompt_and_is_heard(asterisk: RealAsterisk, tmp_path: Path) -> None:
    """The caller hears the prompt until a moment after the first word; all that was said is heard, and little else."""
    async with asking(asterisk, tmp_path, "我要查社保卡", seconds=8) as (menu, ear, ears, citizen):
        await citizen.hears(lambda heard: loudest_level(heard, PROMPT_HERTZ, 0.5) > HEARD)
        spoke = time.monotonic()
        await citizen.says(CITIZEN_HERTZ, 1.5)
        citizen.say(0)
        await _goes_on(menu, ears, citizen)
        assert menu.answers == [Heard(text="我要查社保卡")]
        (hearing,) = ear.opened
        said = np.frombuffer(bytes(hearing.fed), dtype=np.int16)
        assert loudest_level(said, CITIZEN_HERTZ, 0.5) > 0.3
        assert 1.4 < spoken_seconds(said) < 1.7
        assert hearing.closed
        after = citizen.since(spoke + 0.6)
        assert level_of(after[: 8000 // 2], PROMPT_HERTZ) < 0.02
        until = citizen.since(spoke - 1)[:8000]
        assert loudest_level(until, PROMPT_HERTZ, 0.5) > HEARD


async def test_a_prompt_is_heard_whole_and_even(asterisk: RealAsterisk, tmp_path: Path) -> None:
    """As long as it is, without a gap, and at its own pitch; who then says nothing is answered by silence."""
    async with asking(asterisk, tmp_path, seconds=3, timeout=1.0) as (menu, ear, ears, citizen):
        await _goes_on(menu, ears, citizen)
        heard = citizen.since()
        assert menu.answers == [NotHeard(why=Why.SILENCE)]
        assert not ear.opened[0].fed
        asked = [at for at in range(0, len(heard) - 160, 160) if level_of(heard[at : at + 160], PROMPT_HERTZ) > 0.2]
        assert 2.9 <= len(asked) * 0.02 <= 3.1
        assert asked[-1] - asked[0] <= 3.1 * 8000


async def test_a_key_cuts_in_at_any_time(asterisk: RealAsterisk, tmp_path: Path) -> None:
    """Into the prompt, and while the caller speaks."""
    async with asking(asterisk, tmp_path, "社保卡", seconds=8) as (menu, _, ears, citizen):
        await citizen.hears(lambda heard: loudest_level(heard, PROMPT_HERTZ, 0.5) > HEARD)
        pressed = time.monotonic()
        citizen.press("3")
        await _goes_on(menu, ears, citizen)
        assert menu.answers == [DigitsAnswer(keys="3")]
        assert level_of(citizen.since(pressed + 0.6)[:4000], PROMPT_HERTZ) < 0.02
    async with asking(asterisk, tmp_path, "社保卡", seconds=1) as (menu, _, ears, citizen):
        await citizen.hears(lambda heard: loudest_level(heard, PROMPT_HERTZ, 0.5) > HEARD)
        await citizen.says(CITIZEN_HERTZ, 1.0)
        citizen.press("*")
        await _goes_on(menu, ears, citizen)
        assert menu.answers == [DigitsAnswer(keys="*")]


@dataclass(slots=True)
class Errand:
    """A controller that is busy: until a key is pressed, then ROUNDS times for a moment; then it plays and asks."""

    folder: Path
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    pressed: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    keys: list[str] = field(default_factory=list)

    async def answer(self, channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
        """The call."""
        del path, query
        loop = asyncio.get_running_loop()
        try:
            await channel.set_absolute_timeout(60)
            self.begun.set()
            while not (key := await channel.key_while(loop.create_future(), 1.0)):
                pass
            self.pressed.set()
            self.keys.append(key)
            for _ in range(ROUNDS):
                done: asyncio.Future[None] = loop.create_future()
                loop.call_later(BUSY, done.set_result, None)
                self.keys.append(await channel.key_while(done, 10.0))
            self.keys.append(await channel.play(self.folder / "after.wav", ALL_KEYS) or await channel.wait_digit(10))
            await channel.set_variable("IVR_NEXT", "queue")
        finally:
            self.over.set()


async def test_a_key_pressed_while_the_hotline_is_busy_is_not_lost(asterisk: RealAsterisk, tmp_path: Path) -> None:
    """Asterisk throws away what is pressed between two commands; and what is ready is not kept waiting for a key."""
    errand = Errand(tmp_path)
    write_wav(tmp_path / "after.wav", tone(AFTER_HERTZ, 0.5))
    async with listening(asterisk, errand.answer) as (ears, _, _), Citizen(asterisk.settings.sip_port) as citizen:
        await citizen.call("12345")
        await asyncio.wait_for(errand.begun.wait(), 10)
        async with asyncio.timeout(15):
            while not errand.pressed.is_set():  # one key in a hundred comes just between two waits
                citizen.press("5")
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(errand.pressed.wait(), 3)
        await citizen.hears(lambda heard: loudest_level(heard, AFTER_HERTZ, 0.2) > HEARD)
        citizen.press("7")
        await asyncio.wait_for(errand.over.wait(), 10)
        assert errand.keys == ["5", *[""] * ROUNDS, "7"]
        await ears.until(lambda: bool(ears.of(CallQueued)))


async def test_who_hangs_up_while_speaking_has_hung_up(asterisk: RealAsterisk, tmp_path: Path) -> None:
    """An ordinary end, soon."""
    async with asking(asterisk, tmp_path, "社保卡") as (menu, ear, _, citizen):
        await citizen.hears(lambda heard: loudest_level(heard, PROMPT_HERTZ, 0.5) > HEARD)
        await citizen.says(CITIZEN_HERTZ, 0.5)
        citizen.hang_up()
        await asyncio.wait_for(menu.over.wait(), 5)
        assert [type(each) for each in menu.answers] == [HungUpError]
        assert ear.opened[0].closed


async def test_without_a_server_the_call_goes_on_by_keys(asterisk: RealAsterisk, tmp_path: Path) -> None:
    """Nothing was played, and nothing is lost."""
    async with asking(asterisk, tmp_path, "社保卡", serves=False) as (menu, _, ears, citizen):
        await _goes_on(menu, ears, citizen)
        assert menu.answers == [NotHeard(why=Why.NOT_AVAILABLE)]


async def test_the_dead_mans_timer_runs_while_the_hotline_listens(asterisk: RealAsterisk, tmp_path: Path) -> None:
    """A controller that forgets its caller loses the call to the dialplan, and so to a person."""
    async with asking(asterisk, tmp_path, "社保卡", seconds=8, timer=2) as (menu, _, ears, citizen):
        await citizen.hears(lambda heard: loudest_level(heard, PROMPT_HERTZ, 0.5) > HEARD)
        await asyncio.wait_for(menu.over.wait(), 5)
        assert [type(each) for each in menu.answers] == [HungUpError]
        await ears.until(lambda: bool(ears.of(CallQueued)))


@pytest.mark.parametrize("pattern", [r"\b(WARNING|ERROR)\b"])
async def test_asterisk_has_nothing_to_complain_of(asterisk: RealAsterisk, pattern: str) -> None:
    """But for the server that was not there."""
    complaints = [line for line in asterisk.log() if re.search(pattern, line)]
    expected = ("Session already DISCONNECTED", "AudioSocket", "audiosocket")
    assert [line for line in complaints if not any(word in line for word in expected)] == []
