"""The table that a person reads, and the JSON that a machine keeps: STATE/bench/NAME.json, one for each bench."""

from __future__ import annotations

import json
import math
import os
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.figures import Figure, Outcome

_WORDS = {True: "[green]reached[/]", False: "[bold red]NOT REACHED[/]", None: ""}


def show(outcome: Outcome, console: Console) -> None:
    """Print one bench's table."""
    table = Table(title=f"{outcome.name}: {outcome.title}", title_justify="left", title_style="bold")
    table.add_column("figure", no_wrap=True)
    for column in ("measured", outcome.beside, "to reach"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for figure in outcome.figures:
        reference = "" if figure.reference is None else _number(figure.reference, figure.unit)
        table.add_row(figure.what, _number(figure.value, figure.unit), reference, figure.target, _WORDS[figure.reached])
    console.print(table)
    for note in outcome.notes:
        console.print(f"  {note}", markup=False, highlight=False)
    console.print()


def write(outcome: Outcome, folder: Path, *, rounds: int, machine: str) -> Path:
    """Write one bench's JSON whole or not at all; where it is."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = {
        "name": outcome.name,
        "title": outcome.title,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine,
        "cores": os.cpu_count(),
        "rounds": rounds,
        "reached": outcome.reached,
        "beside": outcome.beside,
        "figures": [_plain(figure) for figure in outcome.figures],
        "notes": list(outcome.notes),
        "by_round": list(outcome.rounds),
    }
    path = folder / f"{outcome.name}.json"
    unfinished = folder / f".{outcome.name}.json"
    unfinished.write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")
    unfinished.replace(path)
    return path


def _plain(figure: Figure) -> dict[str, object]:
    values = asdict(figure)
    for name in ("value", "reference"):
        if isinstance(values[name], float) and not math.isfinite(values[name]):
            values[name] = None  # JSON knows no infinity
    return values


def _number(value: float, unit: str) -> str:
    if not math.isfinite(value):
        return "none"
    return f"{value:.2%}" if unit == "%" else f"{value:,.4g} {unit}".rstrip()
