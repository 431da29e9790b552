"""The database locked or unreadable: callers hear something all the while, and nothing is lost."""

from __future__ import annotations

import asyncio
import fcntl
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

import pytest

from tests.absence.hearing import draft, key_ticket, let_pass, longest_silence, open_menu, save
from tests.fakes.citizen import Citizen
from tests.hotline_process import Desk, HotlineProcess

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(180)]
LOCKED_SECONDS = 5.0
LONGEST_SILENCE = 3.0
_READERS = (
    123,
    5,
)  # the five bytes of SQLite's shared-memory file by which readers hold their picture (walformat.html)


@asynccontextmanager
async def writing_elsewhere(hotline: HotlineProcess) -> AsyncIterator[None]:
    """Another program holds the right to write, for as long as the block runs and at least LOCKED_SECONDS."""
    with closing(sqlite3.connect(hotline.state / "hotline.db", isolation_level=None, timeout=5)) as other:
        other.execute("BEGIN IMMEDIATE")
        locked = time.monotonic()
        yield
        await let_pass(LOCKED_SECONDS, locked)
        other.execute("ROLLBACK")


@asynccontextmanager
async def unreadable(hotline: HotlineProcess) -> AsyncIterator[None]:
    """Another program holds every reader's lock, as a hanging recovery would: no query is answered."""
    with (hotline.state / "hotline.db-shm").open("r+b") as shared:

        def held() -> bool:
            try:
                fcntl.lockf(shared, fcntl.LOCK_EX | fcntl.LOCK_NB, _READERS[1], _READERS[0])
            except BlockingIOError:
                return False
            return True

        await hotline.until(held)
        yield


async def test_locked_for_five_seconds(hotline: HotlineProcess) -> None:
    """A citizen calls, walks the menu and hears a ticket's progress, an agent saves another: all is in the books."""
    number = "13900000031"
    async with Desk(hotline, "agent1") as desk, Citizen(hotline.ports["sip_port"], number=number) as citizen:
        body = await draft(desk, number)
        earlier = await save(desk, body, "locked-1")
        async with writing_elsewhere(hotline):
            saving = asyncio.create_task(save(desk, body, "locked-2"))
            await citizen.call("12345")
            answered = time.monotonic()
            await open_menu(hotline, desk, citizen, number)
            assert longest_silence(citizen.heard, answered, time.monotonic()) < LONGEST_SILENCE
            (call,) = [one["id"] for one in desk.calls.values() if one["number"] == number]
        later = await saving
        async with writing_elsewhere(hotline):
            keyed = await key_ticket(hotline, citizen, earlier)
            await citizen.hears_speech(3.0, since=keyed)
            assert longest_silence(citizen.heard, keyed, time.monotonic()) < LONGEST_SILENCE
        citizen.hang_up()
        await hotline.until(lambda: desk.state_of(number) == "")
        tickets = (await desk.get(f"/api/tickets?number={number}"))["tickets"]
        assert {ticket["number"] for ticket in tickets} == {earlier, later}

        way = [("greeting", "5"), ("main", "3"), ("number", ""), ("numbered", earlier)]

        async def written() -> bool:
            card = await desk.get(f"/api/calls/{call}/card")
            return [(step["node"], step["pressed"]) for step in card["steps"]] == way

        await hotline.until(written)
        assert [one["number"] for one in (await desk.get("/api/calls"))["calls"] if one["id"] == call] == [number]


async def test_unreadable_while_a_caller_asks(hotline: HotlineProcess) -> None:
    """Who asks for a ticket hears patience, an apology, and waits for a person; the next one hears the ticket."""
    number = "13900000032"
    async with Desk(hotline, "agent1") as desk:
        ticket = await save(desk, await draft(desk, number), "unreadable-1")
        async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
            await citizen.call("12345")
            await open_menu(hotline, desk, citizen, number)
            async with unreadable(hotline):
                keyed = await key_ticket(hotline, citizen, ticket)
                await hotline.until(lambda: desk.state_of(number) == "queued", patience=20)
                assert longest_silence(citizen.heard, keyed, time.monotonic()) < LONGEST_SILENCE
                assert not (await desk.get("/health/ready"))["parts"]["database"]["ok"]
        await hotline.until(hotline.ready, patience=20)
        async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
            await citizen.call("12345")
            await open_menu(hotline, desk, citizen, number)
            keyed = await key_ticket(hotline, citizen, ticket)
            await citizen.hears_speech(3.0, since=keyed)
            assert desk.state_of(number) == "menu"
