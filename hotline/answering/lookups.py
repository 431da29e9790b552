"""Questions of a menu, answered in bounded time: the caller never waits for a locked database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

import structlog

from hotline.ivr.waits import Answer, Found, Item, LookUp, LookUpFailed

LIMIT = 4.0  # seconds for a look-up
PATIENCE = 1.5  # seconds before the caller is asked to be patient
log = structlog.get_logger(__name__)


class LookUps(Protocol):
    """What the menus can ask. Each answers in the order to be read; an empty answer means there is nothing."""

    async def departments(self, code: str) -> tuple[Item, ...]:
        """The departments, or with a code that one. spoken: address, hours, phones."""

    async def categories(self) -> tuple[Item, ...]:
        """The life events that have procedures. code: what procedures() takes."""

    async def procedures(self, category: str) -> tuple[Item, ...]:
        """The procedures of a category. spoken: conditions, materials, time, fee."""

    async def ticket(self, number: str) -> Item | None:
        """A ticket's progress by its 12 digits. spoken: where it is; never what it says or whose it is."""


async def found(lookups: LookUps, asked: LookUp) -> Found:
    """One look-up, without a limit. Raises what the books raise, and KeyError for a kind there is not."""
    if asked.kind == "ticket":
        item = await lookups.ticket(asked.keys)
        return Found(items=(item,) if item else ())
    if asked.kind == "category":
        return Found(items=await lookups.categories())
    ask = {"department": lookups.departments, "procedure": lookups.procedures}[asked.kind]
    return Found(items=await ask(asked.keys))


async def look_up(
    lookups: LookUps,
    asked: LookUp,
    *,
    alive: Callable[[float], Awaitable[None]],
    patience: Callable[[], Awaitable[None]],
    limit: float = LIMIT,
    slow: float = PATIENCE,
) -> Answer:
    """One look-up within `limit` seconds; what fails or is late is LookUpFailed.

    alive is told the seconds about to be spent in silence (the dead man's timer), patience says so to the caller when
    `slow` seconds have passed.
    """
    clock = asyncio.get_running_loop().time
    ends = clock() + limit
    task = asyncio.create_task(found(lookups, asked))
    try:
        await alive(slow)
        done, _ = await asyncio.wait({task}, timeout=slow)
        if not done:
            await patience()
        while not task.done() and (left := ends - clock()) > 0:
            await alive(min(left, 2.0))
            await asyncio.wait({task}, timeout=min(left, 2.0))
        if task.done():
            return task.result()
        log.warning("look_up_late", kind=asked.kind, seconds=limit)
    except asyncio.CancelledError:
        raise
    except Exception:
        if not task.done():
            raise  # the line failed, not the look-up
        log.exception("look_up_failed", kind=asked.kind)
    finally:
        await _drop(task)
    return LookUpFailed()


async def _drop(task: asyncio.Task[Found]) -> None:
    """Nothing is left running that nobody waits for; a task that does not obey is not waited for either."""
    if not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=0.2)
    if task.done() and not task.cancelled():
        task.exception()
