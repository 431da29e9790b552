"""The database: made, brought up to date, written, read, locked and gone."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from hotline.calls.store import CallStore
from hotline.errors import SetupError, StorageError
from hotline.events import CallEnded
from hotline.storage.engine import make_engine, open_database, parse_url
from hotline.storage.migrate import alembic_config, migrate
from hotline.storage.tables import CallRow, CitizenRow, SessionRow, Table
from tests.adapters.postgresql import PostgreSQL
from tests.adapters.storage import START, Place, fresh_database, fresh_tables, fresh_url, on_postgresql


def citizen(number: str, updated: datetime = START) -> CitizenRow:
    """Any row."""
    return CitizenRow(number=number, name="王女士", note="", updated=updated)


def differences(connection: Connection) -> list[object]:
    """What Alembic would change to make the database as the models are."""
    context = MigrationContext.configure(connection, opts={"include_name": lambda name, *_: _is_a_models(name)})
    return list(compare_metadata(context, Table.metadata))


def _is_a_models(name: str | None) -> bool:
    """The index by which transcripts are found is each database's own, and no model knows it."""
    return "call_utterance_pairs" not in (name or "") and name != "ix_call_utterances_pairs"


async def test_the_migrations_make_the_tables_that_the_models_describe(place: Place) -> None:
    """Run twice they change nothing; taken back, only Alembic's own table is left."""
    async with fresh_url(place) as url:
        await migrate(url)
        await migrate(url)
        engine = make_engine(parse_url(url), write=True)
        async with engine.begin() as connection:
            assert await connection.run_sync(differences) == []
            await connection.run_sync(lambda link: command.downgrade(alembic_config(link), "base"))
            assert len(await connection.run_sync(differences)) >= len(Table.metadata.tables)
        await engine.dispose()


async def test_two_starts_at_once_make_one_set_of_tables(place: Place) -> None:
    """Each waits for the other's transaction."""
    async with fresh_url(place) as url:
        await asyncio.gather(migrate(url), migrate(url), migrate(url))
        await migrate(url)


async def test_only_its_owner_may_read_the_file(tmp_path: Path) -> None:
    """It holds what citizens said; its folder is made."""
    file = tmp_path / "new" / "100%" / "hotline.db"
    await migrate(f"sqlite+aiosqlite:///{file}")
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "is not a database URL"),
        ("mysql://u:secret@h/db", "begins with mysql"),
        ("sqlite:///x.db", "begins with sqlite"),
        ("sqlite+aiosqlite://", "must name a file"),
        ("sqlite+aiosqlite:///:memory:", "must name a file"),
        ("sqlite+aiosqlite:////dev/null/x/hotline.db", "/dev/null/x/hotline.db cannot be written"),
        ("sqlite+aiosqlite:////dev", "/dev cannot be written"),
        ("postgresql+asyncpg://u:secret@127.0.0.1:1/db", "u:***@127.0.0.1:1/db cannot be used"),
    ],
)
async def test_a_database_that_cannot_be_used_is_told_in_a_sentence(url: str, said: str) -> None:
    """Without its password."""
    with pytest.raises(SetupError) as fault:
        await migrate(url)
    assert said in fault.value.message
    assert "secret" not in fault.value.message


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """And is left as it was."""
    file = tmp_path / "letter.txt"
    file.write_text("Dear city, " * 100)
    with pytest.raises(SetupError, match="not a database"):
        await migrate(f"sqlite+aiosqlite:///{file}")
    assert file.read_text() == "Dear city, " * 100


