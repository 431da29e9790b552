"""`hotline applications`: how far what was handed in to the departments is: tables in, one application shown."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from hotline.applications.demo import SOURCE, demo_reports
from hotline.applications.draft import Report
from hotline.applications.model import CITY_TIME, Application, StageEntry, masked
from hotline.applications.service import Applications, RowFault
from hotline.cli.application_table import APPLICATIONS, note, reports_of
from hotline.cli.knowledge import open_knowledge
from hotline.cli.progress import counting
from hotline.errors import InputError
from hotline.kb.city import City
from hotline.kb.faults import Fault, Faults
from hotline.kb.hours.opening import Works
from hotline.kb.reading import read_rows
from hotline.kb.rows import Row
from hotline.settings import Settings, read_settings
from hotline.storage.engine import Database, open_database
from hotline.tickets.clock.calendar import works_by_notice
from hotline.tickets.policies import has_policies, load_policies

app = typer.Typer(help="The register of applications: how far each is.", no_args_is_help=True)
_ACTOR = "命令行"


@app.command("import")
def import_command(
    path: Annotated[Path, typer.Argument(help="A .xlsx workbook, a .csv table or a .json document.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what it would do.")] = False,
) -> None:
    """Take in what a table reports: all of it, or with a fault nothing; a known number is brought up to date."""
    asyncio.run(_import(read_settings(), path, dry_run=dry_run))


async def _import(settings: Settings, path: Path, *, dry_run: bool) -> None:
    faults, notes = Faults(), list[Fault]()
    rows = await asyncio.to_thread(read_rows, path, faults, notes, sheets=(APPLICATIONS,))
    for one in notes:
        typer.echo(f"提示：{one}", err=True)
    reports = reports_of(rows, faults)
    async with _opened(settings) as (register, _):
        await _look(register, reports, rows, faults)
        if faults.found:
            raise InputError(faults.told("办件表") + "\n一条也没有登记。")
        if dry_run:
            recorded = await register.record(reports, source=path.name, actor=_ACTOR, dry_run=True)
            typer.echo(f"只是试算，什么也没有改。如果导入：\n{recorded.summary}")
            return
        with counting("登记") as progress:
            recorded = await register.record(reports, source=path.name, actor=_ACTOR, progress=progress)
    typer.echo(f"已登记：{recorded.summary}。")


async def _look(register: Applications, reports: Sequence[Report], rows: Sequence[Row], faults: Faults) -> None:
    """Note what is wrong with the reports: a clerk hears of it together with what could not be read."""
    try:
        await register.record(reports, source="", actor=_ACTOR, dry_run=True)
    except InputError as fault:
        found = fault.details["faults"]
        note([one for one in found if isinstance(one, RowFault)] if isinstance(found, tuple) else [], rows, faults)


@app.command()
def show(number: Annotated[str, typer.Argument(help="The application's number.")]) -> None:
    """Tell how far an application is, and what a caller hears of it; who applied is masked."""
    asyncio.run(_show(read_settings(), number))


async def _show(settings: Settings, number: str) -> None:
    async with _opened(settings) as (register, city):
        found, history = await register.get(number), await register.history(number)
        spoken = await register.progress(number)
    for line in (*_lines(found, history, city), f"来电人听到：{spoken}"):
        typer.echo(line)


def _lines(one: Application, history: Sequence[StageEntry], city: City) -> Iterator[str]:
    procedure, department = city.procedure(one.procedure), city.department(one.department)
    yield f"办件编号：{one.number}"
    yield f"事项：{one.procedure} {procedure.name if procedure else '（已撤下）'}"
    yield f"承办单位：{one.department} {department.name if department else '（已撤下）'}"
    yield f"申请人：{masked(one.applicant)}  {masked(one.phone)}".rstrip()
    yield f"环节：{one.stage.label}，从{_time(one.since)}起"
    yield f"承诺办结日期：{one.due or '（没有）'}"
    yield f"更新：{_time(one.updated)}，来自{one.source}"
    for entry in history:
        yield f"  {_time(entry.at)}  {entry.stage.label}  {entry.result}".rstrip()


def _time(at: datetime) -> str:
    return f"{at.astimezone(CITY_TIME):%Y-%m-%d %H:%M}"


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[tuple[Applications, City]]:
    """The register and the city that it speaks of."""
    async with open_knowledge(settings) as knowledge:
        city, works = await knowledge.city(), await asyncio.to_thread(works_of, settings)
        database = open_database(settings.database)
        try:
            yield Applications(database, city=lambda: city, works=works), city
        finally:
            await database.close()


def works_of(settings: Settings) -> Works:
    """Whether offices work on a day, by the pack's calendar where it has one. Raises CityPackError."""
    return load_policies(settings.kb_dir).calendar.works if has_policies(settings.kb_dir) else works_by_notice


async def add_demo(database: Database, city: City, works: Works) -> None:
    """The demo city's applications, where the register is empty."""
    register = Applications(database, city=lambda: city, works=works)
    if await register.is_empty():
        await register.record(demo_reports(city, datetime.now(UTC)), source=SOURCE, actor=_ACTOR)
