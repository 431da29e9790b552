"""A caller's line as Asterisk 22 sent it: recorded bytes, and a channel that sends them again to a real server.

The rule: the bytes are as they came (recorded/README.md); only the name is that of the line.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from hotline.telephony.audiosocket_protocol import FrameReader, Spoken
from tests.fakes.channel import FakeChannel

FILE = Path(__file__).with_name("recorded") / "audiosocket.bin"
WORD, KEY = "안녕하세요", "5"
HEAD = 19  # bytes of the first frame, which is the name
KEY_BYTES = 4  # of the last frame
FRAME = 323  # bytes of every other frame


def recorded() -> bytes:
    """All that was sent."""
    return FILE.read_bytes()


def sounds() -> list[bytes]:
    """The sound of each frame."""
    return [frame.audio for frame in FrameReader().feed(recorded()) if isinstance(frame, Spoken)]


class RecordedChannel(FakeChannel):
    """Gives its audio as it was recorded: pieces of what follows the name, with a turn for others between any two."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        super().__init__()
        self._pieces = pieces

    async def audio_socket(self, name: UUID, port: int, *, seconds: float) -> None:
        """Until the other side ends it."""
        async with asyncio.timeout(seconds):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"\x01\x00\x10" + name.bytes)
            with contextlib.suppress(ConnectionError):  # who has heard enough may not wait for the rest
                for piece in self._pieces:
                    writer.write(piece)
                    await writer.drain()
                    await asyncio.sleep(0)
                await reader.read()
            writer.close()
