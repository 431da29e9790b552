"""A fresh database for a test: a SQLite file, or one of a real PostgreSQL that the tests have started."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hotline.storage.engine import Database, open_database
from hotline.storage.migrate import migrate
from tests.adapters.postgresql import PostgreSQL

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
Place = Path | PostgreSQL
"""Where a test's database is: a folder for SQLite's file, or a running server (the fixture `place` gives each)."""

on_sqlite = pytest.mark.parametrize("place", ["sqlite"], indirect=True)
"""For a test about SQLite's file or lock, whose folder is tmp_path."""
on_postgresql = pytest.mark.parametrize("place", ["postgresql"], indirect=True)


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


@asynccontextmanager
async def fresh_url(place: Place) -> AsyncGenerator[str]:
    """The URL of an empty database, which is gone afterwards."""
    if isinstance(place, PostgreSQL):
        async with place.database(with_tables=False) as url:
            yield url
    else:
        yield sqlite_url(place)


@asynccontextmanager
async def fresh_tables(place: Place) -> AsyncGenerator[str]:
    """The URL of a database with empty tables, which is gone afterwards."""
    if isinstance(place, PostgreSQL):
        async with place.database(with_tables=True) as url:
            yield url
    else:
        await migrate(sqlite_url(place))
        yield sqlite_url(place)


@asynccontextmanager
async def fresh_database(place: Place) -> AsyncGenerator[Database]:
    """An open database with empty tables."""
    async with fresh_tables(place) as url:
        database = open_database(url)
        try:
            yield database
        finally:
            await database.close()


def sqlite_url(folder: Path) -> str:
    """The URL of this folder's file."""
    return f"sqlite+aiosqlite:///{folder / 'hotline.db'}"
