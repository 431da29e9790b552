"""What keeps the lines of the skills right: asked only of Asterisk's answers, one thing after the other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from hotline.acts import SkillsSet
from hotline.agents.model import AgentState, Board, board_of, fold
from hotline.agents.skilled import Skills
from hotline.agents.skills import Member, Skill, SkillBook
from hotline.errors import AsteriskAwayError
from hotline.events import AgentStateChanged, Event, LinkChanged, Resynced

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
BOOK = SkillBook(skills=tuple(Skill(code=code, names={"zh-CN": code}, seconds=9) for code in ("yue", "en")))
YUE = Member(skill="yue", extension="1001")


class Lines:
    """Asterisk's lines as they are. away: it answers nothing; said: what it was asked, with word of each."""

    def __init__(self, members: Mapping[Member, bool] | None = None) -> None:
        self.inside = dict(members or {})
        self.away = False
        self.said: asyncio.Queue[str] = asyncio.Queue()

    async def members(self) -> Mapping[Member, bool]:
        """Who is in them."""
        self._say("who")
        return dict(self.inside)

    async def add(self, member: Member, name: str, *, paused: bool) -> None:
        """Put in."""
        self._say(f"add {member.skill} {member.extension} {name}{' paused' if paused else ''}")
        self.inside[member] = paused

    async def pause(self, member: Member, *, paused: bool) -> None:
        """Pause, or not."""
        self._say(f"{'pause' if paused else 'unpause'} {member.skill} {member.extension}")
        self.inside[member] = paused

    async def remove(self, member: Member) -> None:
        """Take out."""
        self._say(f"remove {member.skill} {member.extension}")
        self.inside.pop(member, None)

    def _say(self, what: str) -> None:
        if self.away:
            self.said.put_nowait("away")
            raise AsteriskAwayError("Asterisk is away.", action=what, sent=False)
        self.said.put_nowait(what)

    async def asked(self, times: int) -> list[str]:
        """The next so many things that it is asked."""
        async with asyncio.timeout(5):
            return [await self.said.get() for _ in range(times)]


class Floor:
    """The board, and what keeps the lines by it."""

    def __init__(self, lines: Lines) -> None:
        self.board: Board = board_of(("1001",))
        self.skills = Skills(lines, BOOK, lambda: self.board, {"1001": "李敏"})

    async def hear(self, *events: Event) -> None:
        """The board hears first."""
        for event in events:
            self.board = fold(self.board, event)
            await self.skills.hear(event)

    async def desk(self, state: AgentState) -> None:
        """The desk is in this state."""
        await self.hear(AgentStateChanged(at=AT, extension="1001", state=state, reason=""))

    async def truth(self) -> None:
        """Asterisk was asked, and is heard."""
        seats = tuple(
            AgentStateChanged(at=AT, extension=seat.extension, state=seat.state, reason=seat.reason)
            for seat in self.board.seats.values()
        )
        await self.hear(Resynced(at=AT, agents=seats, calls=()), LinkChanged(at=AT, fresh=True, why=""))


@asynccontextmanager
async def kept(lines: Lines, *held: str) -> AsyncIterator[Floor]:
    """The lines are kept; the agent has these skills."""
    floor = Floor(lines)
    floor.skills.recall({"1001": held})
    keeping = asyncio.create_task(floor.skills.run())
    try:
        yield floor
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


async def test_an_agent_comes_into_the_line_and_goes_out_of_it() -> None:
    """With the first ready, and with the break."""
    lines = Lines()
    async with kept(lines, "yue", "dropped") as floor:
        await floor.truth()
        assert await lines.asked(1) == ["who"]
        await floor.desk(AgentState.READY)
        assert await lines.asked(1) == ["add yue 1001 李敏"]
        await floor.desk(AgentState.PAUSED)
        assert await lines.asked(1) == ["remove yue 1001"]


async def test_who_came_into_wrap_up_meanwhile_is_not_rung() -> None:
    """The dialplan's pause came before the agent was in the line."""
    lines = Lines()
    async with kept(lines, "yue") as floor:
        await floor.truth()
        await lines.asked(1)
        await floor.desk(AgentState.READY)
        await floor.desk(AgentState.RINGING)
        assert await lines.asked(1) == ["add yue 1001 李敏"]
        await floor.desk(AgentState.WRAP_UP)
        assert await lines.asked(1) == ["pause yue 1001"]
        await floor.desk(AgentState.READY)
        await floor.desk(AgentState.PAUSED)
        assert await lines.asked(1) == ["remove yue 1001"]


async def test_what_a_supervisor_sets_holds_at_once() -> None:
    """For who is on duty; what the city does not have is nothing."""
    lines = Lines()
    async with kept(lines, "yue") as floor:
        await floor.truth()
        await floor.desk(AgentState.READY)
        assert (await lines.asked(2))[-1] == "add yue 1001 李敏"
        await floor.hear(SkillsSet(at=AT, extension="1001", skills="en,dropped", actor="王芳"))
        assert set(await lines.asked(2)) == {"remove yue 1001", "add en 1001 李敏"}
        assert floor.skills.on_duty() == frozenset({"en"})


async def test_what_asterisk_did_not_hear_is_done_with_the_next_truth() -> None:
    """And whoever is in a line without the skill is taken out."""
    stranger = Member(skill="en", extension="1009")
    lines = Lines({stranger: False})
    lines.away = True
    async with kept(lines, "yue") as floor:
        await floor.truth()
        assert await lines.asked(1) == ["away"]
        lines.away = False
        await floor.desk(AgentState.READY)
        assert await lines.asked(3) == ["who", "remove en 1009", "add yue 1001 李敏"]


async def test_while_the_board_is_stale_nothing_is_done() -> None:
    """It would be done by what may be over."""
    lines = Lines()
    async with kept(lines, "yue") as floor:
        await floor.desk(AgentState.READY)
        await floor.truth()
        assert await lines.asked(2) == ["who", "add yue 1001 李敏"]
