"""Sound as a telephone carries it: 8 kHz, 16 bit, mono WAV, written whole or not at all."""

from __future__ import annotations

import io
import os
import wave
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 8000
LOUDNESS = 0.1  # RMS as a share of full scale: -20 dBFS, the same for every voice
PEAK = 0.85
QUIET = 0.008
EDGE = 0.06  # seconds of silence kept at both ends
PAUSE = 0.08  # seconds between two voices in one prompt
Samples = NDArray[np.float32]


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


def is_whole_wav(path: Path) -> bool:
    """Whether a WAV file holds all that its header promises."""
    try:
        with wave.open(str(path)) as file:
            frames = file.getnframes()
            held, promised = len(file.readframes(frames)), frames * file.getsampwidth() * file.getnchannels()
            return bool(promised > 0 and held == promised)
    except (OSError, EOFError, wave.Error):
        return False


def resample_wav(source: Path) -> bytes:
    """A mono 16-bit WAV's samples at 8 kHz."""
    with wave.open(str(source)) as file:
        rate, data = int(file.getframerate()), bytes(file.readframes(file.getnframes()))
    return data if rate == RATE else _as_bytes(_resample(_as_samples(data), rate))


def join_wavs(parts: Iterable[Path], path: Path) -> None:
    """Telephone WAVs one after the other, with a short pause between, as one file."""
    pause = bytes(2 * int(PAUSE * RATE))
    write_telephone_wav(path, pause.join(resample_wav(part) for part in parts))


def samples_of_wav(data: bytes) -> tuple[Samples, int]:
    """A 16-bit WAV's samples (full scale is 1), its channels mixed into one, and its rate.

    Raises ValueError that says what is wrong with it.
    """
    try:
        with wave.open(io.BytesIO(data)) as file:
            width, channels, rate = file.getsampwidth(), file.getnchannels(), int(file.getframerate())
            frames = bytes(file.readframes(file.getnframes()))
    except (wave.Error, EOFError) as fault:
        raise ValueError(f"it is no PCM WAV ({fault or 'it ends too early'})") from fault
    if width != 2 or not 1 <= channels <= 2 or not 8000 <= rate <= 96_000:
        raise ValueError(
            f"the WAV has {width * 8} bit, {channels} channels and {rate} Hz; wanted: 16 bit, 1 or 2, 8000+"
        )
    samples = _as_samples(frames[: len(frames) // (2 * channels) * 2 * channels])
    return samples.reshape(-1, channels).mean(axis=1, dtype=np.float32), rate


def at_telephone_rate(sound: Samples, rate: int) -> bytes:
    """8 kHz samples, nothing else changed: what is heard in them keeps its time."""
    return _as_bytes(sound if rate == RATE else _resample(sound, rate))


def for_the_telephone(sound: Samples, rate: int) -> bytes:
    """8 kHz samples with the silence at both ends cut, at the loudness of every other prompt."""
    narrow = sound if rate == RATE else _resample(sound, rate)
    heard = np.flatnonzero(np.abs(narrow) > QUIET)
    if len(heard):
        edge = int(EDGE * RATE)
        narrow = narrow[max(0, int(heard[0]) - edge) : int(heard[-1]) + edge]
    level = float(np.sqrt(np.mean(narrow**2))) if len(narrow) else 0.0
    gain = min(LOUDNESS / (level or 1.0), PEAK / (float(np.abs(narrow).max(initial=0.0)) or 1.0))
    return _as_bytes(narrow * np.float32(gain))


def _as_samples(data: bytes) -> Samples:
    return np.frombuffer(data, dtype="<i2").astype(np.float32) / np.float32(32767)


def _as_bytes(samples: Samples) -> bytes:
    return bytes((samples.clip(-1, 1) * 32767).astype("<i2").tobytes())


def _resample(samples: Samples, rate: int) -> Samples:
    """By soxr where it is there, else by averaging neighbours."""
    try:
        import soxr  # noqa: PLC0415 comes with the natural voice only
    except ImportError:
        ends = np.round(np.arange(1, int(len(samples) * RATE / rate) + 1) * (rate / RATE)).astype(np.int64)
        sums = np.concatenate(([0.0], np.cumsum(samples, dtype=np.float64)))
        starts = np.concatenate(([0], ends[:-1]))
        return ((sums[ends] - sums[starts]) / np.maximum(ends - starts, 1)).astype(np.float32)
    return np.asarray(soxr.resample(samples, rate, RATE), dtype=np.float32)
