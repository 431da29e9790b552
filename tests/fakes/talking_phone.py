"""An agent's plain SIP telephone that talks: it says a tone and keeps every sample it hears."""

from __future__ import annotations

import asyncio
import contextlib
import re
import secrets
import struct
import time
from typing import Self

import numpy as np

from tests.fakes.desk_phone import Address, DeskPhone, keys_in
from tests.fakes.tones import Samples, from_alaw, to_alaw, tone

FRAME = 160


class _Audio(asyncio.DatagramProtocol):
    def __init__(self, heard: list[tuple[float, bytes]]) -> None:
        self._heard = heard

    def datagram_received(self, data: bytes, addr: Address) -> None:
        del addr
        if len(data) > 12 and data[1] & 0x7F == 8:
            self._heard.append((time.monotonic(), data[12:]))


class TalkingPhone(DeskPhone):
    """As DeskPhone; from answer() on it says a tone of so many hertz. heard: arrival (monotonic) and A-law frame."""

    def __init__(self, port: int, *, hertz: float) -> None:
        super().__init__(port)
        self._said = to_alaw(tone(hertz, 1.0))
        self.heard: list[tuple[float, bytes]] = []
        self._keys: asyncio.Queue[str] = asyncio.Queue()
        self._talk: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        loop = asyncio.get_running_loop()
        self._rtp, _ = await loop.create_datagram_endpoint(lambda: _Audio(self.heard), local_addr=("127.0.0.1", 0))
        self._audio_port = self._rtp.get_extra_info("sockname")[1]
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._talk is not None:
            self._talk.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._talk
        self._rtp.close()
        await super().__aexit__(*exc)

    async def answer(self, patience: float = 5) -> None:
        """Pick up and talk."""
        port, host = re.search(r"m=audio (\d+)", self.invite), re.search(r"c=IN IP4 (\S+)", self.invite)
        assert port, self.invite
        assert host, self.invite
        await super().answer(patience)
        self._talk = asyncio.create_task(self._talking((host[1], int(port[1]))))

    def press(self, keys: str) -> None:
        """Press keys one after the other, each 100 ms with a pause of 100 ms."""
        for key in keys:
            self._keys.put_nowait(key)

    def since(self, at: float) -> Samples:
        """Every sample heard since a time of time.monotonic()."""
        data = b"".join(payload for when, payload in self.heard if when >= at)
        return from_alaw(data) if data else np.zeros(0, dtype=np.int16)

    def _next(self, stamp: int) -> bytes:
        """What is said from this sample on."""
        at = stamp % len(self._said)
        return self._said[at : at + FRAME]

    async def _talking(self, peer: Address) -> None:
        loop = asyncio.get_running_loop()
        due, sequence, stamp, source = loop.time(), 1, 0, secrets.randbits(31)
        key, ticks, began = "", 0, 0
        while not self.ended.is_set():
            if not key and not self._keys.empty():
                key, ticks, began = self._keys.get_nowait(), 0, stamp
            payload, kind, when = self._next(stamp), 8, stamp
            if key and ticks < 8:
                event = "0123456789*#".index(key)
                payload = struct.pack("!BBH", event, 0x8A if ticks >= 5 else 0x0A, (min(ticks, 5) + 1) * FRAME)
                kind, when = keys_in(self.invite), began
            ticks += 1
            if ticks >= 12:
                key = ""
            header = struct.pack("!BBHII", 0x80, kind, sequence, when & 0xFFFFFFFF, source)
            self._rtp.sendto(header + payload, peer)
            sequence, stamp, due = (sequence + 1) & 0xFFFF, stamp + FRAME, due + 0.02
            await asyncio.sleep(max(0.0, due - loop.time()))
