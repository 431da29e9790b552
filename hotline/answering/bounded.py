"""One question to a part of the hotline, in bounded time, with the caller cared for meanwhile.

The rule: it ends within its limit whatever is asked, also where what was asked does not obey when it is cancelled.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import structlog

from hotline.errors import HungUpError
from hotline.ivr.waits import Why

SLOW = 1.5  # seconds before the caller is asked to be patient
LOOK = 2.0  # seconds between two renewals of the dead man's timer
_T = TypeVar("_T")
log = structlog.get_logger(__name__)


async def _nothing() -> None:
    return None


async def _rest(task: asyncio.Future[Any], seconds: float) -> None:
    await asyncio.wait({task}, timeout=seconds)


async def bounded(
    asked: Coroutine[Any, Any, _T],
    limit: float,
    what: str,
    *,
    alive: Callable[[float], Awaitable[None]],
    patience: Callable[[], Awaitable[None]] = _nothing,
    rest: Callable[[asyncio.Future[Any], float], Awaitable[None]] = _rest,
    slow: float = SLOW,
) -> _T | Why:
    """The answer within `limit` seconds, or why there is none: failed or late.

    alive is told the seconds about to be spent in silence (the dead man's timer), patience says so to the caller once
    `slow` seconds have passed; rest waits for the answer so many seconds at most (and keeps the caller's keys);
    what: a word for the log. HungUpError passes, from what was asked too.
    """
    clock = asyncio.get_running_loop().time
    ends = clock() + limit
    task = asyncio.create_task(asked)
    try:
        first = min(slow, limit)
        await alive(first)
        await rest(task, first)
        if not task.done():
            await patience()
        while not task.done() and (left := ends - clock()) > 0:
            await alive(min(left, LOOK))
            await rest(task, min(left, LOOK))
        return _result(task, what)
    finally:
        await _drop(task)


def _result(task: asyncio.Task[_T], what: str) -> _T | Why:
    if not task.done():
        log.warning("answer_late", asked=what)
        return Why.LATE
    try:
        return task.result()
    except HungUpError:
        raise
    except Exception:  # the caller is better served by the script's way out than by none
        log.exception("answer_failed", asked=what)
        return Why.FAILED


async def _drop(task: asyncio.Task[Any]) -> None:
    """Nothing is left running that nobody waits for; a task that does not obey is not waited for either."""
    if not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=0.2)
    if task.done() and not task.cancelled():
        task.exception()
