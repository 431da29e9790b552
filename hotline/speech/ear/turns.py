"""Inside a worker: many streams take turns on a few threads; a stream is never with two of them.

The rule: one turn is short (a fifth of a second of sound, or one end of an utterance), so that nobody waits long; the
urgent go first.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from hotline.speech.ear.recogniser import BYTES_A_SECOND

TURN_BYTES = BYTES_A_SECOND // 5
Job = bytes | Literal["open", "finish", "close"]
"""Sound, or what is to be done after it."""


@dataclass(slots=True, kw_only=True)
class Waiting:
    """One stream's jobs, in order. is_listed: it waits for a thread, or is with one."""

    stream: int
    urgent: bool
    jobs: deque[Job] = field(default_factory=deque)
    is_listed: bool = False

    def next_job(self) -> Job:
        """The next turn's: sound is put together or cut to a turn's length."""
        job = self.jobs.popleft()
        if not isinstance(job, bytes):
            return job
        sound = bytearray(job)
        while len(sound) < TURN_BYTES and self.jobs and isinstance(more := self.jobs[0], bytes):
            sound += more
            self.jobs.popleft()
        if len(sound) > TURN_BYTES:
            self.jobs.appendleft(bytes(sound[TURN_BYTES:]))
        return bytes(sound[:TURN_BYTES])


class Turns:
    """The threads and who waits for them. work: called in a thread with the stream's number and its job."""

    def __init__(self, work: Callable[[int, Job], None], threads: int) -> None:
        self._work = work
        self._urgent, self._others = deque[Waiting](), deque[Waiting]()
        self._changed = threading.Condition()
        self._began: dict[int, float] = {}
        self._threads = [threading.Thread(target=self._serve, args=(each,), daemon=True) for each in range(threads)]

    def start(self) -> None:
        """Let the threads run; they end with the process."""
        for thread in self._threads:
            thread.start()

    def add(self, waiting: Waiting, job: Job) -> None:
        """A job more for a stream."""
        with self._changed:
            waiting.jobs.append(job)
            if not waiting.is_listed:
                self._list(waiting)

    def longest(self) -> float:
        """For how many seconds the longest turn has been going on; 0 where nobody is on."""
        with self._changed:
            return time.monotonic() - min(self._began.values()) if self._began else 0.0

    def _list(self, waiting: Waiting) -> None:
        waiting.is_listed = True
        (self._urgent if waiting.urgent else self._others).append(waiting)
        self._changed.notify()

    def _serve(self, thread: int) -> None:
        while True:
            with self._changed:
                while not (self._urgent or self._others):
                    self._changed.wait()
                waiting = (self._urgent or self._others).popleft()
                job = waiting.next_job()
                self._began[thread] = time.monotonic()
            self._work(waiting.stream, job)
            with self._changed:
                del self._began[thread]
                waiting.is_listed = False
                if waiting.jobs:
                    self._list(waiting)
