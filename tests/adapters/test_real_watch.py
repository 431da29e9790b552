"""A supervisor in an agent's call, on a real Asterisk: at each moment, who hears whom."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
import pytest_asyncio

from hotline.acts import WatchChanged
from hotline.errors import ConflictError, InputError
from hotline.events import AgentDidNotAnswer, CallAnswered, CallEnded, CallQueued, CallReleased, SurveyBegan
from hotline.telephony.dialler import Dialler, Ringing
from hotline.telephony.queue import MemberQueue
from hotline.telephony.resync import resync
from hotline.telephony.watching import Watching, Way
from tests.adapters.listener import Listener, listening
from tests.adapters.real_asterisk import DESK, RealAsterisk
from tests.adapters.real_asterisk import TRUNK as DESK_TRUNK
from tests.fakes.carrier import TRUNK, Carrier
from tests.fakes.citizen import Citizen
from tests.fakes.talking_phone import TalkingPhone
from tests.fakes.tones import Samples, level_of
from tests.hotline_process import free_ports

CITIZEN, BOSS, OTHER = "13800138000", "2002", "2003"
HERTZ = {"agent": 475.0, "citizen": 700.0, "boss": 1000.0, "other": 1300.0}
HEARD, SILENT = 0.1, 0.02
WATCH = "watch-0123456789abcdef"


@dataclass
class Line:
    """A citizen who talks with an agent, a supervisor, and another supervisor."""

    ears: Listener
    queue: MemberQueue
    watching: Watching
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

    async def watched(self, way: Way) -> None:
        """The supervisor's telephone rings, and is in the call."""
        await self.watching.begin(WATCH, self.call_id, DESK, BOSS, way)
        await self.phones["boss"].rings()
        await self.phones["boss"].answer()
        await self.told(way)

    async def told(self, way: str) -> None:
        """Wait until it is told how the supervisor is in the call."""
        await self.ears.until(lambda: way in [one.way for one in self._changes()][-1:])
        last = self._changes()[-1]
        assert (last.call_id, last.watch, last.agent, last.by) == (self.call_id, WATCH, DESK, BOSS)

    def _changes(self) -> list[WatchChanged]:
        return [one for one in self.ears.told if isinstance(one, WatchChanged)]

    async def hears(self, **whom: str) -> None:
        """Wait until each hears those who are named, with commas between them, and nobody else."""
        try:
            async with asyncio.timeout(10):
                while not all(self._hears(who, said.split(",")) for who, said in whom.items()):  # noqa: ASYNC110 no event
                    await asyncio.sleep(0.1)
        except TimeoutError:
            levels = {who: {name: level_of(self._heard(who), hertz) for name, hertz in HERTZ.items()} for who in whom}
            raise AssertionError(f"{whom} expected, heard {levels}") from None

    def _hears(self, who: str, said: list[str]) -> bool:
        heard = self._heard(who)
        levels = {name: level_of(heard, hertz) for name, hertz in HERTZ.items() if name != who}
        return all(level > HEARD if name in said else level < SILENT for name, level in levels.items())

    def _heard(self, who: str) -> Samples:
        since = time.monotonic() - 0.6
        return self.caller.since(since) if who == "citizen" else self.phones[who].since(since)


@pytest_asyncio.fixture(scope="module")
async def desks(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RealAsterisk]:
    """An Asterisk with three desks and a trunk."""
    running = RealAsterisk(tmp_path_factory.mktemp("watch"))
    running.carrier_port, running.colleague_port, running.other_port = free_ports(3, socket.SOCK_DGRAM)
    trunk = TRUNK.format(port=running.carrier_port)
    for desk, port in ((DESK, running.desk_port), (BOSS, running.colleague_port), (OTHER, running.other_port)):
        trunk += DESK_TRUNK.format(desk=desk, port=port)
    running.custom = {"trunk.conf": trunk}
    running.settings = running.settings.model_copy(update={"outside_trunk": "outside", "queue_ring_seconds": 5})
    await running.start()
    yield running
    await running.stop()


