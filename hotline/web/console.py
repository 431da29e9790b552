"""One open page: what is to be sent to it.

Rule: nobody waits for a page; one that does not read is marked.
"""

from __future__ import annotations

import asyncio
import contextlib

from aiohttp import WSMsgType, web

from hotline.accounts.model import Account

MOST_WAITING = 1000  # messages a console may be behind
CLOSE_SECONDS = 2.0  # that a page has to say goodbye


class Console:
    """One open page of an account: a bounded line of messages."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.behind = asyncio.Event()
        self._waiting: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)

    def put(self, message: str) -> None:
        """Send soon; a console that is too far behind is marked, and dropped by its own task."""
        try:
            self._waiting.put_nowait(message)
        except asyncio.QueueFull:
            self.behind.set()

    async def next(self) -> str:
        """The next message to send."""
        return await self._waiting.get()


async def serve(socket: web.WebSocketResponse, console: Console) -> None:
    """Send what is put to a console, until its page leaves or is too far behind."""
    ways = [
        asyncio.create_task(_send(socket, console)),
        asyncio.create_task(_read(socket)),
        asyncio.create_task(console.behind.wait()),
    ]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        with contextlib.suppress(OSError, RuntimeError, TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await socket.close()


async def _send(socket: web.WebSocketResponse, console: Console) -> None:
    with contextlib.suppress(OSError):
        while not socket.closed:
            await socket.send_str(await console.next())


async def _read(socket: web.WebSocketResponse) -> None:
    """A console has nothing to say; what comes is dropped, the end is noticed."""
    async for message in socket:
        if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
            return
