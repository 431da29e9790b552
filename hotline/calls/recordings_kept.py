"""Letting go of the recordings of calls when they are old enough, with what was drawn of them.

Rule: a recording over which somebody still judges stays until that is over; messages that callers left are no calls.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from glob import escape
from pathlib import Path

import structlog

from hotline.errors import HotlineError

LOOK_SECONDS = 6 * 3600.0  # between two rounds, each of which looks at every file
TOGETHER = 500  # calls that are asked about at once
SIDES = ("-citizen", "-agent")
Needed = Callable[[Collection[str]], Awaitable[Collection[str]]]
"""Of these calls those whose recording must stay yet."""
log = structlog.get_logger(__name__)


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


async def none_needed(call_ids: Collection[str]) -> Collection[str]:
    """Where nobody inspects."""
    del call_ids
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingsKept:
    """How long recordings are kept. drawings: the folder of their waveforms; needed: the calls that must stay yet."""

    folder: Path
    drawings: Path
    kept: timedelta
    needed: Needed = none_needed
    now: Callable[[], datetime] = utc_now

    async def run(self) -> None:
        """Make a round now and then until cancelled. The owner of the process owns this task."""
        while True:
            try:
                await self.round()
            except (HotlineError, OSError) as fault:
                log.warning("letting_go_waits", rows="recordings", why=str(fault))
            except Exception:  # the files are there still, and the next round may pass
                log.exception("letting_go_failed", rows="recordings")
            await asyncio.sleep(LOOK_SECONDS)

    async def round(self) -> int:
        """Let go of all that is older; of how many calls. Raises StorageError, OSError."""
        before = (self.now() - self.kept).timestamp()
        old, gone = await asyncio.to_thread(self._old, before), 0
        for at in range(0, len(old), TOGETHER):
            part = old[at : at + TOGETHER]
            needed = set(await self.needed(part))
            done = [call_id for call_id in part if call_id not in needed]
            await asyncio.to_thread(self._forget, done)
            gone += len(done)
        if gone:
            log.info("let_go", rows="recordings", count=gone)
        return gone

    def _old(self, before: float) -> list[str]:
        """The calls all of whose files were written for the last time before then."""
        newest: dict[str, float] = {}
        for file in self.folder.glob("*.wav"):
            call_id = _call_of(file)
            newest[call_id] = max(newest.get(call_id, 0.0), file.stat().st_mtime)
        return sorted(call_id for call_id, at in newest.items() if at < before)

    def _forget(self, call_ids: Collection[str]) -> None:
        for call_id in call_ids:
            for side in ("", *SIDES):
                (self.folder / f"{call_id}{side}.wav").unlink(missing_ok=True)
            for drawn in self.drawings.glob(f"{escape(call_id)}-*.json"):
                drawn.unlink(missing_ok=True)


def _call_of(file: Path) -> str:
    return next((file.stem.removesuffix(side) for side in SIDES if file.stem.endswith(side)), file.stem)
