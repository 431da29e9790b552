"""Asking somebody while the citizen waits, on a real Asterisk: at each moment, who hears whom."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from hotline.calls.joined import Joined
from hotline.errors import ConflictError, InputError
from hotline.events import CallAnswered, CallEnded, CallEvent, CallJoined, CallQueued, CallReleased, ConsultChanged
from hotline.telephony.consulting import Consulting, Key
from hotline.telephony.dialler import Dialler, Ringing
from hotline.telephony.queue import MemberQueue
from tests.adapters.listener import Listener, listening
from tests.adapters.real_asterisk import DESK, RealAsterisk
from tests.adapters.real_asterisk import TRUNK as DESK_TRUNK
from tests.fakes.carrier import TRUNK, Carrier
from tests.fakes.citizen import Citizen
from tests.fakes.talking_phone import TalkingPhone
from tests.fakes.tones import Samples, level_of
from tests.hotline_process import free_ports

OFFICE, CITIZEN, COLLEAGUE = "07578888001", "13800138000", "2002"
HERTZ = {"agent": 475.0, "citizen": 700.0, "office": 1000.0, "colleague": 1300.0}
HEARD, SILENT = 0.1, 0.02


@dataclass
class Line:
    """A citizen who talks with an agent, and those who may be asked. ports: of the colleague and the carrier."""

    asterisk: RealAsterisk
    ears: Listener
    queue: MemberQueue
    consult: Consulting
    dialler: Dialler
    phones: dict[str, TalkingPhone]
    caller: Citizen
    call_id: str = ""

    async def answered(self) -> None:
        """The citizen calls, and the agent answers."""
        self.caller.say(HERTZ["citizen"])
        await self.caller.call("12345")
        await self.phones["agent"].rings()
        await self.phones["agent"].answer()
        await self.ears.until(lambda: bool(self.ears.of(CallAnswered)))
        answered = self.ears.of(CallAnswered)[0]
        assert isinstance(answered, CallAnswered)
        self.call_id = answered.call_id
        await self.hears(agent="citizen", citizen="agent")

    async def called(self, call_id: str) -> None:
        """A call of ours: the agent's telephone rings first, then the citizen's, and both talk."""
        self.call_id = call_id
        await self.dialler.ring(Ringing(call_id=call_id, number=CITIZEN, extension=DESK, seated=True))
        for who in ("agent", "called"):
            await self.phones[who].rings()
            await self.phones[who].answer()
        await self.hears(agent="citizen", called="agent")

    async def ask(self, to: str = OFFICE, who: str = "office") -> None:
        """The agent asks, and is answered."""
        await self.consult.begin(self.call_id, DESK, to, is_desk=who == "colleague")
        await self.phones[who].rings()
        await self.phones[who].answer()
        await self.stage("talking")
        assert {one.to for one in self._changes()} == {to}
        await self.hears(**{"agent": who, who: "agent", "citizen": ""})

    async def press(self, key: Key) -> None:
        """What the agent does with the two calls."""
        await self.consult.press(self.call_id, DESK, key)

    async def is_recorded_while_joined(self) -> None:
        """Its recordings are as long as the citizen was joined with somebody, to a quarter of a second."""
        joined = Joined()
        for event in self.ears.of(CallJoined):
            assert isinstance(event, CallJoined)
            joined = joined.after(event.at, joined=event.joined)
        seconds = joined.second(datetime.now(UTC))
        folder = self.asterisk.settings.recordings_dir
        async with asyncio.timeout(5):  # a file is closed a moment after the call
            for end in ("", "-citizen", "-agent"):
                file = folder / f"{self.call_id}{end}.wav"
                while abs((file.stat().st_size - 44) / 16_000 - seconds) > 0.25:  # noqa: ASYNC110 no event
                    await asyncio.sleep(0.05)

    async def stage(self, name: str) -> None:
        """Wait until this is told of the consultation."""
        await self.ears.until(lambda: name in [one.stage for one in self._changes()])

    def _changes(self) -> list[ConsultChanged]:
        return [one for one in self.ears.told if isinstance(one, ConsultChanged) and one.call_id == self.call_id]

    async def hears(self, **whom: str) -> None:
        """Wait until each hears those who are named, with commas between them, and nobody else of all four."""
        try:
            async with asyncio.timeout(10):
                while not all(self._hears(who, said.split(",")) for who, said in whom.items()):  # noqa: ASYNC110 no event
                    await asyncio.sleep(0.1)
        except TimeoutError:
            levels = {who: {name: level_of(self._heard(who), hertz) for name, hertz in HERTZ.items()} for who in whom}
            asked = ("core show channels concise", "pjsip show channelstats")
            shown = [await self.asterisk.ask(command) for command in asked]
            raise AssertionError("\n".join([f"{whom} expected, heard {levels}", *shown])) from None

    def _hears(self, who: str, said: list[str]) -> bool:
        heard = self._heard(who)
        levels = {name: level_of(heard, hertz) for name, hertz in HERTZ.items() if name != who}
        return all(level > HEARD if name in said else level < SILENT for name, level in levels.items())

    def _heard(self, who: str) -> Samples:
        since = time.monotonic() - 0.6
        return self.caller.since(since) if who == "citizen" else self.phones[who].since(since)


@pytest_asyncio.fixture(scope="module")
async def trunked(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RealAsterisk]:
    """An Asterisk with two desks, whose trunk leads to a carrier on this machine."""
    running = RealAsterisk(tmp_path_factory.mktemp("consult"))
    running.carrier_port, running.colleague_port = free_ports(2, socket.SOCK_DGRAM)
    trunk = TRUNK.format(port=running.carrier_port)
    trunk += DESK_TRUNK.format(desk=DESK, port=running.desk_port)
    trunk += DESK_TRUNK.format(desk=COLLEAGUE, port=running.colleague_port)
    running.custom = {"trunk.conf": trunk}
    running.settings = running.settings.model_copy(update={"outside_trunk": "outside"})
    await running.start()
    yield running
    await running.stop()


@asynccontextmanager
async def telephones(asterisk: RealAsterisk) -> AsyncIterator[Line]:
    """All of them, with the agent ready for calls."""
    office_port, citizen_port = free_ports(2, socket.SOCK_DGRAM)
    async with (
        listening(asterisk) as (ears, queue, link),
        TalkingPhone(asterisk.desk_port, hertz=HERTZ["agent"]) as agent,
        TalkingPhone(asterisk.colleague_port, hertz=HERTZ["colleague"]) as colleague,
        TalkingPhone(office_port, hertz=HERTZ["office"]) as office,
        TalkingPhone(citizen_port, hertz=HERTZ["citizen"]) as called,
        Carrier(asterisk.carrier_port, {OFFICE: office_port, CITIZEN: citizen_port}),
        Citizen(asterisk.settings.sip_port) as caller,
    ):
        await queue.add(DESK, DESK, reason="signed-in")
        await queue.unpause(DESK)
        try:
            yield Line(
                asterisk=asterisk,
                ears=ears,
                queue=queue,
                consult=Consulting(link),
                dialler=Dialler(link, trunk="outside", shown="12345"),
                phones={"agent": agent, "colleague": colleague, "office": office, "called": called},
                caller=caller,
            )
        finally:  # else a test that failed leaves its call to the next one
            await asterisk.ask("channel request hangup all")
            await ears.until(lambda: bool(ears.of(CallEnded)))


async def test_a_department_is_asked_and_the_citizen_comes_back(trunked: RealAsterisk) -> None:
    """Music for the citizen meanwhile; to and fro; then the two talk as before, and goodbye is the end."""
    async with telephones(trunked) as line:
        await line.answered()
        await line.ask()
        await line.press(Key.SWAP)
        await line.hears(agent="citizen", citizen="agent", office="")
        await line.press(Key.SWAP)
        await line.hears(agent="office", office="agent", citizen="")
        await line.press(Key.ABORT)
        await line.hears(agent="citizen", citizen="agent")
        await asyncio.wait_for(line.phones["office"].ended.wait(), 5)
        await line.stage("over")
        assert not line.caller.ended.is_set()
        line.phones["agent"].hang_up()
        await asyncio.wait_for(line.caller.ended.wait(), 10)
        assert not line.ears.of(CallQueued)[1:]


async def test_the_citizen_is_passed_to_a_department(trunked: RealAsterisk) -> None:
    """After a word with it: the agent is free, in wrap-up, and the two talk."""
    async with telephones(trunked) as line:
        await line.answered()
        await line.ask()
        await line.press(Key.COMPLETE)
        await line.hears(citizen="office", office="citizen")
        await asyncio.wait_for(line.phones["agent"].ended.wait(), 5)
        await line.ears.until(lambda: bool(line.ears.of(CallReleased)))
        await line.ears.until(lambda: line.ears.member(DESK) == "wrap_up wrap-up")
        assert not line.ears.of(CallQueued)[1:]
        line.phones["office"].hang_up()
        await asyncio.wait_for(line.caller.ended.wait(), 10)
        await line.stage("over")
        await line.ears.until(lambda: bool(line.ears.of(CallEnded)))
        await line.is_recorded_while_joined()


async def test_all_three_talk_and_the_agent_may_leave(trunked: RealAsterisk) -> None:
    """Each hears the two others; then the citizen and the department go on."""
    async with telephones(trunked) as line:
        await line.answered()
        await line.ask()
        await line.press(Key.THREE)
        await line.hears(agent="citizen,office", citizen="agent,office", office="agent,citizen")
        line.phones["agent"].hang_up()
        await line.stage("alone")
        await line.hears(citizen="office", office="citizen")


async def test_the_third_is_let_go_and_the_two_talk_on(trunked: RealAsterisk) -> None:
    """A department's telephone or a colleague's is hung up; agent and citizen hear each other as before."""
    async with telephones(trunked) as line:
        await line.queue.add(COLLEAGUE, COLLEAGUE, reason="signed-in")
        await line.answered()
        for to, who in ((OFFICE, "office"), (COLLEAGUE, "colleague")):
            line.ears.told.clear()
            await line.ask(to, who)
            await line.press(Key.THREE)
            await line.hears(**{"agent": f"citizen,{who}", "citizen": f"agent,{who}", who: "agent,citizen"})
            await line.consult.drop(line.call_id, DESK, to)
            await asyncio.wait_for(line.phones[who].ended.wait(), 5)
            await line.stage("over")
            await line.hears(agent="citizen", citizen="agent")
            with pytest.raises(ConflictError):
                await line.consult.drop(line.call_id, DESK, to)
        assert not line.caller.ended.is_set()


async def test_a_colleague_is_asked_and_takes_the_citizen(trunked: RealAsterisk) -> None:
    """The console knows the call by its name; a line that is lost then brings the citizen to the queue."""
    async with telephones(trunked) as line:
        await line.queue.add(COLLEAGUE, COLLEAGUE, reason="signed-in")
        await line.answered()
        await line.ask(COLLEAGUE, "colleague")
        assert f"X-Hotline-Call: {line.call_id}" in line.phones["colleague"].invite
        await line.press(Key.COMPLETE)
        await line.hears(citizen="colleague", colleague="citizen")
        await line.ears.until(lambda: line.ears.member(COLLEAGUE) == "talking")
        line.phones["colleague"].hang_up("Q.850;cause=38")
        await line.ears.until(lambda: len(line.ears.of(CallQueued)) == 2)
        assert not line.caller.ended.is_set()


@pytest.mark.parametrize("together", [True, False])
async def test_nobody_there_brings_the_citizen_back_and_never_loses_one(trunked: RealAsterisk, together: bool) -> None:
    """Busy: the two talk on. An agent who left while it rang, or just when nobody was there: queued again."""
    async with telephones(trunked) as line:
        await line.answered()
        await line.consult.begin(line.call_id, DESK, OFFICE, is_desk=False)
        await line.phones["office"].rings()
        line.phones["office"].reject()
        await line.stage("over")
        await line.hears(agent="citizen", citizen="agent")
        await line.consult.begin(line.call_id, DESK, OFFICE, is_desk=False)
        await line.phones["office"].rings()
        line.phones["agent"].hang_up()
        if not together:
            await asyncio.wait_for(line.phones["agent"].ended.wait(), 5)
        line.phones["office"].reject()
        await line.ears.until(lambda: len(line.ears.of(CallQueued)) == 2)
        assert not line.caller.ended.is_set()


def _entered(raw: Sequence[Mapping[str, str]]) -> bool:
    """Whether Asterisk has told that the agent's telephone is joined with somebody."""
    return any(one.get("Event") == "BridgeEnter" and one["Channel"].startswith(f"PJSIP/{DESK}-") for one in raw)


