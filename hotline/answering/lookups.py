"""Questions of a menu, answered in bounded time: the caller never waits for a locked database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from hotline.answering.bounded import SLOW, bounded
from hotline.ivr.waits import Found, Item, LookUp, LookUpFailed, LookUpKind, Why

LIMIT = 4.0  # seconds for a look-up


class LookUps(Protocol):
    """What the menus can ask."""

    async def find(
        self, kind: LookUpKind, keys: str, *, within: str = "", language: str = "", caller: str = ""
    ) -> tuple[Item, ...]:
        """What fits, in the order to be read; an empty answer means there is nothing. keys, within: see LookUp.

        caller: the number that calls: what is told to its owner alone is another's by its code only.

        What the items of each kind carry is in docs/ivr.md. Raises what the books raise, and KeyError for a kind that
        they do not know.
        """


async def found(lookups: LookUps, asked: LookUp, *, caller: str = "") -> Found:
    """One look-up, without a limit. Raises what the books raise, and KeyError for a kind there is not."""
    within, language = asked.within, asked.language
    items = await lookups.find(asked.kind, asked.keys, within=within, language=language, caller=caller)
    return Found(items=items)


async def look_up(
    lookups: LookUps,
    asked: LookUp,
    *,
    alive: Callable[[float], Awaitable[None]],
    patience: Callable[[], Awaitable[None]],
    rest: Callable[[asyncio.Future[Any], float], Awaitable[None]],
    limit: float = LIMIT,
    slow: float = SLOW,
    caller: str = "",
) -> Found | LookUpFailed:
    """One look-up within `limit` seconds; what fails or is late is LookUpFailed."""
    what = f"look-up {asked.kind}"
    answer = await bounded(
        found(lookups, asked, caller=caller), limit, what, alive=alive, patience=patience, rest=rest, slow=slow
    )
    return LookUpFailed(why=answer) if isinstance(answer, Why) else answer