@asynccontextmanager
async def telephones(asterisk: RealAsterisk) -> AsyncIterator[Line]:
    """All of them, with the agent ready for calls."""
    (citizen_port,) = free_ports(1, socket.SOCK_DGRAM)
    async with (
        listening(asterisk) as (ears, queue, link),
        TalkingPhone(asterisk.desk_port, hertz=HERTZ["agent"]) as agent,
        TalkingPhone(asterisk.colleague_port, hertz=HERTZ["boss"]) as boss,
        TalkingPhone(asterisk.other_port, hertz=HERTZ["other"]) as other,
        TalkingPhone(citizen_port, hertz=HERTZ["citizen"]) as called,
        Carrier(asterisk.carrier_port, {CITIZEN: citizen_port}),
        Citizen(asterisk.settings.sip_port) as caller,
    ):
        await queue.add(DESK, DESK, reason="signed-in")
        await queue.unpause(DESK)
        yield Line(
            ears=ears,
            queue=queue,
            watching=Watching(link),
            dialler=Dialler(link, trunk="outside", shown="12345"),
            phones={"agent": agent, "boss": boss, "other": other, "called": called},
            caller=caller,
        )
        await asterisk.ask("channel request hangup all")
        await ears.until(lambda: bool(ears.of(CallEnded)))


async def test_listen_whisper_join_and_back(desks: RealAsterisk) -> None:
    """Nobody hears who listens; the agent alone hears a whisper; both hear who has joined; and then nobody again."""
    async with telephones(desks) as line:
        await line.answered()
        await line.watched(Way.LISTEN)
        assert "X-Hotline-Watch: 1" in line.phones["boss"].invite
        assert "X-Hotline-Call" not in line.phones["boss"].invite
        await line.hears(boss="agent,citizen", agent="citizen", citizen="agent")
        await line.watching.turn(WATCH, Way.WHISPER)
        await line.told("whisper")
        await line.hears(boss="agent,citizen", agent="citizen,boss", citizen="agent")
        await line.watching.turn(WATCH, Way.JOIN)
        await line.told("join")
        await line.hears(boss="agent,citizen", agent="citizen,boss", citizen="agent,boss")
        await line.watching.turn(WATCH, Way.LISTEN)
        await line.told("listen")
        await line.hears(boss="agent,citizen", agent="citizen", citizen="agent")
        await line.watching.end(WATCH)
        await line.told("over")
        assert line.phones["boss"].ended.is_set()
        await line.hears(agent="citizen", citizen="agent")
        with pytest.raises(ConflictError):
            await line.watching.turn(WATCH, Way.JOIN)


async def test_a_call_that_ends_frees_the_supervisor(desks: RealAsterisk) -> None:
    """The telephone is hung up with the agent's, and hears no other call."""
    async with telephones(desks) as line:
        await line.answered()
        await line.watched(Way.LISTEN)
        line.phones["agent"].hang_up()
        await asyncio.wait_for(line.phones["boss"].ended.wait(), 5)
        await line.told("over")


async def test_keys_choose_no_other_call(desks: RealAsterisk) -> None:
    """A supervisor who presses another desk's number does not hear that desk; it may end the listening."""
    async with telephones(desks) as line:
        await line.watching._link.action(
            "Originate", Channel=f"PJSIP/{OTHER}", Application="Wait", Data="60", Async="true", Timeout=5000
        )
        await line.phones["other"].rings()
        await line.phones["other"].answer()
        await line.answered()
        await line.watched(Way.LISTEN)
        await line.hears(boss="agent,citizen")
        boss, since = line.phones["boss"], time.monotonic()
        boss.press("2003#")
        async with asyncio.timeout(10):
            while not (boss._keys.empty() or boss.ended.is_set()):  # noqa: ASYNC110 the fake gives no event
                await asyncio.sleep(0.1)
        await line.hears(agent="citizen", citizen="agent")
        await asyncio.wait_for(boss.ended.wait(), 5)
        assert level_of(boss.since(since), HERTZ["other"]) < SILENT


async def test_a_controller_that_comes_back_knows_who_listens(desks: RealAsterisk) -> None:
    """Asked for all calls, Asterisk tells the supervisor's too."""
    async with telephones(desks) as line:
        await line.answered()
        await line.watched(Way.WHISPER)
        truth = await resync(line.watching._link)
        (told,) = [fact for fact in truth.calls if isinstance(fact, WatchChanged)]
        assert (told.call_id, told.watch, told.agent, told.by, told.way) == (
            line.call_id,
            WATCH,
            DESK,
            BOSS,
            "whisper",
        )


