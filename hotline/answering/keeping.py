"""What was said on its way into the books, in order, also where they refuse it for a while.

Rule: nothing is kept before what was said before it, so that what is missing at the end is the end, which is then heard
from the recording; a gap in the middle would be taken for silence.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

import structlog

from hotline.calls.transcript import Utterance
from hotline.errors import StorageError

log = structlog.get_logger(__name__)


class Keeping:
    """The utterances of one call. keep: puts one into the books, gives its number; raises StorageError."""

    def __init__(self, call_id: str, keep: Callable[[Utterance], Awaitable[int]]) -> None:
        self._call_id, self._keep = call_id, keep
        self._left: deque[Utterance] = deque()
        self._turn = asyncio.Lock()

    async def put(self, one: Utterance) -> int:
        """Its number in the books, 0 while it waits for them; what waited goes before it."""
        async with self._turn:
            self._left.append(one)
            return await self._drain()

    async def all_kept(self) -> bool:
        """Whether all is in the books, after a last try."""
        async with self._turn:
            await self._drain()
            return not self._left

    async def _drain(self) -> int:
        number = 0
        try:
            while self._left:
                number = await self._keep(self._left[0])
                self._left.popleft()
        except StorageError as fault:
            log.warning("utterance_not_kept", call_id=self._call_id, waiting=len(self._left), why=fault.message)
            return 0
        return number
