"""One model in a process of its own, many streams: python -m hotline.speech.ear.worker_main FOLDER_OF_THE_MODEL.

--spare: it gets ready beside one that hears, and takes no time from it.

The rule: whatever an engine raises is told as LOST of that stream alone; the process ends only with its parent (end of
its input), or where the model cannot be loaded (FAILED).
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from hotline.speech.ear import messages
from hotline.speech.ear.engines import load_engine
from hotline.speech.ear.frames import Frame, FrameReader, Kind, packed
from hotline.speech.ear.measure import cores, rates
from hotline.speech.ear.recogniser import Engine, Final, Recogniser, Text
from hotline.speech.ear.turns import Job, Turns, Waiting

NICE = 5  # calls come first
BEAT_SECONDS = 0.1
A_CORE = 2  # recognisers that are made ready ahead
READ_BYTES = 64 * 1024
Answer = Callable[[Frame], None]


class Serving:
    """The streams of one engine. answer: takes frames from any thread."""

    def __init__(self, engine: Engine, answer: Answer, *, threads: int) -> None:
        self._engine, self._answer = engine, answer
        self._waiting = dict[int, Waiting]()
        self._openings = dict[int, messages.Opening]()
        self._open = dict[int, Recogniser]()
        self._heard = dict[int, int]()
        self.turns = Turns(self._turn, threads)

    def take(self, frame: Frame) -> None:
        """A frame from the parent."""
        match frame.kind:
            case Kind.OPEN:
                opening = messages.opening_of(frame.payload)
                self._openings[frame.stream] = opening
                self._waiting[frame.stream] = Waiting(stream=frame.stream, urgent=opening.urgent)
                self._add(frame.stream, "open")
            case Kind.AUDIO:
                self._add(frame.stream, frame.payload)
            case Kind.FINISH:
                self._add(frame.stream, "finish")
            case Kind.CLOSE:
                self._add(frame.stream, "close")
                self._waiting.pop(frame.stream, None)
            case Kind.UNKNOWN:
                unknown = self._engine.unknown(messages.words_of(frame.payload))
                self._answer(Frame(kind=Kind.WORDS, stream=frame.stream, payload=messages.words_bytes(unknown)))
            case Kind.MEASURE:
                found = rates(self._engine)
                self._answer(Frame(kind=Kind.MEASURED, stream=frame.stream, payload=messages.rates_bytes(found)))
            case _:
                raise ValueError(f"{frame.kind.name} does not go to a worker.")

    def _add(self, stream: int, job: Job) -> None:
        if (waiting := self._waiting.get(stream)) is not None:
            self.turns.add(waiting, job)

    def _turn(self, stream: int, job: Job) -> None:
        if job != "open" and stream not in self._open:
            return  # it was lost before
        try:
            self._do(stream, job)
        except Exception as fault:  # noqa: BLE001 whatever an engine raises is told to the parent
            self._forget(stream)
            told = f"{type(fault).__name__}: {fault}".encode()[:500]
            self._answer(Frame(kind=Kind.LOST, stream=stream, payload=told))

    def _do(self, stream: int, job: Job) -> None:
        if job == "open":
            self._heard[stream] = 0
            self._open[stream] = self._engine.open(self._openings.pop(stream).words)
        elif job == "close":
            self._forget(stream, is_well=True)
        elif job == "finish":
            self._answer(Frame(kind=Kind.BEGUN, stream=stream))
            self._say(stream, Kind.FINISHED, self._open[stream].finish())
        elif isinstance(job, bytes):
            self._answer(Frame(kind=Kind.BEGUN, stream=stream))
            text = self._open[stream].accept(job)
            self._heard[stream] += len(job)
            heard = messages.count_bytes(self._heard[stream])
            self._answer(Frame(kind=Kind.HEARD, stream=stream, payload=heard))
            if text is not None:
                self._say(stream, Kind.FINAL if isinstance(text, Final) else Kind.PARTIAL, text)

    def _say(self, stream: int, kind: Kind, text: Text) -> None:
        self._answer(Frame(kind=kind, stream=stream, payload=messages.text_bytes(text)))

    def _forget(self, stream: int, *, is_well: bool = False) -> None:
        recogniser = self._open.get(stream)
        if recogniser is not None and is_well:
            recogniser.close()
        for kept in (self._open, self._heard, self._openings):
            kept.pop(stream, None)


def answering() -> Answer:
    """What sends frames to the parent; what libraries print goes to stderr and is taken for no answer."""
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    turn = threading.Lock()

    def answer(frame: Frame) -> None:
        with turn:
            pipe.write(packed(frame))
            pipe.flush()

    return answer


def serve(engine: Engine, answer: Answer, *, threads: int) -> None:
    """Hear until the parent is gone."""
    serving = Serving(engine, answer, threads=threads)
    serving.turns.start()
    answer(Frame(kind=Kind.READY, payload=messages.ready_bytes(is_streaming=engine.is_streaming)))
    ended = threading.Event()

    def beat() -> None:
        with contextlib.suppress(OSError, ValueError):
            while not ended.wait(BEAT_SECONDS):
                answer(Frame(kind=Kind.BEAT, payload=messages.seconds_bytes(serving.turns.longest())))

    threading.Thread(target=beat, daemon=True).start()
    reader = FrameReader()
    while piece := os.read(0, READ_BYTES):
        for frame in reader.feed(piece):
            serving.take(frame)
    ended.set()


def main() -> None:
    """Load the model named and serve it."""
    os.nice(NICE)
    answer = answering()
    folder = Path(sys.argv[1])
    try:
        engine = load_engine(folder, ready=A_CORE * cores(), gently=messages.SPARE in sys.argv)
    except Exception as fault:  # noqa: BLE001 whatever a library raises over a broken model is told
        answer(Frame(kind=Kind.FAILED, payload=f"{type(fault).__name__}: {fault}".encode()[:500]))
        os._exit(1)
    with contextlib.suppress(BrokenPipeError):
        serve(engine, answer, threads=cores() if engine.is_streaming else 1)  # batch engines use all cores for one
    os._exit(0)  # threads deep in a library are not waited for


if __name__ == "__main__":
    main()
