"""`hotline reports`: figures as a file, and months closed.

Rule: nothing is reckoned here; what is written is what the screen shows.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from hotline.cli.knowledge import open_knowledge
from hotline.cli.progress import counting
from hotline.cli.report_mails import mail_lines
from hotline.errors import HotlineError, InputError
from hotline.kb.upkeep import Upkeep
from hotline.reports.catalogue import CATALOGUE, faults_of
from hotline.reports.hot.sheet import sheet_of
from hotline.reports.period import CITY_TIME, Period, period_of
from hotline.reports.period import faults_of as period_faults
from hotline.reports.service import Reports
from hotline.reports.writers import WRITERS
from hotline.reports.writers.hot_writers import HOT_WRITERS
from hotline.reports.writers.writer import Told, unheard
from hotline.settings import Settings, read_settings
from hotline.storage.engine import Database, open_database
from hotline.storage.migrate import migrate
from hotline.wiring.report_side import hot_side, mail_side, names_of, report_side

HOT_SECONDS = 600.0  # for 60,000 messages on a slow machine
_ACTOR = "命令行"
_WRITE = "write"


class _ByName(TyperGroup):
    """Whatever is no other command is a report's name: `hotline reports tickets --from ...`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command of these words, in the types of whichever click typer brings along."""
        named = bool(args) and args[0] not in self.commands and not args[0].startswith("-")
        return super().resolve_command(ctx, [_WRITE, *args] if named else args)


app = typer.Typer(
    cls=_ByName,
    help="Reports: `hotline reports NAME --from 2026-10-01 --to 2026-10-31 --format csv`.",
    no_args_is_help=True,
)


@app.command(_WRITE, hidden=True)
def write_command(
    name: Annotated[str, typer.Argument(help="As `hotline reports list` tells them.")],
    *,
    first: Annotated[str, typer.Option("--from", help="The first day, as 2026-10-01.")] = "",
    last: Annotated[str, typer.Option("--to", help="The last day, which counts too.")] = "",
    form: Annotated[str, typer.Option("--format", help=f"One of {', '.join(WRITERS)}.")] = "json",
    output: Annotated[Path | None, typer.Option(help="A file; left out: the standard output.")] = None,
) -> None:
    """Write a report of a period; of a closed month, as it was closed."""
    _refuse(faults_of(name, first, last) | _form_faults(form, output))
    _put(asyncio.run(_written(read_settings(), name, first, last, form)), output)


def _form_faults(form: str, output: Path | None) -> dict[str, str]:
    """What is wrong with a format, by option."""
    if form not in WRITERS:
        return {"format": f"没有“{form[:20]}”这种格式，可以写{'、'.join(WRITERS)}"}
    if WRITERS[form].binary and output is None and sys.stdout.isatty():
        return {"output": f"{form}不能显示在终端上，请用--output写明文件名"}
    why = WRITERS[form].lacks()
    return {"format": why} if why else {}


def _refuse(faults: dict[str, str]) -> None:
    if faults:
        raise InputError("\n".join(faults.values()), fields=faults)


def _put(content: bytes, output: Path | None) -> None:
    """Into the file, or to the standard output."""
    if output is None:
        typer.echo(content, nl=False)
        return
    try:
        output.write_bytes(content)
    except OSError as fault:
        raise InputError(f"{output}写不进去（{fault.strerror or fault}）。") from fault
    typer.echo(f"已写入{output}。")


async def _written(settings: Settings, name: str, first: str, last: str, form: str) -> bytes:
    async with _opened(settings) as reports:
        with _bar(f"{CATALOGUE[name].title} {form}") as told:
            report = await reports.report(CATALOGUE[name], period_of(first, last), patient=True)
            return WRITERS[form].write(report, told)


def _bar(what: str) -> AbstractContextManager[Told]:
    """Shows how far it is where somebody looks."""
    return counting(what) if sys.stderr.isatty() else nullcontext(unheard)


