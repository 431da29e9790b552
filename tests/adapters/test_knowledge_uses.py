"""How the knowledge is used: sums that two processes add to, searches while somebody types, and who may tell."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.errors import StorageError
from hotline.events import CallAnswered, CallArrived
from hotline.kb.uses import KEPT, PAUSE, Door, Uses, Way
from hotline.storage.engine import Database
from hotline.storage.tables import KbSearchRow, KbUseRow
from tests.adapters.storage import Clock, Place, fresh_database, on_sqlite
from tests.adapters.test_web_upkeep import Hall, hall

__all__ = ["hall"]
CARD = "0101"


class Locked:
    """A database that cannot be written."""

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Fail."""
        raise StorageError
        yield  # type: ignore[unreachable]


async def sums(database: Database) -> dict[tuple[str, ...], tuple[int, int]]:
    """What is written of entries: times, and those during a call, by day, kind, code and way."""
    async with database.reading() as session:
        return {
            (row.day, row.kind, row.code, row.way): (row.times, row.in_calls)
            for row in await session.scalars(select(KbUseRow))
        }


async def searches(database: Database) -> dict[tuple[str, ...], tuple[int, ...]]:
    """What is written of searches: times, those that found nothing and nothing sure, by day, door and user name."""
    async with database.reading() as session:
        return {
            (row.day, row.door, row.username): (row.times, row.missed, row.unsure)
            for row in await session.scalars(select(KbSearchRow))
        }


async def test_two_processes_add_to_the_same_sums_until_they_are_old(place: Place) -> None:
    """By the city's day; what a menu tells that is no entry does not count, and sums that nobody asks for go."""
    clock = Clock(datetime(2026, 11, 21, 15, 59, tzinfo=UTC))
    async with fresh_database(place) as database:
        one, other = Uses(database, clock), Uses(database, clock)
        one.used(Way.HEARD, "procedure", CARD, in_call=True)
        one.used(Way.HEARD, "ticket", "202611210001", in_call=True)
        other.used(Way.HEARD, "procedure", CARD)
        other.searched(Door.MENU, nothing=True, unsure=True)
        await one.write()
        await other.write()
        clock.pass_by(minutes=1)
        one.used(Way.HEARD, "procedure", CARD)
        await one.write()
        of = ("procedure", CARD, "heard")
        assert await sums(database) == {("2026-11-21", *of): (2, 1), ("2026-11-22", *of): (1, 0)}
        assert await searches(database) == {("2026-11-21", "menu", ""): (1, 1, 0)}
        assert await one.lately("procedure", CARD) == {Way.HEARD: 3}
        clock.now += KEPT
        await one.let_go()
        assert list(await sums(database)) == [("2026-11-22", *of)]
        assert await searches(database) == {}


@on_sqlite
async def test_what_cannot_be_written_is_counted_on(place: Place) -> None:
    """A locked database takes nothing away, and the next writing has all of it."""
    clock: Any = Clock()
    locked: Any = Locked()
    uses = Uses(locked, clock)
    uses.used(Way.OPENED, "question", "Q1")
    with pytest.raises(StorageError):
        await uses.write()
    uses.used(Way.OPENED, "question", "Q1")
    async with fresh_database(place) as database:
        uses._database = database  # it has come back
        await uses.write()
        assert list((await sums(database)).values()) == [(2, 0)]


@on_sqlite
async def test_what_is_typed_on_is_one_search(place: Place) -> None:
    """As it stood at last; other words, or the same a while later, are another; each user's own."""
    clock = Clock()
    async with fresh_database(place) as database:
        uses = Uses(database, clock)
        for words, nothing in (("身", True), ("身份", False), ("身份证", False), ("身份", False), ("户口", True)):
            uses.typed("agent1", words, nothing=nothing, unsure=True)
            clock.pass_by(seconds=1)
        uses.typed("agent2", "户口", nothing=False, unsure=False)
        await uses.write()
        day = clock.now.date().isoformat()
        assert await searches(database) == {(day, "desk", "agent1"): (1, 0, 1)}
        clock.now += PAUSE + timedelta(seconds=1)
        uses.typed("agent1", "户口本", nothing=False, unsure=False)
        await uses.close()
        assert await searches(database) == {(day, "desk", "agent1"): (3, 1, 1), (day, "desk", "agent2"): (1, 0, 0)}


async def test_what_agents_and_citizens_do_with_an_entry_is_counted(hall: Hall) -> None:
    """Opened, read out, sent, opened by anybody; what a screen looks for by itself is no search."""
    uses, path = hall.hotline.services.uses, f"/api/kb/at-hand/procedure/{CARD}"
    await hall.ask("GET", f"/api/public/entries/procedure/{CARD}")
    await hall.ask("GET", "/api/public/search?q=身份证")
    await hall.sign_in("agent1")
    await hall.get("search", q="身份证")
    await hall.get("search", q="他说他的身份证丢了", automatic="1")
    await hall.ask("GET", f"/api/kb/entries/procedure/{CARD}")
    await hall.ask("POST", f"{path}/uses", {"way": "opened"})
    for event in (
        CallArrived(at=hall.clock.now, call_id="c1", number="13800138000", dialled="12345", channel="SIP/1"),
        CallAnswered(at=hall.clock.now, call_id="c1", extension="1001", waited=1),
    ):
        await hall.hotline.bus.publish(event)
    await hall.ask("POST", f"{path}/uses", {"way": "opened"})
    await hall.ask("POST", f"{path}/uses", {"way": "helpful"})
    await hall.ask("GET", f"{path}/aloud")
    await hall.ask("POST", f"{path}/text", {"number": "13800138000", "call_id": "c1"})
    await uses.write(settled=True)
    found = await sums(hall.hotline.database)
    assert {key[-1]: told for key, told in found.items()} == {
        "public": (1, 0),
        "opened": (2, 1),
        "helpful": (1, 1),
        "aloud": (1, 1),
        "texted": (1, 1),
    }
    assert [key[1:] for key in await searches(hall.hotline.database)] == [("desk", "agent1"), ("public", "")]
    ways = (await hall.ask("GET", f"{path}/uses"))["ways"]
    assert ways == {"public": 1, "opened": 2, "helpful": 1, "aloud": 1, "texted": 1}
    await hall.ask("POST", f"{path}/uses", {"way": "heard"}, status=422)
    await hall.ask("POST", "/api/kb/at-hand/procedure/9999/uses", {"way": "opened"}, status=404)
    await hall.sign_in("handler1")
    await hall.ask("POST", f"{path}/uses", {"way": "opened"}, status=403)
