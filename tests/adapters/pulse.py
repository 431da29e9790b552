"""The pulse of the event loop: how late it ever was while something tried to stop it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

LATEST = 0.25  # seconds: a voice in a telephone may be that late before a caller says "hello?"


class Beat:
    """The loop's pulse: the longest time in which it did nothing else."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def run(self) -> None:
        """Beat until cancelled."""
        clock = asyncio.get_running_loop().time
        while True:
            before = clock()
            await asyncio.sleep(0.01)
            self.longest = max(self.longest, clock() - before - 0.01)


@asynccontextmanager
async def watched() -> AsyncIterator[Beat]:
    """The loop's pulse meanwhile."""
    beat = Beat()
    running = asyncio.create_task(beat.run())
    try:
        yield beat
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
