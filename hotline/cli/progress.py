"""Steps with their names and times on the terminal: what is done now, and how long it took."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(what: str) -> Iterator[None]:
    """Name a step while it runs, and its seconds when it is done; a failed step says so and raises on."""
    _say(f"{what} ...")
    began = time.monotonic()
    try:
        yield
    except BaseException:
        _say(f"{what}: failed after {time.monotonic() - began:.1f} s")
        raise
    seconds = time.monotonic() - began
    if seconds >= 0.5:
        _say(f"{what}: done in {seconds:.1f} s")


def _say(line: str) -> None:
    print(f"  {line}\n", end="", flush=True)  # in one piece: several steps may run at once
