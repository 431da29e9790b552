"""One side of a conversation on its way through the ear: audio in, what was said out, in the recording's own seconds.

Rule: what the ear tells is in seconds of what it was fed, and silence is not fed; every time is turned into one of the
recording before anybody sees it. What was said after an utterance is fed when that utterance is told, never before: the
ear would take it for a part of it.
"""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections.abc import Awaitable, Callable

from hotline.calls.transcript import Side, Utterance, Word
from hotline.errors import EarBusyError
from hotline.speech.ear.gate import Gate, Pause, Spoken
from hotline.speech.ear.recogniser import BYTES_A_SECOND, Final, Hearing, Partial

MOST_WAITING = 600  # pieces of a tenth of a second that wait for an utterance to be told
Told = Callable[[Side, str], None]
Kept = Callable[[Utterance], Awaitable[None]]


class OneSide:
    """One side. offset: seconds of the recording at which the audio begins; partial, said: told what is heard.

    waiting: pieces that may be ahead of the ear. run() is its task: it ends with close(), and raises EarError where the
    ear is lost.
    """

    def __init__(
        self,
        side: Side,
        call_id: str,
        hearing: Hearing,
        *,
        offset: float,
        partial: Told,
        said: Kept,
        gate: Gate,
        waiting: int = MOST_WAITING,
    ) -> None:
        self.side = side
        self._call_id, self._hearing, self._offset, self._gate = call_id, hearing, offset, gate
        self._partial, self._said = partial, said
        self._fed = 0.0  # seconds that the ear was given
        self._marks: list[tuple[float, float]] = [(0.0, 0.0)]  # of the ear, and of the line, where speech began anew
        self._line: asyncio.Queue[Spoken | Pause | None] = asyncio.Queue(waiting)
        self._behind = asyncio.Event()
        self._last: Final | None = None

    def hear(self, audio: bytes, *, meant: bool) -> None:
        """More of the line. meant: it belongs to the citizen's conversation, else only time passes."""
        for one in self._gate.accept(audio) if meant else self._gate.skip(audio):
            self._put(one)

    def close(self) -> None:
        """The line is at its end: run() tells the last words and ends."""
        for one in (*self._gate.end(), None):
            self._put(one)

    async def hear_all(self, audio: bytes, *, meant: bool) -> None:
        """As hear(), of a line that can wait: a recording."""
        for one in self._gate.accept(audio) if meant else self._gate.skip(audio):
            await self._line.put(one)

    async def close_all(self) -> None:
        """As close(), of a line that can wait."""
        for one in (*self._gate.end(), None):
            await self._line.put(one)

    async def run(self) -> None:
        """Tell what is heard until close(). Raises EarError; EarBusyError where the ear is a minute behind."""
        listening, late = asyncio.create_task(self._listen()), asyncio.create_task(self._late())
        speaking = asyncio.create_task(self._speak())
        try:
            await asyncio.wait((listening, late, speaking), return_when=asyncio.FIRST_COMPLETED)
            for task in (late, listening):
                if task.done():
                    task.result()  # its fault, where there is one
            await speaking
        finally:
            for task in (listening, late, speaking):
                task.cancel()
            await asyncio.gather(listening, late, speaking, return_exceptions=True)
            await self._hearing.close()

    def _put(self, one: Spoken | Pause | None) -> None:
        try:
            self._line.put_nowait(one)
        except asyncio.QueueFull:
            self._behind.set()

    async def _late(self) -> None:
        await self._behind.wait()
        raise EarBusyError

    def _feed(self, one: Spoken) -> None:
        if abs(self._line_at(self._fed) - one.at) > 0.01:
            self._marks.append((self._fed, one.at))
        self._hearing.feed(one.audio)
        self._fed += len(one.audio) / BYTES_A_SECOND

    async def _listen(self) -> None:
        async for text in self._hearing.texts():
            if isinstance(text, Partial):
                self._partial(self.side, text.text)
            else:
                await self._tell(text)

    async def _speak(self) -> None:
        while (one := await self._line.get()) is not None:
            if isinstance(one, Spoken):
                self._feed(one)
            else:
                await self._tell(await self._hearing.finish())

    async def _tell(self, final: Final) -> None:
        """Once, by whichever way it came."""
        if final == self._last:
            return
        self._last = final
        if not final.text.strip():
            self._partial(self.side, "")
            return
        await self._said(
            Utterance(
                call_id=self._call_id,
                side=self.side,
                start=self._recorded(final.start),
                end=self._recorded(final.end),
                text=final.text,
                words=tuple(
                    Word(text=word.text, start=self._recorded(word.start), end=self._recorded(word.end))
                    for word in final.words
                ),
            )
        )

    def _line_at(self, fed: float) -> float:
        ear, line = self._marks[bisect_right(self._marks, (fed, float("inf"))) - 1]
        return line + fed - ear

    def _recorded(self, fed: float) -> float:
        return self._offset + self._line_at(fed)
