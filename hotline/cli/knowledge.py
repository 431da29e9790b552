"""The knowledge base opened for one command."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from hotline.bus import Bus
from hotline.kb.forms.service import Forms
from hotline.kb.load import load_outline
from hotline.kb.model import Outline
from hotline.kb.service import KnowledgeService
from hotline.settings import Settings
from hotline.storage.engine import Database, open_database
from hotline.storage.joined import one_transaction
from hotline.storage.migrate import migrate
from hotline.tickets.templates.service import Templates


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """All that a city pack is read into."""

    database: Database
    knowledge: KnowledgeService
    forms: Forms
    templates: Templates


def books_of(database: Database, outline: Outline, forms_dir: Path) -> Books:
    """Over this database."""
    knowledge = KnowledgeService(database, Bus(), outline)
    return Books(
        database=database, knowledge=knowledge, forms=Forms(database, forms_dir), templates=Templates(database)
    )


@asynccontextmanager
async def in_one(books: Books, forms_dir: Path) -> AsyncIterator[Books]:
    """The same books, all writing in one transaction: at the end of the block it is all kept, on any error nothing."""
    async with one_transaction(books.database) as joined:
        yield books_of(joined, books.knowledge.outline, forms_dir)


async def read_pack_into(books: Books, kb_dir: Path) -> None:
    """What the pack says otherwise than when it was last read. Raises CityPackError, StorageError."""
    await books.knowledge.sync_pack(kb_dir)
    await books.forms.sync_pack(kb_dir)
    await books.templates.sync_pack(kb_dir)


@asynccontextmanager
async def open_knowledge(settings: Settings) -> AsyncIterator[KnowledgeService]:
    """The knowledge base of these settings, with the city pack read into it.

    Raises SetupError for a database that cannot be used, CityPackError for a faulty pack.
    """
    outline = load_outline(settings.kb_dir)
    async with open_empty(settings, outline) as books:
        await books.knowledge.sync_pack(settings.kb_dir)
        await books.forms.sync_pack(settings.kb_dir)
        yield books.knowledge


@asynccontextmanager
async def open_books(settings: Settings) -> AsyncIterator[Books]:
    """As open_knowledge, with the forms and the texts of supervisors."""
    async with open_empty(settings, load_outline(settings.kb_dir)) as books:
        await read_pack_into(books, settings.kb_dir)
        yield books


@asynccontextmanager
async def open_empty(settings: Settings, outline: Outline) -> AsyncIterator[Books]:
    """The books as they are, without a look at the city pack. Raises SetupError."""
    settings.state_dir.mkdir(parents=True, exist_ok=True)
    await migrate(settings.database)
    database = open_database(settings.database)
    try:
        yield books_of(database, outline, settings.forms_dir)
    finally:
        await database.close()
