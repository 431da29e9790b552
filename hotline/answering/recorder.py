"""Events of a call, taken at once and told later, in order: a slow database never holds a caller up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from hotline.events import Event

log = structlog.get_logger(__name__)


class Recorder:
    """A bounded line of events. When it is full the newest is dropped, counted and logged."""

    def __init__(self, publish: Callable[[Event], Awaitable[None]], *, limit: int = 1000) -> None:
        self._publish = publish
        self._events: asyncio.Queue[Event] = asyncio.Queue(limit)
        self.dropped = 0

    def record(self, event: Event) -> None:
        """Take an event; returns at once and never raises."""
        try:
            self._events.put_nowait(event)
        except asyncio.QueueFull:
            self.dropped += 1
            log.warning("step_dropped", fact=type(event).__name__, dropped=self.dropped)

    async def run(self) -> None:
        """Tell the events, one after the other, until cancelled. The owner of the process owns this task."""
        while True:
            event = await self._events.get()
            try:
                await self._publish(event)
            except Exception:  # the next one may pass
                log.exception("step_not_told", fact=type(event).__name__)
            finally:
                self._events.task_done()

    async def settle(self) -> None:
        """Wait until everything taken so far has been told."""
        await self._events.join()
