"""The bus between processes, on a real Redis of the test's own."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import pytest
import pytest_asyncio
from redis.asyncio import Redis
from redis.exceptions import RedisError

from hotline.events import AgentStateChanged, CallArrived, CallQueued, Event, LinkChanged, Resynced
from hotline.redis_bus import CHANNEL, RedisBus, event_json, event_of

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
LINK = LinkChanged(at=NOW, fresh=True, why="")


class OwnRedis:
    """A Redis on a socket of its own, started and stopped by process id."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "redis.sock"
        self.url = f"unix://{self.socket}"
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it, and wait until it answers."""
        options = ["--port", "0", "--unixsocket", str(self.socket), "--save", "", "--dir", str(self.socket.parent)]
        quiet = asyncio.subprocess.DEVNULL
        self._process = await asyncio.create_subprocess_exec("redis-server", *options, stdout=quiet, stderr=quiet)
        async with asyncio.timeout(20), Redis(unix_socket_path=str(self.socket)) as redis:
            while True:
                with contextlib.suppress(RedisError, OSError):
                    await redis.ping()
                    return
                await asyncio.sleep(0.02)  # a process that starts gives no event

    async def stop(self) -> None:
        """End it."""
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()


@pytest_asyncio.fixture
async def redis(tmp_path: Path) -> AsyncIterator[OwnRedis]:
    """A running Redis."""
    own = OwnRedis(tmp_path)
    await own.start()
    yield own
    await own.stop()


class Ear:
    """A process with a bus; what it hears."""

    def __init__(self, url: str) -> None:
        self.bus = RedisBus(url)
        self.heard: asyncio.Queue[Event] = asyncio.Queue()
        self.bus.join(self.heard.put)

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self.bus.run())
        await self.connected()
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def connected(self) -> None:
        """Wait until it reaches Redis."""
        async with asyncio.timeout(20):
            await self.bus.connected.wait()

    async def next(self) -> Event:
        """The next event heard."""
        async with asyncio.timeout(10):
            return await self.heard.get()


@pytest.mark.parametrize(
    "event",
    [
        LINK,
        CallArrived(at=NOW, call_id="c1", number="138", dialled="12345", channel="PJSIP/a"),
        Resynced(
            at=NOW,
            agents=(AgentStateChanged(at=NOW, extension="1001", state="ready", reason=""),),
            calls=(CallQueued(at=NOW, call_id="c1", queue="hotline", position=1),),
        ),
    ],
    ids=lambda event: type(event).__name__,
)
def test_an_event_survives_the_journey(event: Event) -> None:
    """Through JSON and back it is equal."""
    assert event_of(json.loads(json.dumps(event_json(event)))) == event


async def test_what_happens_here_is_heard_there_and_once_here(redis: OwnRedis) -> None:
    """Our own listeners hear it at once, not a second time over Redis."""
    async with Ear(redis.url) as here, Ear(redis.url) as there:
        await here.bus.publish(LINK)
        assert here.heard.get_nowait() == LINK
        assert await there.next() == LINK
        await there.bus.publish(LINK)
        assert await here.next() == LINK
        assert here.heard.empty()


async def test_redis_gone_costs_nothing_here_and_comes_back(redis: OwnRedis) -> None:
    """Our own listeners go on hearing; the others hear again when Redis is back."""
    async with Ear(redis.url) as here, Ear(redis.url) as there:
        await redis.stop()
        async with asyncio.timeout(20):
            await here.bus.lost.wait()
            await there.bus.lost.wait()
        await here.bus.publish(LINK)
        assert here.heard.get_nowait() == LINK
        await redis.start()
        await here.connected()
        await there.connected()
        await here.bus.publish(LINK)
        assert await there.next() == LINK


async def test_strangers_words_on_the_channel_are_skipped(redis: OwnRedis) -> None:
    """What is no event of ours is logged, and the next one is heard."""
    async with Ear(redis.url) as here, Redis(unix_socket_path=str(redis.socket)) as stranger:
        for text in (
            "not json",
            "[]",
            '{"from": "x"}',
            '{"from": "x", "event": "CallArrived"}',
            '{"from":1,"event":"X"}',
        ):
            await stranger.publish(CHANNEL, text)
        await stranger.publish(CHANNEL, json.dumps({"from": "another", **event_json(LINK)}))
        assert await here.next() == LINK
