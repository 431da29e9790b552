"""What falls due by itself, on a real database: once, late but once, and not held up by what is broken."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest_asyncio
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from structlog.testing import capture_logs

from hotline.errors import StorageError
from hotline.events import Event
from hotline.storage.engine import Database
from hotline.storage.tables import TicketOversightRow, TicketRow, TicketTimerRow
from hotline.tickets import oversight
from hotline.tickets.falling_due import BROKEN_WAITS, FallingDue
from hotline.tickets.life.step import Asked, Tell
from hotline.tickets.moves import Action
from hotline.tickets.number import number_of
from tests.adapters.storage import START, Place, fresh_database
from tests.adapters.ticket_desk import DRAFT, TicketDesk
from tests.fakes.tickets import LEAD

FIRST = number_of("26", 1)
A_MONTH = timedelta(days=30)
ALL = ["urge", "yellow", "red", "daily", "listed", "interview"]


class Desk(TicketDesk):
    """A desk with the hotline's own hand."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.falling_due = self.hand()

    def hand(self) -> FallingDue:
        """As another process has one."""
        return FallingDue(self.database, self.bus, self.tickets.world, enlist=self.enlist, every=0)

    async def watches(self, number: str = FIRST) -> list[str]:
        """What supervision did about a ticket, in its order."""
        async with self.database.reading() as session:
            return [str(line.watch) for line in await oversight.of_ticket(session, number)]

    async def spoil(self, *numbers: str) -> None:
        """Make tickets that nobody can understand."""
        async with self.database.transaction() as session:
            await session.execute(update(TicketRow).where(TicketRow.number.in_(numbers)).values(state="nonsense"))

    async def mend(self, number: str) -> None:
        """As somebody who knows the database would."""
        async with self.database.transaction() as session:
            await session.execute(update(TicketRow).where(TicketRow.number == number).values(state="dispatched"))

    async def open_timers(self) -> int:
        """How many are still to come."""
        async with self.database.reading() as session:
            asked = select(func.count()).select_from(TicketTimerRow).where(TicketTimerRow.done.is_(None))
            return await session.scalar(asked) or 0


@pytest_asyncio.fixture
async def desk(place: Place) -> AsyncIterator[Desk]:
    """One with a dispatched ticket."""
    async with fresh_database(place) as database:
        desk = Desk(database)
        await desk.tickets.save(DRAFT, actor="agent1", key="k1")
        yield desk


async def test_each_card_is_shown_in_its_time_and_once(desk: Desk) -> None:
    """Hour by hour for a month: each step of the ladder once, in the order of the law, told and written."""
    assert await desk.falling_due.look() == 0
    seen = []
    for _ in range(30 * 24):
        desk.clock.pass_by(hours=1)
        seen.append(await desk.falling_due.look())
    assert await desk.watches() == ALL
    assert max(seen) == 1
    assert len(await desk.history(FIRST)) == 1 + len(ALL)
    assert [told.action for told in desk.told] == ["dispatch", *["supervise"] * len(ALL)]
    assert len({text.key for text in desk.texts}) == len(desk.texts)


async def test_a_machine_that_stood_still_does_it_late_but_once(desk: Desk) -> None:
    """The clock jumps a month: everything in its order, and nothing at the next look."""
    desk.clock.now += A_MONTH
    assert await desk.falling_due.look() == len(ALL)
    assert await desk.watches() == ALL
    assert await desk.falling_due.look() == 0
    async with desk.database.reading() as session:
        times = set(await session.scalars(select(TicketOversightRow.at)))
    assert times == {START + A_MONTH}


async def test_a_clock_that_goes_back_does_nothing_again(desk: Desk) -> None:
    """Nor does it when it has caught up."""
    desk.clock.now += timedelta(days=7)
    done = await desk.falling_due.look()
    before = await desk.watches()
    assert done == len(before) > 0
    desk.clock.now = START
    assert await desk.falling_due.look() == 0
    desk.clock.now += timedelta(days=7)
    assert await desk.falling_due.look() == 0
    assert await desk.watches() == before


async def test_what_was_done_in_time_falls_due_no_more(desk: Desk) -> None:
    """A signed ticket is not urged to be signed, an answered one gets no cards."""
    await desk.tickets.move(FIRST, Asked(action=Action.SIGN, version=1), user=LEAD)
    answer = Asked(action=Action.REPLY, version=2, note="好", public_answer="路灯已修好。")
    await desk.tickets.move(FIRST, answer, user=LEAD)
    desk.clock.now += A_MONTH
    await desk.falling_due.look()
    assert await desk.watches() == []


