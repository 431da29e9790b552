"""What nobody could answer, collected from callers, the citizens' page and agents without their asking."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from alembic import command
from sqlalchemy import func, select
from structlog.testing import capture_logs

from hotline.answering.city_lookups import CityLookUps
from hotline.errors import StorageError
from hotline.ivr.waits import LookUpKind
from hotline.kb import misses
from hotline.kb.misses import Asked, Door, Miss, add_misses
from hotline.kb.unanswered import MOST_WAITING, Unanswered
from hotline.kb.uses import PAUSE, Uses
from hotline.storage.engine import Database, make_engine, open_database, parse_url
from hotline.storage.migrate import alembic_config
from hotline.storage.tables import KbMissRow
from tests.adapters.storage import Clock, Place, fresh_database, fresh_tables, on_sqlite
from tests.adapters.test_knowledge_uses import Locked
from tests.adapters.test_web_upkeep import Hall, hall
from tests.unit.test_city_lookups import CITY, shelf

__all__ = ["hall"]
STRANGE, MATCH = "火星上的极光几点开始", "今晚的球赛几点开始"


async def kept(database: Database) -> dict[str, Miss]:
    """What editors read, by question."""
    async with database.reading() as session:
        return {one.question: one for one in await misses.misses(session, 500)}


def told(one: Miss) -> tuple[int, int, int, int, int]:
    """Not found, not wanted; by callers, on the citizens' page, at a desk."""
    return (one.times, one.unhelpful, one.doors[Door.MENU], one.doors[Door.PUBLIC], one.doors[Door.DESK])


async def test_questions_of_two_processes_are_counted_together(place: Place) -> None:
    """By where they came from, each as it is read by others; asked again it is open again."""
    clock = Clock()
    async with fresh_database(place) as database:
        one, other = Unanswered(database, clock), Unanswered(database, clock)
        one.add(Door.MENU, "我叫王小明，怎么养 熊猫")
        one.add(Door.MENU, "我叫李大力，怎么养 熊猫", unhelpful=True)
        other.add(Door.PUBLIC, " 我叫张三，怎么养 熊猫\x00\ud800")
        await one.write()
        await other.write()
        (miss,) = (await kept(database)).values()
        assert (miss.question, told(miss)) == ("我叫***，怎么养 熊猫", (2, 1, 2, 1, 0))
        async with database.transaction() as session:
            assert await misses.settle_miss(session, miss.question)
        assert await kept(database) == {}
        clock.pass_by(minutes=1)
        one.add(Door.DESK, "我叫赵四，怎么养 熊猫")
        await one.write()
        (miss,) = (await kept(database)).values()
        assert (told(miss), miss.last) == ((3, 1, 2, 1, 1), clock.now)


async def test_of_too_many_those_asked_longest_ago_go(place: Place) -> None:
    """First what only strangers typed: whoever floods the citizens' page takes nothing from callers."""
    clock = Clock()
    async with fresh_database(place) as database:
        for door, many in ((Door.MENU, 2), (Door.PUBLIC, 9), (Door.PUBLIC, 1)):
            asked = {Asked(question=f"{door}{clock.now:%H%M}第{n}问", door=door): 1 for n in range(many)}
            async with database.transaction() as session:
                await add_misses(session, asked, at=clock.now, most=10)
            clock.pass_by(minutes=1)
        async with database.reading() as session:
            assert await session.scalar(select(func.count()).select_from(KbMissRow)) == 10
            left = select(KbMissRow.question).where(KbMissRow.callers > 0)
            assert len((await session.scalars(left)).all()) == 2
            newest = select(KbMissRow.question).where(KbMissRow.last == clock.now - timedelta(minutes=1))
            assert len((await session.scalars(newest)).all()) == 1


