"""What was said, kept in a real database: by call, searched, and let go."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from alembic import command
from sqlalchemy import insert
from sqlalchemy import text as sql

from hotline.agents.daybook import Daybook
from hotline.calls.afterwards import Origin, Unwritten
from hotline.calls.store import CallStore
from hotline.calls.transcript import Note, Side, Utterance, Word
from hotline.calls.transcripts import Transcripts
from hotline.calls.transcripts_kept import transcripts_kept
from hotline.events import CallArrived, OutgoingPlaced
from hotline.storage.engine import Database, make_engine, open_database, parse_url
from hotline.storage.migrate import alembic_config, migrate
from hotline.storage.tables import CallUtteranceRow
from tests.adapters.storage import START, Clock, Place, fresh_database, fresh_url


class Shelf:
    """The transcripts of a hotline with two calls."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock = database, Clock()
        self.transcripts = Transcripts(database, self.clock)
        self.calls, self.days = CallStore(database, self.clock), Daybook(database)

    async def say(self, call_id: str, text: str, at: float, side: Side = Side.CITIZEN) -> int:
        """Keep an utterance."""
        words = (Word(text=text[:2], start=at, end=at + 0.5),)
        return await self.transcripts.keep(
            Utterance(call_id=call_id, side=side, start=at, end=at + 1, text=text, words=words)
        )


@pytest_asyncio.fixture
async def shelf(place: Place) -> AsyncIterator[Shelf]:
    """One with calls."""
    async with fresh_database(place) as database:
        shelf = Shelf(database)
        await shelf.calls.hear(
            CallArrived(at=START, call_id="a", number="13800138000", dialled="12345", channel="c"),
            OutgoingPlaced(at=START, call_id="out-b", number="13900139000", by="agent2"),
        )
        yield shelf


async def test_what_was_said_comes_back_in_order_with_its_words(shelf: Shelf) -> None:
    """Of this call alone, whichever side was recognised first."""
    await shelf.say("a", "然后呢", 7.0, Side.AGENT)
    number = await shelf.say("a", "下水道堵了", 2.0)
    await shelf.say("out-b", "您好", 1.0)
    said = await shelf.transcripts.of("a")
    assert [(one.side, one.text, one.start) for one in said] == [
        (Side.CITIZEN, "下水道堵了", 2.0),
        (Side.AGENT, "然后呢", 7.0),
    ]
    assert said[0].id == number
    assert said[0].words == (Word(text="下水", start=2.0, end=2.5),)
    assert await shelf.transcripts.of("none") == ()


async def test_hostile_words_are_kept_as_text(shelf: Shelf) -> None:
    """Neither a NUL nor a whole book breaks the table."""
    await shelf.say("a", "坏\x00了\u202e" + "长" * 9000, 1.0)
    (one,) = await shelf.transcripts.of("a")
    assert one.text.startswith("坏了长")
    assert len(one.text) == 2000


async def test_a_search_finds_all_words_the_newest_first_and_no_notes(shelf: Shelf) -> None:
    """A sign that the database understands is none to it; a page goes on where the last ended."""
    for text in ("下水道堵了", "下水道又堵了", "路灯坏了", "100%的"):
        await shelf.say("a", text, 1.0)
    await shelf.say("a", Note.BUSY, 9.0, Side.NOTE)
    found = await shelf.transcripts.search(["下水道", "堵"])
    assert [one.utterance.text for one in found] == ["下水道又堵了", "下水道堵了"]
    assert found[0].arrived == START
    assert [one.utterance.text for one in await shelf.transcripts.search(["%"])] == ["100%的"]
    later = await shelf.transcripts.search(["下水道"], before=found[0].utterance.id)
    assert [one.utterance.text for one in later] == ["下水道堵了"]
    assert await shelf.transcripts.search([Note.BUSY]) == ()


