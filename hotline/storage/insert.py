"""INSERT that leaves an existing row alone, in the words of both databases."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.storage.tables import Table


async def insert_missing(session: AsyncSession, table: type[Table], **row: Any) -> None:
    """Insert a row unless one with its key, or any unique value of it, is there."""
    if session.get_bind().dialect.name == "sqlite":
        await session.execute(insert_sqlite(table).values(**row).on_conflict_do_nothing())
    else:
        await session.execute(insert_postgresql(table).values(**row).on_conflict_do_nothing())
