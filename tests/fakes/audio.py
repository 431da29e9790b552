"""A caller's audio without a telephone: what the caller says and presses is given, what is played is kept."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable

import numpy as np

from hotline.answering.channel import CallChannel
from hotline.errors import HungUpError, TelephonyError
from tests.fakes.tones import tone

FRAME_SECONDS = 0.02


def frames(seconds: float, *, level: float = 0.1, noise: float = 0.0) -> list[bytes]:
    """So many seconds in pieces of 20 ms: a tone at this level (0 is silence) in even noise."""
    count = round(seconds / FRAME_SECONDS)
    samples = tone(440, count * FRAME_SECONDS, level).astype(np.float64)
    samples += np.random.default_rng(7).normal(0, noise * 32767, len(samples))
    data = samples.clip(-32768, 32767).astype("<i2").tobytes()
    return [data[at : at + 320] for at in range(0, len(data), 320)]


class FakeLine:
    """Implements AudioLine. played: all that the caller heard; a prompt lasts as long as what comes meanwhile.

    late: keys that come when it is given back.
    """

    def __init__(self, comes: Iterable[bytes | str], *, stays: bool = True) -> None:
        self._comes = list(comes)
        self._stays = stays
        self._left = b""
        self.played = b""
        self.late = ""

    @property
    def playing(self) -> bool:
        """Whether something is still to be heard."""
        return bool(self._left)

    def play(self, audio: bytes) -> None:
        """Let it be heard, frame by frame."""
        self._left += audio

    def cut(self) -> None:
        """Be silent."""
        self._left = b""

    def left(self) -> str:
        """Those of `late`, once."""
        late, self.late = self.late, ""
        return late

    async def heard(self) -> AsyncIterator[bytes | str]:
        """What comes; then nothing, or the end."""
        for each in self._comes:
            await asyncio.sleep(0)
            self.played, self._left = self.played + self._left[:320], self._left[320:]
            yield each
        self._left = b""
        while self._stays:
            await asyncio.sleep(0)
            yield b""


class FakeAudio:
    """Implements AudioSide with one line. broken: it cannot be opened; left: the caller is gone afterwards."""

    def __init__(self, line: FakeLine, *, broken: bool = False, left: bool = False) -> None:
        self.line = line
        self._broken, self._left = broken, left
        self.open_now = False

    def fits(self, channel: CallChannel) -> bool:
        """Every one."""
        del channel
        return True

    @contextlib.asynccontextmanager
    async def open(self, channel: CallChannel, seconds: float) -> AsyncIterator[FakeLine]:
        """The line."""
        del channel, seconds
        if self._broken:
            raise TelephonyError("Asterisk did not open the audio socket")
        self.open_now = True
        try:
            yield self.line
        finally:
            self.open_now = False
        if self._left:
            raise HungUpError
