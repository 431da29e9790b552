"""Records what Asterisk's AudioSocket() sends of a caller who speaks and presses a key, byte by byte as it comes.

    python -m tests.adapters.record_audiosocket

A real Asterisk, a real call (SIP, A-law), a word of espeak-ng's Korean voice. It writes the file that the module
fakes.recorded_line reads; there is no need to run it again unless Asterisk's frames have changed.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

import numpy as np

from hotline.telephony.agi_channel import CallChannel
from hotline.telephony.audiosocket_protocol import FrameReader, Pressed, end_frame
from tests.adapters.listener import listening
from tests.adapters.real_asterisk import RealAsterisk
from tests.fakes.citizen import Citizen
from tests.fakes.korean import korean
from tests.fakes.recorded_line import FILE, KEY, WORD

BEFORE, AFTER = 0.4, 0.8  # seconds of silence around the word


async def main() -> None:
    """One call."""
    sent, pressed = bytearray(), asyncio.Event()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        frames = FrameReader()
        while data := await reader.read(4096):
            sent.extend(data)
            if any(isinstance(frame, Pressed) for frame in frames.feed(data)):
                pressed.set()
                writer.write(end_frame())
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]

    async def answer(channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
        del path, query
        await channel.audio_socket(uuid4(), port, seconds=20)

    word = np.frombuffer(korean(WORD), dtype="<i2")
    loud = np.flatnonzero(np.abs(word.astype(int)) > 300)
    silence = np.zeros(round(AFTER * 8000), dtype=np.int16)
    with tempfile.TemporaryDirectory(prefix="hotline-recorded-") as name:
        asterisk = await RealAsterisk(Path(name)).start()
        try:
            async with listening(asterisk, answer), Citizen(asterisk.settings.sip_port) as citizen:
                await citizen.call("114")
                said = [silence[: round(BEFORE * 8000)], word[loud[0] : loud[-1] + 1], silence]
                await citizen.speak(np.concatenate(said))
                citizen.press(KEY)
                await asyncio.wait_for(pressed.wait(), 10)
        finally:
            await asterisk.stop()
            server.close()
    FILE.write_bytes(sent)


if __name__ == "__main__":
    asyncio.run(main())
