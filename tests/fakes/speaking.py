"""A citizen and an agent who speak whole sentences over their telephones: 8 kHz samples, once, then silence."""

from __future__ import annotations

import asyncio
from typing import Any

import numpy as np

from tests.fakes.citizen import FRAME, Citizen
from tests.fakes.talking_phone import TalkingPhone
from tests.fakes.tones import Samples, to_alaw

SILENCE = to_alaw(np.zeros(FRAME, dtype=np.int16))


class Mouth:
    """What is to be said, frame by frame."""

    def __init__(self) -> None:
        self._left: list[bytes] = []
        self._done = asyncio.Event()

    async def say(self, samples: Samples) -> None:
        """Say it, and go on when it is said."""
        self._done.clear()
        data = to_alaw(samples)
        self._left = [data[at : at + FRAME] for at in range(0, len(data) - FRAME + 1, FRAME)][::-1]
        await self._done.wait()

    def frame(self) -> bytes:
        """The next one."""
        if self._left:
            return self._left.pop()
        self._done.set()
        return SILENCE


class SpeakingCitizen(Citizen):
    """As Citizen, with a mouth."""

    def __init__(self, sip_port: int, **others: Any) -> None:
        super().__init__(sip_port, **others)
        self.mouth = Mouth()

    def _frame(self, stamp: int) -> bytes:
        del stamp
        return self.mouth.frame()


class SpeakingPhone(TalkingPhone):
    """As TalkingPhone, with a mouth."""

    def __init__(self, port: int) -> None:
        super().__init__(port, hertz=400)
        self.mouth = Mouth()

    def _next(self, stamp: int) -> bytes:
        del stamp
        return self.mouth.frame()
