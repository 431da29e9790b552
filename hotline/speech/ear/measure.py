"""How fast a model hears on this machine: seconds of sound in a second, by way of hearing, measured in its worker.

The rule: as many streams at once as there are processors, as in a full hour; a sound that costs what speech costs; by
the processors' time, for a machine that is just being set up has other business too.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from itertools import cycle

import numpy as np

from hotline.speech.ear.recogniser import BYTES_A_SECOND, RATE, Engine

DICTATION, WORDS = "dictation", "words"
SECONDS = 3.0  # for each way of hearing
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
    """Seconds of sound heard in a second by all streams together, for free dictation and with a small vocabulary."""
    known = tuple(word for word in _LIKELY if word not in engine.unknown(_LIKELY))
    found = {DICTATION: _rate(engine, (), cores(), seconds)}
    found[WORDS] = _rate(engine, known, cores(), seconds) if engine.is_streaming and known else found[DICTATION]
    return found


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


def _rate(engine: Engine, words: tuple[str, ...], threads: int, seconds: float) -> float:
    streams = threads if engine.is_streaming else 1
    heard, took = [0.0] * streams, [0.0] * streams
    # a streaming engine works in the thread that asks; others have threads of their own
    clock = time.thread_time if engine.is_streaming else time.process_time
    start = threading.Barrier(streams)

    def listen(number: int) -> None:
        hear = _listener(engine, words)
        sounds = cycle([babble(UTTERANCE, DIFFERENT * number + each) for each in range(DIFFERENT)])
        hear(next(sounds)[:PIECE])  # what the first piece alone costs is not counted
        start.wait()
        began, end = clock(), time.monotonic() + seconds
        while time.monotonic() < end:
            heard[number] += hear(next(sounds))
        took[number] = clock() - began

    workers = [threading.Thread(target=listen, args=(number,)) for number in range(streams)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return round(sum(heard) / max(sum(took), LEAST) * threads, 3)


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
