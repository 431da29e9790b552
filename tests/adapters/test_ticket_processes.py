"""Several processes at one database of tickets: all at once, and one of them killed in the middle of something."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import func, select

from hotline.settings import ROOT
from hotline.storage.engine import Database, open_database
from hotline.storage.tables import (
    OutboxRow,
    TicketCounterRow,
    TicketHistoryRow,
    TicketKeyRow,
    TicketOversightRow,
    TicketPartRow,
    TicketRow,
    TicketTimerRow,
)
from hotline.tickets.number import number_of
from tests.adapters.postgresql import PostgreSQL
from tests.adapters.storage import Place, fresh_tables
from tests.adapters.ticket_desk import DRAFT, TicketDesk
from tests.adapters.ticket_worker import LATER

PROCESSES = 8
SHARED = 12  # tickets that all of them move
OVERDUE = 12  # tickets that nobody moves, all of whose cards are due
ONE = {
    "move": Counter({"ticket_history": 1, "ticket_timers": -1, "due": -1}),
    "claim": Counter({"ticket_history": 1, "ticket_oversight": 1, "outbox": 1, "due": -1}),
}
"""The rows that come of one move, a signing, and of one claim, an urging to sign."""
LADDER = ("urge", "yellow", "red", "daily", "listed", "interview")


class Process:
    """A worker in a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def hears(self) -> dict[str, Any]:
        """Its next line."""
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        assert line, "the worker ended before it answered"
        words: dict[str, Any] = json.loads(line)
        return words

    def ask(self, do: str, given: str = "", stop: str = "") -> None:
        """Without waiting for the answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, "with": given, "stop": stop}).encode() + b"\n")

    async def does(self, do: str, given: str = "") -> Counter[str]:
        """What came of it, without any fault."""
        self.ask(do, given)
        answer = await self.hears()
        assert answer["faults"] == []
        return Counter(answer["made"])

    async def killed(self) -> None:
        """At once, without a chance to tidy up."""
        self._process.kill()
        await self._process.wait()


@asynccontextmanager
async def started(url: str, count: int) -> AsyncIterator[list[Process]]:
    """So many workers, all of them ready; none is left at the end."""
    async with AsyncExitStack() as stack:
        workers = [await stack.enter_async_context(_one(url, f"w{n}")) for n in range(count)]
        for worker in workers:
            assert await worker.hears() == {"at": "ready"}
        yield workers


@asynccontextmanager
async def _one(url: str, name: str) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.adapters.ticket_worker",
        url,
        name,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Process(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@asynccontextmanager
async def books_of(url: str) -> AsyncIterator[TicketDesk]:
    """The same database, as the test sees it."""
    database = open_database(url)
    try:
        yield TicketDesk(database)
    finally:
        await database.close()


async def fill(desk: TicketDesk, count: int) -> list[str]:
    """So many dispatched tickets; their numbers."""
    return [(await desk.tickets.save(DRAFT, actor="agent1", key=f"first{n}")).number for n in range(count)]


async def counted(database: Database) -> Counter[str]:
    """How many rows there are of each kind."""
    tables = (TicketRow, TicketHistoryRow, TicketKeyRow, TicketPartRow, TicketOversightRow, TicketTimerRow, OutboxRow)
    async with database.reading() as session:
        found = Counter(
            {
                table.__tablename__: await session.scalar(select(func.count()).select_from(table)) or 0
                for table in tables
            }
        )
        undone = select(func.count()).where(TicketTimerRow.done.is_(None), TicketTimerRow.at <= LATER)
        found["due"] = await session.scalar(undone) or 0
        return found


async def test_eight_processes_create_move_and_claim_at_once(place: Place) -> None:
    """Counts agree, no number is missing or given twice, nothing that was due is lost or done twice, none deadlocks."""
    async with fresh_tables(place) as url, books_of(url) as desk:
        numbers = await fill(desk, SHARED + OVERDUE)
        async with started(url, PROCESSES) as workers:
            shared = numbers[:SHARED]
            turns = [" ".join(shared[n:] + shared[:n]) for n in range(PROCESSES)]
            asked = zip(workers, turns, strict=True)
            did = sum(await asyncio.gather(*(one.does("everything", given) for one, given in asked)), Counter[str]())
        assert did["created"] == PROCESSES * SHARED
        assert did["moved"] == 2 * SHARED
        assert did["moved"] + did["late"] == 2 * SHARED * PROCESSES
        await numbers_are_whole(desk.database, SHARED + OVERDUE + did["created"])
        await history_agrees(desk.database, did)
        await each_card_was_shown_once(desk.database, numbers[SHARED:])
        if isinstance(place, PostgreSQL):
            assert await place.deadlocks(url) == 0


async def numbers_are_whole(database: Database, count: int) -> None:
    """From the first on, none twice and none left out."""
    async with database.reading() as session:
        found = list(await session.scalars(select(TicketRow.number).order_by(TicketRow.number)))
        last = await session.scalar(select(TicketCounterRow.last))
    assert found == sorted(number_of("26", n) for n in range(1, count + 1))
    assert last == count


async def history_agrees(database: Database, did: Counter[str]) -> None:
    """A line for each thing that was done, an event too, and a version for each move of a ticket."""
    rows = await counted(database)
    created = SHARED + OVERDUE + did["created"]
    assert rows["tickets"] == rows["ticket_keys"] == created
    assert rows["ticket_parts"] == created
    assert rows["ticket_history"] == created + did["moved"] + rows["ticket_oversight"]
    assert did["told"] == did["created"] + did["moved"] + rows["ticket_oversight"]
    assert rows["due"] == 0
    async with database.reading() as session:
        moved = await session.execute(
            select(TicketRow.version, func.count()).where(TicketRow.state == "replied").group_by(TicketRow.version)
        )
        assert [tuple(row) for row in moved] == [(3, SHARED)]


async def each_card_was_shown_once(database: Database, overdue: list[str]) -> None:
    """The whole ladder of those that nobody answered; of the others none twice; and each was told once."""
    line = TicketOversightRow
    async with database.reading() as session:
        found = await session.execute(select(line.ticket_number, line.watch).order_by(line.id))
        shown = Counter(tuple(row) for row in found)
        keys = list(await session.scalars(select(OutboxRow.key)))
    assert set(shown.values()) == {1}
    for number in overdue:
        assert [watch for found_number, watch in shown if found_number == number] == list(LADDER)
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("stop", ["inside", "behind"])
async def test_a_process_that_is_killed_leaves_nothing_half_done(place: Place, stop: str) -> None:
    """Creating, moving, claiming: killed before the commit it has done nothing, after it all; the others go on."""
    async with fresh_tables(place) as url, books_of(url) as desk:
        moved, overdue = await fill(desk, 2)
        async with started(url, 4) as (other, *doomed):
            before = await counted(desk.database)
            await other.does("create", "measured")
            a_ticket = less(await counted(desk.database), before)
            acts = (("create", "k"), ("move", moved), ("claim", ""))
            for one, (do, given) in zip(doomed, acts, strict=True):
                before = await counted(desk.database)
                one.ask(do, given, stop)
                assert await one.hears() == {"at": "stop"}
                waiting = asyncio.create_task(other.does("create", f"beside {do}"))
                await one.killed()
                assert (await waiting)["created"] == 1
                done = less(await counted(desk.database), before, a_ticket)
                assert done == ({} if stop == "inside" else a_ticket if do == "create" else ONE[do])
                await other.does(do, given)
        await numbers_are_whole(desk.database, 7)
        await each_card_was_shown_once(desk.database, [overdue])
        assert (await counted(desk.database))["due"] == 0
        assert (await desk.tickets.get(moved)).version == 3


def less(rows: Counter[str], *others: Counter[str]) -> Counter[str]:
    """How many more rows of each kind there are than in the others together."""
    left = Counter(rows)
    for other in others:
        left.subtract(other)
    return Counter({kind: count for kind, count in left.items() if count})
