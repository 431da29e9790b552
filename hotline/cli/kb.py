"""`hotline kb`: the city pack seen by the clerk who edits it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hotline.kb.load import load_city
from hotline.kb.model import City
from hotline.settings import read_settings

app = typer.Typer(help="The city pack: departments, procedures, categories.", no_args_is_help=True)


@app.callback()
def kb() -> None:
    """Keep `check` a word of its own, also while it is the only one."""


def summary(city: City) -> str:
    """What the pack holds, in one line."""
    covered = len({procedure.department for procedure in city.procedures})
    second = sum(len(top.children) for top in city.categories)
    return (
        f"{city.name}资料包检查通过：部门{len(city.departments)}个；办事指南{len(city.procedures)}项，涉及{covered}个部门；"
        f"工单类别{len(city.categories)}大类{second}小类；区县{len(city.districts)}个。"
    )


@app.command()
def check(
    folder: Annotated[Path | None, typer.Argument(help="The pack's folder; left out, the one in the settings.")] = None,
) -> None:
    """Check the city pack: every fault by file, line and field."""
    typer.echo(summary(load_city(folder or read_settings().kb_dir)))
