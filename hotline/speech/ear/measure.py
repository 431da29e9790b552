"""How fast a model hears on this machine: seconds of sound in a second, by way of hearing, measured in its worker.

The rule: as many streams at once as there are processors, as in a full hour; a sound that costs what speech costs; by
the processors' time, and the best of a few takes, for a machine that is just being set up has other business too. How
much of the processors was had meanwhile is told with it.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle

import numpy as np

from hotline.speech.ear.recogniser import BYTES_A_SECOND, RATE, Engine

DICTATION, WORDS = "dictation", "words"
GOT = "got"  # how much of the time that passed the processors worked for it, 1 is all; others had the rest
SECONDS = 1.5  # of one take
TAKES = 3  # of each way of hearing
LONGEST = 4.0  # times a take, after which no other begins: a slow model hears one sound for longer than a take
UTTERANCE = 3.0  # seconds of one, where only whole utterances are heard
LEAST = 1e-3  # seconds that hearing takes at least
DIFFERENT = 12  # utterances: the same one costs next to nothing the second time
PIECE = BYTES_A_SECOND // 5
_DIGITS = (
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "零",
    "하나",
    "둘",
    "셋",
    "넷",
    "다섯",
    "여섯",
    "일곱",
    "여덟",
)
_LIKELY = (*_DIGITS, "社保", "公积金", "医保", "身份证", "投诉", "查询", "人工")


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def rates(engine: Engine, *, seconds: float = SECONDS) -> dict[str, float]:
    """Seconds of sound heard in a second by all streams, for free dictation and with a small vocabulary; and GOT."""
    known = tuple(word for word in _LIKELY if word not in engine.unknown(_LIKELY))
    free = _best(engine, (), cores(), seconds)
    by_words = _best(engine, known, cores(), seconds) if engine.is_streaming and known else free
    return {DICTATION: free.rate, WORDS: by_words.rate, GOT: min(free.got, by_words.got)}


def babble(seconds: float, seed: int) -> bytes:
    """A sound like speech: a voice's harmonics in formants that change with every syllable, and pauses."""
    rng, pieces = np.random.default_rng(seed), list[np.ndarray]()
    heard = 0
    while heard < seconds * RATE:
        syllable = int(rng.uniform(0.12, 0.28) * RATE)
        pieces.append(_syllable(rng, syllable))
        pieces.append(np.zeros(int(rng.choice([0.02, 0.05, 0.3], p=[0.6, 0.3, 0.1]) * RATE)))
        heard = sum(map(len, pieces))
    sound = np.concatenate(pieces)[: int(seconds * RATE)]
    return bytes((sound / np.abs(sound).max() * 12_000).astype("<i2").tobytes())


def _syllable(rng: np.random.Generator, length: int) -> np.ndarray:
    times = np.arange(length) / RATE
    pitch = rng.uniform(110, 230) * (1 + rng.uniform(-0.15, 0.15) * times / times[-1])
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    formants = (rng.uniform(300, 800), rng.uniform(900, 2300), rng.uniform(2400, 3200))
    sound = np.zeros(length)
    for harmonic in range(1, 16):
        strength = sum(np.exp(-(((harmonic * pitch.mean() - formant) / 150) ** 2)) for formant in formants)
        sound += (strength + 0.02) * np.sin(harmonic * phase)
    onset = int(rng.uniform(0, 0.06) * RATE)
    sound[:onset] = rng.normal(0, 0.4, onset)  # a consonant
    return sound * np.sin(np.pi * np.arange(length) / length) ** 0.5 + rng.normal(0, 0.01, length)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Take:
    """What one take told. rate: as in rates(); got: as GOT."""

    rate: float
    got: float


def _best(engine: Engine, words: tuple[str, ...], threads: int, seconds: float) -> _Take:
    """The fastest of the takes, which follow each other without a new recogniser."""
    streams = threads if engine.is_streaming else 1
    told: list[list[tuple[float, float, float]]] = [[] for _ in range(TAKES)]  # of each stream: heard, worked, passed
    # a streaming engine works in the thread that asks; others have threads of their own
    clock = time.thread_time if engine.is_streaming else time.process_time
    until, is_over = 0.0, False

    def look() -> None:
        nonlocal until, is_over
        until = until or time.monotonic() + LONGEST * seconds
        is_over = time.monotonic() > until

    start = threading.Barrier(streams, action=look)

    def listen(number: int) -> None:
        hear = _listener(engine, words)
        sounds = cycle([babble(UTTERANCE, DIFFERENT * number + each) for each in range(DIFFERENT)])
        hear(next(sounds)[:PIECE])  # what the first piece alone costs is not counted
        try:
            for take in told:
                start.wait()
                if is_over:
                    return
                heard, worked, began = 0.0, clock(), time.monotonic()
                while time.monotonic() < began + seconds:
                    heard += hear(next(sounds))
                take.append((heard, clock() - worked, time.monotonic() - began))
        except BaseException:
            start.abort()  # else the others wait for ever
            raise

    workers = [threading.Thread(target=listen, args=(number,)) for number in range(streams)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    takes = [_taken(take, threads, is_streaming=engine.is_streaming) for take in told if len(take) == streams]
    return max(takes, key=lambda one: one.rate)


def _taken(take: list[tuple[float, float, float]], threads: int, *, is_streaming: bool) -> _Take:
    heard, worked, passed = (sum(column) for column in zip(*take, strict=True))
    got = min(1.0, worked / max(passed, LEAST)) if is_streaming else 1.0  # others rest between their own threads
    return _Take(rate=round(heard / max(worked, LEAST) * threads, 3), got=round(got, 2))


def _listener(engine: Engine, words: tuple[str, ...]) -> Callable[[bytes], float]:
    """What hears a sound to its end and tells its seconds."""
    recogniser = engine.open(words)

    def hear(sound: bytes) -> float:
        for at in range(0, len(sound), PIECE):
            recogniser.accept(sound[at : at + PIECE])
        if not engine.is_streaming:
            recogniser.finish()
        return len(sound) / BYTES_A_SECOND

    return hear
