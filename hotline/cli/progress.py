"""Steps with their names and times on the terminal: what is done now, and how long it took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


@contextmanager
def step(what: str) -> Iterator[None]:
    """Name a step while it runs, and its seconds when it is done; a failed step says so and raises on."""
    tell(f"{what} ...")
    began = time.monotonic()
    try:
        yield
    except BaseException:
        tell(f"{what}: failed after {time.monotonic() - began:.1f} s")
        raise
    seconds = time.monotonic() - began
    if seconds >= 0.5:
        tell(f"{what}: done in {seconds:.1f} s")


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on the error stream; it is told how many of how many are done."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def tell(line: str) -> None:
    """A line of its own, whatever else is told at the same time."""
    print(f"  {line}\n", end="", flush=True)  # in one piece
