"""The server Asterisk's AGI() calls: one short-lived session a menu, handed to the one callable wiring gives.

Rule: whatever connects, and however it leaves, the loop and the other sessions go on. A session that ends early is
closed, and the dialplan takes the caller to a person.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog

from hotline.errors import HungUpError, TelephonyError
from hotline.telephony.agi_channel import CallChannel
from hotline.telephony.agi_protocol import Request, parse_request

log = structlog.get_logger(__name__)

Handle = Callable[[CallChannel, str, Mapping[str, str]], Awaitable[None]]

HEADER_SECONDS = 2.0
HEADER_LINES = 100
LONGEST_LINE = 8 * 1024  # bytes, of a header or a reply
CLOSE_SECONDS = 1.0


class AgiServer:
    """The server. handle(channel, path, query) answers one session and returns where the dialplan is to go on.

    sessions: how many may be open at once; a further one is closed at once, and its caller goes to a person.
    """

    def __init__(self, host: str, port: int, handle: Handle, *, sessions: int = 1000) -> None:
        self._host, self._port = host, port
        self._handle = handle
        self._most = sessions
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()

    @property
    def port(self) -> int:
        """The port it listens on, also where 0 was asked for."""
        if self._server is None or not self._server.sockets:
            return self._port
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def sessions(self) -> int:
        """How many sessions are open."""
        return len(self._open)

    async def start(self) -> None:
        """Listen. Raises OSError where the port is taken."""
        self._server = await asyncio.start_server(
            self._accept, self._host, self._port, limit=LONGEST_LINE, backlog=1000
        )

    async def idle(self) -> None:
        """Wait until every session that is open now has ended."""
        if self._open:
            await asyncio.wait(set(self._open))

    async def close(self) -> None:
        """Stop listening and end every session."""
        if self._server is not None:
            self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        if self._server is not None:
            await self._server.wait_closed()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._open) >= self._most:
            log.error("agi_full", sessions=self._most)
            writer.transport.abort()
            return
        task = asyncio.create_task(self._session(reader, writer))
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def _session(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = await _read_request(reader)
            if request is not None:
                await self._handle(CallChannel(reader, writer, request), request.path, request.query)
        except HungUpError:
            log.debug("agi_hung_up")
        except TelephonyError as fault:
            log.warning("agi_session_failed", why=fault.message)
        except Exception:  # a handler's fault: the dialplan takes the caller to a person
            log.exception("agi_session_failed")
        finally:
            await _close(writer)


async def _read_request(reader: asyncio.StreamReader) -> Request | None:
    """The request, or None where the peer left before it was whole. Raises TelephonyError for anything else."""
    lines: list[str] = []
    try:
        async with asyncio.timeout(HEADER_SECONDS):
            while len(lines) < HEADER_LINES:
                raw = await reader.readline()
                if not raw.endswith(b"\n"):
                    return None
                line = raw.decode("utf-8", "replace").rstrip("\r\n")
                if not line:
                    return parse_request(lines)
                lines.append(line)
    except TimeoutError as fault:
        raise TelephonyError("An AGI request that did not end in time") from fault
    except ValueError as fault:
        raise TelephonyError("An AGI request with a line without end") from fault
    except OSError:
        return None
    raise TelephonyError("An AGI request with too many lines")


async def _close(writer: asyncio.StreamWriter) -> None:
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            writer.close()
            await writer.wait_closed()
    except (OSError, TimeoutError):
        writer.transport.abort()
