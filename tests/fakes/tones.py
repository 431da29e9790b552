"""Tones and loudness in telephone audio: who is heard, told by frequency; 8 kHz, 16-bit samples as NumPy arrays."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 8000
Samples = NDArray[np.int16]
ALAW_EXPONENTS = 8


def _alaw_to_linear_table() -> Samples:
    table = np.zeros(256, dtype=np.int16)
    for code in range(256):
        value = code ^ 0x55
        mantissa, exponent = value & 0x0F, (value >> 4) & 0x07
        level = (mantissa << 4) + 8 if exponent == 0 else ((mantissa << 4) + 0x108) << (exponent - 1)
        table[code] = level if value & 0x80 else -level
    return table


_TO_LINEAR = _alaw_to_linear_table()
_ORDER = np.argsort(_TO_LINEAR)
_LEVELS = _TO_LINEAR[_ORDER]


def from_alaw(data: bytes) -> Samples:
    """G.711 A-law bytes as samples."""
    return _TO_LINEAR[np.frombuffer(data, dtype=np.uint8)]


def to_alaw(samples: Samples) -> bytes:
    """Samples as G.711 A-law bytes (the nearest level)."""
    places = np.clip(np.searchsorted(_LEVELS, samples), 1, 255)
    lower, upper = _LEVELS[places - 1].astype(int), _LEVELS[places].astype(int)
    nearest = np.where(samples.astype(int) - lower < upper - samples.astype(int), places - 1, places)
    return bytes(_ORDER[nearest].astype(np.uint8))


def tone(hertz: float, seconds: float, level: float = 0.4, rate: int = RATE) -> Samples:
    """A sine wave; level is its peak as a share of full scale."""
    times = np.arange(int(seconds * rate)) / rate
    return (np.sin(2 * np.pi * hertz * times) * level * 32767).astype(np.int16)


def level_of(samples: Samples, hertz: float, rate: int = RATE) -> float:
    """The peak level (share of full scale) of one frequency in the samples: a single-bin Fourier sum."""
    if not len(samples):
        return 0.0
    times = np.arange(len(samples)) / rate
    return float(2 * abs(np.mean(samples / 32767 * np.exp(-2j * np.pi * hertz * times))))


def loudest_level(samples: Samples, hertz: float, window: float = 0.5, rate: int = RATE) -> float:
    """The highest level of one frequency in any window of so many seconds."""
    size = int(window * rate)
    return max(level_of(samples[at : at + size], hertz, rate) for at in range(0, max(len(samples) - size, 0) + 1, size))


def loudness(samples: Samples) -> float:
    """Root mean square as a share of full scale."""
    return float(np.sqrt(np.mean((samples / 32767.0) ** 2))) if len(samples) else 0.0


def spoken_seconds(samples: Samples, threshold: float = 0.01) -> float:
    """Seconds in which something is heard, counted in frames of 20 ms."""
    frames = samples[: len(samples) // 160 * 160].reshape(-1, 160) / 32767.0
    return float((np.sqrt((frames**2).mean(axis=1)) > threshold).sum() * 0.02) if len(frames) else 0.0


def read_wav(path: Path) -> Samples:
    """A mono 16-bit WAV file's samples; also one that is still being written."""
    with wave.open(str(path)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), dtype=np.int16)


def write_wav(path: Path, samples: Samples, rate: int = RATE) -> None:
    """Write samples as a mono 16-bit WAV file."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
