"""One caller's audio over AudioSocket, and the way to it from an AGI session. Implements answering's AudioLine.

Rule: reading and playing go on by themselves and wait for nobody: what is not taken in time is dropped (sound, never a
key), and whatever ends the socket ends heard(), an ordinary end. A key that Asterisk sends before it has taken the line
back is there in left().
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable
from uuid import UUID, uuid4

from hotline.errors import TelephonyError
from hotline.telephony.audiosocket_protocol import (
    FRAME_BYTES,
    Ended,
    Faulty,
    Frame,
    FrameReader,
    Named,
    Pace,
    Pressed,
    Spoken,
    end_frame,
    sound_frame,
)

QUIET_SECONDS = 0.1
LAST_SECONDS = 1.0  # for a peer to close a line that is over
READ_BYTES = 4096
MOST_WAITING = 100  # sounds that nobody has taken: two seconds
MOST_UNSENT = 64_000  # bytes: a peer that reads nothing for so long is gone


class SocketLine:
    """One line. name: by which Asterisk opens it; connected: once it has; closed: once nothing can come any more."""

    def __init__(self) -> None:
        self.name: UUID = uuid4()
        self.connected, self.closed = asyncio.Event(), asyncio.Event()
        self._writer: asyncio.StreamWriter | None = None
        self._came: deque[bytes | str] = deque()
        self._news = asyncio.Event()
        self._over = False
        self._unplayed = bytearray()
        self._to_play = asyncio.Event()

    @property
    def playing(self) -> bool:
        """Whether something is still to be heard."""
        return bool(self._unplayed)

    def play(self, audio: bytes) -> None:
        """Let the caller hear this, after all that was given before."""
        if not self._over:
            self._unplayed += audio
            self._to_play.set()

    def cut(self) -> None:
        """Be silent at once, and forget the rest."""
        self._unplayed.clear()

    async def heard(self) -> AsyncIterator[bytes | str]:
        """What comes: sound, a key, or b"" where nothing came for QUIET_SECONDS; ends with the line."""
        while True:
            while self._came:
                yield self._came.popleft()
            if self._over:
                return
            self._news.clear()
            try:
                async with asyncio.timeout(QUIET_SECONDS):
                    await self._news.wait()
            except TimeoutError:
                yield b""

    def end(self) -> None:
        """Give the line back to the dialplan; what is on its way yet is still read."""
        if not self._over and self._writer is not None and not self._writer.is_closing():
            self._writer.write(end_frame())
            self._writer.write_eof()
        self._finish()

    def take_sound(self, audio: bytes) -> None:
        """More of it has come."""
        self._put(audio)

    def sounds(self) -> bytes:
        """All sound that has come and that nobody was told; for one who looks now and then, and not into heard()."""
        came = b"".join(each for each in self._came if isinstance(each, bytes))
        self._came = deque(each for each in self._came if isinstance(each, str))
        return came

    def left(self) -> str:
        """Keys that came and that heard() has not told; each is told once."""
        keys = "".join(each for each in self._came if isinstance(each, str))
        self._came.clear()
        return keys

    async def carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, frames: FrameReader, first: Iterable[Frame]
    ) -> None:
        """Carry audio until either side ends it. Raises TelephonyError for what no Asterisk would send, OSError."""
        if self._over:
            return
        self._writer = writer
        self.connected.set()
        talking = asyncio.create_task(self._talk(writer))
        try:
            self._take(first)
            while data := await reader.read(READ_BYTES):
                self._take(frames.feed(data))
                await asyncio.sleep(0)  # who listens takes of a burst before more of it comes
        finally:
            self._finish()
            self.closed.set()
            talking.cancel()
            await asyncio.wait({talking})

    def _take(self, frames: Iterable[Frame]) -> None:
        for frame in frames:
            match frame:
                case Spoken(audio=audio):
                    self._put(audio)
                case Pressed(key=key):
                    self._put(key)
                case Ended():
                    self._finish()
                case Named(name=name) if name != self.name:
                    raise TelephonyError("An AudioSocket that changed its name")
                case Named() | Faulty():
                    pass

    def _put(self, what: bytes | str) -> None:
        if self._over and isinstance(what, bytes):
            return
        if len(self._came) >= MOST_WAITING:
            keys = [each for each in self._came if isinstance(each, str)]
            self._came = deque(keys[-MOST_WAITING // 2 :])
        self._came.append(what)
        self._news.set()

    def _finish(self) -> None:
        if not self._over and self._writer is not None:
            asyncio.get_running_loop().call_later(LAST_SECONDS, self._writer.close)
        self._over = True
        self._unplayed.clear()
        self._news.set()
        self._to_play.set()

    async def _talk(self, writer: asyncio.StreamWriter) -> None:
        clock = asyncio.get_running_loop().time
        while not self._over:
            await self._to_play.wait()
            self._to_play.clear()
            pace = Pace()
            while self._unplayed and not writer.is_closing():
                for _ in range(pace.due(clock())):
                    self._send(writer)
                await asyncio.sleep(max(0.0, pace.next() - clock()))

    def _send(self, writer: asyncio.StreamWriter) -> None:
        if not self._unplayed:
            return
        if writer.transport.get_write_buffer_size() > MOST_UNSENT:
            writer.transport.abort()
            self._unplayed.clear()
            return
        audio = bytes(self._unplayed[:FRAME_BYTES])
        del self._unplayed[:FRAME_BYTES]
        writer.write(sound_frame(audio.ljust(FRAME_BYTES, b"\0")))
