"""The texts that supervisors choose from, in a pack's folder: written out with it, and taken from it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from hotline.tickets.templates.model import Template, TemplateState
from hotline.tickets.templates.pack import FILE, dump_templates, load_templates
from hotline.tickets.templates.service import Templates


async def export_texts(templates: Templates, folder: Path) -> int:
    """Write those in force into a pack's folder; how many. Raises OSError, StorageError."""
    found = [one.template for one in await templates.listed() if one.state is TemplateState.CURRENT]
    if found:
        await asyncio.to_thread((folder / FILE).write_text, dump_templates(found), encoding="utf-8")
    return len(found)


async def plan_texts(templates: Templates, place: Path) -> tuple[Template, ...]:
    """Those of a pack's folder that say something new; none where it has no such file. Raises CityPackError."""
    if not (place / FILE).is_file():
        return ()
    return await templates.news_in(await asyncio.to_thread(load_templates, place))


def text_lines(texts: tuple[Template, ...]) -> list[str]:
    """What taking them would do, for whoever imports."""
    return [f"督办模板{len(texts)}条：{'、'.join(one.title for one in texts)}"] if texts else []
