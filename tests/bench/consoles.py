"""Agents' consoles without a browser: each signs in, goes ready, and follows the live websocket."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.hotline_process import DEMO_PASSWORD, HotlineProcess

_PATIENCE = 20.0  # seconds
_AT_ONCE = 4  # who sign in
_WANTED = ('{"type": "ringing"', '{"type": "link"', '{"type": "hello"')
_CALL = '{"type": "call"'
Message = dict[str, Any]


@dataclass(slots=True)
class Console:
    """One console. pops: by call id, the epoch nanoseconds at which its card came."""

    web: str
    username: str
    pops: dict[str, int] = field(default_factory=dict)
    fresh: bool = False
    changed: Callable[[Message, int], None] | None = None
    ringing: dict[str, int] | None = None
    """By call id, when the board first said that it rings; None: nobody looks at the board."""
    reads: asyncio.Event = field(default_factory=asyncio.Event)
    """Cleared, the console is frozen: it stays open and reads nothing."""
    _session: aiohttp.ClientSession | None = None
    _reader: asyncio.Task[None] | None = None
    _greeted: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.reads.set()

    async def open(self, *, ready: bool) -> None:
        """Sign in, follow, and go ready where asked. Raises ConnectionError and aiohttp's errors."""
        jar = aiohttp.CookieJar(unsafe=True)  # else no cookie is kept of a server without a name
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_PATIENCE), cookie_jar=jar)
        await self.post("/api/session", {"username": self.username, "password": DEMO_PASSWORD})
        self._reader = asyncio.create_task(self._follow(self._session))
        greeted = asyncio.create_task(self._greeted.wait())
        done, _ = await asyncio.wait({greeted, self._reader}, timeout=_PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if greeted not in done:
            greeted.cancel()
            raise ConnectionError(f"{self.username}'s console was not greeted: {done}")
        if ready:
            await self.post("/api/agent/state", {"state": "ready"})

    async def post(self, path: str, body: Message, **headers: str) -> Message:
        """Send JSON and return the answer's; raises AssertionError with it where it is a refusal."""
        assert self._session is not None
        async with self._session.post(self.web + path, json=body, headers=headers) as response:
            answer: Message = await response.json()
            assert response.status < 400, f"{path}: {answer}"
            return answer

    async def get(self, path: str) -> Message:
        """The JSON at a path."""
        assert self._session is not None
        async with self._session.get(self.web + path) as response:
            answer: Message = await response.json()
            return answer

    async def close(self) -> None:
        """Leave."""
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def _follow(self, session: aiohttp.ClientSession) -> None:
        address = self.web.replace("http", "ws", 1) + "/api/live"
        async with session.ws_connect(address, headers={"Origin": self.web}) as live:
            async for message in live:
                now, text = time.time_ns(), message.data
                await self.reads.wait()
                # the many that only say how the board changes are not taken apart: that would be our own delay
                if isinstance(text, str) and text.startswith(_WANTED):
                    self._take(json.loads(text), now)
                elif self.ringing is not None and isinstance(text, str) and text.startswith(_CALL):
                    self._look(json.loads(text)["call"], now)

    def _take(self, told: Message, now: int) -> None:
        if told["type"] == "ringing":
            self.pops.setdefault(told["call_id"], now)
        else:
            self.fresh = bool(told["fresh"])
            self._greeted.set()
        if self.changed is not None:
            self.changed(told, now)

    def _look(self, call: Message, now: int) -> None:
        if self.ringing is not None and call["state"] == "ringing":
            self.ringing.setdefault(call["id"], now)


async def open_consoles(hotline: HotlineProcess, usernames: tuple[str, ...]) -> list[Console]:
    """One console each, all ready. A few sign in at a time: checking a password is slow on purpose."""
    consoles = [Console(hotline.web, username) for username in usernames]
    few = asyncio.Semaphore(_AT_ONCE)

    async def open_one(console: Console) -> None:
        async with few:
            await console.open(ready=True)

    await asyncio.gather(*(open_one(console) for console in consoles))
    return consoles
