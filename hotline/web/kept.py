"""A value that is read anew every so often, by whoever looks at it; whoever looks gets what is at hand and never waits.

Rule: one reading at a time, and not more often than said, whoever asks and whatever fails.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

import structlog

from hotline.errors import HotlineError

T = TypeVar("T")
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read(Generic[T]):
    """What was read, and when (aware)."""

    value: T
    at: datetime


class Kept(Generic[T]):
    """The value. name: for the log; read: reads it, or raises HotlineError, and what was read before stays."""

    def __init__(
        self, name: str, read: Callable[[], Awaitable[T]], *, every: timedelta, now: Callable[[], datetime]
    ) -> None:
        self._name, self._read, self._every, self._now = name, read, every, now
        self._kept: Read[T] | None = None
        self._tried: datetime | None = None
        self._under_way: asyncio.Task[None] | None = None

    def look(self) -> Read[T] | None:
        """What was read last, None before anything was; what is too old is read anew meanwhile."""
        now = self._now()
        if self._under_way is None and (self._tried is None or now - self._tried >= self._every):
            self._tried = now
            self._under_way = asyncio.create_task(self._renew(), name=self._name)
            self._under_way.add_done_callback(self._ended)
        return self._kept

    async def settle(self) -> None:
        """Wait for the reading that is under way, if there is one."""
        if self._under_way is not None:
            await asyncio.wait({self._under_way})

    async def close(self) -> None:
        """End it."""
        if self._under_way is not None:
            self._under_way.cancel()
            await self.settle()

    async def _renew(self) -> None:
        at = self._now()
        try:
            self._kept = Read(value=await self._read(), at=at)
        except HotlineError as fault:
            log.warning("not_read_anew", what=self._name, why=fault.message)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way = None
        if not task.cancelled() and task.exception() is not None:
            log.error("not_read_anew", what=self._name, exc_info=task.exception())
