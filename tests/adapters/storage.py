"""A fresh database for a test: a SQLite file, or the PostgreSQL that TEST_DATABASE_URL names (it is emptied)."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from hotline.storage.engine import Database, make_engine, open_database, parse_url
from hotline.storage.migrate import migrate

POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "")
START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """What time it is."""
        return self.now

    def pass_by(self, **time: float) -> None:
        """As timedelta's arguments."""
        self.now += timedelta(**time)


async def fresh_url(folder: Path) -> str:
    """The URL of an empty database."""
    if not POSTGRESQL:
        return f"sqlite+aiosqlite:///{folder / 'hotline.db'}"
    engine = make_engine(parse_url(POSTGRESQL), write=True)
    async with engine.begin() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
    await engine.dispose()
    return POSTGRESQL


@asynccontextmanager
async def fresh_database(folder: Path) -> AsyncGenerator[Database]:
    """An open database with empty tables."""
    url = await fresh_url(folder)
    await migrate(url)
    database = open_database(url)
    try:
        yield database
    finally:
        await database.close()
