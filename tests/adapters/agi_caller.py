"""Asterisk's side of the AGI server: a caller's session over a real socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from hotline.telephony.agi_channel import CallChannel
from hotline.telephony.agi_server import AgiServer, Handle

HEADER = "agi_network: yes\nagi_network_script: {}\nagi_uniqueid: 1.1\n\n"


async def silent(channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
    """A handler that returns at once."""


@asynccontextmanager
async def serving(handle: Handle = silent, *, sessions: int = 1000) -> AsyncIterator[AgiServer]:
    """A server with this handler."""
    server = AgiServer("127.0.0.1", 0, handle, sessions=sessions)
    await server.start()
    try:
        yield server
    finally:
        await server.close()


class Caller:
    """Asterisk's side of one session."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    async def connect(cls, port: int, script: str = "line/12345") -> Caller:
        """Open a session."""
        caller = cls(*await asyncio.open_connection("127.0.0.1", port))
        caller.writer.write(HEADER.format(script).encode())
        return caller

    async def expect(self, command: str, *replies: str) -> None:
        """The next command must be this; answer it so."""
        async with asyncio.timeout(5):
            assert (await self.reader.readline()).decode() == command + "\n"
        self.writer.write("".join(f"{reply}\n" for reply in replies).encode())

    async def ended(self) -> None:
        """The server must have closed the session."""
        async with asyncio.timeout(5):
            assert await self.reader.read() == b""
        self.writer.close()
