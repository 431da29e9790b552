"""`hotline routing feedback`: what the tickets teach, as a table for `hotline routing train`.

Rule: the file tells of citizens' matters: only its owner may read it, and a spreadsheet program must find no formula
in it.
"""

from __future__ import annotations

import asyncio
import csv
import os
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from hotline.errors import InputError
from hotline.settings import Settings, read_settings
from hotline.storage.engine import open_database
from hotline.storage.migrate import migrate
from hotline.tickets.routing.feedback import CORRECTED, FINISHED, Lesson, lessons

HEADINGS = ("title", "content", "label", "source")
_FORMULA = ("=", "+", "-", "@")


def feedback(
    out: Annotated[Path, typer.Argument(help="The CSV file to write: title,content,label,source.")],
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Also where there is such a file.")] = False,
) -> None:
    """Write what finished and corrected tickets teach, without citizens' names and numbers."""
    counted = asyncio.run(_write(read_settings(), out, replace=replace))
    typer.echo(f"{out.name}：办结的{counted[FINISHED]}行，退单或改派后更正的{counted[CORRECTED]}行。")
    if counted.total():
        typer.echo("用 hotline routing train 训练；标签是部门编号。")


async def _write(settings: Settings, out: Path, *, replace: bool) -> Counter[str]:
    """How many rows of each source. Raises InputError where the file cannot be written."""
    await migrate(settings.database)
    found = await _gather(settings)
    try:
        with open(out, "w" if replace else "x", encoding="utf-8-sig", newline="", opener=_private) as file:  # noqa: ASYNC230 a Path takes no opener; nothing else runs
            writer = csv.writer(file)
            writer.writerow(HEADINGS)
            writer.writerows((_cell(one.title), _cell(one.content), one.label, one.source) for one in found)
    except FileExistsError as fault:
        raise InputError(f"{out.name}已经有了；要换掉它请加--replace。") from fault
    except OSError as fault:
        raise InputError(f"{out.name}写不进去（{fault.strerror or fault}）。") from fault
    return Counter(one.source for one in found)


async def _gather(settings: Settings) -> list[Lesson]:
    database = open_database(settings.database)
    try:
        return [lesson async for lesson in lessons(database)]
    finally:
        await database.close()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _cell(text: str) -> str:
    return f" {text}" if text.startswith(_FORMULA) else text
