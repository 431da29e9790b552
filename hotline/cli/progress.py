"""Steps with their names and times on the terminal: what is done now, and how long it took."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(what: str) -> Iterator[None]:
    """Name a step while it runs, and its seconds when it is done; a failed step says so and raises on."""
    print(f"  {what} ...", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        print(f"  {what}: failed after {time.monotonic() - began:.1f} s", flush=True)
        raise
    seconds = time.monotonic() - began
    if seconds >= 0.5:
        print(f"  {what}: done in {seconds:.1f} s", flush=True)