async def test_whoever_answers_after_the_agent_has_left_has_the_citizen(trunked: RealAsterisk) -> None:
    """The two talk, and a goodbye of the department's is the end: the citizen is not queued again."""
    async with telephones(trunked) as line:
        await line.answered()
        before = len(line.ears.raw)
        await line.consult.begin(line.call_id, DESK, OFFICE, is_desk=False)
        await line.phones["office"].rings()
        await line.ears.until(lambda: _entered(line.ears.raw[before:]))  # the agent hears it ring
        line.phones["agent"].hang_up()
        await asyncio.wait_for(line.phones["agent"].ended.wait(), 5)
        await line.ears.until(lambda: bool(line.ears.of(CallReleased)))
        await line.phones["office"].answer()
        await line.hears(citizen="office", office="citizen")
        line.phones["office"].hang_up()
        await asyncio.wait_for(line.caller.ended.wait(), 10)
        assert not line.ears.of(CallQueued)[1:]


async def test_an_agent_who_leaves_a_call_of_ours_while_it_rings_loses_no_citizen(trunked: RealAsterisk) -> None:
    """Nobody answers: the citizen goes to a person, as in a call of the citizen's own."""
    async with telephones(trunked) as line:
        await line.called("out-0123456789abcdea")
        await line.consult.begin(line.call_id, DESK, OFFICE, is_desk=False)
        await line.phones["office"].rings()
        line.phones["agent"].hang_up()
        await asyncio.wait_for(line.phones["agent"].ended.wait(), 5)
        line.phones["office"].reject()
        await line.ears.until(lambda: bool(line.ears.of(CallQueued)))
        assert not line.phones["called"].ended.is_set()


