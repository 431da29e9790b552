"""The texts that supervisors choose from, in a pack's folder: written out with it, and taken from it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from hotline.settings import Settings
from hotline.storage.engine import open_database
from hotline.tickets.templates.model import Template, TemplateState
from hotline.tickets.templates.pack import FILE, dump_templates, load_templates
from hotline.tickets.templates.service import Templates


@asynccontextmanager
async def _open_templates(settings: Settings) -> AsyncIterator[Templates]:
    """Over a database that open_books has brought up to date. Raises CityPackError."""
    database = open_database(settings.database)
    try:
        templates = Templates(database)
        await templates.sync_pack(settings.kb_dir)
        yield templates
    finally:
        await database.close()


async def export_texts(settings: Settings, folder: Path) -> int:
    """Write those in force into a pack's folder; how many. Raises OSError, StorageError."""
    async with _open_templates(settings) as templates:
        found = [one.template for one in await templates.listed() if one.state is TemplateState.CURRENT]
    if found:
        await asyncio.to_thread((folder / FILE).write_text, dump_templates(found), encoding="utf-8")
    return len(found)


async def plan_texts(settings: Settings, place: Path) -> tuple[Template, ...]:
    """Those of a pack's folder that say something new; none where it has no such file. Raises CityPackError."""
    if not (place / FILE).is_file():
        return ()
    written = await asyncio.to_thread(load_templates, place)
    async with _open_templates(settings) as templates:
        return await templates.news_in(written)


async def take_texts(settings: Settings, texts: tuple[Template, ...], *, actor: str) -> None:
    """Do what was planned."""
    if texts:
        async with _open_templates(settings) as templates:
            await templates.take(texts, by=actor)


def text_lines(texts: tuple[Template, ...]) -> list[str]:
    """What taking them would do, for whoever imports."""
    return [f"督办模板{len(texts)}条：{'、'.join(one.title for one in texts)}"] if texts else []
