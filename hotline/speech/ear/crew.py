"""One model's worker at work, and a second one, loaded, that takes its place at once.

The rule: a worker that is dead, silent or stuck is replaced within a second while a spare is there, and its streams go
on; on a machine that is merely overloaded patience grows with every replacement, so that nothing is replaced for ever.
"""

from __future__ import annotations

import asyncio
import contextlib
import struct
import time
from collections import deque
from collections.abc import Sequence

import structlog

from hotline.errors import EarError
from hotline.speech.ear import messages
from hotline.speech.ear.frames import Frame, Kind
from hotline.speech.ear.listening import Listening
from hotline.speech.ear.worker_link import WorkerLink

LOOK_SECONDS = 0.1
SILENT = 0.7  # seconds without a beat
STUCK = 0.7  # seconds of one call of the model, which hears a fifth of a second of sound
STUCK_WHOLE, STUCK_A_SECOND = 10.0, 2.0  # where it hears whole utterances: whatever their length, and for each second
LONGEST_WHOLE = 25.0  # seconds of an utterance that are counted, and of one whose stream is closed
WITHOUT_SPARE = 5.0  # seconds of either, where nobody is there to take over
PATIENCE_GROWS = 60.0  # seconds for which one that was only late makes the next one's replacement twice as late
APART = 0.3  # seconds between streams that may have ended a worker before
LONGEST_PAUSE = 30.0  # seconds between two tries to start a worker
TRIES = 3  # to start one, before the streams that wait are given up
log = structlog.get_logger(__name__)


class Crew:
    """The workers of one model. command: starts one, SPARE after it a spare; name: the model's, for the log."""

    def __init__(self, command: Sequence[str], name: str) -> None:
        self._command, self._name = command, name
        self._work: WorkerLink | None = None
        self._spare: WorkerLink | None = None
        self._starting: asyncio.Task[None] | None = None
        self._ending = set[asyncio.Task[None]]()
        self._streams = dict[int, Listening]()
        self._changed = asyncio.Event()
        self._replaced = deque[float](maxlen=8)
        self._failed, self._not_before = 0, 0.0
        self.trouble = ""

    @property
    def is_hearing(self) -> bool:
        """Whether a worker is there."""
        return self._work is not None

    @property
    def is_streaming(self) -> bool:
        """Whether words come while they are spoken."""
        return self._work is not None and self._work.is_streaming

    @property
    def pids(self) -> tuple[int, ...]:
        """The process at work and the spare one, as far as they are there."""
        return tuple(link.pid for link in (self._work, self._spare) if link is not None)

    def open(self, listening: Listening) -> None:
        """A stream more."""
        self._streams[listening.number] = listening
        if self._work is not None:
            listening.move(self._work.send)

    def forget(self, listening: Listening) -> None:
        """A stream less."""
        self._streams.pop(listening.number, None)

    async def unknown(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Those that the model can never hear. Raises EarError."""
        if self._work is None:
            raise EarError(f"The speech model {self._name} is not loaded.")
        return messages.words_of(await self._work.question(Kind.UNKNOWN, messages.words_bytes(words)))

    async def run(self) -> None:
        """Keep a worker at work, until cancelled; then end all processes."""
        try:
            while True:
                began = time.monotonic()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_SECONDS):
                        await self._changed.wait()
                self._changed.clear()
                now = time.monotonic()
                self.look(now, is_late=now - began > 2 * LOOK_SECONDS)
        finally:
            if self._starting is not None:
                self._starting.cancel()
                await asyncio.gather(self._starting, return_exceptions=True)
            for link in (self._work, self._spare):
                if link is not None:
                    self._end(link)
            self._work = self._spare = None
            await asyncio.gather(*self._ending, return_exceptions=True)

    def look(self, now: float, *, is_late: bool = False) -> None:
        """Replace what is lost. now: time.monotonic(); is_late: the hotline was held up, and beats may lie unread."""
        if self._spare is not None and (self._spare.is_ended or (not is_late and self._fault(self._spare, now))):
            self._end(self._spare)
            self._spare = None
        if self._work is not None and (self._work.is_ended or not is_late) and (why := self._fault(self._work, now)):
            log.error("ear_worker_lost", model=self._name, pid=self._work.pid, why=why, streams=len(self._streams))
            if not self._work.is_ended:
                self._replaced.append(now)
            self._end(self._work)
            self._work = None
            for listening in list(self._streams.values()):
                listening.lose()
        if self._work is None and self._spare is not None:
            self._put_to_work(self._spare)
        if self._spare is None and self._starting is None and now >= self._not_before:
            self._starting = asyncio.create_task(self._start(), name="ear-start")

    def _put_to_work(self, link: WorkerLink) -> None:
        self._work, self._spare = link, None
        link.hear = self._hear
        suspects = 0
        for listening in sorted(self._streams.values(), key=lambda one: one.lost):
            if listening.lost > 1:  # alone, so that nobody else is in doubt should it happen again
                suspects += 1
                asyncio.get_running_loop().call_later(suspects * APART, self._move, listening, link)
            else:
                listening.move(link.send)
        log.info("ear_worker_up", model=self._name, pid=link.pid, streams=len(self._streams))

    def _move(self, listening: Listening, link: WorkerLink) -> None:
        if link is self._work:
            listening.move(link.send)

    def _fault(self, link: WorkerLink, now: float) -> str:
        """What is wrong with it, "" for nothing."""
        if link.is_ended:
            return "it ended"
        grown = 2.0 ** sum(now - at < PATIENCE_GROWS for at in self._replaced)
        has_spare = self._spare is not None and link is not self._spare
        if now - link.last_heard > (min(SILENT * grown, WITHOUT_SPARE) if has_spare else WITHOUT_SPARE):
            return "it is silent"
        stuck = (
            (min(STUCK * grown, WITHOUT_SPARE) if has_spare else WITHOUT_SPARE) if link.is_streaming else self._whole
        )
        return f"it has been busy for {link.longest_call:.1f} s" if link.longest_call > stuck else ""

    @property
    def _whole(self) -> float:
        """How long the utterance that is heard now may take: several times what it takes on a quiet machine."""
        seconds = max((each.under_way for each in self._streams.values()), default=0.0) or LONGEST_WHOLE
        return STUCK_WHOLE + STUCK_A_SECOND * min(seconds, LONGEST_WHOLE)

    async def _start(self) -> None:
        link = WorkerLink(self._command if self._work is None else (*self._command, messages.SPARE), self._name)
        try:
            await link.start()
        except EarError as fault:
            self._failed += 1
            self._not_before = time.monotonic() + min(2.0**self._failed, LONGEST_PAUSE)
            self.trouble = fault.message
            log.error("ear_worker_failed", model=self._name, why=fault.message)  # noqa: TRY400 the sentence says all
            if self._work is None and self._failed >= TRIES:
                for listening in list(self._streams.values()):
                    listening.give_up(fault)
        else:
            self._failed, self.trouble = 0, ""
            link.gone = self._changed.set
            self._spare = link
            self._changed.set()
        finally:
            self._starting = None

    def _hear(self, frame: Frame) -> None:
        listening = self._streams.get(frame.stream)
        if listening is None:
            return
        try:
            listening.hear(frame)
        except (ValueError, KeyError, TypeError, struct.error) as fault:
            listening.give_up(EarError(f"The recogniser spoke nonsense: {fault}"))

    def _end(self, link: WorkerLink) -> None:
        link.hear = lambda _frame: None
        task = asyncio.create_task(link.close(), name="ear-end")
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
