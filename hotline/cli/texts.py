"""The texts that supervisors choose from, in a pack's folder: written out with it, and taken from it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPlan:
    """Texts that say something new, and those that may be chosen no more."""

    taken: tuple[Template, ...] = ()
    withdrawn: tuple[Template, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.taken or self.withdrawn)

    def lines(self) -> list[str]:
        """For whoever imports."""
        told = (("", self.taken), ("撤下", self.withdrawn))
        return [f"{word}督办模板{len(some)}条：{'、'.join(one.title for one in some)}" for word, some in told if some]


async def plan_texts(templates: Templates, place: Path, *, replace: bool) -> TextPlan:
    """What a pack's folder would change; nothing where it has no such file. Raises CityPackError."""
    if not (place / FILE).is_file():
        return TextPlan()
    written = await asyncio.to_thread(load_templates, place)
    gone = await templates.left_by(written) if replace and written else ()
    return TextPlan(taken=await templates.news_in(written), withdrawn=gone)
