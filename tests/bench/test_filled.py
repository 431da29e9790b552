"""The books that benches are measured on can be filled as the tables are today."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from hotline.storage.migrate import migrate
from tests.adapters.storage import sqlite_url
from tests.bench.tickets_filled import fill_sqlite

if TYPE_CHECKING:
    from pathlib import Path

COUNT = 200


async def test_a_filled_city_has_every_ticket_and_all_its_indexes(tmp_path: Path) -> None:
    """Tickets are written past the service into every column; indexes and triggers stand again afterwards."""
    await migrate(sqlite_url(tmp_path))
    with closing(sqlite3.connect(tmp_path / "hotline.db")) as books:
        before = _beside(books)
    fill_sqlite(tmp_path / "hotline.db", COUNT)
    with closing(sqlite3.connect(tmp_path / "hotline.db")) as books:
        assert books.execute("SELECT count(*) FROM tickets").fetchone() == (COUNT,)
        assert _beside(books) == before


def _beside(books: sqlite3.Connection) -> set[str]:
    return {name for (name,) in books.execute("SELECT name FROM sqlite_master WHERE type IN ('index', 'trigger')")}
