"""Calls of ours to citizens on a real Asterisk: whose telephone rings, who hears whom, and what is told of it."""

from __future__ import annotations

import asyncio
import re
import secrets
import socket
import time
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from hotline.errors import InputError
from hotline.events import (
    CallAnswered,
    CallEnded,
    CallEvent,
    CallJoined,
    CallQueued,
    OutgoingAnswered,
    OutgoingPlaced,
    OutgoingReleased,
    OutgoingRung,
)
from hotline.telephony.ami_link import AmiLink
from hotline.telephony.dialler import Dialler, Ringing
from hotline.telephony.queue import MemberQueue
from hotline.telephony.resync import resync
from tests.adapters.listener import Listener, listening
from tests.adapters.real_asterisk import DESK, RealAsterisk
from tests.adapters.real_asterisk import TRUNK as DESK_TRUNK
from tests.fakes.carrier import TRUNK, Carrier
from tests.fakes.talking_phone import TalkingPhone
from tests.fakes.tones import Samples, level_of, read_wav, spoken_seconds
from tests.hotline_process import free_ports

CITIZEN, OFFICE, SHOWN = "13800138000", "13900139000", "07575550123"
AGENT_HERTZ, CITIZEN_HERTZ, OFFICE_HERTZ = 475.0, 1000.0, 740.0
HEARD, SILENT = 0.1, 0.02
TOLD = (OutgoingRung, OutgoingAnswered, OutgoingReleased, CallQueued, CallAnswered, CallEnded)


@dataclass
class Line:
    """The telephones of one test: an agent's, a citizen's and an office's, and who hears of all calls."""

    asterisk: RealAsterisk
    ears: Listener
    queue: MemberQueue
    link: AmiLink
    dialler: Dialler
    agent: TalkingPhone
    citizen: TalkingPhone
    office: TalkingPhone
    carrier: Carrier

    async def call(self, *, number: str = CITIZEN, office: str = "") -> str:
        """Have the agent, or the office, call a citizen; the call's name."""
        call_id = f"out-{secrets.token_hex(12)}"
        extension = "" if office else DESK
        await self.dialler.ring(
            Ringing(call_id=call_id, number=number, extension=extension, office=office, seated=not office)
        )
        return call_id

    async def told(self, call_id: str, kind: type[CallEvent]) -> CallEvent:
        """Wait for what is told of this call."""
        await self.ears.until(lambda: bool(self._of(call_id, kind)))
        return self._of(call_id, kind)[0]

    def story(self, call_id: str) -> list[str]:
        """What was told of this call, in order."""
        return [type(event).__name__ for event in self._of(call_id, *TOLD)]

    def _of(self, call_id: str, *kinds: type[CallEvent]) -> list[CallEvent]:
        found = [event for event in self.ears.told if isinstance(event, kinds)]
        return [event for event in found if event.call_id == call_id]


@pytest_asyncio.fixture(scope="module")
async def trunked(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RealAsterisk]:
    """An Asterisk whose trunk leads to a carrier on this machine."""
    running = RealAsterisk(tmp_path_factory.mktemp("outgoing"))
    (running.carrier_port,) = free_ports(1, socket.SOCK_DGRAM)
    trunk = DESK_TRUNK.format(desk=DESK, port=running.desk_port) + TRUNK.format(port=running.carrier_port)
    running.custom = {"trunk.conf": trunk}
    running.settings = running.settings.model_copy(update={"outside_trunk": "outside", "outgoing_number": SHOWN})
    await running.start()
    yield running
    await running.stop()


@asynccontextmanager
async def telephones(asterisk: RealAsterisk) -> AsyncIterator[Line]:
    """All of them, with the agent ready for calls."""
    citizen_port, office_port = free_ports(2, socket.SOCK_DGRAM)
    async with (
        listening(asterisk) as (ears, queue, link),
        TalkingPhone(asterisk.desk_port, hertz=AGENT_HERTZ) as agent,
        TalkingPhone(citizen_port, hertz=CITIZEN_HERTZ) as citizen,
        TalkingPhone(office_port, hertz=OFFICE_HERTZ) as office,
        Carrier(asterisk.carrier_port, {CITIZEN: citizen_port, OFFICE: office_port}) as carrier,
    ):
        await queue.add(DESK, DESK, reason="signed-in")
        await queue.unpause(DESK)
        yield Line(
            asterisk=asterisk,
            ears=ears,
            queue=queue,
            link=link,
            dialler=Dialler(link, trunk="outside", shown=SHOWN),
            agent=agent,
            citizen=citizen,
            office=office,
            carrier=carrier,
        )
        await asterisk.ask("channel request hangup all")


