"""What several of these tests share: a real Asterisk, and the demo city read into a database once."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from hotline.accounts.service import AccountService
from hotline.bus import Bus
from hotline.kb.library import Library
from hotline.kb.load import load_outline
from hotline.kb.service import KnowledgeService
from hotline.settings import ROOT
from hotline.storage.engine import open_database
from hotline.storage.migrate import migrate
from tests.adapters.real_asterisk import RealAsterisk


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The demo city once read: a database that holds it, to be copied, and the library."""

    file: Path
    library: Library
    revision: int


@pytest_asyncio.fixture(scope="session")
async def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Read the demo city once for all tests."""
    file = tmp_path_factory.mktemp("shelf") / "hotline.db"
    url = f"sqlite+aiosqlite:///{file}"
    await migrate(url)
    database = open_database(url)
    knowledge = KnowledgeService(database, Bus(), load_outline(ROOT / "kb"))
    await knowledge.sync_pack(ROOT / "kb")
    library, revision = await Library.open(knowledge), await knowledge.revision()
    await AccountService(database).ensure_demo_accounts()
    await database.close()
    with contextlib.closing(sqlite3.connect(file)) as books:
        books.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Shelf(file=file, library=library, revision=revision)


@pytest_asyncio.fixture(scope="module")
async def asterisk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RealAsterisk]:
    """A running Asterisk with our configuration, and no controller."""
    running = await RealAsterisk(tmp_path_factory.mktemp("asterisk")).start()
    yield running
    await running.stop()
