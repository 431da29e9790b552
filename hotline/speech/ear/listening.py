"""One stream as the hotline sees it: it outlives the worker that hears it.

The rule: the sound of the utterance so far is kept (bounded) until its words have come, so that another worker can hear
it again; feed() never waits and never raises.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable

from hotline.errors import EarError
from hotline.speech.ear import messages
from hotline.speech.ear.frames import Frame, Kind
from hotline.speech.ear.recogniser import BYTES_A_SECOND, Final, Partial, Text, Use
from hotline.speech.ear.sound_kept import SoundKept

FINISH_SECONDS = 60.0
MOST_TOLD = 500  # texts that nobody fetched
MOST_LOST = 2  # workers in a row with the same sound: the one that loses a third is given up
CATCHING_UP = 5.0  # seconds after a move, in which a new worker hears again what the lost one had heard
Send = Callable[[Frame], bool]


class Listening:
    """Implements Hearing. number: the stream's, in every worker; gone: called when it is closed.

    lost: how many workers in a row have ended over its sound.
    """

    def __init__(self, number: int, *, use: Use, words: tuple[str, ...], gone: Callable[[Listening], None]) -> None:
        self.number, self.use = number, use
        self._opening = messages.Opening(words=words, urgent=use is Use.MENU)
        self._gone = gone
        self._send: Send = lambda _frame: False
        self._sound = SoundKept()
        self._odd = b""
        self._finishing = deque[tuple[asyncio.Future[Final], float]]()  # and since when
        self._told, self._news = deque[Text](), asyncio.Event()
        self._room = asyncio.Event()
        self._fault: EarError | None = None
        self._is_closed, self._is_partial = False, False
        self._is_placed, self._is_begun = False, False
        self._moved_at, self.lost = 0.0, 0

    @property
    def is_open(self) -> bool:
        """Whether it still hears."""
        return not self._is_closed and self._fault is None

    @property
    def under_way(self) -> float:
        """Seconds of the utterance that a worker is busy with, 0 where it is busy with none of this stream."""
        return self._sound.seconds if self._is_begun else 0.0

    def behind(self, now: float) -> float:
        """For how many seconds the oldest sound that was not heard yet has been waiting. now: time.monotonic()."""
        is_settled = self.is_open and now - self._moved_at > CATCHING_UP
        return self._sound.waiting_since(now) if is_settled else 0.0

    def unanswered(self, now: float) -> float:
        """For how many seconds the oldest finish() has been waiting."""
        return now - self._finishing[0][1] if self._finishing else 0.0

    def feed(self, audio: bytes) -> None:
        """More sound; what no worker can take in time is dropped."""
        if not self.is_open:
            return
        whole = self._odd + audio
        even = len(whole) // 2 * 2
        whole, self._odd = whole[:even], whole[even:]
        if whole and self._sound.add(whole, time.monotonic()):
            self._send(Frame(kind=Kind.AUDIO, stream=self.number, payload=whole))

    async def room(self) -> None:
        """Until more than half of what may be waiting was heard: for sound that comes faster than it is spoken."""
        while self.is_open and self._sound.is_half_full:
            self._room.clear()
            await self._room.wait()

    async def texts(self) -> AsyncIterator[Text]:
        """What is heard; a Final that finish() gives back is not among it."""
        while True:
            while self._told:
                yield self._told.popleft()
            if self._fault is not None:
                raise self._fault
            if self._is_closed:
                return
            self._news.clear()
            await self._news.wait()

    async def finish(self) -> Final:
        """What the utterance was. Raises EarError, EarBusyError where the stream was shed."""
        if self._fault is not None:
            raise self._fault
        if self._is_closed:
            raise EarError("Nobody listens to this stream any more.")
        answer: asyncio.Future[Final] = asyncio.get_running_loop().create_future()
        self._finishing.append((answer, time.monotonic()))
        self._send(Frame(kind=Kind.FINISH, stream=self.number))
        try:
            async with asyncio.timeout(FINISH_SECONDS):
                return await asyncio.shield(answer)
        except TimeoutError as fault:
            raise EarError(f"The utterance was not heard within {FINISH_SECONDS:.0f} s.") from fault

    async def close(self) -> None:
        """Hear no more; who reads texts() comes to its end."""
        if self._is_closed:
            return
        self._is_closed = True
        self._send(Frame(kind=Kind.CLOSE, stream=self.number))
        self._release(EarError("Nobody listens to this stream any more."))

    def give_up(self, fault: EarError) -> None:
        """Hear no more, and say why to whoever reads or waits."""
        if not self.is_open:
            return
        self._fault = fault
        self._send(Frame(kind=Kind.CLOSE, stream=self.number))
        self._release(fault)

    def lose(self) -> None:
        """Its worker is gone; a sound over which three of them went is not heard again."""
        self.lost += self._is_begun
        self._is_begun, self._send = False, lambda _frame: False
        if self.lost > MOST_LOST:
            self.give_up(EarError("The recogniser broke off again and again over the same words."))

    def move(self, send: Send) -> None:
        """To the first or another worker, which hears the utterance so far again."""
        if not self.is_open:
            return
        self._moved_at = time.monotonic() if self._is_placed else 0.0
        self._is_placed, self._send = True, send
        payload = messages.opening_bytes(self._opening)
        send(Frame(kind=Kind.OPEN, stream=self.number, payload=payload))
        for piece in self._sound.again(time.monotonic()):
            send(Frame(kind=Kind.AUDIO, stream=self.number, payload=piece))
        for _ in self._finishing:
            send(Frame(kind=Kind.FINISH, stream=self.number))

    def hear(self, frame: Frame) -> None:
        """What the worker says of this stream. Raises ValueError, KeyError or struct.error over nonsense."""
        if not self.is_open:
            return
        match frame.kind:
            case Kind.BEGUN:
                self._is_begun = True
            case Kind.HEARD:
                self._count(messages.count_of(frame.payload))
            case Kind.PARTIAL:
                self._is_partial = True
                self._tell(messages.partial_of(frame.payload))
            case Kind.FINAL:
                final = self._ended(frame)
                if final.text or self._is_partial:
                    self._tell(final)
                self._is_partial = False
            case Kind.FINISHED:
                self._answer(self._ended(frame))
            case Kind.LOST:
                self.give_up(EarError(f"The recogniser lost the stream: {frame.payload.decode(errors='replace')}"))
            case _:
                raise ValueError(f"{frame.kind.name} is about no stream.")

    def _count(self, heard: int) -> None:
        self._is_begun = False
        self._sound.heard(heard)
        if not self._sound.is_waiting and not self._finishing:
            self.lost = 0
        self._room.set()

    def _answer(self, final: Final) -> None:
        self._is_partial = False
        if self._finishing and not (answer := self._finishing.popleft()[0]).done():
            answer.set_result(final)

    def _ended(self, frame: Frame) -> Final:
        final = messages.final_of(frame.payload, later=self._sound.began / BYTES_A_SECOND)
        self._sound.forget_heard()
        self._is_begun, self.lost = False, 0
        return final

    def _tell(self, text: Text) -> None:
        if isinstance(text, Partial) and self._told and isinstance(self._told[-1], Partial):
            self._told.pop()
        self._told.append(text)
        if len(self._told) > MOST_TOLD:
            self._told.popleft()
        self._news.set()

    def _release(self, fault: EarError) -> None:
        while self._finishing:
            if not (answer := self._finishing.popleft()[0]).done():
                answer.set_exception(fault)
                answer.exception()  # who waited may be gone
        self._sound = SoundKept()
        self._news.set()
        self._room.set()
        self._gone(self)