async def hears(phone: TalkingPhone, hertz: float, patience: float = 10) -> None:
    """Wait until this tone comes through for a whole second."""
    async with asyncio.timeout(patience):
        while not _clear(phone.since(time.monotonic() - 1.2), hertz):  # noqa: ASYNC110 sound gives no event
            await asyncio.sleep(0.05)


def _clear(heard: Samples, hertz: float) -> bool:
    return len(heard) > 8000 and level_of(heard, hertz) > HEARD


def from_of(invite: str) -> str:
    """The number that a telephone shows."""
    found = re.search(r"(?mi)^From: .*?<sip:([^@>]+)@", invite)
    assert found, invite
    return found[1]


async def test_both_hear_each_other_and_see_the_hotlines_number(trunked: RealAsterisk) -> None:
    """The agent's telephone rings first; the call is told in order, with its seconds, and recorded side by side."""
    async with telephones(trunked) as line:
        call_id = await line.call()
        await line.agent.rings()
        assert (from_of(line.agent.invite), line.carrier.dialled) == (SHOWN, [])
        assert re.search(rf"(?m)^X-Hotline-Call: {call_id}\r?$", line.agent.invite)
        assert re.search(r"(?m)^X-Hotline-Out: 1\r?$", line.agent.invite)
        await line.agent.answer()
        await line.citizen.rings()
        assert (from_of(line.citizen.invite), line.carrier.dialled) == (SHOWN, [CITIZEN])
        assert "X-Hotline" not in line.citizen.invite
        await line.citizen.answer()
        await asyncio.gather(hears(line.agent, CITIZEN_HERTZ), hears(line.citizen, AGENT_HERTZ))
        assert line.ears.member(DESK) == "talking"
        line.agent.hang_up()
        await line.told(call_id, CallEnded)
        released = await line.told(call_id, OutgoingReleased)
        assert isinstance(released, OutgoingReleased)
        assert (released.extension, released.talked >= 1) == (DESK, True)
        assert sorted(line.story(call_id)) == sorted(
            ["OutgoingRung", "OutgoingAnswered", "OutgoingReleased", "CallEnded"]
        )
        await line.ears.until(lambda: line.ears.member(DESK) == "wrap_up wrap-up")
        joined = [(one.call_id, one.joined) for one in line.ears.told if isinstance(one, CallJoined)]
        assert joined == [(call_id, True), (call_id, False)]
        citizen, agent = await recordings(trunked, call_id)
        assert (level_of(citizen, CITIZEN_HERTZ) > HEARD, level_of(citizen, AGENT_HERTZ) < SILENT) == (True, True)
        assert (level_of(agent, AGENT_HERTZ) > HEARD, level_of(agent, CITIZEN_HERTZ) < SILENT) == (True, True)


async def recordings(asterisk: RealAsterisk, call_id: str) -> list:
    """The citizen's and the agent's side of a call that has ended."""
    paths = [asterisk.settings.recordings_dir / f"{call_id}-{side}.wav" for side in ("citizen", "agent")]

    def read(path: Path) -> bool:
        with suppress(OSError, EOFError, wave.Error):
            return len(read_wav(path)) > 4000
        return False

    async with asyncio.timeout(10):
        while not all(map(read, paths)):  # noqa: ASYNC110 a file gives no event to wait for
            await asyncio.sleep(0.05)
    return [read_wav(path) for path in paths]


async def test_a_citizen_who_hangs_up_ends_the_call(trunked: RealAsterisk) -> None:
    """The agent's line is free, and the talk is told."""
    async with telephones(trunked) as line:
        call_id = await line.call()
        await line.agent.rings()
        await line.agent.answer()
        await line.citizen.rings()
        await line.citizen.answer()
        await hears(line.agent, CITIZEN_HERTZ)
        line.citizen.hang_up()
        await line.told(call_id, CallEnded)
        await line.told(call_id, OutgoingReleased)
        await asyncio.wait_for(line.agent.ended.wait(), 5)


async def test_an_agent_who_does_not_answer_rings_nobody(trunked: RealAsterisk) -> None:
    """The call is over without a word to the carrier, and so is one to a desk that is not there."""
    async with telephones(trunked) as line:
        call_id = await line.call()
        await line.agent.rings()
        line.agent.reject()
        await line.told(call_id, CallEnded)
        gone = f"out-{secrets.token_hex(12)}"
        await line.dialler.ring(Ringing(call_id=gone, number=CITIZEN, extension="1008"))
        await line.told(gone, CallEnded)
        assert line.carrier.dialled == []
        assert set(line.story(call_id)) == {"CallEnded"}


