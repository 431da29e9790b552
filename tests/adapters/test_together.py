"""Rows of several tables put in at one go, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import bindparam, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.storage.citizens import named, remember
from hotline.storage.engine import Database
from hotline.storage.tables import CitizenRow, OutboxRow, TicketCounterRow
from hotline.storage.together import Put, changed_value, fails, gathered, insert_together, leaves
from tests.adapters.storage import START, Place, fresh_database

HOSTILE = '王\'女士"; DROP TABLE citizens; --\n\\u0041 {"a": [1]} \U0001f600 $1 ? :x %s'
NEXT = update(TicketCounterRow).where(TicketCounterRow.year == bindparam("of"))
NEXT_LAST = NEXT.values(last=TicketCounterRow.last + 1).returning(TicketCounterRow.last)


@pytest_asyncio.fixture
async def database(place: Place) -> AsyncIterator[Database]:
    """A fresh one."""
    async with fresh_database(place) as opened:
        yield opened


def citizens(*numbers: str, **given: Any) -> Put:
    """Rows that leave out what they can."""
    rows = [{"number": number, "name": "王女士", "updated": START, **given} for number in numbers]
    return Put(table=CitizenRow, rows=rows)


def notice(key: str, **given: Any) -> Put:
    """One row of the outbox, which stays where it is there."""
    row: dict[str, Any] = {
        "key": key,
        "channel": "sms",
        "to_number": "1",
        "text": "好",
        "about_kind": "",
        "about_code": "",
    }
    row |= {"call_id": "", "state": "waiting", "next_try": START, "created": START} | given
    return Put(table=OutboxRow, rows=[row], twice=leaves)


async def counted(session: AsyncSession) -> tuple[int, int]:
    """Citizens and notices."""
    one = await session.scalar(select(func.count()).select_from(CitizenRow))
    other = await session.scalar(select(func.count()).select_from(OutboxRow))
    return one or 0, other or 0


async def test_what_was_put_in_is_found_as_it_was(database: Database) -> None:
    """Hostile texts, times of any zone, defaults and what may be missing."""
    shanghai = datetime(2026, 11, 21, 17, 0, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
    async with database.transaction() as session:
        await insert_together(session, citizens("1", name=HOSTILE, updated=shanghai), notice("a", text=HOSTILE))
    async with database.reading() as session:
        citizen = await session.get_one(CitizenRow, "1")
        assert (citizen.name, citizen.note, citizen.updated) == (HOSTILE, "", shanghai)
        (kept,) = await session.scalars(select(OutboxRow))
        assert (kept.text, kept.tries, kept.sent, kept.why) == (HOSTILE, 0, None, "")


async def test_a_row_that_is_there_breaks_all_or_stays(database: Database) -> None:
    """As whoever puts it in says."""
    async with database.transaction() as session:
        await insert_together(session, citizens("1", "2"), notice("a"))
    with pytest.raises(IntegrityError):
        async with database.transaction() as session:
            await insert_together(session, notice("b"), citizens("3", "2"))
    async with database.transaction() as session:
        await insert_together(session, notice("a", text="别的"), Put(table=CitizenRow, rows=[], twice=fails))
        assert await counted(session) == (2, 1)
        assert await session.scalar(select(OutboxRow.text)) == "好"


async def test_what_is_gathered_goes_in_at_the_end_and_not_after_an_error(database: Database) -> None:
    """Within one transaction; an error in the block leaves nothing waiting."""
    async with database.transaction() as session:
        async with gathered(session):
            await insert_together(session, citizens("1"))
            await insert_together(session, notice("a"))
            assert await counted(session) == (0, 0)
        assert await counted(session) == (1, 1)
        with pytest.raises(LookupError):
            await given_up(session)
        await insert_together(session, notice("b"))
        assert await counted(session) == (1, 2)


async def given_up(session: AsyncSession) -> None:
    """Something goes wrong in the middle of gathering."""
    async with gathered(session):
        await insert_together(session, citizens("2"))
        raise LookupError


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    """As everywhere."""
    with pytest.raises(ValueError, match="zone"):
        async with database.transaction() as session:
            await insert_together(session, citizens("1", updated=START.replace(tzinfo=None)))


async def test_a_changing_statement_gives_back_its_value(database: Database) -> None:
    """None where it changes nothing."""
    async with database.transaction() as session:
        await insert_together(session, Put(table=TicketCounterRow, rows=[{"year": "26", "last": 7}]))
        assert await changed_value(session, NEXT_LAST, {"of": "26"}) == 8
        assert await changed_value(session, NEXT_LAST, {"of": "27"}) is None


async def test_of_a_citizen_the_newest_name_is_kept(database: Database) -> None:
    """Without a number or a name nothing changes; nor does the time where the name is the same."""
    later = START + timedelta(hours=1)
    async with database.transaction() as session:
        await remember(session, number="1", name="王女士", at=START)
        await remember(session, number="1", name="王女士", at=later)
        assert await session.scalar(select(CitizenRow.updated)) == START
        await remember(session, number="1", name="李女士", at=later)
        await remember(session, number="", name="李女士", at=later)
        await remember(session, number="1", name=" ", at=later)
        await insert_together(session, named(number="2", name="赵先生", at=later))
        kept = await session.execute(select(CitizenRow.name, CitizenRow.updated).order_by(CitizenRow.number))
        assert [tuple(row) for row in kept] == [("李女士", later), ("赵先生", later)]
