"""INSERT that leaves an existing row alone, or puts itself in its place, in the words of both databases."""

from __future__ import annotations

from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.storage.tables import Table


async def insert_missing(session: AsyncSession, table: type[Table], *rows: dict[str, Any]) -> None:
    """Insert rows, each unless one with its key, or any unique value of it, is there."""
    if not rows:
        return
    await session.execute(_insert(session, table).on_conflict_do_nothing(), list(rows))


async def write_rows(session: AsyncSession, table: type[Table], rows: list[dict[str, Any]]) -> None:
    """Insert whole rows, each in the place of one with its primary key."""
    if not rows:
        return
    statement = _insert(session, table)
    keys = [column.name for column in table.__table__.primary_key]
    fresh = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    await session.execute(statement.on_conflict_do_update(index_elements=keys, set_=fresh), rows)


def _insert(session: AsyncSession, table: type[Table]) -> Any:
    """The two dialects' statements have the same methods and no common type."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    return (insert_sqlite if sqlite else insert_postgresql)(cast("sa.Table", table.__table__))
