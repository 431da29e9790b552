"""A worker whose engine needs no model: python -m tests.fakes.ear_worker [batch] [deaf] [slow].

Its speech is made of levels: 20 ms at k * 100 is a part of the word k, 20 ms of silence ends a word, 100 ms the
utterance. Some levels are accidents.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from hotline.speech.ear.frames import Frame, Kind
from hotline.speech.ear.recogniser import BYTES_A_SECOND, RATE, Final, Partial, Text, Word
from hotline.speech.ear.worker_main import answering, serve

FRAME = RATE // 50  # samples
PAUSE = 5  # frames of silence that end an utterance
RAISES, DIES, HANGS = 30_000, 31_000, 32_000
SLOWNESS = 2.0  # seconds for one of sound
SILENCE = bytes(FRAME * 2)


def fake_command(*manners: str) -> Sequence[str]:
    """What starts it."""
    return (sys.executable, "-m", "tests.fakes.ear_worker", *manners)


def fake_commands(*manners: str) -> object:
    """The same for whatever model's folder is asked for."""

    def command(folder: Path) -> Sequence[str]:
        return fake_command(*manners)

    return command


def spoken(*words: int, pause: int = PAUSE + 1, frames: int = 10) -> bytes:
    """So many frames of each word, silence of one frame between, and the pause after them."""
    return SILENCE.join(level(word * 100) * frames for word in words) + SILENCE * pause


def level(value: int) -> bytes:
    """One frame of it."""
    return np.full(FRAME, value, "<i2").tobytes()


class LevelEngine:
    """Implements Engine."""

    def __init__(self, *, is_streaming: bool, slowness: float = 0.0) -> None:
        self.is_streaming, self.slowness = is_streaming, slowness

    def open(self, words: tuple[str, ...] = ()) -> LevelRecogniser:
        """Of words, those are heard; of none, all."""
        return LevelRecogniser(self, words)

    def unknown(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """All that are no numbers."""
        return tuple(word for word in words if not word.isdigit())


class LevelRecogniser:
    """Implements Recogniser."""

    def __init__(self, engine: LevelEngine, words: tuple[str, ...]) -> None:
        self._engine, self._words = engine, words
        self._rest, self._at = b"", 0
        self._began, self._frames = 0, list[int]()

    def accept(self, audio: bytes) -> Text | None:
        """Whole utterances only, where it does not stream."""
        if self._engine.slowness:
            time.sleep(len(audio) / BYTES_A_SECOND * self._engine.slowness)
        before = self._said()
        sound = np.frombuffer(self._rest + audio, "<i2")
        whole = len(sound) // FRAME * FRAME
        self._rest = sound[whole:].tobytes()
        for frame in sound[:whole].reshape(-1, FRAME):
            _accident(int(frame[0]))
            self._frames.append(int(frame[0]) // 100)
        is_over = any(self._frames) and not any(self._frames[-PAUSE:])
        if not self._engine.is_streaming:
            return None
        if is_over:
            return self.finish()
        return Partial(text=" ".join(word.text for word in self._said())) if self._said() != before else None

    def close(self) -> None:
        """Nothing is kept."""

    def finish(self) -> Final:
        """What was heard since the last."""
        words, start = tuple(self._said()), self._began
        self._began, self._frames = self._began + len(self._frames), []
        text = " ".join(word.text for word in words)
        return Final(text=text, start=start / 50, end=self._began / 50, words=words)

    def _said(self) -> list[Word]:
        words, start = list[Word](), 0
        for at, number in enumerate([*self._frames, 0]):
            before = self._frames[at - 1] if at else 0
            if number != before:
                if before and (not self._words or str(before) in self._words):
                    words.append(Word(text=str(before), start=(self._began + start) / 50, end=(self._began + at) / 50))
                start = at
        return words


def _accident(value: int) -> None:
    if value == RAISES:
        raise ValueError("this sound is not heard")
    if value == DIES:
        os.kill(os.getpid(), signal.SIGKILL)
    if value == HANGS:
        threading.Event().wait()


def main() -> None:
    """Serve, or fail as the manners say."""
    answer = answering()
    if "deaf" in sys.argv:
        answer(Frame(kind=Kind.FAILED, payload=b"EarError: the model is not whole"))
        return
    engine = LevelEngine(is_streaming="batch" not in sys.argv, slowness=SLOWNESS if "slow" in sys.argv else 0.0)
    serve(engine, answer, threads=2)
    os._exit(0)


if __name__ == "__main__":
    main()
