"""`hotline ivr`: the voice menus as a picture, and what an editor needs to write them."""

from __future__ import annotations

from typing import Annotated

import typer

from hotline.errors import InputError
from hotline.ivr.draw import Format
from hotline.ivr.draw import draw as drawn
from hotline.ivr.load import load_scripts
from hotline.ivr.schema import schema_text
from hotline.settings import read_settings

app = typer.Typer(help="The voice menus: a picture, a schema.", no_args_is_help=True)


@app.command()
def draw(
    line: Annotated[str | None, typer.Argument(help="The number dialled; left out, all of them.")] = None,
    form: Annotated[Format, typer.Option("--format", help="mermaid or dot (Graphviz).")] = "mermaid",
) -> None:
    """Print the menu tree."""
    settings = read_settings()
    scripts = load_scripts(settings.ivr_dir, recorded=settings.recorded_dir)
    if line is not None and line not in scripts:
        raise InputError(f"There is no line {line}; lines: {', '.join(scripts)}.")
    for name in [line] if line else scripts:
        typer.echo(drawn(scripts[name], form), nl=False)


@app.command()
def schema() -> None:
    """Print the JSON Schema of the script language (docs/ivr.schema.json)."""
    typer.echo(schema_text(), nl=False)
