"""Callers who ask for a skill, on a real Asterisk: who is rung, for how long it is waited, and what is told of it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from hotline.agents.model import board_of, fold
from hotline.agents.skill_renewal import SkillRenewal
from hotline.agents.skilled import Skills
from hotline.agents.skills import Held, Member, Skill, SkillBook
from hotline.calls.places import Places
from hotline.events import (
    AgentRung,
    CallAnswered,
    CallEnded,
    CallLeftQueue,
    CallQueued,
    Event,
    LinkChanged,
    Resynced,
)
from hotline.telephony.agi_channel import CallChannel
from hotline.telephony.queue import MemberQueue
from hotline.telephony.resync import resync
from hotline.telephony.skill_lines import SkillLineFile
from hotline.telephony.skill_queues import SkillQueues
from tests.adapters.listener import Listener, listening
from tests.adapters.real_asterisk import DESK, TRUNK, RealAsterisk
from tests.fakes.citizen import Citizen
from tests.fakes.desk_phone import DeskPhone
from tests.hotline_process import free_ports

COLLEAGUE = "2002"
AT_COLLEAGUE = Member(skill="yue", extension=COLLEAGUE)
LONG = 60  # seconds that no test waits for
CANTONESE = Skill(code="yue", names={"zh-CN": "粤语"}, seconds=LONG)


async def _held_by_nobody() -> Held:
    return {}


async def _to_nobody(event: Event) -> None:
    assert event.at


@dataclass
class Floor:
    """Two desks, of which the second is to speak Cantonese, and the menu that asks for it."""

    port: int
    phone: DeskPhone
    colleague: DeskPhone
    seconds: int = LONG
    skill: str = "yue"
    plain: set[str] = field(default_factory=set)  # numbers whose callers want anybody
    ears: Listener = field(default_factory=Listener)

    async def answer(self, channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
        """A new caller wants the skill; who goes on to the common line, or comes back to one, has a place."""
        self.ears.asked.append((path, dict(query)))
        if path.startswith("/line/") and query["number"] not in self.plain:
            await channel.set_variable("IVR_SKILL", self.skill)
            await channel.set_variable("IVR_SKILL_SECONDS", str(self.seconds))
        if path in ("/place", "/key"):
            line = query.get("skill") or "hotline"
            place = await self._places().position(query["call"], int(query["joined"]), line)
            await channel.set_variable("IVR_POSITION", str(place))
        await channel.set_variable("IVR_NEXT", "hangup" if path == "/survey" else "queue")

    def renewal(self, folder: Path, asterisk: RealAsterisk) -> SkillRenewal:
        """What follows the skills.yaml of a folder for this Asterisk; Cantonese is in force."""
        return SkillRenewal(
            folder=folder,
            skills=Skills(self.lines, SkillBook(skills=(CANTONESE,)), lambda: board_of((COLLEAGUE,)), {}),
            make=SkillLineFile(asterisk.settings.asterisk_dir / "etc", self.lines._link).make,
            held=_held_by_nobody,
            publish=_to_nobody,
            now=lambda: datetime.now(UTC),
        )

    def _places(self) -> Places:
        places = Places()
        for event in self.ears.told:
            places.hear(event)
        return places

    async def ready(self, *extensions: str) -> None:
        """These are at their desks, ready."""
        for extension in extensions:
            await self.queue.add(extension, extension, reason="signed-in")
            await self.queue.unpause(extension)

    def queued(self) -> list[tuple[str, int]]:
        """Which lines were joined, and at which place."""
        return [(event.queue, event.position) for event in self.ears.told if isinstance(event, CallQueued)]

    def rung(self) -> list[str]:
        """At which desks it rang."""
        return [event.extension for event in self.ears.told if isinstance(event, AgentRung)]

    async def over(self, *citizens: Citizen) -> None:
        """Everybody hangs up."""
        for citizen in citizens:
            citizen.hang_up()
        await self.ears.until(lambda: len(self.ears.of(CallEnded)) == len(citizens))

    def heard_by(self, ears: Listener, queue: MemberQueue, lines: SkillQueues) -> None:
        """Who hears it."""
        self.ears, self.queue, self.lines = ears, queue, lines


@pytest_asyncio.fixture(scope="module")
async def desks(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RealAsterisk]:
    """An Asterisk with two desks and the demo city's skills."""
    running = RealAsterisk(tmp_path_factory.mktemp("skills"))
    (running.colleague_port,) = free_ports(1, socket.SOCK_DGRAM)
    places = ((DESK, running.desk_port), (COLLEAGUE, running.colleague_port))
    running.custom = {"trunk.conf": "".join(TRUNK.format(desk=desk, port=port) for desk, port in places)}
    await running.start()
    yield running
    await running.stop()


