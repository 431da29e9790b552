"""The way from an AGI session to its caller's audio and back: announced, opened by Asterisk, given back.

Rule: when open() is left, the channel obeys AGI again or its caller is gone; there is nothing between.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Protocol, runtime_checkable
from uuid import UUID

from hotline.errors import TelephonyError
from hotline.telephony.audiosocket_line import LAST_SECONDS, SocketLine
from hotline.telephony.audiosocket_server import AudioSocketServer

CONNECT_SECONDS = 2.0
GIVEN_BACK_SECONDS = 2.0


@runtime_checkable
class GivesAudio(Protocol):
    """A channel that can give its audio to a socket (telephony.agi_channel)."""

    async def audio_socket(self, name: UUID, port: int, *, seconds: float) -> None:
        """Until the other side ends it. Raises TelephonyError where it was not connected, HungUpError."""


class AudioSockets:
    """Implements answering's AudioSide."""

    def __init__(self, server: AudioSocketServer) -> None:
        self._server = server

    def fits(self, channel: object) -> bool:
        """Whether this channel can give its audio."""
        return isinstance(channel, GivesAudio)

    @contextlib.asynccontextmanager
    async def open(self, channel: object, seconds: float) -> AsyncIterator[SocketLine]:
        """The audio of this caller, for at most so many seconds. Raises TelephonyError, HungUpError."""
        if not isinstance(channel, GivesAudio):
            raise TelephonyError("This line has no audio to be heard")
        line = self._server.announce()
        giving = asyncio.create_task(channel.audio_socket(line.name, self._server.port, seconds=seconds))
        try:
            await _connected(line, giving)
            yield line
        except BaseException:
            self._server.forget(line)
            await _given_back(giving)
            raise
        self._server.forget(line)
        await _given_back(giving)
        with contextlib.suppress(TimeoutError):  # Asterisk closes it before it says so
            async with asyncio.timeout(LAST_SECONDS):
                await line.closed.wait()
        if giving.cancelled():
            raise TelephonyError("Asterisk did not give the audio back")
        giving.result()


async def _connected(line: SocketLine, giving: asyncio.Task[None]) -> None:
    coming = asyncio.create_task(line.connected.wait())
    try:
        await asyncio.wait({coming, giving}, timeout=CONNECT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    finally:
        coming.cancel()
    if not line.connected.is_set():
        if giving.done():
            giving.result()
        raise TelephonyError("Asterisk did not open the audio socket")


async def _given_back(giving: asyncio.Task[None]) -> None:
    """A session that does not answer is ended, and the dialplan takes its caller."""
    if not giving.done():
        await asyncio.wait({giving}, timeout=GIVEN_BACK_SECONDS)
    if not giving.done():
        giving.cancel()
        await asyncio.wait({giving})
    if not giving.cancelled():
        giving.exception()
