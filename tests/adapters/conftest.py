"""What several of these tests share: a real Asterisk, the demo city read into a database once, and web sides."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from hotline.accounts.service import AccountService
from hotline.bus import Bus
from hotline.kb.library import Library
from hotline.kb.load import load_outline
from hotline.kb.service import KnowledgeService
from hotline.settings import ROOT, Settings
from hotline.storage.engine import open_database
from hotline.storage.migrate import migrate
from hotline.tickets.routing.lines import DispatchLines
from hotline.wiring.routing_pack import load_routing_pack, routing_city
from tests.adapters.postgresql import PostgreSQL
from tests.adapters.real_asterisk import RealAsterisk
from tests.adapters.storage import Clock, Place
from tests.adapters.ticket_screens import Screens
from tests.adapters.web_hotline import Desk, Shelf, WebHotline, web_hotline
from tests.fakes.tickets import MONDAY
from tests.unit.test_kb_faults import CATEGORIES, CITY, DEPARTMENTS, PROCEDURES, TABLE


@pytest_asyncio.fixture(scope="session")
async def postgresql() -> AsyncIterator[PostgreSQL]:
    """A server for all tests; each test has a database of its own in it."""
    server = PostgreSQL()
    try:
        await server.start()
        yield server
    finally:
        await server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where a database is, once of each kind."""
    if request.param == "sqlite":
        return tmp_path
    server: PostgreSQL = request.getfixturevalue("postgresql")
    return server


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
    city = routing_city(lambda: library.city)
    await DispatchLines(database, lambda: city().known).sync_pack(load_routing_pack(ROOT / "kb").lines)
    await database.close()
    with contextlib.closing(sqlite3.connect(file)) as books:
        books.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Shelf(file=file, library=library, revision=revision)


@pytest_asyncio.fixture
async def web(tmp_path: Path, shelf: Shelf) -> AsyncIterator[WebHotline]:
    """A web side of its own for each test, over the demo city."""
    (tmp_path / "ui" / "assets").mkdir(parents=True)
    (tmp_path / "ui" / "index.html").write_text("<title>12345</title>")
    (tmp_path / "ui" / "assets" / "a.js").write_text("1")
    async with web_hotline(Settings(state_dir=tmp_path, ui_dir=tmp_path / "ui"), shelf) as running:
        yield running


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """An editor's desk at a web side over a small pack."""
    pack = tmp_path / "kb"
    (pack / "procedures").mkdir(parents=True)
    for name, text in (("city.yaml", CITY), ("categories.yaml", CATEGORIES), ("departments.csv", DEPARTMENTS)):
        (pack / name).write_text(text, encoding="utf-8")
    (pack / TABLE).write_text(PROCEDURES, encoding="utf-8")
    async with web_hotline(Settings(state_dir=tmp_path, ui_dir=tmp_path / "ui", kb_dir=pack)) as running:
        yield Desk(running)


@pytest_asyncio.fixture(scope="module")
async def asterisk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RealAsterisk]:
    """A running Asterisk with our configuration, and no controller."""
    running = await RealAsterisk(tmp_path_factory.mktemp("asterisk")).start()
    yield running
    await running.stop()


@pytest_asyncio.fixture
async def screens(tmp_path: Path, shelf: Shelf) -> AsyncIterator[Screens]:
    """A web side over the demo city on a Monday at ten."""
    clock = Clock(MONDAY)
    async with web_hotline(Settings(state_dir=tmp_path, ui_dir=tmp_path / "ui"), shelf, clock=clock) as running:
        yield Screens(running, clock)
