"""The hotline's end of one worker process: frames out, frames in, and how long it has been silent.

The rule: nothing here waits for the worker but start(), question() and close(), each with a limit; what it cannot take
is refused by send().
"""

from __future__ import annotations

import asyncio
import contextlib
import struct
import time
from collections.abc import Callable, Sequence
from typing import Any

import structlog

from hotline.errors import EarError
from hotline.speech.ear import messages
from hotline.speech.ear.frames import Frame, FrameReader, Kind, packed

LOAD_SECONDS = 120.0
ANSWER_SECONDS = 60.0
MOST_UNSENT = 4 * 1024 * 1024  # bytes: two minutes of sound
READ_BYTES = 64 * 1024
log = structlog.get_logger(__name__)


class WorkerLink:
    """One process. command: started as it is; model: the name of what it loads.

    hear, gone: take the streams' frames and the end, once they are set.
    """

    def __init__(self, command: Sequence[str], model: str) -> None:
        self._command, self._model = tuple(command), model
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._ready: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._questions = dict[int, asyncio.Future[bytes]]()
        self._asked = 0
        self.hear: Callable[[Frame], None] = lambda _frame: None
        self.gone: Callable[[], None] = lambda: None
        self.is_ended = False
        self.is_streaming = False
        self.last_heard = 0.0
        self.longest_call = 0.0

    @property
    def pid(self) -> int:
        """The process's id, 0 before it runs."""
        return self._process.pid if self._process is not None else 0

    async def start(self) -> None:
        """Until the model is loaded. Raises EarError that says why it could not be."""
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
        except OSError as fault:
            raise EarError(f"The recogniser's process cannot be started: {fault}.") from fault
        self._reading = asyncio.create_task(self._read(self._process), name="ear-worker")
        try:
            async with asyncio.timeout(LOAD_SECONDS):
                self.is_streaming = await self._ready
        except TimeoutError as fault:
            await self.close()
            raise EarError(f"The speech model was not loaded within {LOAD_SECONDS:.0f} s.") from fault
        except BaseException:
            await self.close()
            raise

    def send(self, frame: Frame) -> bool:
        """Whether it is on its way: not where the process is gone, or takes nothing more."""
        process = self._process
        if process is None or process.stdin is None or self.is_ended or process.stdin.transport.is_closing():
            return False
        if process.stdin.transport.get_write_buffer_size() > MOST_UNSENT:
            return False
        process.stdin.write(packed(frame))
        return True

    async def question(self, kind: Kind, payload: bytes = b"") -> bytes:
        """The answer to UNKNOWN or MEASURE. Raises EarError."""
        self._asked += 1
        number, answer = self._asked, asyncio.get_running_loop().create_future()
        self._questions[number] = answer
        try:
            if not self.send(Frame(kind=kind, stream=number, payload=payload)):
                raise EarError("The recogniser's process takes no questions.")
            async with asyncio.timeout(ANSWER_SECONDS):
                return bytes(await answer)
        except TimeoutError as fault:
            raise EarError("The recogniser's process gave no answer.") from fault
        finally:
            del self._questions[number]

    async def close(self) -> None:
        """End the process, however it is."""
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
        if self._reading is not None:
            await asyncio.gather(self._reading, return_exceptions=True)
        if self._process is not None:
            await self._process.wait()
            if self._process.stdin is not None:
                self._process.stdin.close()

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        reader, pipe = FrameReader(), process.stdout
        try:
            while pipe is not None and (piece := await pipe.read(READ_BYTES)):
                for frame in reader.feed(piece):
                    self._take(frame)
        except (OSError, ValueError, KeyError, TypeError, struct.error) as fault:
            log.error("ear_worker_nonsense", pid=process.pid, fault=str(fault))  # noqa: TRY400 the sentence says all
        finally:
            self.is_ended = True
            self._give_up(EarError(self._end()))
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            self.gone()

    def _end(self) -> str:
        """What its end means: a model can take its library down with it, which then says nothing."""
        if self._ready.done():
            return f"The process of the speech model {self._model} ended."
        return (
            f"The process that loads the speech model {self._model} ended before it was loaded: the model is broken, "
            f"or memory is short; install it again: hotline speech install {self._model}."
        )

    def _give_up(self, fault: EarError) -> None:
        waiting: list[asyncio.Future[Any]] = [self._ready, *self._questions.values()]
        for future in waiting:
            if not future.done():
                future.set_exception(fault)
                future.exception()  # nobody may be waiting any more

    def _take(self, frame: Frame) -> None:
        self.last_heard = time.monotonic()
        match frame.kind:
            case Kind.BEAT:
                self.longest_call = messages.seconds_of(frame.payload)
            case Kind.READY if not self._ready.done():
                self._ready.set_result(messages.is_streaming_of(frame.payload))
            case Kind.FAILED if not self._ready.done():
                why = frame.payload.decode(errors="replace").removeprefix("EarError: ")
                self._ready.set_exception(EarError(why))
            case Kind.WORDS | Kind.MEASURED:
                answer = self._questions.get(frame.stream)
                if answer is not None and not answer.done():
                    answer.set_result(frame.payload)
            case _:
                self.hear(frame)
