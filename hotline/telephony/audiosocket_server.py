"""The server to which Asterisk's AudioSocket() brings the audio of a call, each under the name it was announced by.

Rule: only what was announced is let in, once, and soon; whatever else connects is shut out, and the others go on.
"""

from __future__ import annotations

import asyncio
from uuid import UUID

import structlog

from hotline.errors import TelephonyError
from hotline.telephony.audiosocket_line import SocketLine
from hotline.telephony.audiosocket_protocol import Frame, FrameReader, Named

log = structlog.get_logger(__name__)

NAME_SECONDS = 2.0
READ_BYTES = 4096
CLOSE_SECONDS = 1.0


class AudioSocketServer:
    """The server. lines: how many may be connected at once, those included that have not said their name."""

    def __init__(self, host: str, port: int, *, lines: int = 500) -> None:
        self._host, self._port, self._most = host, port, lines
        self._server: asyncio.Server | None = None
        self._expected: dict[UUID, SocketLine] = {}
        self._open: set[asyncio.Task[None]] = set()

    @property
    def port(self) -> int:
        """The port it listens on, also where 0 was asked for."""
        if self._server is None or not self._server.sockets:
            return self._port
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def expected(self) -> int:
        """How many lines were announced and have not come."""
        return len(self._expected)

    def announce(self) -> SocketLine:
        """A line that may connect now, by its name; forget() it afterwards."""
        line = SocketLine()
        self._expected[line.name] = line
        return line

    def forget(self, line: SocketLine) -> None:
        """A line is over: it may not connect any more, and is given back where it has."""
        self._expected.pop(line.name, None)
        line.end()

    async def start(self) -> None:
        """Listen. Raises OSError where the port is taken."""
        self._server = await asyncio.start_server(self._accept, self._host, self._port, backlog=200)

    async def close(self) -> None:
        """Stop listening and give every line back."""
        if self._server is not None:
            self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        if self._server is not None:
            await self._server.wait_closed()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._open) >= self._most:
            log.error("audio_sockets_full", lines=self._most)
            writer.transport.abort()
            return
        task = asyncio.create_task(self._session(reader, writer))
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def _session(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        frames = FrameReader()
        try:
            async with asyncio.timeout(NAME_SECONDS):
                first = await _first(reader, frames)
            line = self._expected.pop(first[0], None) if first else None
            if first and line is None:
                log.warning("audio_socket_refused", why="nobody expects it")
            if first and line is not None:
                await line.carry(reader, writer, frames, first[1])
        except TimeoutError:
            log.warning("audio_socket_refused", why="it did not say whose it is")
        except TelephonyError as fault:
            log.warning("audio_socket_refused", why=fault.message)
        except OSError:
            log.debug("audio_socket_lost")
        finally:
            await _close(writer)


async def _first(reader: asyncio.StreamReader, frames: FrameReader) -> tuple[UUID, tuple[Frame, ...]] | None:
    """The name that comes first, and the frames that came with it; None where the peer left. Raises TelephonyError."""
    while data := await reader.read(READ_BYTES):
        match frames.feed(data):
            case (Named(name=name), *rest):
                return name, tuple(rest)
            case (_, *_):
                raise TelephonyError("An AudioSocket that does not begin with its name")
    return None


async def _close(writer: asyncio.StreamWriter) -> None:
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            writer.close()
            await writer.wait_closed()
    except (OSError, TimeoutError):
        writer.transport.abort()
