"""Recordings for tests: a short silence in any format."""

from __future__ import annotations

import wave
from pathlib import Path


def write_recording(path: Path, *, rate: int = 8000, width: int = 2, channels: int = 1, seconds: float = 0.1) -> None:
    """Write a silent WAV."""
    path.parent.mkdir(exist_ok=True)
    with wave.open(str(path), "wb") as sound:
        sound.setframerate(rate)
        sound.setsampwidth(width)
        sound.setnchannels(channels)
        sound.writeframes(bytes(round(rate * seconds) * width * channels))
