"""Recordings of calls without a transcript, heard one by one, the newest first, while nobody needs the machine.

Rule: it gives way to everything: a call that is shed in the middle is heard again later from its beginning, and what is
heard is kept whole or not at all. No call waits for it.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog

from hotline.answering.one_recording import Bar, Hearer, Recordings, check_sound
from hotline.calls.afterwards import Origin, Unwritten
from hotline.calls.transcripts import Transcripts
from hotline.errors import EarBusyError, EarError, HotlineError

LOOK_SECONDS = 30.0  # between two looks for calls
QUIET_SECONDS = 5.0  # between two looks whether the machine is quiet
MOST_TRIES = 3
MOST_LOAD = 0.7  # of each processor: others compute, and it is not quiet
log = structlog.get_logger(__name__)


class Quietness(Protocol):
    """Who knows whether anybody is listened to now: the pool of the ear."""

    @property
    def is_quiet(self) -> bool:
        """Whether a recording may be heard."""


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


def calm_machine() -> bool:
    """Whether the processors have had little to do in the last minute."""
    return os.getloadavg()[0] < MOST_LOAD * (os.cpu_count() or 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class One:
    """Hears one call and keeps what was said."""

    store: Unwritten
    transcripts: Transcripts
    recordings: Recordings
    hearer: Hearer

    async def hear(self, call_id: str, done: Bar = lambda _seconds: None) -> Origin:
        """How its transcript came about. Raises EarError where it was not heard, StorageError, OSError."""
        known = await self.store.origin(call_id)
        if known is not None:
            return known
        call = await self.store.call(call_id)
        if call is None:
            return Origin.NONE
        files = await asyncio.to_thread(self.recordings.sides, call_id)
        if not files:
            await self.store.settle(call_id, Origin.UNHEARD)
            return Origin.UNHEARD
        for file in files.values():
            await asyncio.to_thread(check_sound, file)
        said = await self.hearer.hear(call, files, await self.transcripts.of(call_id), done)
        await self.store.settle(call_id, Origin.AFTER, said, began=call.answered)
        log.info("heard_afterwards", call_id=call_id, utterances=len(said))
        return Origin.AFTER


@dataclass(slots=True, kw_only=True)
class Afterwards:
    """The task. days: how far back; hears: whether there is a model, now; waits: between two looks.

    calm: whether the processors are free; hearing is itself a load, so it is asked between two calls only.
    """

    one: One
    days: int
    hears: Callable[[], bool]
    now: Callable[[], datetime] = utc_now
    calm: Callable[[], bool] = calm_machine
    waits: Callable[[], Awaitable[None]] = field(default=lambda: asyncio.sleep(LOOK_SECONDS))
    current: str = ""
    _tries: Counter[str] = field(default_factory=Counter)

    async def run(self) -> None:
        """Hear what waits, until cancelled. The owner of the process owns this task."""
        while True:
            try:
                await self.round()
            except HotlineError as fault:
                log.warning("hearing_afterwards_waits", why=fault.message)
            except Exception:  # the calls are there still, and the next round may pass
                log.exception("hearing_afterwards_failed")
            await self.waits()

    async def round(self) -> int:
        """All that waits, as long as there is room; how many were settled. Raises StorageError."""
        settled, later = 0, set[str]()
        while self.hears() and self.calm():
            await self.one.hearer.quiet()
            found = await self.one.store.next(self._since(), but=later)
            if not found:
                break
            (call_id,) = found
            try:
                is_settled = await self._tried(call_id)
            except EarBusyError as fault:
                log.info("heard_later", call_id=call_id, why=fault.message)
                break
            settled += is_settled
            later |= set() if is_settled else {call_id}
        return settled

    async def origin(self, call_id: str) -> Origin:
        """How a call's transcript came about, or will. Raises StorageError."""
        if call_id == self.current:
            return Origin.HEARING
        known = await self.one.store.origin(call_id)
        if known is not None:
            return known
        return Origin.WAITING if await self.one.store.waits(call_id, self._since()) else Origin.NONE

    async def waiting(self) -> int:
        """How many calls wait. Raises StorageError."""
        return await self.one.store.count(self._since())

    async def _tried(self, call_id: str) -> bool:
        """Whether it is settled. Raises EarBusyError where somebody else needs the room."""
        self.current = call_id
        try:
            await self.one.hear(call_id)
        except EarBusyError:
            raise
        except (EarError, OSError) as fault:
            self._tries[call_id] += 1
            log.warning("not_heard_afterwards", call_id=call_id, tries=self._tries[call_id], why=str(fault))
            if self._tries[call_id] < MOST_TRIES:
                return False
            await self.one.store.settle(call_id, Origin.FAILED)
        finally:
            self.current = ""
        self._tries.pop(call_id, None)
        return True

    def _since(self) -> datetime:
        return self.now() - timedelta(days=self.days)


def when_quiet(
    ear: Quietness, look: Callable[[], Awaitable[None]] = lambda: asyncio.sleep(QUIET_SECONDS)
) -> Callable[[], Awaitable[None]]:
    """Waits until nobody, or hardly anybody, is listened to: also in the middle of a recording."""

    async def quiet() -> None:
        while not ear.is_quiet:
            await look()

    return quiet