async def test_somebody_is_asked_in_a_call_of_ours(trunked: RealAsterisk) -> None:
    """All three talk, and the agent leaves the citizen with the department."""
    async with telephones(trunked) as line:
        await line.called("out-0123456789abcdef")
        await line.consult.begin(line.call_id, DESK, OFFICE, is_desk=False)
        await line.phones["office"].rings()
        await line.phones["office"].answer()
        await line.hears(agent="office", called="")
        await line.press(Key.THREE)
        await line.hears(agent="citizen,office", called="agent,office", office="agent,citizen")
        line.phones["agent"].hang_up()
        await line.stage("alone")
        await line.hears(called="office", office="citizen")
        line.phones["office"].hang_up()
        await asyncio.wait_for(line.phones["called"].ended.wait(), 10)


async def test_only_digits_and_only_the_own_call(trunked: RealAsterisk) -> None:
    """Nothing else comes near Asterisk."""
    async with telephones(trunked) as line:
        await line.answered()
        for to in ("", "110,1", "PJSIP/1001", "110\r\nAction: x"):
            with pytest.raises(InputError):
                await line.consult.begin(line.call_id, DESK, to, is_desk=False)
        for call_id, extension in ((line.call_id, "1001"), ("9.9", DESK)):
            with pytest.raises(ConflictError):
                await line.consult.begin(call_id, extension, OFFICE, is_desk=False)


async def test_a_citizens_keys_do_nothing(trunked: RealAsterisk) -> None:
    """The codes are the agent's side's alone."""
    async with telephones(trunked) as line:
        await line.answered()
        before = len(line.caller.keys_ended)
        line.caller.press("*90#*1")
        async with asyncio.timeout(10):
            while len(line.caller.keys_ended) < before + 6:  # noqa: ASYNC110 the fake gives no event
                await asyncio.sleep(0.05)
        await line.hears(agent="citizen", citizen="agent")
        told: list[CallEvent] = [one for one in line.ears.told if isinstance(one, ConsultChanged)]
        assert told == []