@app.command("hot")
def hot_command(
    *,
    first: Annotated[str, typer.Option("--from", help="The first day, as 2026-10-01.")] = "",
    last: Annotated[str, typer.Option("--to", help="The last day, which counts too.")] = "",
    form: Annotated[str, typer.Option("--format", help=f"One of {', '.join(WRITERS)}.")] = "json",
    output: Annotated[Path | None, typer.Option(help="A file; left out: the standard output.")] = None,
) -> None:
    """Write the hot issues of a period: what many citizens tell of, and what to be warned of."""
    _refuse(period_faults(first, last) | _form_faults(form, output))
    _put(asyncio.run(_hot(read_settings(), period_of(first, last), form)), output)


async def _hot(settings: Settings, period: Period, form: str) -> bytes:
    async with open_knowledge(settings) as knowledge, _database(settings) as database:
        names, hot = names_of(await knowledge.city()), hot_side(settings, database)
        try:
            made = await hot.report(period.first, period.last, wait=HOT_SECONDS)
        finally:
            await hot.close()
    if made is None:
        raise HotlineError(f"{HOT_SECONDS:.0f}秒内没有算完，请缩短时段。")
    return HOT_WRITERS[form](sheet_of(made.report, made.at, names))


@app.command("list")
def list_command() -> None:
    """Tell which reports there are, and which months are closed."""
    for kind in CATALOGUE.values():
        typer.echo(f"{kind.name}  {kind.title}：{kind.about}")
    for line in asyncio.run(_closed(read_settings())):
        typer.echo(line)


async def _closed(settings: Settings) -> list[str]:
    """A line a closing: every report of a month is closed together."""
    async with _opened(settings) as reports:
        closings = {(one.closing.month, one.closing.correction): one.closing for one in await reports.closed()}
    return [
        f"{one.month}  {f'第{one.correction}次更正：{one.reason}' if one.correction else '已结账'}，"
        f"{one.at.astimezone(CITY_TIME):%Y-%m-%d %H:%M}，{one.by}"
        for one in closings.values()
    ]


@app.command("close")
def close_command(
    month: Annotated[str, typer.Argument(help="A month that is over, as 2026-10.")],
    *,
    correct: Annotated[str, typer.Option(help="Why a closed month is closed again with other figures.")] = "",
) -> None:
    """Close a month: its reports never change any more, but for a correction that says why."""
    asyncio.run(_close(read_settings(), month, correct))
    typer.echo(f"{month}的{len(CATALOGUE)}个报表已{'更正' if correct else '结账'}。")


async def _close(settings: Settings, month: str, correct: str) -> None:
    async with _opened(settings) as reports:
        await reports.close(month, by=_ACTOR, correction=correct)


@app.command("mail")
def mail_command(
    *,
    now: Annotated[int, typer.Option("--now", min=0, help="Send this subscription at once; left out: list all.")] = 0,
) -> None:
    """List who gets which report by mail and how the last ones went, or send one at once."""
    for line in asyncio.run(_mail(read_settings(), now)):
        typer.echo(line)


async def _mail(settings: Settings, number: int) -> list[str]:
    async with open_knowledge(settings) as knowledge, _database(settings) as database:
        city, hot = await knowledge.city(), hot_side(settings, database)
        reports = report_side(database, lambda: city, Upkeep(database), kb_dir=settings.kb_dir, hot=hot)
        try:
            return await mail_lines(mail_side(settings, database, reports), number)
        finally:
            await hot.close()


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Reports]:
    """The reports over the database of these settings."""
    async with open_knowledge(settings) as knowledge, _database(settings) as database:
        city, hot = await knowledge.city(), hot_side(settings, database)
        try:
            yield report_side(database, lambda: city, Upkeep(database), kb_dir=settings.kb_dir, hot=hot)
        finally:
            await hot.close()


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[Database]:
    """The database of these settings, with its tables."""
    settings.state_dir.mkdir(parents=True, exist_ok=True)
    await migrate(settings.database)
    database = open_database(settings.database)
    try:
        yield database
    finally:
        await database.close()