async def test_a_move_brings_no_card_back(desk: Desk) -> None:
    """What was shown is not shown again to a department that signs late; what had no turn yet is not lost."""
    desk.clock.now += timedelta(days=5)
    await desk.falling_due.look()
    shown = await desk.watches()
    assert 0 < len(shown) < len(ALL)
    desk.clock.now += A_MONTH
    await desk.tickets.move(FIRST, Asked(action=Action.SIGN, version=1), user=LEAD)
    assert await desk.falling_due.look() == len(ALL) - len(shown)
    assert await desk.watches() == ALL


async def test_two_hands_at_once_do_each_thing_once(desk: Desk) -> None:
    """Both see all of it; what one has done the other leaves."""
    for n in range(9):
        await desk.tickets.save(replace(DRAFT, content=f"第{n}件"), actor="agent1", key=f"more{n}")
    desk.clock.now += A_MONTH
    done = await asyncio.gather(desk.falling_due.look(), desk.hand().look(), desk.hand().look())
    assert sum(done) == 10 * len(ALL)
    for n in range(1, 11):
        assert await desk.watches(number_of("26", n)) == ALL
    assert len(desk.told) == 10 + 10 * len(ALL)


async def test_broken_tickets_hold_up_no_others(desk: Desk) -> None:
    """Even where more of them than are read at a time have waited longer; each try is a line of the log."""
    await desk.tickets.save(DRAFT, actor="agent1", key="k2")
    await desk.spoil(FIRST)
    desk.clock.now += A_MONTH
    hand = FallingDue(desk.database, desk.bus, desk.tickets.world, together=len(ALL) // 2)
    with capture_logs() as lines:
        assert await hand.look() == len(ALL)
    assert await desk.watches(number_of("26", 2)) == ALL
    assert await desk.open_timers() == len(ALL)
    assert [(line["event"], line["ticket"]) for line in lines] == [("timer_failed", FIRST)] * len(ALL)


async def test_a_broken_ticket_waits_and_is_done_when_it_was_mended(desk: Desk) -> None:
    """It is not tried at every look, nor is it forgotten."""
    await desk.spoil(FIRST)
    desk.clock.now += A_MONTH
    with capture_logs() as lines:
        assert await desk.falling_due.look() == 0
        assert await desk.falling_due.look() == 0
    assert len(lines) == len(ALL)
    await desk.mend(FIRST)
    desk.clock.now += BROKEN_WAITS
    assert await desk.falling_due.look() == len(ALL)
    assert await desk.watches() == ALL


async def test_what_cannot_be_told_is_not_done(desk: Desk) -> None:
    """The notice and the card are one transaction: neither is there without the other."""
    desk.clock.now += A_MONTH
    hand = full_outbox(desk)
    with capture_logs():
        assert await hand.look() == 0
    assert await desk.watches() == []
    assert await desk.open_timers() == len(ALL)
    assert await desk.falling_due.look() == len(ALL)


def full_outbox(desk: Desk) -> FallingDue:
    """A hand whose notices find no room."""

    async def refuse(session: AsyncSession, tells: Sequence[Tell], at: object) -> None:
        del session, tells, at
        raise ValueError("no room")

    return FallingDue(desk.database, desk.bus, desk.tickets.world, enlist=refuse)


async def test_a_database_that_is_away_is_asked_again(desk: Desk) -> None:
    """It answers with faults at first; the hand goes on and nothing is lost."""
    desk.clock.now += A_MONTH
    shaky = Shaky(desk.database, faults=3)
    interviewed = asyncio.Event()

    async def hear(event: Event) -> None:
        if len(await desk.watches()) == len(ALL):
            interviewed.set()

    desk.bus.join(hear)
    task = asyncio.create_task(FallingDue(shaky, desk.bus, desk.tickets.world, every=0).run())
    with capture_logs() as lines:
        async with asyncio.timeout(60):
            await interviewed.wait()
    task.cancel()
    await asyncio.wait({task})
    assert [line["event"] for line in lines] == ["timers_wait"] * 3
    assert shaky.faults == 0
    assert await desk.watches() == ALL


class Shaky(Database):
    """A database that does not answer the first so many who look or write."""

    def __init__(self, database: Database, *, faults: int) -> None:
        super().__init__(database._writer, database._reader)
        self.faults = faults

    def _answer(self) -> None:
        if self.faults:
            self.faults -= 1
            raise StorageError(reason="test")

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Write, or fail; every second fault is one of these."""
        self._answer()
        async with super().transaction() as session:
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Look, or fail."""
        if self.faults % 2:
            self._answer()
        async with super().reading() as session:
            yield session
