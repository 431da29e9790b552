"""`hotline numbers`: citizens' numbers that were kept before the city's area code was told.

Rule: a number is printed whole, for whoever runs the hotline finds the citizen's card by it; it is logged nowhere.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from hotline.settings import Settings, read_settings
from hotline.storage.citizens import live_in
from hotline.storage.engine import open_database
from hotline.storage.migrate import migrate
from hotline.storage.renumbering import Renumbered, numbers_to_change, renumber

app = typer.Typer(help="Citizens' numbers, as they are kept.", no_args_is_help=True)


@app.callback()
def numbers() -> None:
    """Citizens' numbers, as they are kept."""


@app.command()
def normalise(
    *, dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would change.")] = False
) -> None:
    """Bring numbers into the form that they have now, with HOTLINE_AREA_CODE; what both forms know is only listed."""
    settings = read_settings()
    found = asyncio.run(_normalised(settings, dry_run=dry_run))
    for line in _told(found, dry_run=dry_run):
        typer.echo(line)
    if not settings.area_code:
        typer.echo("没有设置HOTLINE_AREA_CODE，本地固定电话没有加区号。")


async def _normalised(settings: Settings, *, dry_run: bool) -> Sequence[Renumbered]:
    await migrate(settings.database)
    live_in(settings.area_code)
    database = open_database(settings.database)
    try:
        found = await numbers_to_change(database)
        return found if dry_run else [await renumber(database, one.old) for one in found]
    finally:
        await database.close()


def _told(found: Sequence[Renumbered], *, dry_run: bool) -> Iterator[str]:
    for one in found:
        why = f"　没有合并：{one.why}" if one.why else ""
        yield f"{one.old} → {one.new}　来电{one.calls}次，工单{one.tickets}张{why}"
    stay = sum(bool(one.why) for one in found)
    done = "可以统一" if dry_run else "已统一"
    yield f"{done}{len(found) - stay}个号码" + (f"，{stay}个没有合并，请看两张市民卡后再试。" if stay else "。")
