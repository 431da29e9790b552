"""Recorded prompts, looked at before a caller hears them: 8 kHz, 16 bit, mono is all that the line plays."""

from __future__ import annotations

import wave
from pathlib import Path

RATE = 8000  # samples a second
WIDTH = 2  # bytes a sample


def recording_fault(path: Path) -> str:
    """What is wrong with a recording, "" where nothing is."""
    if not path.is_file():
        return f"there is no recording {path.name} in {path.parent.name}"
    try:
        with wave.open(str(path), "rb") as sound:
            rate, width, channels, frames = (
                sound.getframerate(),
                sound.getsampwidth(),
                sound.getnchannels(),
                sound.getnframes(),
            )
    except (OSError, EOFError, wave.Error) as fault:
        return f"the recording {path.name} is not a WAV file: {fault or 'it ends too early'}"
    if (rate, width, channels) != (RATE, WIDTH, 1):
        return (
            f"the recording {path.name} has {rate} Hz, {width * 8} bit and {channels} channel(s); "
            f"it must have {RATE} Hz, {WIDTH * 8} bit and one channel"
        )
    return "" if frames else f"the recording {path.name} is empty"
