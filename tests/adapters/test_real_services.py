"""Messages and telephones outside, on a real Asterisk: what a caller says is on the disk, and 110 hears the caller."""

from __future__ import annotations

import asyncio
import re
import socket
import time
import wave
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio

from hotline.answering.recording import TONE_HERTZ, Recording
from hotline.answering.services import Caller
from hotline.errors import HungUpError
from hotline.events import (
    CallEnded,
    CallEvent,
    CallQueued,
    OutsideAnswered,
    OutsideReleased,
    OutsideRung,
    Resynced,
)
from hotline.ivr.waits import Record, Recorded
from hotline.telephony.agi_channel import CallChannel
from hotline.telephony.resync import resync
from tests.adapters.listener import Listener, listening
from tests.adapters.real_asterisk import RealAsterisk
from tests.fakes.citizen import Citizen
from tests.fakes.talking_phone import TalkingPhone
from tests.fakes.tones import Samples, level_of, loudest_level, spoken_seconds
from tests.hotline_process import free_ports

CITIZEN_HERTZ, POLICE_HERTZ = 700.0, 1300.0
# real_asterisk writes each static prompt as a tone: these are the third and the sixth
OUTSIDE_LOST_HERTZ, EMERGENCY_LOST_HERTZ = 800.0, 1100.0
DEPARTMENT = "099955501101"
TOLD = (OutsideRung, OutsideAnswered, OutsideReleased, CallQueued, CallEnded)
_TRUNK = """
[outside]
type = endpoint
transport = transport-udp
context = from-citizen
disallow = all
allow = alaw
aors = outside
direct_media = no
[outside]
type = aor
contact = sip:127.0.0.1:{port}
"""


@pytest_asyncio.fixture(scope="module")
async def trunked(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RealAsterisk]:
    """An Asterisk whose trunk leads to the desk_port of this machine."""
    running = RealAsterisk(tmp_path_factory.mktemp("outside"), {"trunk.conf": ""})
    (port,) = free_ports(1, socket.SOCK_DGRAM)
    running.desk_port = port
    running.custom = {"trunk.conf": _TRUNK.format(port=port)}
    running.settings = running.settings.model_copy(update={"outside_trunk": "outside", "outside_numbers": DEPARTMENT})
    await running.start()
    yield running
    await running.stop()