@asynccontextmanager
async def floor(asterisk: RealAsterisk) -> AsyncIterator[Floor]:
    """Both desks, with nobody signed in."""
    async with DeskPhone(asterisk.desk_port) as phone, DeskPhone(asterisk.colleague_port) as colleague:
        here = Floor(port=asterisk.settings.sip_port, phone=phone, colleague=colleague)
        async with listening(asterisk, here.answer) as (ears, queue, link):
            lines = SkillQueues(link)
            here.heard_by(ears, queue, lines)
            yield here
            await asterisk.ask("channel request hangup all")
            for member in await lines.members():
                await lines.remove(member)


async def test_whoever_has_the_skill_is_rung_first(desks: RealAsterisk) -> None:
    """Though the other desk is free too; and the talk ends in wrap-up in every line."""
    async with floor(desks) as here, Citizen(here.port) as citizen:
        await here.ready(DESK, COLLEAGUE)
        await here.lines.add(AT_COLLEAGUE, "colleague", paused=False)
        await citizen.call("12345")
        await here.colleague.rings()
        await here.colleague.answer()
        await here.ears.until(lambda: bool(here.ears.of(CallAnswered)))
        here.colleague.hang_up()
        await here.ears.until(lambda: here.ears.member(COLLEAGUE) == "wrap_up wrap-up")
        assert await here.lines.members() == {AT_COLLEAGUE: True}
        await here.queue.unpause(COLLEAGUE)
        assert await here.lines.members() == {AT_COLLEAGUE: False}
        assert here.queued() == [("skill-yue", 1)]
        assert here.rung() == [COLLEAGUE]
        assert not here.ears.of(CallLeftQueue)


async def test_after_the_packs_seconds_anybody_answers(desks: RealAsterisk) -> None:
    """It is one wait, of both lines together, and nobody left."""
    async with floor(desks) as here, Citizen(here.port) as citizen:
        here.seconds = 2
        await here.ready(DESK)
        await here.lines.add(AT_COLLEAGUE, "colleague", paused=True)
        await citizen.call("12345")
        await here.phone.rings()
        await here.phone.answer()
        await here.ears.until(lambda: bool(here.ears.of(CallAnswered)))
        assert here.queued() == [("skill-yue", 1), ("hotline", 1)]
        assert not here.ears.of(CallLeftQueue)
        (answered,) = [event for event in here.ears.told if isinstance(event, CallAnswered)]
        assert answered.waited >= 2
        assert [path for path, _ in here.ears.asked] == ["/line/12345", "/place"]
        await here.over(citizen)


async def test_where_nobody_on_duty_has_it_anybody_answers_at_once(desks: RealAsterisk) -> None:
    """The line of the skill is not even joined."""
    async with floor(desks) as here, Citizen(here.port) as citizen:
        await here.ready(DESK)
        await citizen.call("12345")
        await here.phone.rings()
        await here.ears.until(lambda: bool(here.queued()))
        assert here.queued() == [("hotline", 1)]
        await here.over(citizen)


