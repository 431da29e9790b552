"""What no menu and no entry refers to any more, thrown away when nobody has heard it for a month.

The rule: only what the cache made is touched, and never a recording: the name of a file tells which it is.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Collection
from pathlib import Path

import structlog

OLD = 30 * 86_400  # seconds since it was made or last heard
UNFINISHED_OLD = 86_400
EVERY = 86_400.0  # seconds between two times
_MADE = re.compile(r"[0-9a-f]{32}\.wav")
_UNFINISHED = re.compile(r"\.[0-9a-f]{32}\.wav\.\d+")
log = structlog.get_logger(__name__)


class Pruner:
    """Looks after the folder of prompts. recorded: the recordings' folder, which may lie inside it."""

    def __init__(self, folder: Path, recorded: Path, *, now: Callable[[], float] = time.time) -> None:
        self._folder, self._recorded, self._now = folder, recorded, now
        self._last = 0.0

    async def prune(self, wanted: Collection[str]) -> None:
        """Once a day. wanted: the names of the files that are referred to."""
        if self._now() - self._last < EVERY:
            return
        self._last = self._now()
        gone = await asyncio.to_thread(self._throw_away, wanted)
        if gone:
            log.info("prompts_thrown_away", files=gone)

    def _throw_away(self, wanted: Collection[str]) -> int:
        gone = 0
        for path in sorted(self._folder.glob("*/*")):
            if self._recorded in path.parents or path.name in wanted or not self._is_old(path):
                continue
            path.unlink(missing_ok=True)
            gone += 1
        return gone

    def _is_old(self, path: Path) -> bool:
        made, unfinished = _MADE.fullmatch(path.name), _UNFINISHED.fullmatch(path.name)
        if not made and not unfinished:
            return False
        try:
            age = self._now() - path.stat().st_mtime
        except OSError:
            return False
        return age > (OLD if made else UNFINISHED_OLD)
