"""Numbers that were kept before the city's area code was told, on both databases and with a real ticket."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from hotline.storage.citizens import live_in
from hotline.storage.engine import Database
from hotline.storage.renumbering import Renumbered, numbers_to_change, renumber
from hotline.storage.tables import CallbackRow, CallRow, CitizenMarkRow, CitizenRow, Table, TicketClaimRow
from tests.adapters.storage import START, Place, fresh_database
from tests.adapters.ticket_screens import Screens

OLD, NEW = "83111111", "075583111111"


@pytest.fixture(autouse=True)
def no_area() -> Iterator[None]:
    """Nothing is left told to other tests."""
    yield
    live_in("")


@pytest_asyncio.fixture
async def database(place: Place) -> AsyncIterator[Database]:
    """Empty, in a city whose area code is known since a moment ago."""
    async with fresh_database(place) as opened:
        live_in("0755")
        yield opened


async def put(database: Database, *rows: Table) -> None:
    """Keep these."""
    async with database.transaction() as session:
        session.add_all(rows)


async def values(database: Database, *columns: Any) -> list[tuple[Any, ...]]:
    """What stands in these columns, in order."""
    async with database.reading() as session:
        return sorted(tuple(row) for row in await session.execute(select(*columns)))


def citizen(number: str, name: str = "", note: str = "") -> CitizenRow:
    """A citizen's row."""
    return CitizenRow(number=number, name=name, note=note, updated=START)


def mark(number: str, kind: str = "elderly") -> CitizenMarkRow:
    """Somebody old lives there."""
    return CitizenMarkRow(number=number, mark=kind, reason="", until=None, marked_by="agent1", at=START)


def call(name: str, number: str, **more: Any) -> CallRow:
    """A call from there."""
    return CallRow(id=name, number=number, arrived=START, outcome="answered", **more)


def promise(name: str, number: str, state: str = "waiting") -> CallbackRow:
    """The hotline will ring."""
    return CallbackRow(number=number, call_id=name, created=START, state=state)


async def test_two_cards_of_one_telephone_become_one(database: Database) -> None:
    """Its calls, marks, promises, name and note; what only one form knew stays; another run finds nothing."""
    await put(database, citizen(OLD, name="王芳"), citizen(NEW, note="听力不好"), mark(OLD), mark(NEW, "nuisance"))
    await put(database, call("c1", OLD), call("c2", NEW), call("c3", "13800138000"))
    await put(database, promise("c1", OLD), promise("c2", NEW, "done"))
    claims = [TicketClaimRow(citizen_number=number, username="agent1", until=START) for number in (OLD, NEW)]
    await put(database, *claims)
    (found,) = await numbers_to_change(database)
    assert found == Renumbered(old=OLD, new=NEW, calls=1, tickets=0, why="")
    assert await renumber(database, OLD) == found
    assert await values(database, CallRow.id, CallRow.number) == [("c1", NEW), ("c2", NEW), ("c3", "13800138000")]
    assert await values(database, CitizenRow.number, CitizenRow.name, CitizenRow.note) == [(NEW, "王芳", "听力不好")]
    assert await values(database, CitizenMarkRow.number, CitizenMarkRow.mark) == [(NEW, "elderly"), (NEW, "nuisance")]
    assert await values(database, CallbackRow.number) == [(NEW,), (NEW,)]
    assert await values(database, TicketClaimRow.citizen_number) == [(NEW,)]
    assert await numbers_to_change(database) == ()


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ((citizen(OLD, name="王芳"), citizen(NEW, name="李伟")), "两个号码登记的姓名不同"),
        ((citizen(OLD, note="一楼"), citizen(NEW, note="二楼")), "两个号码登记的备注不同"),
        ((mark(OLD), mark(NEW)), "两个号码有同一种标记"),
        ((promise("c1", OLD), promise("c2", NEW)), "两个号码都有待回拨的预约"),
        ((call("c1", OLD, direction="out"),), "正在给这个号码打电话"),
    ],
)
async def test_what_cannot_stand_side_by_side_is_told_and_left_alone(
    database: Database, rows: tuple[Table, ...], why: str
) -> None:
    """Not a row of the number is touched, so that nothing of the two is lost or mixed."""
    await put(database, *(type(row)(**_columns(row)) for row in rows), call("c9", OLD))
    (found,) = await numbers_to_change(database)
    assert (found.why, await renumber(database, OLD)) == (why, found)
    assert ("c9", OLD) in await values(database, CallRow.id, CallRow.number)
    assert await numbers_to_change(database) == (found,)


def _columns(row: Table) -> dict[str, Any]:
    """A fresh row each time: a session keeps those that it was given."""
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}


async def test_without_an_area_code_nothing_changes(database: Database) -> None:
    """A local line's number is then as whole as it can be."""
    await put(database, call("c1", OLD))
    live_in("")
    assert await numbers_to_change(database) == ()


async def test_an_old_ticket_is_the_citizens_again(screens: Screens) -> None:
    """Whoever calls now is not found by the number without its area code, and is afterwards."""
    number = await screens.new(citizen_number=OLD)
    live_in("0755")
    assert await screens.web.services.tickets.list_for(OLD) == ()
    assert (await renumber(screens.web.database, OLD)).tickets == 1
    assert [one.number for one in await screens.web.services.tickets.list_for(OLD)] == [number]
