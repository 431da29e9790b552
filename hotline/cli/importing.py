"""What `hotline kb import` does: a table or a whole pack planned, shown, and carried out in one transaction.

Rule: all or nothing. What a pack says outside its tables is its city's own, and is told of and left alone; only where
the hotline has no pack at all is one put there whole.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typer

from hotline.cli.knowledge import Books, in_one, open_empty, read_pack_into
from hotline.cli.packs import other_rules, plan_forms
from hotline.cli.plans import plan_lines
from hotline.cli.progress import counting
from hotline.cli.texts import TextPlan, plan_texts
from hotline.errors import CityPackError, InputError
from hotline.kb.faults import Fault, Faults
from hotline.kb.forms.plan import FormPlan
from hotline.kb.hours.telling import hints
from hotline.kb.load import load_outline
from hotline.kb.plan import Plan
from hotline.kb.reading import read_rows
from hotline.kb.service import KnowledgeService
from hotline.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What an import would do to everything that a pack is read into."""

    entries: Plan
    forms: FormPlan
    texts: TextPlan

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return self.entries.is_empty and self.forms.is_empty and self.texts.is_empty

    def lines(self, *, verbose: bool) -> Iterator[str]:
        """For a clerk in a terminal."""
        yield from plan_lines(self.entries, verbose=verbose)
        yield from self.forms.lines()
        yield from self.texts.lines()


async def plan_import(books: Books, place: Path, *, replace: bool) -> Planned:
    """What importing a file or a pack's folder would do. Raises CityPackError with every fault of its tables."""
    return Planned(
        entries=await _plan_rows(books.knowledge, place, replace=replace),
        forms=await plan_forms(books.forms, place, replace=replace),
        texts=await plan_texts(books.templates, place, replace=replace),
    )


async def carry_out(books: Books, planned: Planned, settings: Settings, *, source: str, actor: str) -> None:
    """Do all that was planned, or nothing. Raises ConflictError where somebody published meanwhile, StorageError."""
    await books.forms.keep(planned.forms)  # before the lock, for it may take long
    async with in_one(books, settings.forms_dir) as joined:
        if not planned.entries.is_empty:
            with counting("导入") as progress:
                await joined.knowledge.carry_out(planned.entries, source=source, actor=actor, progress=progress)
        await joined.forms.carry_out(planned.forms, actor=actor)
        await joined.templates.take(planned.texts.taken, planned.texts.withdrawn, by=actor)


async def _plan_rows(service: KnowledgeService, path: Path, *, replace: bool) -> Plan:
    """Raises CityPackError with the faults of reading and of meaning together."""
    faults, notes = Faults(), list[Fault]()
    rows = await asyncio.to_thread(read_rows, path, faults, notes)
    for note in (*notes, *hints(rows)):
        typer.echo(f"提示：{note}", err=True)
    try:
        plan = await service.plan(rows, replace=replace)
    except CityPackError as fault:
        found = fault.details.get("faults")
        faults.found += [one for one in found if isinstance(one, Fault)] if isinstance(found, tuple) else []
        faults.raise_all()
        raise
    faults.raise_all()
    return plan


def tell_rules(place: Path, kb_dir: Path) -> None:
    """Say which files of a pack are not taken: nothing that somebody wrote may silently not apply."""
    if others := other_rules(place, kb_dir) if place.is_dir() else ():
        told = f"提示：{'、'.join(others)}和现在用的不一样。导入只更新资料、表格和督办模板；"
        typer.echo(f"{told}要用这几个文件，请复制到{kb_dir}，再重新启动热线。", err=True)


def has_no_pack(kb_dir: Path) -> bool:
    """Whether there is no folder for the city's pack, or nothing in it."""
    return not kb_dir.exists() or (kb_dir.is_dir() and not any(kb_dir.iterdir()))


async def settle_in(settings: Settings, place: Path) -> None:
    """Put a whole pack that was checked where the hotline has none, and read it: all of it, or nothing is changed.

    Raises InputError where it cannot be written, StorageError.
    """
    kb_dir = settings.kb_dir
    part = kb_dir.with_name(f".{kb_dir.name}.part")
    with _written(kb_dir):
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(place, part, ignore=shutil.ignore_patterns(".*"))
    is_put = False
    try:
        async with open_empty(settings, load_outline(part)) as books, in_one(books, settings.forms_dir) as joined:
            await read_pack_into(joined, part)
            with _written(kb_dir):
                os.replace(part, kb_dir)  # noqa: PTH105 it replaces an empty folder on every system
            is_put = True
    except BaseException:
        if is_put:  # the books could not keep it
            os.replace(kb_dir, part)  # noqa: PTH105
        raise
    finally:
        shutil.rmtree(part, ignore_errors=True)


@contextlib.contextmanager
def _written(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise InputError(f"{path}写不进去（{fault.strerror or fault}）。") from fault
