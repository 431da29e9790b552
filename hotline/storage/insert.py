"""INSERT that leaves an existing row alone, takes its place, or adds to it, in the words of both databases.

Rule: a statement is made once and kept, for making it costs more than the database takes to run it.
"""

from __future__ import annotations

from functools import cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.storage.tables import Table


async def insert_missing(session: AsyncSession, table: type[Table], *rows: dict[str, Any]) -> None:
    """Insert rows, each unless one with its key, or any unique value of it, is there."""
    if rows:
        connection = await session.connection()
        await connection.execute(_missing(connection.dialect.name, table), list(rows))


async def write_rows(session: AsyncSession, table: type[Table], rows: list[dict[str, Any]]) -> None:
    """Insert whole rows, each in the place of one with its primary key."""
    if rows:
        connection = await session.connection()
        await connection.execute(_whole(connection.dialect.name, table), rows)


async def add_rows(session: AsyncSession, table: type[Table], rows: list[dict[str, Any]]) -> None:
    """Insert sums, each added to those of a row with its primary key; all that is no key is a number."""
    if rows:
        connection = await session.connection()
        await connection.execute(_added(connection.dialect.name, table), rows)


@cache
def _missing(dialect: str, table: type[Table]) -> sa.Executable:
    return cast("sa.Executable", _insert(dialect, table).on_conflict_do_nothing())


@cache
def _whole(dialect: str, table: type[Table]) -> sa.Executable:
    statement = _insert(dialect, table)
    keys, others = _columns(table)
    fresh = {column.name: statement.excluded[column.name] for column in others}
    return cast("sa.Executable", statement.on_conflict_do_update(index_elements=keys, set_=fresh))


@cache
def _added(dialect: str, table: type[Table]) -> sa.Executable:
    statement = _insert(dialect, table)
    keys, others = _columns(table)
    sums = {column.name: column + statement.excluded[column.name] for column in others}
    return cast("sa.Executable", statement.on_conflict_do_update(index_elements=keys, set_=sums))


def _columns(table: type[Table]) -> tuple[list[str], list[sa.Column[Any]]]:
    """The names of the primary key, and the other columns."""
    keys = [column.name for column in table.__table__.primary_key]
    return keys, [column for column in cast("sa.Table", table.__table__).columns if column.name not in keys]


def _insert(dialect: str, table: type[Table]) -> Any:
    """The two dialects' statements have the same methods and no common type."""
    insert = insert_sqlite if dialect == "sqlite" else insert_postgresql
    return insert(cast("sa.Table", table.__table__))
