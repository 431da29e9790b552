"""`hotline kb`: the city's knowledge seen by the clerk who edits it: check, import, export, search, generate."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from hotline.cli.asking import answer_lines, as_json, as_text
from hotline.cli.check import check_pack
from hotline.cli.importing import carry_out, has_no_pack, plan_import, settle_in, tell_rules
from hotline.cli.knowledge import open_books, open_knowledge
from hotline.cli.packs import as_folder, copy_forms, copy_rules, is_pack, is_zip
from hotline.cli.texts import export_texts
from hotline.errors import InputError
from hotline.kb import generate as generator
from hotline.kb.archive import pack
from hotline.kb.city import City, city_of
from hotline.kb.faults import Fault, Faults
from hotline.kb.forms.folder import read_forms
from hotline.kb.forms.gaps import form_gaps
from hotline.kb.gaps import gaps
from hotline.kb.hours.telling import hints
from hotline.kb.load import load_pack, read_pack
from hotline.kb.model import Department, Entry
from hotline.kb.reading import read_rows
from hotline.kb.records import entries_of
from hotline.kb.search.search import Search
from hotline.kb.stale import CITY_TIME
from hotline.kb.writing import write_entries
from hotline.settings import Settings, read_settings

app = typer.Typer(help="The city's knowledge: departments, procedures, questions, bulletins.", no_args_is_help=True)
_ACTOR = "命令行"


def summary(city: City) -> str:
    """What the pack holds, in one line."""
    covered = len({procedure.department for procedure in city.procedures})
    second = sum(len(top.children) for top in city.outline.categories)
    return (
        f"{city.name}资料包检查通过：部门{len(city.departments)}个；办事指南{len(city.procedures)}项，涉及{covered}个部门；"
        f"问答{len(city.questions)}条；公告{len(city.bulletins)}条；说法{len(city.synonyms)}条；"
        f"工单类别{len(city.outline.categories)}大类{second}小类；区县{len(city.outline.districts)}个。"
    )


@app.command()
def check(
    path: Annotated[
        Path | None, typer.Argument(help="A pack's folder or .zip, or a table; left out, the folder in the settings.")
    ] = None,
) -> None:
    """Check a city pack or a table: every fault by file, line and column; without one, what could be better."""
    settings = read_settings()
    with as_folder(path or settings.kb_dir) as place:
        city, lines = _checked(place, settings)
    typer.echo(summary(city))
    for line in (*lines, *gaps(city, datetime.now(UTC).astimezone(CITY_TIME).date())):
        typer.echo(f"提示：{line}")


def _checked(place: Path, settings: Settings) -> tuple[City, list[str]]:
    """What a folder or a table holds, and what is worth a word of its form. Raises CityPackError."""
    faults, notes = Faults(), list[Fault]()
    if place.is_dir():
        city = check_pack(settings, place)
        of_forms = form_gaps(city, [form.file for form in read_forms(place, faults)])
        return city, [*hints(read_pack(place, faults)), *of_forms]
    outline, known = load_pack(settings.kb_dir)
    rows = read_rows(place, faults, notes)
    entries = entries_of(rows, outline, known, faults)
    faults.raise_all()
    return city_of(outline, entries), [*map(str, notes), *hints(rows)]


@app.command("import")
def import_command(
    path: Annotated[
        Path, typer.Argument(help="A .xlsx workbook, a .csv table, a .json document, a pack's folder or .zip.")
    ],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Withdraw what is not in it, of the kinds that it has.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show every change in full.")] = False,
) -> None:
    """Publish what a table says: all of it, or with a fault nothing."""
    asyncio.run(_import(read_settings(), path, dry_run=dry_run, replace=replace, verbose=verbose))


async def _import(settings: Settings, path: Path, *, dry_run: bool, replace: bool, verbose: bool) -> None:
    with as_folder(path) as place:
        if has_no_pack(settings.kb_dir) and is_pack(place):
            await _settle_in(settings, place, dry_run=dry_run)
            return
        async with open_books(settings) as books:
            planned = await plan_import(books, place, replace=replace)
            tell_rules(place, settings.kb_dir)
            if dry_run:
                typer.echo("只是试算，什么也没有改。如果导入：")
            for line in planned.lines(verbose=verbose):
                typer.echo(line)
            if dry_run:
                return
            if planned.is_empty:
                typer.echo("和现有资料一样，不用导入。")
                return
            await carry_out(books, planned, settings, source=path.name, actor=_ACTOR)
            typer.echo(f"已导入并发布，资料的修订号是{await books.knowledge.revision()}。")


async def _settle_in(settings: Settings, place: Path, *, dry_run: bool) -> None:
    """A whole pack where there is none."""
    city = check_pack(settings, place)
    if dry_run:
        typer.echo(f"只是试算，什么也没有改。如果导入，整个资料包会放到{settings.kb_dir}：")
    else:
        await settle_in(settings, place)
    typer.echo(summary(city))
    if not dry_run:
        typer.echo(f"整个资料包已放到{settings.kb_dir}，并已发布。")


@app.command()
def export(
    path: Annotated[
        Path, typer.Argument(help="A .xlsx, a .json, or a pack with its forms: .zip, or (no dot) a folder.")
    ],
    *,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a file that is there.")] = False,
) -> None:
    """Write everything that is published; importing it again changes nothing."""
    settings = read_settings()
    _may_write(path, overwrite=overwrite)
    typer.echo(f"已写入{path}：{asyncio.run(_export(path, settings))}。")


async def _export(path: Path, settings: Settings) -> str:
    """Write it; how much was written."""
    async with open_books(settings) as books:
        entries = (await books.knowledge.city()).everything()
        with tempfile.TemporaryDirectory() as temporary:
            place = Path(temporary) / "kb" if is_zip(path) else path
            _write(place, entries, settings)
            try:
                copied = await copy_forms(books.forms, place) if not place.suffix else 0
                if not place.suffix:
                    await export_texts(books.templates, place)
                if is_zip(path):
                    pack(place, path)
            except OSError as fault:
                raise InputError(f"{path}写不进去（{fault.strerror or fault}）。") from fault
    return f"{len(entries)}条" + (f"，表格{copied}份" if copied else "")


async def _published(settings: Settings) -> City:
    async with open_knowledge(settings) as service:
        return await service.city()


def _may_write(path: Path, *, overwrite: bool) -> None:
    if path.is_file() and not overwrite:
        raise InputError(f"{path}已经有了。换一个名字，或者加上--overwrite覆盖它。")


def _write(path: Path, entries: Iterable[Entry], settings: Settings, known: tuple[Department, ...] = ()) -> None:
    try:
        write_entries(path, entries, known=known)
        if path.is_dir():
            copy_rules(settings.kb_dir, path)
    except OSError as fault:
        raise InputError(f"{path}写不进去（{fault.strerror or fault}）。") from fault


@app.command()
def search(
    question: Annotated[str, typer.Argument(help="What a citizen asks.")] = "",
    *,
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many results at most.")] = 5,
    as_list: Annotated[bool, typer.Option("--json", help="A JSON list.")] = False,
    stdin: Annotated[bool, typer.Option("--stdin", help="One question a line from the standard input.")] = False,
) -> None:
    """Ask the knowledge base."""
    if not question and not stdin:
        raise InputError('请写上问题，例如：hotline kb search "身份证丢了"')
    ready = Search.of(asyncio.run(_published(read_settings())))
    if stdin:
        answer_lines(ready, sys.stdin.buffer, sys.stdout.buffer, limit=limit, json_wanted=as_list)
        return
    answer = ready.ask(question, limit=limit)
    typer.echo(as_json(answer) if as_list else as_text(answer))


@app.command()
def generate(
    path: Annotated[Path, typer.Argument(help="Where to write it: .xlsx, .json, or (no dot) a pack's folder.")],
    *,
    times: Annotated[int, typer.Option(min=1, max=10, help="How many times Zhaoqing's size.")] = 1,
    seed: Annotated[int, typer.Option(help="The same seed makes the same city.")] = 1,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a file that is there.")] = False,
) -> None:
    """Make up what the city pack lacks of a large city, to measure with; every entry is marked as generated."""
    settings = read_settings()
    _may_write(path, overwrite=overwrite)
    outline, known = load_pack(settings.kb_dir)
    made = generator.generate(
        outline,
        seed,
        known=known,
        departments=generator.DEPARTMENTS * times,
        phones=generator.PHONES * times,
        procedures=generator.PROCEDURES * times,
    )
    offices = tuple(entry for entry in known if isinstance(entry, Department))
    _write(path, made, settings, offices)
    typer.echo(f"已写入{path}：{len(made)}条，来源都写着“{generator.SOURCE}”。")
