"""The knowledge base opened for one command."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hotline.bus import Bus
from hotline.kb.forms.service import Forms
from hotline.kb.load import load_outline
from hotline.kb.service import KnowledgeService
from hotline.settings import Settings
from hotline.storage.engine import open_database
from hotline.storage.migrate import migrate


@asynccontextmanager
async def open_knowledge(settings: Settings) -> AsyncIterator[KnowledgeService]:
    """The knowledge base of these settings, with the city pack read into it.

    Raises SetupError for a database that cannot be used, CityPackError for a faulty pack.
    """
    async with open_books(settings) as (service, _):
        yield service


@asynccontextmanager
async def open_books(settings: Settings) -> AsyncIterator[tuple[KnowledgeService, Forms]]:
    """As open_knowledge, and the forms."""
    settings.state_dir.mkdir(parents=True, exist_ok=True)
    outline = load_outline(settings.kb_dir)
    await migrate(settings.database)
    database = open_database(settings.database)
    try:
        service = KnowledgeService(database, Bus(), outline)
        await service.sync_pack(settings.kb_dir)
        forms = Forms(database, settings.forms_dir)
        await forms.sync_pack(settings.kb_dir)
        yield service, forms
    finally:
        await database.close()
