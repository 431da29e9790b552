"""Events on their way into the history of calls: taken at once, written later, in order, lost by no lock.

Rule: an event leaves the line only when it is written, so run() may be cancelled and started again. What comes within
half a second is written together: a busy hour costs no more transactions than a quiet one.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from itertools import islice
from typing import Protocol

import structlog

from hotline.errors import StorageError
from hotline.events import Event

LIMIT = 10_000  # events waiting; about an hour of a busy city
TOGETHER = 500  # events in one transaction, at most
GATHER = 0.5  # seconds that the first of them waits for others: two transactions a second at most
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0  # seconds between tries
log = structlog.get_logger(__name__)


class Hear(Protocol):
    """CallStore.hear: keeps events, all or none."""

    def __call__(self, *events: Event) -> Awaitable[None]:
        """Raises StorageError where they can be heard again later."""


def in_turn(*hears: Hear) -> Hear:
    """Stores that hear the same events, one after the other; some are heard twice where a later store could not."""

    async def hear(*events: Event) -> None:
        for one in hears:
            await one(*events)

    return hear


class CallWriter:
    """A bounded line of events before the store. When it is full the newest is dropped, counted and logged."""

    def __init__(
        self,
        store_hear: Hear,
        *,
        limit: int = LIMIT,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._hear = store_hear
        self._limit = limit
        self._pause = pause
        self._line: deque[Event] = deque()
        self._filled = asyncio.Event()
        self._turn = asyncio.Lock()
        self.dropped = 0

    def put(self, event: Event) -> None:
        """Take an event; returns at once and never raises."""
        if len(self._line) >= self._limit:
            self.dropped += 1
            log.error("call_event_dropped", fact=type(event).__name__, dropped=self.dropped)
            return
        self._line.append(event)
        self._filled.set()

    async def run(self) -> None:
        """Write the events, in order, until cancelled. The owner of the process owns this task."""
        while True:
            await self._drain()
            self._filled.clear()
            await self._filled.wait()
            await asyncio.sleep(GATHER)

    async def settle(self) -> None:
        """Wait until everything taken is written, by run() or, where it has ended, here. The caller sets the limit."""
        await self._drain()

    async def _drain(self) -> None:
        async with self._turn:
            while self._line:
                batch = list(islice(self._line, TOGETHER))
                await self._write(batch)
                for _ in batch:
                    self._line.popleft()

    async def _write(self, batch: list[Event]) -> None:
        """Until it is written; an event that can never be written is logged, so that it does not stop the rest."""
        pause = FIRST_PAUSE
        while True:
            try:
                await self._hear(*batch)
            except StorageError as fault:
                log.warning("call_events_wait", waiting=len(self._line), why=fault.message)
                await self._pause(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            except Exception:
                if len(batch) == 1:
                    log.exception("call_event_not_written", fact=type(batch[0]).__name__)
                    return
                for event in batch:  # one of them cannot be written: the others can
                    await self._write([event])
                return
            else:
                return
