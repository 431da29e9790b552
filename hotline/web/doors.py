"""Open pages and the sign-ins behind them: a page whose sign-in has ended hears nothing more.

Rule: signing out here ends its pages at once; what was ended elsewhere (an account closed, a password changed, a
sign-in run out) is asked of the books every few seconds, for all pages in one question.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterator
from contextlib import contextmanager

import structlog
from aiohttp import web

from hotline.errors import StorageError
from hotline.web.console import Console

LOOK_SECONDS = 5.0
log = structlog.get_logger(__name__)


class Doors:
    """living: those of these sign-ins' tokens that have not ended; raises StorageError."""

    def __init__(self, living: Callable[[Collection[str]], Awaitable[Collection[str]]]) -> None:
        self._living = living
        self._open: dict[Console, str] = {}

    @contextmanager
    def open_for(self, console: Console, token: str) -> Iterator[None]:
        """While the page is open."""
        self._open[console] = token
        try:
            yield
        finally:
            self._open.pop(console, None)

    def end(self, token: str) -> None:
        """The sign-in behind this token is over."""
        for console, whose in self._open.items():
            if whose == token:
                console.behind.set()

    async def look(self) -> None:
        """End the pages whose sign-ins have ended meanwhile. Raises StorageError."""
        asked = set(self._open.values())
        if asked:
            for token in asked.difference(await self._living(asked)):
                self.end(token)

    async def run(self) -> None:
        """Look every few seconds, until cancelled; while the books do not answer nobody is thrown out."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self.look()
            except StorageError as fault:
                log.warning("sign_ins_not_looked_at", why=fault.message)


DOORS = web.AppKey("DOORS", Doors)