async def test_the_citizen_is_taken_over(desks: RealAsterisk) -> None:
    """The agent is off the call, in wrap-up; the two talk; the supervisor's hanging up ends it as an agent's does."""
    async with telephones(desks) as line:
        await line.answered()
        await line.watched(Way.LISTEN)
        await line.watching.end(WATCH)
        await line.watching.take_over(line.call_id, DESK, BOSS)
        await line.phones["boss"].rings()
        assert f"X-Hotline-Call: {line.call_id}" in line.phones["boss"].invite
        await asyncio.wait_for(line.phones["agent"].ended.wait(), 5)
        await line.phones["boss"].answer()
        await line.hears(boss="citizen", citizen="boss")
        await line.ears.until(lambda: line.ears.member(DESK) == "wrap_up wrap-up")
        await line.ears.until(lambda: bool(line.ears.of(CallReleased)))
        taken = [one for one in line.ears.of(CallAnswered) if isinstance(one, CallAnswered)]
        assert [one.extension for one in taken] == [DESK, BOSS]
        released = [one for one in line.ears.of(CallReleased) if isinstance(one, CallReleased)]
        assert [one.extension for one in released] == [DESK]
        line.phones["boss"].hang_up()
        await line.ears.until(lambda: bool(line.ears.of(SurveyBegan)))
        await asyncio.wait_for(line.caller.ended.wait(), 10)


async def test_a_take_over_that_nobody_answers_brings_the_citizen_to_the_queue(desks: RealAsterisk) -> None:
    """Nobody is lost by it."""
    async with telephones(desks) as line:
        await line.answered()
        await line.watching.take_over(line.call_id, DESK, BOSS)
        await line.phones["boss"].rings()
        line.phones["boss"].reject()
        await line.ears.until(lambda: len(line.ears.of(CallQueued)) == 2)
        refused = [one for one in line.ears.of(AgentDidNotAnswer) if isinstance(one, AgentDidNotAnswer)]
        assert BOSS in [one.extension for one in refused]
        assert not line.caller.ended.is_set()


async def test_a_call_of_ours_is_heard_and_taken_over(desks: RealAsterisk) -> None:
    """A citizen whom the agent has called is taken over as well."""
    async with telephones(desks) as line:
        line.call_id = "out-0123456789abcdef"
        await line.dialler.ring(Ringing(call_id=line.call_id, number=CITIZEN, extension=DESK, seated=True))
        for who in ("agent", "called"):
            await line.phones[who].rings()
            await line.phones[who].answer()
        await line.hears(agent="citizen", called="agent")
        await line.watched(Way.JOIN)
        await line.hears(boss="agent,citizen", agent="citizen,boss", called="agent,boss")
        await line.watching.end(WATCH)
        await line.watching.take_over(line.call_id, DESK, BOSS)
        await line.phones["boss"].rings()
        await line.phones["boss"].answer()
        await line.hears(boss="citizen", called="boss")
        await asyncio.wait_for(line.phones["agent"].ended.wait(), 5)
        assert not line.ears.of(CallEnded)
        line.phones["boss"].hang_up()
        await asyncio.wait_for(line.phones["called"].ended.wait(), 10)


async def test_only_a_call_of_this_desk_and_only_digits(desks: RealAsterisk) -> None:
    """Nothing else comes near Asterisk."""
    async with telephones(desks) as line:
        await line.answered()
        for call_id, agent in ((line.call_id, OTHER), ("9.9", DESK)):
            with pytest.raises(ConflictError):
                await line.watching.begin(WATCH, call_id, agent, BOSS, Way.LISTEN)
            with pytest.raises(ConflictError):
                await line.watching.take_over(call_id, agent, BOSS)
        for watch, own in ((WATCH, "2002&PJSIP/2003"), ("x", BOSS), (f"{WATCH}\r\nAction: x", BOSS)):
            with pytest.raises(InputError):
                await line.watching.begin(watch, line.call_id, DESK, own, Way.LISTEN)
        await line.watching.end(WATCH)
