"""Asterisk's manager interface as a real server on a port of its own, which can be slow, frozen, gone or unfriendly."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

SECRET = "secret"
GREETING = b"Asterisk Call Manager/9.0.0\r\n"


class FakeAmi:
    """The server. answers: bytes for an action by name, <id> standing for its ActionID; heard: actions, in order.

    frozen: it takes everything and answers nothing, as a stopped process does; greeting: its first line;
    accepted: when each connection came, in the loop's seconds.
    """

    def __init__(self) -> None:
        self.secret = SECRET
        self.port = 0
        self.frozen = False
        self.boots = True
        self.greeting = GREETING
        self.accepted: list[float] = []
        self.answers: dict[str, bytes] = {}
        self.heard: list[dict[str, str]] = []
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._news = asyncio.Event()
        self._may_answer = asyncio.Event()
        self._may_answer.set()

    async def start(self) -> None:
        """Listen, on the same port as before if there was one."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Die: the port is closed and every connection with it."""
        if self._server is not None:
            self._server.close()
            self.drop()
            await self._server.wait_closed()

    def drop(self) -> None:
        """Cut every connection."""
        for writer in self._writers:
            writer.transport.abort()

    def say(self, *chunks: bytes) -> None:
        """Send these bytes to all."""
        for writer in self._writers:
            for chunk in chunks:
                writer.write(chunk)

    async def dribble(self, raw: bytes) -> None:
        """Send these bytes to all one by one, with nothing of the server's own between them."""
        self._may_answer.clear()
        for byte in raw:
            self.say(bytes([byte]))
            await asyncio.sleep(0)
        self._may_answer.set()

    def hang_up(self) -> None:
        """Close every connection, after what was said."""
        for writer in self._writers:
            writer.close()

    def say_event(self, name: str, **fields: str) -> None:
        """Send an event to all."""
        self.say(block(f"Event: {name}", *[f"{key}: {value}" for key, value in fields.items()]))

    def names(self) -> list[str]:
        """The actions heard, without those of the link's own upkeep."""
        return [action["Action"] for action in self.heard if action["Action"] not in ("Login", "Ping")]

    async def until_heard(self, name: str, times: int = 1) -> None:
        """Wait until this action came so many times."""
        async with asyncio.timeout(10):
            while [action["Action"] for action in self.heard].count(name) < times:
                self._news.clear()
                await self._news.wait()

    async def until_accepted(self, times: int) -> None:
        """Wait until so many connections came."""
        async with asyncio.timeout(10):
            while len(self.accepted) < times:
                self._news.clear()
                await self._news.wait()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        self.accepted.append(asyncio.get_running_loop().time())
        self._news.set()
        try:
            if not self.frozen:
                writer.write(self.greeting)
            while True:
                raw = (await reader.readuntil(b"\r\n\r\n")).decode()
                action = dict(line.split(": ", 1) for line in raw.strip().split("\r\n"))
                self.heard.append(action)
                self._news.set()
                await self._may_answer.wait()
                if not self.frozen:
                    self._answer(writer, action)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            self._writers.discard(writer)
            writer.close()

    def _answer(self, writer: asyncio.StreamWriter, action: dict[str, str]) -> None:
        name, number = action["Action"], action["ActionID"]
        if name in self.answers:
            writer.write(self.answers[name].replace(b"<id>", number.encode()))
        elif name == "Login" and action["Secret"] != self.secret:
            writer.write(block("Response: Error", f"ActionID: {number}", "Message: Authentication failed"))
            writer.close()
        else:
            writer.write(block("Response: Success", f"ActionID: {number}", "Message: Done"))
            if name == "Login" and self.boots:
                writer.write(block("Event: FullyBooted", "Status: Fully Booted"))


def block(*lines: str) -> bytes:
    """A message of these lines."""
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def listing(name: str, events: Sequence[dict[str, str]], closing: str) -> bytes:
    """The answer to an action that is answered by a list of such events."""
    parts = [block("Response: Success", "ActionID: <id>", "EventList: start", "Message: will follow")]
    for event in events:
        fields = {"Event": name, **event}
        parts.append(block("ActionID: <id>", *[f"{key}: {value}" for key, value in fields.items()]))
    parts.append(block(f"Event: {closing}", "ActionID: <id>", "EventList: Complete", f"ListItems: {len(events)}"))
    return b"".join(parts)
