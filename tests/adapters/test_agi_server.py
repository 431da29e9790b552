"""The AGI server over real sockets: a fake Asterisk opens sessions and answers commands."""

from __future__ import annotations

import asyncio
import wave
from collections.abc import Mapping
from pathlib import Path

import pytest

from hotline.errors import HungUpError, InputError, TelephonyError
from hotline.telephony.agi_channel import CallChannel
from tests.adapters.agi_caller import Caller, serving


@pytest.fixture
def prompt(tmp_path: Path) -> Path:
    """A prompt of a tenth of a second."""
    path = tmp_path / '您好 "prompt".wav'
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(1600))
    return path


async def test_a_session_knows_its_path_and_its_query() -> None:
    """The URL is parsed; a plus in a number stays a plus."""
    seen: list[tuple[str, dict[str, str]]] = []

    async def handle(channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
        seen.append((path, dict(query)))

    async with serving(handle) as server:
        caller = await Caller.connect(server.port, "line/12345?call=17.5&number=+8613800000000&key=")
        await caller.ended()
    assert seen == [("/line/12345", {"call": "17.5", "number": "+8613800000000", "key": ""})]


async def test_a_channel_speaks_agi(prompt: Path) -> None:
    """Each method is one command, its values quoted; keys come back as characters."""
    heard: list[str] = []

    async def handle(channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
        heard.append(await channel.play(prompt, "12#"))
        heard.append(await channel.play(prompt, ""))
        heard.append(await channel.wait_digit(2.5))
        heard.append(await channel.wait_digit(2.5))
        await channel.set_variable("IVR_NEXT", 'say "queue" \\ 排队')
        heard.append(await channel.get_variable("X"))
        heard.append(await channel.get_variable("Y"))
        await channel.set_absolute_timeout(30)
        await channel.set_absolute_timeout(29, early=2, late=2)  # near enough: nothing is said
        await channel.set_absolute_timeout(20, early=2, late=2)

    name = str(prompt.with_suffix("")).replace('"', '\\"')
    async with serving(handle) as server:
        caller = await Caller.connect(server.port)
        await caller.expect(f'STREAM FILE "{name}" "12#"', "200 result=35 endpos=800")
        await caller.expect(f'STREAM FILE "{name}" ""', "200 result=0 endpos=800")
        await caller.expect("WAIT FOR DIGIT 2500", "100 result=0 Trying...", "200 result=42")
        await caller.expect("WAIT FOR DIGIT 2500", "200 result=0")
        await caller.expect('SET VARIABLE IVR_NEXT "say \\"queue\\" \\\\ 排队"', "200 result=1")
        await caller.expect("GET VARIABLE X", "200 result=1 (a (b) c)")
        await caller.expect("GET VARIABLE Y", "200 result=0")
        await caller.expect('SET VARIABLE "TIMEOUT(absolute)" 30.000', "200 result=1")
        await caller.expect('SET VARIABLE "TIMEOUT(absolute)" 20.000', "200 result=1")
        await caller.ended()
    assert heard == ["#", "", "*", "", "a (b) c", ""]


async def test_no_value_can_inject_a_command(prompt: Path) -> None:
    """A line break, a zero byte or a strange name is refused, and the session goes on."""
    refused = 0

    async def handle(channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
        nonlocal refused
        attempts = [("A", "1\nHANGUP"), ("A", "1\r"), ("A", "\0"), ("A B", "1"), ("A\n", "1"), ("A", "x" * 3000)]
        for name, value in attempts:
            try:
                await channel.set_variable(name, value)
            except InputError:
                refused += 1
        await channel.set_variable("A", "1")

    async with serving(handle) as server:
        caller = await Caller.connect(server.port)
        await caller.expect("SET VARIABLE A 1", "200 result=1")
        await caller.ended()
    assert refused == 6


@pytest.mark.parametrize("reply", ["HANGUP", "200 result=-1", "511 Command Not Permitted on a dead channel", None])
async def test_a_hang_up_is_an_ordinary_end(reply: str | None) -> None:
    """HANGUP, -1, a dead channel and the end of the connection all mean that the caller is gone, and stays gone."""
    ends: list[type[Exception]] = []

    async def handle(channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
        for _ in range(2):
            try:
                await channel.wait_digit(5)
            except HungUpError as end:
                ends.append(type(end))
        assert channel.gone

    async with serving(handle) as server:
        caller = await Caller.connect(server.port)
        if reply is None:
            await caller.reader.readline()
            caller.writer.close()
            await caller.writer.wait_closed()
        else:
            await caller.expect("WAIT FOR DIGIT 5000", reply)
            await caller.ended()
    assert ends == [HungUpError, HungUpError] or reply is None


@pytest.mark.parametrize(
    "replies",
    [
        ["200 result=0 endpos=0"],
        ["510 Invalid or unknown command"],
        ["520-Invalid command syntax.  Proper usage follows:", "Usage: STREAM FILE", "520 End of proper usage."],
        ["200 result=zero"],
    ],
)
async def test_what_asterisk_cannot_play_is_said(prompt: Path, replies: list[str]) -> None:
    """A prompt that was not heard is an error, never silence."""
    faults: list[str] = []

    async def handle(channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
        try:
            await channel.play(prompt, "")
        except TelephonyError as fault:
            faults.append(fault.message)
        with pytest.raises(TelephonyError):
            await channel.play(prompt.with_name("none.wav"), "")
        await channel.set_variable("A", "1")

    async with serving(handle) as server:
        caller = await Caller.connect(server.port)
        await caller.reader.readline()
        caller.writer.write("".join(f"{reply}\n" for reply in replies).encode())
        await caller.expect("SET VARIABLE A 1", "200 result=1")
        await caller.ended()
    assert len(faults) == 1


async def test_a_fault_of_a_handler_ends_its_session_alone() -> None:
    """The dialplan takes that caller to a person; the next session is answered."""
    calls = 0

    async def handle(channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise ValueError("a fault of the handler")

    async with serving(handle) as server:
        for _ in range(2):
            await (await Caller.connect(server.port)).ended()
    assert calls == 2


async def test_a_key_pressed_while_the_hotline_is_busy_is_told_at_once() -> None:
    """It waits for keys meanwhile, again and again; what is done soon is worth no word to Asterisk."""
    heard: list[str] = []
    loop = asyncio.get_running_loop()
    never: asyncio.Future[None] = loop.create_future()
    later: asyncio.Future[None] = loop.create_future()

    async def handle(channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
        heard.append(await channel.key_while(never, 5))
        never.cancel()
        heard.append(await channel.key_while(never, 5))
        heard.append(await channel.key_while(later, 5))
        heard.append(await channel.get_variable("X"))

    async with serving(handle) as server:
        caller = await Caller.connect(server.port)
        await caller.expect("WAIT FOR DIGIT 50", "200 result=0")
        await caller.expect("WAIT FOR DIGIT 50", "200 result=35")
        await caller.expect("WAIT FOR DIGIT 50", "200 result=0")
        async with asyncio.timeout(5):
            assert (await caller.reader.readline()).decode() == "WAIT FOR DIGIT 50\n"
        later.set_result(None)
        caller.writer.write(b"200 result=0\n")
        await caller.expect("GET VARIABLE X", "200 result=1 (mine)")
        await caller.ended()
    assert heard == ["#", "", "", "mine"]


@pytest.mark.parametrize("reply", ["HANGUP", "200 result=-1"])
async def test_who_hangs_up_while_the_hotline_is_busy_has_hung_up(reply: str) -> None:
    """At once."""
    ends: list[type[Exception]] = []

    async def handle(channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
        try:
            await channel.key_while(asyncio.get_running_loop().create_future(), 5)
        except HungUpError as end:
            ends.append(type(end))

    async with serving(handle) as server:
        caller = await Caller.connect(server.port)
        await caller.expect("WAIT FOR DIGIT 50", reply)
        await caller.ended()
    assert ends == [HungUpError]