async def test_a_citizen_who_is_busy_is_told_as_that(trunked: RealAsterisk) -> None:
    """Cause 17; the agent hears the busy tone of the Chinese network, and then the line is free."""
    async with telephones(trunked) as line:
        call_id = await line.call()
        await line.agent.rings()
        await line.agent.answer()
        await line.citizen.rings()
        line.citizen.reject()
        ended = await line.told(call_id, CallEnded)
        assert isinstance(ended, CallEnded)
        assert ended.cause == 17
        await asyncio.wait_for(line.agent.ended.wait(), 10)
        assert spoken_seconds(line.agent.since(0)) > 0.5
        assert "OutgoingAnswered" not in line.story(call_id)


async def test_a_line_lost_in_our_own_call_brings_the_citizen_to_the_queue(trunked: RealAsterisk) -> None:
    """Under the same name, and who is ready next takes the call; an agent who says goodbye ends it."""
    async with telephones(trunked) as line:
        call_id = await line.call()
        await line.agent.rings()
        await line.agent.answer()
        await line.citizen.rings()
        await line.citizen.answer()
        await hears(line.citizen, AGENT_HERTZ)
        line.agent.hang_up("Q.850;cause=38")
        await line.told(call_id, CallQueued)
        assert not line.citizen.ended.is_set()
        await line.queue.unpause(DESK)
        await line.agent.rings()
        await line.agent.answer()
        await line.told(call_id, CallAnswered)
        await hears(line.citizen, AGENT_HERTZ)
        line.agent.hang_up()
        await line.told(call_id, CallEnded)
        await asyncio.wait_for(line.citizen.ended.wait(), 5)


async def test_an_office_is_rung_first_and_must_press_1(trunked: RealAsterisk) -> None:
    """Without the key nobody is called; with it both talk, and neither sees the other's number."""
    async with telephones(trunked) as line:
        call_id = await line.call(office=OFFICE)
        await line.office.rings()
        await line.office.answer()
        assert (from_of(line.office.invite), "X-Hotline" in line.office.invite) == (SHOWN, False)
        async with asyncio.timeout(10):
            while spoken_seconds(line.office.since(0)) < 0.3:  # noqa: ASYNC110 sound gives no event
                await asyncio.sleep(0.05)
        assert line.carrier.dialled == [OFFICE]
        line.office.press("1")
        await line.citizen.rings()
        assert from_of(line.citizen.invite) == SHOWN
        await line.citizen.answer()
        await asyncio.gather(hears(line.office, CITIZEN_HERTZ), hears(line.citizen, OFFICE_HERTZ))
        assert CITIZEN not in line.office.all_received
        assert OFFICE not in line.citizen.all_received
        line.office.hang_up()
        released = await line.told(call_id, OutgoingReleased)
        assert isinstance(released, OutgoingReleased)
        assert (released.extension, released.talked >= 1) == ("", True)
        await line.told(call_id, CallEnded)


async def test_a_controller_that_comes_back_finds_our_own_call(trunked: RealAsterisk) -> None:
    """Whom it is to, and that the citizen has answered."""
    async with telephones(trunked) as line:
        call_id = await line.call()
        await line.agent.rings()
        await line.agent.answer()
        await line.citizen.rings()
        await line.citizen.answer()
        await hears(line.citizen, AGENT_HERTZ)
        facts = [event for event in (await resync(line.link)).calls if event.call_id == call_id]
        placed = facts[0]
        assert isinstance(placed, OutgoingPlaced)
        assert (placed.number, placed.extension) == (CITIZEN, DESK)
        assert [type(event) for event in facts[1:]] == [OutgoingRung, OutgoingAnswered]


@pytest.mark.parametrize("number", ["110 ", "1380013800x", "13800138000\r\nAction: x", "", "13800138000&PJSIP/1001"])
async def test_nothing_but_digits_comes_near_asterisk(trunked: RealAsterisk, number: str) -> None:
    """Whatever else asks for it."""
    async with listening(trunked) as (_, _, link):
        dialler = Dialler(link, trunk="outside", shown=SHOWN)
        for wanted in (
            Ringing(call_id="out-00000000", number=number, extension=DESK),
            Ringing(call_id="out-00000000", number=CITIZEN, office=number),
        ):
            with pytest.raises(InputError):
                await dialler.ring(wanted)
