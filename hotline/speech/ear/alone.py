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
        self._fault: EarError | None = None  # the first, which lies in the thread alone

    def feed(self, audio: bytes) -> None:
        """It is heard when its turn comes."""
        self._thread.submit(self._hear, audio)

    async def texts(self) -> AsyncIterator[Text]:
        """What is heard before it was asked for."""
        while (text := await self._told.get()) is not None:
            yield text

    async def finish(self) -> Final:
        """After all that was fed. Raises EarError where any of it could not be heard."""
        return await self._loop.run_in_executor(self._thread, self._finish)

    async def close(self) -> None:
        """What was not heard yet is heard all the same: a thread cannot be stopped."""
        await self._loop.run_in_executor(self._thread, self._recogniser.close)
        self._told.put_nowait(None)

    def _finish(self) -> Final:
        if self._fault is not None:
            raise self._fault
        return self._recogniser.finish()

    def _hear(self, audio: bytes) -> None:
        if self._fault is not None:
            return
        try:
            text = self._recogniser.accept(audio)
        except EarError as fault:
            self._fault = fault
            return
        except Exception as fault:  # noqa: BLE001 nobody waits for this: finish() tells it
            self._fault = EarError(f"The recogniser failed: {type(fault).__name__}: {fault}.")
            return
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