@on_sqlite
async def test_what_cannot_be_written_waits_and_is_bounded(place: Place) -> None:
    """A locked database takes nothing away; a flood is dropped and told, and nobody who asks is held up."""
    clock: Any = Clock()
    locked: Any = Locked()
    unanswered = Unanswered(locked, clock)
    unanswered.add(Door.MENU, STRANGE)
    with pytest.raises(StorageError):
        await unanswered.write()
    with capture_logs() as logs:
        for n in range(MOST_WAITING + 5):
            unanswered.add(Door.PUBLIC, f"第{n}个怪问题")
        unanswered.add(Door.MENU, STRANGE)
        unanswered.add(Door.MENU, None)  # type: ignore[arg-type]
    assert [one["event"] for one in logs] == ["unanswered_question_dropped"] * 6 + ["question_not_understood"]
    async with fresh_database(place) as database:
        unanswered._database = database  # it has come back
        await unanswered.write()
        found = await kept(database)
        assert told(found[STRANGE]) == (2, 0, 2, 0, 0)
        async with database.reading() as session:
            assert await session.scalar(select(func.count()).select_from(KbMissRow)) == MOST_WAITING


@on_sqlite
async def test_a_callers_question_is_collected(place: Place) -> None:
    """What was not understood well enough to offer anything; what was answered is not."""
    async with fresh_database(place) as database:
        uses = Uses(database, Clock())
        books = CityLookUps(published=shelf(CITY))
        books = replace(books, searched=partial(uses.searched, Door.MENU))
        assert await books.find(LookUpKind.SEARCH, MATCH) == ()
        assert await books.find(LookUpKind.SEARCH, "身份证丢了怎么补办")
        uses.refused(Door.MENU, "身份证")
        await uses.write()
        found = {question: told(one) for question, one in (await kept(database)).items()}
    assert found == {MATCH: (1, 0, 1, 0, 0), "身份证": (0, 1, 1, 0, 0)}


async def test_what_was_collected_before_came_from_agents(place: Place) -> None:
    """Nobody else could say so then; and the way back keeps the counts."""
    clock = Clock()
    async with fresh_tables(place) as url:
        database = open_database(url)
        unanswered = Unanswered(database, clock)
        for door, unhelpful in ((Door.MENU, False), (Door.PUBLIC, True), (Door.PUBLIC, True)):
            unanswered.add(door, STRANGE, unhelpful=unhelpful)
        await unanswered.write()
        engine = make_engine(parse_url(url), write=True)
        async with engine.begin() as connection:
            await connection.run_sync(lambda link: command.downgrade(alembic_config(link), "0031"))
            await connection.run_sync(lambda link: command.upgrade(alembic_config(link), "head"))
        await engine.dispose()
        assert told((await kept(database))[STRANGE]) == (1, 2, 0, 0, 3)
        await database.close()


async def test_agents_and_citizens_need_not_say_that_nothing_was_found(hall: Hall) -> None:
    """What is still typed is one question, as it stood at last; saying so by hand does not count it twice."""
    uses, clock = hall.hotline.services.uses, hall.clock
    await hall.ask("GET", f"/api/public/search?q={STRANGE}")
    await hall.ask("GET", "/api/public/search?q=身份证丢了")
    await hall.sign_in("agent1")
    for words in ("火星上的", STRANGE):
        await hall.get("search", q=words)
    await hall.get("search", q="他说的极光", automatic="1")
    clock.now += PAUSE + timedelta(seconds=1)
    await hall.get("search", q="金星上的极光几点开始")
    await hall.ask("POST", "/api/kb/missed", {"question": "金星上的极光几点开始，我电话13800138000", "unhelpful": True})
    await uses.write(settled=True)
    listed = {one["question"]: one for one in (await hall.get("misses"))["misses"]}
    assert set(listed) == {STRANGE, "金星上的极光几点开始，我电话***"}
    assert listed[STRANGE]["doors"] == {"menu": 0, "public": 1, "desk": 1}
    assert (listed[STRANGE]["times"], listed[STRANGE]["unhelpful"]) == (2, 0)
    assert listed["金星上的极光几点开始，我电话***"]["doors"] == {"menu": 0, "public": 0, "desk": 1}
