"""An ear for tests: it hears which tone was said, and writes it as a word."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import numpy as np

from hotline.errors import EarBusyError, EarError
from hotline.speech.ear.recogniser import BYTES_A_SECOND, RATE, Final, Partial, Text, Use, Word


def pitch(audio: bytes) -> int:
    """The strongest tone of this audio, in steps of 10 hertz."""
    samples = np.frombuffer(audio, dtype="<i2").astype(np.float64)
    if len(samples) < RATE // 20:
        return 0
    found = np.argmax(np.abs(np.fft.rfft(samples * np.hanning(len(samples)))))
    return round(float(found) * RATE / len(samples) / 10) * 10


class ToneHearing:
    """One stream: what was said is the pitch of what was fed, as `440赫兹`; a Partial at every feed."""

    def __init__(self) -> None:
        self.fed = b""
        self.closed = False
        self._from = 0
        self._texts: asyncio.Queue[Text | EarError | None] = asyncio.Queue()

    def feed(self, audio: bytes) -> None:
        """Hear it."""
        self.fed += audio
        self._texts.put_nowait(Partial(text="…"))

    async def texts(self) -> AsyncIterator[Text]:
        """Until it is closed or lost."""
        while (text := await self._texts.get()) is not None:
            if isinstance(text, EarError):
                raise text
            yield text

    async def finish(self) -> Final:
        """The pitch since the last end."""
        audio, start = self.fed[self._from :], self._from / BYTES_A_SECOND
        self._from, end = len(self.fed), len(self.fed) / BYTES_A_SECOND
        hertz = pitch(audio)
        if not hertz:
            return Final(text="", start=start, end=end)
        words = (
            Word(text=str(hertz), start=start, end=(start + end) / 2),
            Word(text="赫兹", start=(start + end) / 2, end=end),
        )
        return Final(text=f"{hertz}赫兹", start=start, end=end, words=words)

    async def close(self) -> None:
        """Hear no more."""
        self.closed = True
        self._texts.put_nowait(None)

    def lose(self, fault: EarError) -> None:
        """The worker is lost, or the machine can bear no more."""
        self._texts.put_nowait(fault)


class ToneEar:
    """An ear with room for so many streams."""

    def __init__(self, room: int = 100) -> None:
        self.room = room
        self.fault: EarError | None = None
        self.opened: list[ToneHearing] = []

    def hears(self, language: str, use: Use) -> bool:
        """While there is room."""
        del language, use
        return len(self.open_now) < self.room

    async def open(self, use: Use, *, language: str, words: tuple[str, ...] = ()) -> ToneHearing:
        """Raises EarBusyError without room, and the fault that a test has set."""
        del words
        if self.fault is not None:
            raise self.fault
        if not self.hears(language, use):
            raise EarBusyError
        self.opened.append(ToneHearing())
        return self.opened[-1]

    @property
    def open_now(self) -> list[ToneHearing]:
        """Those that still hear."""
        return [one for one in self.opened if not one.closed]


class ToneRecogniser:
    """Implements Recogniser, as ToneHearing."""

    def __init__(self) -> None:
        self._sound, self._began = b"", 0
        self.closed = False

    def accept(self, audio: bytes) -> Text | None:
        """Nothing before the end."""
        self._sound += audio
        return None

    def finish(self) -> Final:
        """The pitch of all since the last end."""
        start, hertz = self._began / BYTES_A_SECOND, pitch(self._sound)
        self._began += len(self._sound)
        self._sound = b""
        return Final(text=f"{hertz}赫兹" if hertz else "", start=start, end=self._began / BYTES_A_SECOND)

    def close(self) -> None:
        """Note it."""
        self.closed = True


class ToneEngine:
    """Implements Engine without a model."""

    is_streaming = False

    def __init__(self) -> None:
        self.opened: list[ToneRecogniser] = []

    def open(self, words: tuple[str, ...] = ()) -> ToneRecogniser:
        """A new stream."""
        del words
        self.opened.append(ToneRecogniser())
        return self.opened[-1]

    def unknown(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """None."""
        del words
        return ()
