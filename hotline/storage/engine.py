"""The database of a hotline, opened once: SQLite for one machine, PostgreSQL for a city.

Rule: whoever writes uses transaction(), whoever only looks uses reading(); nobody else opens a connection.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    DisconnectionError,
    IntegrityError,
    OperationalError,
    ProgrammingError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as NoFreeConnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import await_only

from hotline.errors import SetupError, StorageError

BUSY_SECONDS = 10.0
CHECK_SECONDS = 2.0
IDLE_SECONDS = 5.0  # a connection of PostgreSQL that lay so long is asked whether it is there
_LAST_USED = "last_used"
_POLL_MS = 20  # between looks at SQLite's lock
_SQLITE, _POSTGRESQL = "sqlite+aiosqlite", "postgresql+asyncpg"


def parse_url(url: str) -> URL:
    """The URL, taken apart. Raises SetupError where it is no URL of a database that the hotline can use."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as fault:
        raise SetupError("HOTLINE_DATABASE_URL is not a database URL; see docs/settings.md") from fault
    if parsed.drivername not in (_SQLITE, _POSTGRESQL):
        raise SetupError(
            f"HOTLINE_DATABASE_URL begins with {parsed.drivername}: the hotline uses {_SQLITE} or {_POSTGRESQL}"
        )
    if parsed.drivername == _SQLITE and (parsed.database or ":memory:").startswith((":memory:", "file:")):
        raise SetupError(f"HOTLINE_DATABASE_URL must name a file, as in {_SQLITE}:////srv/hotline/hotline.db")
    return parsed


def sqlite_file(url: URL) -> Path | None:
    """The file of a SQLite database, None for another kind."""
    return Path(url.database) if url.drivername == _SQLITE and url.database else None


def make_engine(url: URL, *, write: bool, busy_seconds: float = BUSY_SECONDS) -> AsyncEngine:
    """An engine that either writes or only looks. SQLite has one writer at a time, so its writer has one connection."""
    if sqlite_file(url) is None:
        engine = create_async_engine(
            url,
            isolation_level="READ COMMITTED" if write else "REPEATABLE READ",  # whoever looks sees one picture
            pool_size=10 if write else 5,
            pool_timeout=busy_seconds,
            connect_args={"timeout": 5, "command_timeout": busy_seconds, "server_settings": _ways(write=write)},
        )
        event.listen(engine.sync_engine, "checkin", _put_back)
        event.listen(engine.sync_engine, "checkout", _take_out)
        return engine if write else engine.execution_options(postgresql_readonly=True)
    pool: dict[str, int] = {"pool_size": 1, "max_overflow": 0} if write else {"pool_size": 5, "max_overflow": 5}
    engine = create_async_engine(url, pool_timeout=busy_seconds, **pool)
    event.listen(engine.sync_engine, "connect", _sqlite_rules(write=write, busy_seconds=busy_seconds))
    event.listen(engine.sync_engine, "begin", _begin_writing(busy_seconds) if write else _begin_reading)
    return engine


def _put_back(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info[_LAST_USED] = monotonic()


def _take_out(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """Another connection in the place of one that has ended: one that is closed, or lay idle and does not answer.

    SQLAlchemy's own ping is three questions before each transaction, half of all that a short one asks.
    """
    if connection.driver_connection.is_closed():
        raise DisconnectionError
    if monotonic() - record.info.get(_LAST_USED, monotonic()) > IDLE_SECONDS:
        try:
            connection.ping()
        except (DBAPIError, connection.dbapi.Error, OSError) as fault:
            raise DisconnectionError from fault


def _ways(*, write: bool) -> dict[str, str]:
    """How PostgreSQL goes about our questions, which are many and small.

    Compiling one takes longer than answering it; and a plan for any value, which it takes to after five times, reads a
    whole table where the value is a rare one.
    """
    return {"jit": "off"} if write else {"jit": "off", "plan_cache_mode": "force_custom_plan"}


def _sqlite_rules(*, write: bool, busy_seconds: float) -> Callable[[Any, object], None]:
    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # sqlite3 would begin by itself, and too late to lock
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {int(busy_seconds * 1000)}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute(f"PRAGMA busy_timeout = {_POLL_MS}" if write else "PRAGMA query_only = ON")
        cursor.close()

    return on_connect


def _begin_writing(busy_seconds: float) -> Callable[[Connection], None]:
    """Take the lock at once: a transaction that reads first and writes later fails without waiting for it.

    The waiting is ours and not SQLite's, which cannot be cancelled: neither a request nor a shutdown hangs for 10 s.
    """

    def on_begin(connection: Connection) -> None:
        deadline = monotonic() + busy_seconds
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            except OperationalError as fault:
                if "locked" not in str(fault.orig) or monotonic() >= deadline:
                    raise
            else:
                return
            await_only(asyncio.sleep(_POLL_MS / 1000))

    return on_begin


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


@contextmanager
def storage_faults() -> Generator[None]:
    """Turn a database that is locked, gone or silent into StorageError; what a caller did wrong stays what it is."""
    try:
        yield
    except DBAPIError as fault:
        if _callers_fault(fault):
            raise
        raise StorageError(reason=type(fault).__name__) from fault
    except (NoFreeConnectionError, OSError) as fault:
        raise StorageError(reason=type(fault).__name__) from fault


def _callers_fault(fault: DBAPIError) -> bool:
    """True for a broken constraint, a value that does not fit, a wrong statement: trying again would not help."""
    if isinstance(fault, IntegrityError | DataError | ProgrammingError):
        return True
    state = str(getattr(fault.orig, "sqlstate", None) or "")  # asyncpg names most errors only by PostgreSQL's code
    refused_by_driver = isinstance(getattr(fault.orig, "__cause__", None), ValueError)
    return state.startswith(("22", "42")) or refused_by_driver


class Database:
    """An open database. No object of SQLAlchemy's may leave a store."""

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine) -> None:
        self._writer = writer
        self._reader = reader

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[AsyncSession]:
        """Write: commits at the end, rolls back on any error.

        Raises StorageError where the database is locked for 10 s, gone or silent; SQLAlchemy's IntegrityError where
        a constraint is broken.
        """
        with storage_faults():
            async with AsyncSession(self._writer, expire_on_commit=False) as session, session.begin():
                yield session

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[AsyncSession]:
        """Look: one unchanging picture; writing fails. Raises StorageError as transaction() does."""
        with storage_faults():
            async with AsyncSession(self._reader, expire_on_commit=False) as session, session.begin():
                yield session

    async def check(self) -> None:
        """Ask the database for a row within 2 s. Raises StorageError."""
        try:
            async with asyncio.timeout(CHECK_SECONDS), self.reading() as session:
                # not SELECT 1, which SQLite answers without a look at its file
                await session.execute(text("SELECT 1 FROM alembic_version"))
        except (TimeoutError, SQLAlchemyError) as fault:
            raise StorageError(reason=type(fault).__name__) from fault

    async def close(self) -> None:
        """Close every connection."""
        await self._writer.dispose()
        await self._reader.dispose()


def open_database(url: str, *, busy_seconds: float = BUSY_SECONDS) -> Database:
    """The database of this URL; connects at first use.

    busy_seconds: how long a writer waits for another. Raises SetupError for a URL that is none of ours.
    """
    parsed = parse_url(url)
    return Database(
        make_engine(parsed, write=True, busy_seconds=busy_seconds),
        make_engine(parsed, write=False, busy_seconds=busy_seconds),
    )
