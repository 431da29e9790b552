"""The ear of a command: one engine in this process, one stream after the other, beside whatever the hotline hears.

Rule: it hears in one thread of its own, in the order in which it was fed; whoever asks waits, and nobody else does.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

from hotline.errors import EarError
from hotline.speech.ear.recogniser import Engine, Final, Recogniser, Text, Use


class AloneHearing:
    """Implements Hearing."""

    def __init__(self, recogniser: Recogniser, thread: ThreadPoolExecutor) -> None:
        self._recogniser, self._thread = recogniser, thread
        self._told: asyncio.Queue[Text | None] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()

    def feed(self, audio: bytes) -> None:
        """It is heard when its turn comes."""
        self._thread.submit(self._hear, audio)

    async def texts(self) -> AsyncIterator[Text]:
        """What is heard before it was asked for."""
        while (text := await self._told.get()) is not None:
            yield text

    async def finish(self) -> Final:
        """After all that was fed."""
        return await self._loop.run_in_executor(self._thread, self._recogniser.finish)

    async def close(self) -> None:
        """What was not heard yet is heard all the same: a thread cannot be stopped."""
        await self._loop.run_in_executor(self._thread, self._recogniser.close)
        self._told.put_nowait(None)

    def _hear(self, audio: bytes) -> None:
        text = self._recogniser.accept(audio)
        if text is not None:
            self._loop.call_soon_threadsafe(self._told.put_nowait, text)


class Alone:
    """Implements Ear. language: of the model; thread: in which it hears, one worker, whose owner ends it."""

    def __init__(self, engine: Engine, language: str, thread: ThreadPoolExecutor) -> None:
        self._engine, self._language, self._thread = engine, language, thread

    def hears(self, language: str, use: Use) -> bool:
        """Its one language."""
        del use
        return language == self._language

    async def open(self, use: Use, *, language: str, words: tuple[str, ...] = ()) -> AloneHearing:
        """A stream more. Raises EarError for another language."""
        if not self.hears(language, use):
            raise EarError(f"The speech model hears {self._language}, not {language}.")
        return AloneHearing(self._engine.open(words), self._thread)