async def test_times_come_back_aware_and_in_utc(place: Place) -> None:
    """Whatever zone they went in with; a time without a zone is refused."""
    shanghai = datetime(2026, 11, 21, 17, 0, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
    async with fresh_database(place) as database:
        async with database.transaction() as session:
            session.add(citizen("1", shanghai))
        async with database.reading() as session:
            kept = (await session.get_one(CitizenRow, "1")).updated
        assert (kept, kept.tzinfo) == (shanghai, UTC)
        with pytest.raises(StatementError):
            async with database.transaction() as session:
                session.add(citizen("2", shanghai.replace(tzinfo=None)))


async def test_a_transaction_keeps_all_or_nothing(place: Place) -> None:
    """An error in it takes everything back."""
    async with fresh_database(place) as database:

        async def fail() -> None:
            async with database.transaction() as session:
                session.add(citizen("1"))
                await session.flush()
                raise LookupError

        with pytest.raises(LookupError):
            await fail()
        async with database.transaction() as session:
            session.add(citizen("2"))
        async with database.reading() as session:
            assert list(await session.scalars(select(CitizenRow.number))) == ["2"]


async def test_a_broken_constraint_stays_what_it_is(place: Place) -> None:
    """A session of nobody, and a second row of the same key: the stores decide what that means."""
    async with fresh_database(place) as database:
        with pytest.raises(IntegrityError):
            async with database.transaction() as session:
                session.add(SessionRow(token_hash="x", user_id=7, created=START, expires=START, last_seen=START))
        async with database.transaction() as session:
            session.add(citizen("1"))
        with pytest.raises(IntegrityError):
            async with database.transaction() as session:
                session.add(citizen("1"))


@on_postgresql
async def test_a_value_that_does_not_fit_is_no_silence_of_the_database(place: Place) -> None:
    """Or else it would be tried again for ever."""
    wrong = (
        text("INSERT INTO nothing VALUES (1)"),
        text("UPDATE calls SET waited = 99999999999"),
        insert(CitizenRow).values(number="1" * 99, name="", note="", updated=START),
        insert(CitizenRow).values(number="1", name="\x00", note="", updated=START),
        select(CallRow).where(CallRow.waited == 10**30),
    )
    async with fresh_database(place) as database:
        await CallStore(database).hear(CallEnded(at=START, call_id="1.1", cause=16))
        for statement in wrong:
            with pytest.raises(DBAPIError):
                async with database.transaction() as session:
                    await session.execute(statement)


async def test_whoever_only_looks_cannot_write(place: Place) -> None:
    """A store that forgets transaction() is found out."""
    async with fresh_database(place) as database:
        with pytest.raises(StorageError):
            async with database.reading() as session:
                await session.execute(insert(CitizenRow).values(number="1", name="", note="", updated=START))


async def test_whoever_waits_for_the_lock_can_be_cancelled(tmp_path: Path) -> None:
    """A shutdown does not hang while another program writes."""
    async with fresh_database(tmp_path) as database:
        other = sqlite3.connect(tmp_path / "hotline.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2), database.transaction() as session:
                await session.execute(insert(CitizenRow).values(number="1", name="", note="", updated=START))
        other.execute("COMMIT")
        other.close()
        async with database.transaction() as session:
            session.add(citizen("1"))


async def test_a_locked_database_can_be_read_and_says_that_it_cannot_be_written(tmp_path: Path) -> None:
    """Reading does not wait for the writer; writing gives up after its time, and works when the lock is gone."""
    async with fresh_database(tmp_path):
        file = tmp_path / "hotline.db"
        impatient = open_database(f"sqlite+aiosqlite:///{file}", busy_seconds=0.05)
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await impatient.check()
        with pytest.raises(StorageError):
            async with impatient.transaction() as session:
                session.add(citizen("1"))
        other.execute("ROLLBACK")
        other.close()
        async with impatient.transaction() as session:
            session.add(citizen("1"))
        await impatient.close()


async def test_a_writer_that_is_cancelled_leaves_the_database_usable(place: Place) -> None:
    """A request that is given up must not keep the lock."""
    async with fresh_database(place) as database:
        begun = asyncio.Event()

        async def write() -> None:
            async with database.transaction() as session:
                session.add(citizen("1"))
                await session.flush()
                begun.set()
                await asyncio.Event().wait()

        task = asyncio.create_task(write())
        await begun.wait()
        task.cancel()
        await asyncio.wait({task})
        async with database.transaction() as session:
            session.add(citizen("1"))


async def test_writers_at_once_all_get_their_turn(place: Place) -> None:
    """As many as a busy desk has."""
    async with fresh_database(place) as database:

        async def write(number: int) -> None:
            async with database.transaction() as session:
                session.add(citizen(str(number)))

        await asyncio.gather(*(write(number) for number in range(40)))
        async with database.reading() as session:
            assert await session.scalar(text("SELECT count(*) FROM citizens")) == 40


@on_postgresql
async def test_a_connection_that_the_server_has_ended_is_replaced(place: Place) -> None:
    """Whoever asks next, after the server was restarted, does not hear of it."""
    assert isinstance(place, PostgreSQL)
    ours = "FROM pg_stat_activity WHERE datname = current_database() AND pid != pg_backend_pid()"
    async with fresh_tables(place) as url:
        database = open_database(url)
        async with database.transaction() as session:
            session.add(citizen("1"))
        async with database.reading() as session:
            await session.get_one(CitizenRow, "1")
        async with place.connection(url) as connection:
            await connection.execute(f"SELECT pg_terminate_backend(pid, 5000) {ours}")
            assert await connection.fetchval(f"SELECT count(*) {ours}") == 0
        async with database.reading() as session:
            await session.get_one(CitizenRow, "1")
        async with database.transaction() as session:
            session.add(citizen("2"))
        await database.close()


@on_postgresql
async def test_who_looks_sees_one_picture(place: Place) -> None:
    """What is written meanwhile is not in it, on PostgreSQL either."""
    async with fresh_database(place) as database, database.reading() as session:
        count = text("SELECT count(*) FROM citizens")
        assert await session.scalar(count) == 0
        async with database.transaction() as writing:
            writing.add(citizen("1"))
        assert await session.scalar(count) == 0


async def test_a_database_that_is_away_does_not_pass_the_check(tmp_path: Path) -> None:
    """The readiness page relies on it."""
    for url in (f"sqlite+aiosqlite:///{tmp_path}/none/hotline.db", "postgresql+asyncpg://u@127.0.0.1:1/db"):
        database = open_database(url)
        with pytest.raises(StorageError, match="does not answer"):
            await database.check()
        await database.close()
