"""An ear that hears what it is told beforehand: everything but the recognition itself is real."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable

from hotline.errors import EarBusyError, EarError
from hotline.ivr.effects import CHINESE
from hotline.speech.ear.recogniser import BYTES_A_SECOND, Final, Text, Use

HANGS = "..."  # in place of what is heard: no answer ever comes
BREAKS = "!!!"  # the recogniser fails when it is asked


class FakeHearing:
    """Implements Hearing. fed: all audio; closed: whether it was given back."""

    def __init__(self, finals: list[str]) -> None:
        self._finals = finals
        self._texts: asyncio.Queue[Text | EarError | None] = asyncio.Queue()
        self.fed = bytearray()
        self.closed = False

    @property
    def seconds(self) -> float:
        """How much was fed."""
        return len(self.fed) / BYTES_A_SECOND

    def feed(self, audio: bytes) -> None:
        """Keep it."""
        self.fed += audio

    def tell(self, text: Text | EarError) -> None:
        """As if it had been recognised now."""
        self._texts.put_nowait(text)

    async def texts(self) -> AsyncIterator[Text]:
        """What was told."""
        while (text := await self._texts.get()) is not None:
            if isinstance(text, EarError):
                raise text
            yield text

    async def finish(self) -> Final:
        """The next of what was told beforehand."""
        text = self._finals.pop(0) if self._finals else ""
        if text == HANGS:
            await asyncio.Event().wait()
        if text == BREAKS:
            raise EarError("The recogniser is lost.")
        return Final(text=text, start=0.0, end=self.seconds)

    async def close(self) -> None:
        """Hear no more."""
        self.closed = True
        self._texts.put_nowait(None)


class FakeEar:
    """Implements Ear. finals: what is heard, an utterance each; full: no room for more; opens: once one was opened."""

    def __init__(self, finals: Iterable[str] = (), *, language: str = CHINESE, full: bool = False) -> None:
        self.finals = list(finals)
        self.full = full
        self._language = language
        self.opened: list[FakeHearing] = []
        self.words: list[tuple[str, ...]] = []
        self.opens = asyncio.Event()

    def hears(self, language: str, use: Use) -> bool:
        """Its one language."""
        del use
        return language == self._language

    async def open(self, use: Use, *, language: str, words: tuple[str, ...] = ()) -> FakeHearing:
        """A new stream."""
        del use, language
        if self.full:
            raise EarBusyError
        self.words.append(words)
        self.opens.set()
        self.opened.append(FakeHearing(self.finals))
        return self.opened[-1]
