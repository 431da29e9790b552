"""Rows of several tables put in at one go: a round trip costs more than the rows do.

Rule: the statements are made once and kept, as in insert.py, and whole rows come in: what a row leaves out is its
column's default or NULL.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncGenerator, Callable, Generator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeAlias, cast

import aiosqlite
import asyncpg
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.sql.compiler import SQLCompiler

from hotline.storage.tables import Table

_Binds: TypeAlias = tuple[tuple[str, Callable[[Any], Any] | None], ...]
Insert: TypeAlias = Any
"""The two dialects' insert statements have the same methods and no common type."""
_GATHERED, _CONNECTION = "gathered", "connection"  # in a session's own notes
_SQLITE: Dialect = SQLiteDialect_aiosqlite()
_POSTGRESQL: Dialect = PGDialect_asyncpg()  # type: ignore[no-untyped-call]


def fails(statement: Insert) -> Insert:
    """A row that is there already breaks the whole with IntegrityError."""
    return statement


def leaves(statement: Insert) -> Insert:
    """A row that is there already stays as it is."""
    return statement.on_conflict_do_nothing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """Rows for one table. twice: what becomes of a row that is there already, a function of a module."""

    table: type[Table]
    rows: Sequence[dict[str, Any]]
    twice: Callable[[Insert], Insert] = fails


async def insert_together(session: AsyncSession, *puts: Put) -> None:
    """Put all of them in, in this order. Raises IntegrityError where a constraint is broken, or a row is there."""
    wanted = tuple(put for put in puts if put.rows)
    gathered = session.info.get(_GATHERED)
    if gathered is not None:
        gathered.extend(wanted)
    elif wanted:
        connection = await _connection(session)
        await (_one_by_one if _is_sqlite(connection) else _at_once)(connection, wanted)


@asynccontextmanager
async def gathered(session: AsyncSession) -> AsyncGenerator[None]:
    """What is put in within the block goes in at its end, all at one go. Raises IntegrityError then."""
    puts: list[Put] = []
    session.info[_GATHERED] = puts
    try:
        yield
    finally:
        del session.info[_GATHERED]
    await insert_together(session, *puts)


async def changed_value(session: AsyncSession, statement: sa.Executable, given: Mapping[str, str | int]) -> Any:
    """The first value that a statement gives back, None where it changes nothing. statement: kept by its caller."""
    connection = await _connection(session)
    is_sqlite = _is_sqlite(connection)
    words, binds = _compiled(statement, _SQLITE if is_sqlite else _POSTGRESQL)
    values = [given.get(name, own) for name, own in binds]
    if not is_sqlite:
        return (await connection.exec_driver_sql(words, tuple(values))).scalar()
    driver: aiosqlite.Connection = _driver(connection)
    with _driver_faults(words):
        rows = list(await driver.execute_fetchall(words, values))
    return rows[0][0] if rows else None


def _is_sqlite(connection: AsyncConnection) -> bool:
    return connection.dialect.name == "sqlite"


async def _connection(session: AsyncSession) -> AsyncConnection:
    """The session's, asked for once: a session is one transaction."""
    known: AsyncConnection | None = session.info.get(_CONNECTION)
    if known is None:
        known = session.info[_CONNECTION] = await session.connection()
    return known


def _driver(connection: AsyncConnection) -> Any:
    """Past SQLAlchemy's cursors, which cost a short statement as much as the database does.

    On SQLite each of them goes to the database's thread and back three times.
    """
    return cast("sa.Connection", connection.sync_connection).connection.driver_connection


@contextmanager
def _driver_faults(words: str) -> Generator[None]:
    """As SQLAlchemy would tell them."""
    try:
        yield
    except (sqlite3.IntegrityError, asyncpg.IntegrityConstraintViolationError) as fault:
        raise IntegrityError(words, None, fault) from fault
    except (sqlite3.Error, asyncpg.PostgresError, asyncpg.InterfaceError) as fault:
        raise OperationalError(words, None, fault) from fault


async def _one_by_one(connection: AsyncConnection, puts: tuple[Put, ...]) -> None:
    driver: aiosqlite.Connection = _driver(connection)
    for put in puts:
        blank = _blank(put.table)
        words, binds = _sqlite(put.table, put.twice)
        rows = [_bound(blank | row, binds) for row in put.rows]
        with _driver_faults(words):
            await driver.executemany(words, rows)


def _bound(row: Mapping[str, Any], binds: _Binds) -> list[Any]:
    return [row[name] if bind is None else bind(row[name]) for name, bind in binds]


async def _at_once(connection: AsyncConnection, puts: tuple[Put, ...]) -> None:
    words = _postgresql(tuple((put.table, put.twice) for put in puts))
    given = tuple(_ENCODER.encode([_blank(put.table) | row for row in put.rows]) for put in puts)
    driver: asyncpg.Connection = _driver(connection)
    if not driver.is_in_transaction():  # SQLAlchemy begins with its own first statement
        await connection.exec_driver_sql(words, given)
        return
    with _driver_faults(words):
        await driver.execute(words, *given)


def _iso(value: object) -> str:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.isoformat()
    raise ValueError(f"{type(value).__name__} cannot be stored: a time needs its zone")


_ENCODER = json.JSONEncoder(default=_iso, ensure_ascii=False)  # once: json.dumps makes one for each row that has a time


@cache
def _blank(table: type[Table]) -> dict[str, Any]:
    """The columns that are put in, with what stands where a row leaves one out: all but a number the database gives."""
    number = _table(table).autoincrement_column
    blank: dict[str, Any] = {}
    for column in _table(table).columns:
        default = column.default
        if column is not number:
            blank[column.name] = cast("sa.ColumnDefault", default).arg if default and default.is_scalar else None
    return blank


def _table(table: type[Table]) -> sa.Table:
    return cast("sa.Table", table.__table__)


@cache
def _sqlite(table: type[Table], twice: Callable[[Insert], Insert]) -> tuple[str, _Binds]:
    """The statement, and the names of what goes in, in its order, each with what it goes through."""
    statement = twice(insert_sqlite(_table(table)))
    compiled = statement.compile(dialect=_SQLITE, column_keys=list(_blank(table)))
    types = ((name, _table(table).columns[name].type) for name in compiled.positiontup)
    return str(compiled), tuple((name, of.dialect_impl(_SQLITE).bind_processor(_SQLITE)) for name, of in types)


@cache
def _compiled(statement: sa.Executable, dialect: Dialect) -> tuple[str, tuple[tuple[str, Any], ...]]:
    """A statement of plain values; in its order the names of what goes in, each with the statement's own value."""
    compiled = cast("SQLCompiler", cast("sa.ClauseElement", statement).compile(dialect=dialect))
    return str(compiled), tuple((name, compiled.params[name]) for name in compiled.positiontup or ())


@cache
def _postgresql(puts: tuple[tuple[type[Table], Callable[[Insert], Insert]], ...]) -> str:
    """One statement with a part for each table, whose rows come as one JSON text."""
    parts = []
    for place, (table, twice) in enumerate(puts):
        names = tuple(_blank(table))
        rows = sa.func.json_populate_recordset(
            sa.literal_column(f"NULL::{_table(table).name}"), sa.bindparam(f"rows{place}", type_=sa.JSON)
        ).table_valued(*(sa.column(name) for name in names))
        statement = twice(insert_postgresql(_table(table)).from_select(list(names), sa.select(*rows.c)))
        parts.append(statement.cte(f"put{place}"))
    return str(sa.select(sa.literal_column("1")).add_cte(*parts).compile(dialect=_POSTGRESQL))
