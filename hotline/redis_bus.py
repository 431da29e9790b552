"""The bus between processes: what happens here is told to the others over Redis, and what happens there is told here.

The rule: our own listeners never wait for Redis, and its loss costs the others' news, never ours.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from hotline import acts, events
from hotline.bus import Bus
from hotline.events import Event

CHANNEL = "hotline:events"
MOST_WAITING = 10_000
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0  # seconds
SOCKET_SECONDS = 5.0
_KINDS: dict[str, type[Event]] = {
    name: kind
    for told in (events, acts)
    for name, kind in vars(told).items()
    if isinstance(kind, type) and issubclass(kind, Event)
}
log = structlog.get_logger(__name__)


def event_json(event: Event) -> dict[str, Any]:
    """An event as JSON: its fields, and its name under "event"."""
    told = {field.name: _plain(getattr(event, field.name)) for field in fields(event)}
    return {"event": type(event).__name__, **told}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return [event_json(one) for one in value] if isinstance(value, tuple) else value


def event_of(told: dict[str, Any]) -> Event:
    """The event again. Raises ValueError for what is none of ours."""
    kind = _KINDS.get(str(told.get("event")))
    if kind is None:
        raise ValueError(f"no such event: {told.get('event')}")
    try:
        return kind(**{name: _rich(name, value) for name, value in told.items() if name not in ("event", "from")})
    except TypeError as fault:
        raise ValueError(str(fault)) from fault


def _rich(name: str, value: Any) -> Any:
    if name == "at":
        return datetime.fromisoformat(value)
    return tuple(event_of(one) for one in value) if isinstance(value, list) else value


class RedisBus(Bus):
    """A Bus that also reaches other processes. run() must be kept running."""

    def __init__(self, url: str, *, channel: str = CHANNEL) -> None:
        super().__init__()
        self._url, self._channel = url, channel
        self._origin = secrets.token_hex(8)
        self._waiting: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)
        self.connected, self.lost = asyncio.Event(), asyncio.Event()  # one of them is set
        self._set("Not connected to Redis yet")

    def _set(self, trouble: str) -> None:
        self.trouble = trouble
        now, before = (self.lost, self.connected) if trouble else (self.connected, self.lost)
        before.clear()
        now.set()

    async def publish(self, event: Event) -> None:
        """Tell our own listeners now, the other processes soon."""
        await super().publish(event)
        if self._waiting.full():
            self._waiting.get_nowait()
            log.warning("redis_event_dropped", channel=self._channel)
        self._waiting.put_nowait(json.dumps({"from": self._origin, **event_json(event)}, ensure_ascii=False))

    async def run(self) -> None:
        """Tell and hear until cancelled; a lost Redis is looked for again."""
        pause = FIRST_PAUSE
        while True:
            try:
                async with Redis.from_url(self._url, socket_timeout=SOCKET_SECONDS) as redis:
                    await self._work(redis)
            except (RedisError, OSError, TimeoutError) as fault:
                pause = FIRST_PAUSE if self.connected.is_set() else min(2 * pause, LONGEST_PAUSE)
                self._set(f"Redis does not answer: {fault}")
                log.warning("redis_away", why=str(fault))
            await asyncio.sleep(pause)

    async def _work(self, redis: Redis) -> None:
        async with redis.pubsub(ignore_subscribe_messages=True) as heard:
            await heard.subscribe(self._channel)
            self._set("")
            ways = [asyncio.create_task(self._tell(redis)), asyncio.create_task(self._hear(heard.get_message))]
            try:
                done, _ = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
                for way in done:
                    way.result()
            finally:
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)

    async def _tell(self, redis: Redis) -> None:
        while True:
            text = await self._waiting.get()
            await redis.publish(self._channel, text)

    async def _hear(self, next_message: Callable[..., Any]) -> None:
        while True:
            message = await next_message(timeout=1.0)
            if message is None:
                continue
            try:
                told = json.loads(message["data"])
                if told["from"] != self._origin:
                    await super().publish(event_of(told))
            except (ValueError, KeyError, TypeError):
                log.warning("redis_event_not_understood")
