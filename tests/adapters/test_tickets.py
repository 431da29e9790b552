"""Tickets, saved and found again on a real database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from hotline.bus import Bus
from hotline.calls.store import CallStore
from hotline.errors import ConflictError, InputError, NotFoundError
from hotline.events import Event, TicketSaved
from hotline.storage.engine import Database
from hotline.storage.tables import TicketHistoryRow, TicketRow
from hotline.tickets.draft import Codes
from hotline.tickets.model import HistoryEntry, TicketDraft, TicketState, TicketType
from hotline.tickets.service import TicketService
from tests.adapters.storage import START, Clock, fresh_database

DRAFT = TicketDraft(
    type="help",
    category="0101",
    place="人民路 1 号",
    content="路灯坏了",
    department="01",
    citizen_number="+8613800138000",
    citizen_name="王女士",
    call_id="1.1",
)


class Desk:
    """A ticket service, its clock, and what it has told."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = Clock()
        self.told: list[Event] = []
        bus = Bus()
        bus.join(self._hear)
        self.tickets = TicketService(
            database,
            bus,
            self.clock,
            codes=lambda: Codes(departments={"01", "02"}, categories={"0101"}),
        )

    async def _hear(self, event: Event) -> None:
        assert isinstance(event, TicketSaved)
        await self.tickets.get(event.number)  # it is told only when everybody can see it
        self.told.append(event)

    async def rows(self) -> tuple[int, int]:
        """How many tickets and lines of history there are."""
        async with self.database.reading() as session:
            tickets = await session.scalar(select(func.count()).select_from(TicketRow))
            lines = await session.scalar(select(func.count()).select_from(TicketHistoryRow))
        return tickets or 0, lines or 0


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """A fresh one."""
    async with fresh_database(tmp_path) as database:
        yield Desk(database)


async def test_a_saved_ticket_is_kept_told_and_found(desk: Desk) -> None:
    """By its number, by the citizen's however written, and among the newest; its history has begun."""
    ticket = await desk.tickets.save(DRAFT, actor="agent1", key="k1")
    assert ticket.number == "202611210001"
    assert (ticket.type, ticket.state, ticket.version) == (TicketType.HELP, TicketState.ACCEPTED, 1)
    assert (ticket.citizen_number, ticket.created, ticket.created_by) == ("13800138000", START, "agent1")
    assert desk.told == [TicketSaved(at=START, number=ticket.number, actor="agent1")]
    assert await desk.tickets.get(ticket.number) == ticket
    assert await desk.tickets.list_for("138 0013 8000") == (ticket,)
    assert await desk.tickets.latest() == (ticket,)
    assert await desk.tickets.history(ticket.number) == (
        HistoryEntry(
            at=START,
            actor="agent1",
            action="created",
            reason="",
            changes={"type": "help", "category": "0101", "department": "01"},
        ),
    )


async def test_the_citizens_name_is_remembered(desk: Desk) -> None:
    """The newest name counts, and a ticket without one takes none away."""
    calls = CallStore(desk.database)
    await desk.tickets.save(DRAFT, actor="agent1", key="k1")
    await desk.tickets.save(replace(DRAFT, citizen_name="王小姐"), actor="agent1", key="k2")
    await desk.tickets.save(replace(DRAFT, citizen_name=""), actor="agent1", key="k3")
    citizen = (await calls.known("", "13800138000")).citizen
    assert citizen is not None
    assert citizen.name == "王小姐"


async def test_pressing_save_twice_makes_one_ticket(desk: Desk) -> None:
    """Also at the same moment; it is told once."""
    both = await asyncio.gather(*(desk.tickets.save(DRAFT, actor="agent1", key="k1") for _ in range(5)))
    assert len(set(both)) == 1
    assert await desk.rows() == (1, 1)
    assert len(desk.told) == 1


async def test_a_key_is_good_for_one_draft_of_one_user(desk: Desk) -> None:
    """Another draft, or another user, under the same key is a conflict and changes nothing."""
    await desk.tickets.save(DRAFT, actor="agent1", key="k1")
    with pytest.raises(ConflictError):
        await desk.tickets.save(replace(DRAFT, content="别的事"), actor="agent1", key="k1")
    with pytest.raises(ConflictError):
        await desk.tickets.save(DRAFT, actor="agent2", key="k1")
    assert await desk.rows() == (1, 1)


@pytest.mark.parametrize("key", ["", "k" * 101, "a\x00b", "\ud800"])
async def test_a_key_that_is_none_is_refused(desk: Desk, key: str) -> None:
    """Before anything is kept."""
    with pytest.raises(InputError):
        await desk.tickets.save(DRAFT, actor="agent1", key=key)
    assert await desk.rows() == (0, 0)


async def test_many_who_save_at_once_get_numbers_one_after_the_other(desk: Desk) -> None:
    """None twice and none left out."""
    saved = await asyncio.gather(
        *(desk.tickets.save(replace(DRAFT, content=f"第{n}件"), actor="agent1", key=f"k{n}") for n in range(20))
    )
    assert sorted(ticket.number for ticket in saved) == [f"20261121{n:04d}" for n in range(1, 21)]


async def test_two_processes_that_save_at_once_get_different_numbers(desk: Desk, tmp_path: Path) -> None:
    """Each with its own connections to the same database."""
    other = Desk(desk.database)
    saved = await asyncio.gather(
        *(
            side.tickets.save(DRAFT, actor="agent1", key=f"{name}{n}")
            for name, side in (("a", desk), ("b", other))
            for n in range(5)
        )
    )
    assert len({ticket.number for ticket in saved}) == 10


async def test_numbers_begin_anew_with_the_citys_day(desk: Desk) -> None:
    """Midnight in Shanghai is 16:00 in UTC."""
    await desk.tickets.save(DRAFT, actor="agent1", key="k1")
    desk.clock.now = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)
    ticket = await desk.tickets.save(DRAFT, actor="agent1", key="k2")
    assert ticket.number == "202611220001"
    assert [found.number for found in await desk.tickets.latest()] == ["202611220001", "202611210001"]


async def test_a_faulty_draft_is_refused_whole(desk: Desk) -> None:
    """Every field's sentence at once, and nothing is kept or told."""
    with pytest.raises(InputError) as fault:
        await desk.tickets.save(replace(DRAFT, content="", department="99"), actor="agent1", key="k1")
    fields = fault.value.details["fields"]
    assert isinstance(fields, dict)
    assert set(fields) == {"content", "department"}
    assert await desk.rows() == (0, 0)
    assert desk.told == []


async def test_a_caller_hears_progress_only_for_a_number_there_is(desk: Desk) -> None:
    """Whatever is keyed."""
    await desk.tickets.save(DRAFT, actor="agent1", key="k1")
    assert await desk.tickets.progress("202611210001") == "工单202611210001，已于11月21日受理，正在办理。"
    for keyed in ("202611210002", "1", "", "2026112100011", "２０２６１１２１０００１", "2026\x0011210001"):
        assert await desk.tickets.progress(keyed) is None


async def test_what_is_not_there_is_told(desk: Desk) -> None:
    """A ticket that is not there is a fault; the tickets of a hidden number are none."""
    for number in ("202611219999", "2026\x0011219999", "\ud800"):
        with pytest.raises(NotFoundError):
            await desk.tickets.get(number)
        assert await desk.tickets.history(number) == ()
    await desk.tickets.save(replace(DRAFT, citizen_number=""), actor="agent1", key="k1")
    assert await desk.tickets.list_for("anonymous") == ()
    assert await desk.tickets.latest(0) == ()
