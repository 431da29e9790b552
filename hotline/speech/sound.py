"""Sound as a telephone carries it: 8 kHz, 16 bit, mono WAV, written whole or not at all."""

from __future__ import annotations

import array
import os
import wave
from pathlib import Path

RATE = 8000


def write_telephone_wav(path: Path, samples: bytes) -> None:
    """Write 16-bit little-endian samples at 8 kHz; the file appears only when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    with wave.open(str(unfinished), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples)
    unfinished.replace(path)


def seconds_of_wav(path: Path) -> float:
    """The length of a WAV file; 0 where it is missing, cut or no WAV."""
    try:
        with wave.open(str(path)) as file:
            frames = file.getnframes()
            size = len(file.readframes(frames))
            return float(size / (file.getsampwidth() * file.getnchannels() * file.getframerate()))
    except (OSError, EOFError, wave.Error, ZeroDivisionError):
        return 0.0


def resample_wav(source: Path) -> bytes:
    """A mono 16-bit WAV's samples at 8 kHz, by soxr where it is there, else by averaging neighbours."""
    with wave.open(str(source)) as file:
        rate, data = int(file.getframerate()), bytes(file.readframes(file.getnframes()))
    if rate == RATE:
        return data
    try:
        import numpy as np  # noqa: PLC0415 only in the voice's own process
        import soxr  # noqa: PLC0415 the same
    except ImportError:
        return _average(data, rate)
    samples = soxr.resample(np.frombuffer(data, dtype=np.int16), rate, RATE)
    return bytes(samples.astype("<i2").tobytes())


def _average(data: bytes, rate: int) -> bytes:
    samples = array.array("h", data)
    step = rate / RATE
    made = array.array("h")
    for number in range(int(len(samples) / step)):
        piece = samples[int(number * step) : max(int((number + 1) * step), int(number * step) + 1)]
        made.append(sum(piece) // len(piece))
    return made.tobytes()
