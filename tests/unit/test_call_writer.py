"""No event of a call is lost on its way into the database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from hotline.calls.writer import LONGEST_PAUSE, TOGETHER, CallWriter
from hotline.errors import StorageError
from hotline.events import CallEnded, Event

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def ended(call_id: str) -> CallEnded:
    """Any event."""
    return CallEnded(at=START, call_id=call_id, cause=16)


class LockedStore:
    """A store that is locked for the first so many tries, and cannot write one call at all."""

    def __init__(self, *, locked: int = 0, poison: str = "") -> None:
        self.locked = locked
        self.poison = poison
        self.written: list[Event] = []
        self.together: list[int] = []
        self.pauses: list[float] = []

    async def hear(self, *events: Event) -> None:
        """As CallStore.hear."""
        if self.locked:
            self.locked -= 1
            raise StorageError
        if any(isinstance(event, CallEnded) and event.call_id == self.poison for event in events):
            raise ValueError(self.poison)
        self.written.extend(events)
        self.together.append(len(events))

    async def pause(self, seconds: float) -> None:
        """As asyncio.sleep, at once."""
        self.pauses.append(seconds)
        await asyncio.sleep(0)


@asynccontextmanager
async def running(writer: CallWriter) -> AsyncGenerator[None]:
    """The writer's task, ended at the end."""
    task = asyncio.create_task(writer.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


async def test_what_is_put_is_written_in_order() -> None:
    """Also what is put after the line was empty."""
    store = LockedStore()
    writer = CallWriter(store.hear)
    async with running(writer):
        for name in "abc":
            writer.put(ended(name))
        await writer.settle()
        writer.put(ended("d"))
        await writer.settle()
    assert store.written == [ended(name) for name in "abcd"]


async def test_a_locked_database_is_tried_again_ever_more_slowly() -> None:
    """The pauses double from 0.1 s to at most 2 s, and then everything is written in order."""
    store = LockedStore(locked=7)
    writer = CallWriter(store.hear, pause=store.pause)
    writer.put(ended("a"))
    writer.put(ended("b"))
    async with running(writer):
        await writer.settle()
    assert store.written == [ended("a"), ended("b")]
    assert store.pauses == [0.1, 0.2, 0.4, 0.8, 1.6, LONGEST_PAUSE, LONGEST_PAUSE]


async def test_an_event_that_cannot_be_written_does_not_stop_the_others() -> None:
    """It is logged and left out."""
    store = LockedStore(poison="b")
    writer = CallWriter(store.hear)
    for name in "abc":
        writer.put(ended(name))
    async with running(writer):
        await writer.settle()
    assert store.written == [ended("a"), ended("c")]


async def test_a_full_line_drops_the_newest_and_counts_it() -> None:
    """What came first stays."""
    store = LockedStore()
    writer = CallWriter(store.hear, limit=2)
    for name in "abc":
        writer.put(ended(name))
    assert writer.dropped == 1
    async with running(writer):
        await writer.settle()
    assert store.written == [ended("a"), ended("b")]


async def test_a_writer_that_is_started_again_goes_on_where_it_was() -> None:
    """An event whose writing was cut off is written by the next run."""
    store = LockedStore(locked=10_000)
    tried = asyncio.Event()

    async def pause(seconds: float) -> None:
        tried.set()
        await asyncio.Event().wait()

    writer = CallWriter(store.hear, pause=pause)
    writer.put(ended("a"))
    async with running(writer):
        await tried.wait()
    store.locked = 0
    async with running(writer):
        await writer.settle()
    assert store.written == [ended("a")]


async def test_what_is_left_at_the_end_is_written_when_settling() -> None:
    """Whether the run was cut off before or ends while somebody settles."""
    store = LockedStore(locked=3)
    writer = CallWriter(store.hear, pause=store.pause)
    for name in "abc":
        writer.put(ended(name))
    async with running(writer):
        settling = asyncio.create_task(writer.settle())
        await asyncio.sleep(0)
    await settling
    writer.put(ended("d"))
    await writer.settle()
    assert store.written == [ended(name) for name in "abcd"]


async def test_what_waits_is_written_together() -> None:
    """One transaction for many events, and a bound to it."""
    store = LockedStore()
    writer = CallWriter(store.hear)
    for number in range(TOGETHER + 1):
        writer.put(ended(str(number)))
    await writer.settle()
    assert store.together == [TOGETHER, 1]