class Messages:
    """A controller that takes one message. kept: of each message its file and seconds; over: the call's end."""

    def __init__(self, folder: Path, *, seconds: float = 30) -> None:
        folder.mkdir(exist_ok=True)
        self.recording = Recording(folder=folder / "messages", tone=folder / "message.wav", keep=self._keep)
        self.recording.prepare()
        self.kept: list[tuple[str, float]] = []
        self.answers: list[object] = []
        self.over = asyncio.Event()
        self._wait = Record(seconds=seconds, about="message")

    async def _keep(self, *, call_id: str, number: str, about: str, of: str, file: str, seconds: float) -> None:
        self.kept.append((file, seconds))

    async def answer(self, channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
        """Take a message and say goodbye."""
        caller = Caller(call_id=query["call"], number=query["number"], dialled=query["dialled"], channel=channel)
        try:
            await channel.set_absolute_timeout(60)
            self.answers.append(await self.recording.take(caller, self._wait))
            await channel.set_variable("IVR_NEXT", "hangup")
        except HungUpError as end:
            self.answers.append(end)
        finally:
            self.over.set()

    def sound(self) -> Samples:
        """The only message's."""
        ((file, _),) = self.kept
        with wave.open(str(self.recording.folder / file)) as sound:
            assert (sound.getframerate(), sound.getsampwidth(), sound.getnchannels()) == (8000, 2, 1)
            return np.frombuffer(sound.readframes(sound.getnframes()), dtype=np.int16)


@pytest.mark.parametrize("end", ["#", "hang up"])
async def test_what_a_caller_says_after_the_tone_is_on_the_disk(
    trunked: RealAsterisk, tmp_path: Path, end: str
) -> None:
    """Whole, in a file that can be heard, whether the caller ends it by a key or hangs up."""
    messages = Messages(tmp_path)
    async with listening(trunked, messages.answer), Citizen(trunked.settings.sip_port) as citizen:
        await citizen.call("12345")
        await citizen.hears(lambda heard: loudest_level(heard, TONE_HERTZ, 0.1) > 0.1)
        await citizen.says(CITIZEN_HERTZ, 1.5)
        if end == "#":
            citizen.press("#")
        else:
            citizen.hang_up()
        await asyncio.wait_for(messages.over.wait(), 10)
    sound = messages.sound()
    assert 0.6 < spoken_seconds(sound) < 3
    assert loudest_level(sound, CITIZEN_HERTZ, 0.4) > 0.3
    assert level_of(sound, TONE_HERTZ) < 0.02
    assert isinstance(messages.answers[0], Recorded if end == "#" else HungUpError)


@pytest.mark.parametrize("key", ["0", ""])
async def test_nothing_stays_of_what_is_thrown_away_or_never_said(
    trunked: RealAsterisk, tmp_path: Path, key: str
) -> None:
    """0 throws it away; a caller who says nothing is noticed."""
    messages = Messages(tmp_path, seconds=5)
    async with listening(trunked, messages.answer), Citizen(trunked.settings.sip_port) as citizen:
        await citizen.call("12345")
        await citizen.hears(lambda heard: loudest_level(heard, TONE_HERTZ, 0.1) > 0.1)
        if key:
            citizen.say(CITIZEN_HERTZ)
            citizen.press(key)
        await asyncio.wait_for(messages.over.wait(), 15)
    assert messages.kept == []
    assert list(messages.recording.folder.iterdir()) == []


def to(number: str) -> Listener:
    """A controller that sends each new caller to this number."""

    class Sender(Listener):
        async def answer(self, channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
            await channel.set_variable("IVR_NUMBER", number)
            await channel.set_variable("IVR_NEXT", "transfer")

    return Sender()


class Waiting(Listener):
    """A controller that sends each caller to a department, and each key of the queue too; the place it tells is 2."""

    async def answer(self, channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
        """To a department; back from there, to the queue."""
        self.asked.append((path, dict(query)))
        if path == "/place":
            await channel.set_variable("IVR_POSITION", "2")
            await channel.set_variable("IVR_NEXT", "queue")
            return
        await channel.set_variable("IVR_NUMBER", DEPARTMENT)
        await channel.set_variable("IVR_NEXT", "transfer")


def story(ears: Listener) -> list[str]:
    """What was told, in order."""
    return [
        f"{type(event).__name__} {getattr(event, 'number', '')}".strip()
        for event in ears.told
        if isinstance(event, TOLD) and isinstance(event, CallEvent)
    ]


async def test_the_caller_and_110_hear_each_other(trunked: RealAsterisk) -> None:
    """The caller hears ringing until it is answered, then both hear each other; it shows, and ends with either."""
    async with (
        listening(trunked, to("110").answer) as (ears, _, link),
        TalkingPhone(trunked.desk_port, hertz=POLICE_HERTZ) as police,
        Citizen(trunked.settings.sip_port) as citizen,
    ):
        await citizen.call("12345")
        await police.rings()
        assert police.invite.startswith("INVITE sip:110@")
        assert "13800138000" in police.invite  # who calls is what the police must know
        await citizen.hears_speech(0.5)
        citizen.say(CITIZEN_HERTZ)
        await police.answer()
        await ears.until(lambda: bool(ears.of(OutsideAnswered)))
        since = time.monotonic()
        await citizen.hears(lambda heard: loudest_level(heard, POLICE_HERTZ) > 0.1, since=since)
        async with asyncio.timeout(5):
            while loudest_level(police.since(since), CITIZEN_HERTZ) < 0.1:
                await citizen.hears(lambda heard: len(heard) > 1600, since=time.monotonic())
        truth = await resync(link)
        assert isinstance(truth, Resynced)
        assert [event.number for event in truth.calls if isinstance(event, OutsideRung)] == ["110"]
        police.hang_up()
        await ears.until(lambda: bool(ears.of(CallEnded)))
        assert story(ears) == ["OutsideRung 110", "OutsideAnswered 110", "OutsideReleased 110", "CallEnded"]


async def test_a_line_that_is_busy_leads_to_a_person_before_all_others(trunked: RealAsterisk) -> None:
    """The caller hears an apology, and overtakes who waited before."""
    port = trunked.settings.sip_port
    async with TalkingPhone(trunked.desk_port, hertz=POLICE_HERTZ) as fire, Citizen(port, number="1390013900") as first:
        async with listening(trunked) as (ears, _, _):
            await first.call("12345")
            await ears.until(lambda: bool(ears.of(CallQueued)))
        async with listening(trunked, to("119").answer) as (ears, _, _), Citizen(port) as citizen:
            await citizen.call("12345")
            await fire.rings()
            fire.reject()
            await citizen.hears(lambda heard: loudest_level(heard, EMERGENCY_LOST_HERTZ, 0.2) > 0.1)
            await ears.until(lambda: bool(ears.of(CallQueued)))
            assert story(ears)[:3] == ["OutsideRung 119", "OutsideReleased 119", "CallQueued"]
            assert [event.position for event in ears.told if isinstance(event, CallQueued)] == [1]


async def test_who_is_not_put_through_to_a_department_overtakes_nobody(trunked: RealAsterisk) -> None:
    """A new caller goes to the end of the queue; who has waited before asks the controller for the place."""
    port = trunked.settings.sip_port
    async with (
        TalkingPhone(trunked.desk_port, hertz=POLICE_HERTZ) as office,
        Citizen(port, number="13900139000") as first,
        Citizen(port, number="13900139001") as late,
    ):
        async with listening(trunked) as (ears, _, _):
            await first.call("12345")
            await ears.until(lambda: len(ears.of(CallQueued)) == 1)
        waiting = Waiting()
        async with listening(trunked, waiting.answer) as (ears, _, _):
            await late.call("12345")
            await office.rings()
            office.reject()
            await late.hears(lambda heard: loudest_level(heard, OUTSIDE_LOST_HERTZ, 0.2) > 0.1)
            await ears.until(lambda: len(ears.of(CallQueued)) == 1)
            assert [event.position for event in ears.told if isinstance(event, CallQueued)] == [2]
            assert [path for path, _ in waiting.asked] == ["/line/12345"]
            late.press("5")
            await office.rings()
            office.reject()
            await ears.until(lambda: len(ears.of(CallQueued)) == 2)
            assert [path for path, _ in waiting.asked] == ["/line/12345", "/key", "/place"]
            assert waiting.asked[2][1]["joined"] == waiting.asked[1][1]["joined"] != ""
            assert [event.position for event in ears.told if isinstance(event, CallQueued)] == [2, 2]


@pytest.mark.parametrize("number", ["13900139000", "1001", "12345", "", "00", "110@elsewhere", "${EXTEN}"])
async def test_nobody_dials_anything_else_through_it(trunked: RealAsterisk, number: str) -> None:
    """Not a mobile, an agent, the hotline itself or what a broken controller writes: such a caller is queued."""
    async with (
        listening(trunked, to(number).answer) as (ears, _, _),
        TalkingPhone(trunked.desk_port, hertz=POLICE_HERTZ) as phone,
        Citizen(trunked.settings.sip_port) as citizen,
    ):
        await citizen.call("12345")
        if number == "110@elsewhere":  # only the digits count
            await phone.rings()
            assert phone.invite.startswith("INVITE sip:110@127.0.0.1")
            return
        await ears.until(lambda: bool(ears.of(CallQueued)))
        assert not phone.invite
        assert not ears.of(OutsideAnswered)


async def test_asterisk_has_nothing_to_complain_of(trunked: RealAsterisk) -> None:
    """All that was asked of it here was understood; both ends may hang up at once."""
    complaints = [line for line in trunked.log() if re.search(r"\b(WARNING|ERROR)\b", line)]
    assert [line for line in complaints if "Session already DISCONNECTED" not in line] == []


async def test_without_a_trunk_an_emergency_is_the_first_in_the_queue(asterisk: RealAsterisk) -> None:
    """At once, before who waited longer."""
    port = asterisk.settings.sip_port
    async with Citizen(port, number="13900139000") as other:
        async with listening(asterisk) as (ears, _, _):
            await other.call("12345")
            await ears.until(lambda: bool(ears.of(CallQueued)))
        async with listening(asterisk, to("110").answer) as (ears, _, _), Citizen(port) as citizen:
            await citizen.call("12345")
            await ears.until(lambda: bool(ears.of(CallQueued)))
            assert [event.position for event in ears.told if isinstance(event, CallQueued)] == [1]
            assert not ears.of(OutsideRung)