async def test_when_the_last_one_goes_off_duty_anybody_answers_at_once(desks: RealAsterisk) -> None:
    """Whoever waits already waits for the skill no longer."""
    async with floor(desks) as here, Citizen(here.port) as citizen:
        await here.lines.add(AT_COLLEAGUE, "colleague", paused=True)
        await citizen.call("12345")
        await here.ears.until(lambda: here.queued() == [("skill-yue", 1)])
        await here.ready(DESK)
        await here.lines.remove(AT_COLLEAGUE)
        await here.phone.rings()
        await here.ears.until(lambda: here.queued() == [("skill-yue", 1), ("hotline", 1)])
        await here.over(citizen)


async def test_the_place_in_the_line_is_kept(desks: RealAsterisk) -> None:
    """Who came before those who wait for anybody stands before them, when the skill is waited for no longer."""
    async with floor(desks) as here, Citizen(here.port) as citizen, Citizen(here.port, number="13900139000") as other:
        here.plain.add("13900139000")
        await here.lines.add(AT_COLLEAGUE, "colleague", paused=True)
        await citizen.call("12345")
        await here.ears.until(lambda: len(here.queued()) == 1)
        await other.call("12345")
        await here.ears.until(lambda: len(here.queued()) == 2)
        await here.lines.remove(AT_COLLEAGUE)
        await here.ears.until(lambda: len(here.queued()) == 3)
        assert here.queued() == [("skill-yue", 1), ("hotline", 1), ("hotline", 1)]
        await here.over(citizen, other)


async def test_a_key_leads_out_of_the_skills_line_and_back(desks: RealAsterisk) -> None:
    """It is told that the caller left, once, and the place in that line is kept."""
    async with floor(desks) as here, Citizen(here.port) as citizen, Citizen(here.port, number="13900139000") as other:
        await here.lines.add(AT_COLLEAGUE, "colleague", paused=True)
        await citizen.call("12345")
        await here.ears.until(lambda: len(here.queued()) == 1)
        await other.call("12345")
        await here.ears.until(lambda: len(here.queued()) == 2)
        citizen.press("5")
        await here.ears.until(lambda: len(here.queued()) == 3)
        assert here.queued() == [("skill-yue", 1), ("skill-yue", 2), ("skill-yue", 1)]
        assert len(here.ears.of(CallLeftQueue)) == 1
        asked = [query for path, query in here.ears.asked if path == "/key"]
        assert [query["skill"] for query in asked] == ["skill-yue"]
        await here.over(citizen, other)


async def test_a_line_lost_is_brought_back_to_whoever_has_the_skill(desks: RealAsterisk) -> None:
    """First in that line."""
    async with floor(desks) as here, Citizen(here.port) as citizen:
        await here.ready(COLLEAGUE)
        await here.lines.add(AT_COLLEAGUE, "colleague", paused=False)
        await citizen.call("12345")
        await here.colleague.rings()
        await here.colleague.answer()
        await here.ears.until(lambda: bool(here.ears.of(CallAnswered)))
        here.colleague.hang_up("Q.850;cause=38")
        await here.ears.until(lambda: len(here.queued()) == 2)
        assert here.queued()[1] == ("skill-yue", 1)
        await here.over(citizen)


async def test_a_call_that_is_not_answered_pauses_the_agent_in_every_line(desks: RealAsterisk) -> None:
    """Nobody is rung in the common line who did not answer in a skill's."""
    async with floor(desks) as here, Citizen(here.port) as citizen:
        await here.ready(COLLEAGUE)
        await here.lines.add(AT_COLLEAGUE, "colleague", paused=False)
        await citizen.call("12345")
        await here.colleague.rings()
        here.colleague.reject()
        await here.ears.until(lambda: here.ears.member(COLLEAGUE) == "paused Auto-Pause")
        assert await here.lines.members() == {AT_COLLEAGUE: True}
        assert not here.ears.of(CallEnded, CallLeftQueue)
        await here.over(citizen)


