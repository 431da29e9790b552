"""How often callers chose each title, so that what is wanted most is spoken ahead first.

The rule: only titles that are published are counted and kept; what a caller said in words of his own never is.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import structlog

from hotline.events import Event, MenuStepTaken

EVERY = 300.0  # seconds between two times that the counts are kept
log = structlog.get_logger(__name__)


class Asked:
    """Counts in a file; one that cannot be read counts from nothing. now: seconds, for the pause between writings."""

    def __init__(self, file: Path, *, now: Callable[[], float] = time.monotonic) -> None:
        self._file, self._now = file, now
        self._known: frozenset[str] = frozenset()
        self._counts = _read(file)
        self._kept = now()

    def __call__(self, title: str) -> int:
        """How often this title was chosen."""
        return self._counts[title]

    def follow(self, titles: Iterable[str]) -> None:
        """These are published now."""
        self._known = frozenset(titles)

    async def hear(self, event: Event) -> None:
        """A caller chose something."""
        if not isinstance(event, MenuStepTaken) or event.heard not in self._known:
            return
        self._counts[event.heard] += 1
        if self._now() - self._kept >= EVERY:
            self._kept = self._now()
            counts = {title: count for title, count in self._counts.items() if title in self._known}
            await asyncio.to_thread(_write, self._file, counts)


def _read(file: Path) -> Counter[str]:
    try:
        found = json.loads(file.read_text("utf-8"))
        return Counter({str(title): int(count) for title, count in found.items()})
    except (OSError, ValueError, AttributeError, TypeError):
        return Counter()


def _write(file: Path, counts: dict[str, int]) -> None:
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(json.dumps(counts, ensure_ascii=False), "utf-8")
        unfinished.replace(file)
    except OSError as fault:  # only the order of what is made ahead rests on it
        log.warning("asked_not_kept", why=str(fault))