async def test_who_called_a_citizen_talked_in_the_call(shelf: Shelf) -> None:
    """And nobody else did."""
    assert await shelf.transcripts.talked_in("out-b", "agent2")
    assert not await shelf.transcripts.talked_in("out-b", "agent1")
    assert not await shelf.transcripts.talked_in("none", "agent1")
    assert await shelf.transcripts.number_of("a") == "13800138000"
    assert await shelf.transcripts.number_of("none") == ""


async def test_transcripts_are_kept_for_as_long_as_the_city_says_and_then_let_go(shelf: Shelf) -> None:
    """A few rows at a time, and all of them."""
    for n in range(7):
        await shelf.say("a", f"早先{n}", float(n))
    shelf.clock.pass_by(days=30)
    await shelf.say("a", "最近", 1.0)
    shelf.clock.pass_by(days=1)
    keeping, *_ = transcripts_kept(shelf.database, timedelta(days=30), shelf.clock, together=3)
    assert await keeping.round() == 7
    assert [one.text for one in await shelf.transcripts.of("a")] == ["最近"]
    assert await keeping.round() == 0


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["下水"], 2),
        (["下水道", "堵"], 1),
        (["狗"], 2),
        (["小狗"], 1),
        (["vip卡"], 1),
        (["VIP"], 1),
        (["了，路"], 1),
        (["100%"], 1),
        (["_"], 0),
        (["，"], 2),
        (["的的"], 0),
        (["𠀀水"], 1),
        (["水下"], 0),
        (["*"], 0),
        (['"'], 1),
        (["'"], 0),
    ],
)
async def test_words_of_any_length_are_found_alike_on_both_databases(
    shelf: Shelf, words: list[str], found: int
) -> None:
    """And alike without the index: it only narrows down."""
    for text in ("下水道堵了，路灯坏了", "下水的价钱", "养狗要登记，小狗呢", "遛狗", "VIP卡100%的", '他说"𠀀水"'):
        await shelf.say("a", text, 1.0)
    assert len(await shelf.transcripts.search(words)) == found
    async with shelf.database.transaction() as session:
        if session.get_bind().dialect.name == "postgresql":
            await session.execute(sql("DROP INDEX ix_call_utterances_pairs"))
        else:
            await session.execute(sql("DROP TRIGGER call_utterances_forgotten"))
            await session.execute(sql("DROP TABLE call_utterance_pairs"))
    assert len(await shelf.transcripts.search(words)) == found


async def test_what_was_let_go_is_found_no_more_and_its_place_is_used_again(shelf: Shelf) -> None:
    """The index forgets with the line."""
    await shelf.say("a", "下水道堵了", 1.0)
    shelf.clock.pass_by(days=31)
    keeping, *_ = transcripts_kept(shelf.database, timedelta(days=30), shelf.clock)
    assert await keeping.round() == 1
    assert await shelf.transcripts.search(["下水道"]) == ()
    await shelf.say("a", "路灯坏了", 1.0)
    assert await shelf.transcripts.search(["下水道"]) == ()
    assert len(await shelf.transcripts.search(["路灯"])) == 1


async def test_lines_that_were_there_before_the_index_are_found_by_it(place: Place) -> None:
    """The migration reads them in, and takes their calls for whole."""
    async with fresh_url(place) as url:
        await migrate(url)
        engine = make_engine(parse_url(url), write=True)
        async with engine.begin() as connection:
            await connection.run_sync(lambda link: command.downgrade(alembic_config(link), "0020"))
            row = CallUtteranceRow(call_id="a", at=START, side="citizen", start=1, end=2, text="下水道堵了", words=[])
            await connection.execute(
                insert(CallUtteranceRow).values(
                    {column.name: getattr(row, column.name) for column in CallUtteranceRow.__table__.columns}
                    | {"id": 1}
                )
            )
        await engine.dispose()
        await migrate(url)
        database = open_database(url)
        try:
            assert len(await Transcripts(database).search(["水道"])) == 1
            assert await Unwritten(database).origin("a") is Origin.LIVE
        finally:
            await database.close()