async def test_a_controller_that_comes_back_knows_who_waits_for_a_skill(desks: RealAsterisk) -> None:
    """The caller is in that line; and who is in it only is no agent at a desk."""
    async with floor(desks) as here, Citizen(here.port) as citizen:
        await here.lines.add(AT_COLLEAGUE, "colleague", paused=True)
        await citizen.call("12345")
        await here.ears.until(lambda: len(here.queued()) == 1)
        truth = await resync(here.lines._link)
        assert [(fact.queue, fact.position) for fact in truth.calls if isinstance(fact, CallQueued)] == [
            ("skill-yue", 1)
        ]
        assert truth.agents == ()
        await here.over(citizen)


async def test_a_skill_that_the_city_adds_has_its_line_without_a_restart(desks: RealAsterisk, tmp_path: Path) -> None:
    """Whoever waits stays in the line meanwhile; a faulty file changes nothing; a dropped skill loses nobody."""
    async with floor(desks) as here, Citizen(here.port) as citizen, Citizen(here.port, number="13900139000") as other:
        await here.lines.add(AT_COLLEAGUE, "colleague", paused=True)
        await citizen.call("12345")
        await here.ears.until(lambda: here.queued() == [("skill-yue", 1)])
        renewal = here.renewal(tmp_path, desks)
        named = "{zh-CN: 手语, zh-TW: 手語, en: Sign}"
        sign, yue = (f"- {{code: {code}, names: {named}, seconds: {LONG}}}\n" for code in ("sign", "yue"))
        for told, taken in (("- {code: sign}\n", False), (sign + yue, True)):
            (tmp_path / "skills.yaml").write_text(f"skills:\n{told}", encoding="utf-8")
            assert await renewal.renew() == taken
            assert bool(renewal.trouble) != taken
        assert await here.lines.members() == {AT_COLLEAGUE: True}
        here.skill = "sign"
        await here.lines.add(Member(skill="sign", extension=COLLEAGUE), "colleague", paused=True)
        await other.call("12345")
        await here.ears.until(lambda: here.queued() == [("skill-yue", 1), ("skill-sign", 1)])
        (tmp_path / "skills.yaml").write_text(f"skills:\n{sign}", encoding="utf-8")
        assert await renewal.renew()
        await here.lines.remove(AT_COLLEAGUE)
        await here.ears.until(lambda: here.queued()[2:] == [("hotline", 1)])
        await here.over(citizen, other)


async def test_the_lines_are_kept_as_the_board_says(desks: RealAsterisk) -> None:
    """Who is on duty with the skill is in its line, ready or in wrap-up as in the common one, and nobody else is."""
    async with floor(desks) as here:
        board = board_of((DESK, COLLEAGUE))
        skill = Skill(code="yue", names={"zh-CN": "粤语"}, seconds=9)
        skills = Skills(here.lines, SkillBook(skills=(skill,)), lambda: board, {})
        skills.recall({COLLEAGUE: ("yue", "dropped"), DESK: ()})
        await here.lines.add(Member(skill="yue", extension=DESK), "no more", paused=False)
        await here.ready(DESK, COLLEAGUE)
        truth = await resync(here.lines._link)
        board = fold(fold(board, truth), LinkChanged(at=truth.at, fresh=True, why=""))
        keeping = asyncio.create_task(skills.run())
        try:
            await _until_in(here.lines, {AT_COLLEAGUE: False}, skills, truth)
            await here.queue.pause(COLLEAGUE, reason="break:lunch")
            await here.ears.until(lambda: here.ears.member(COLLEAGUE) == "paused break:lunch")
            for told in here.ears.told:
                board = fold(board, told)
            await _until_in(here.lines, {}, skills, truth)
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)


async def _until_in(lines: SkillQueues, expected: Mapping[Member, bool], skills: Skills, truth: Resynced) -> None:
    """Wait until these are in the lines; hearing the truth again changes nothing."""
    async with asyncio.timeout(10):
        while await lines.members() != expected:
            await skills.hear(truth)
