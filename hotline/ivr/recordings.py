"""Recorded prompts, looked at before a caller hears them: 8 kHz, 16 bit, mono is all that the line plays."""

from __future__ import annotations

import wave
from pathlib import Path

from hotline.ivr.faults import What, what

RATE = 8000  # samples a second
WIDTH = 2  # bytes a sample


def recording_fault(path: Path) -> What | None:
    """What is wrong with a recording, None where nothing is."""
    if not path.is_file():
        return what("recording_missing", file=path.name, folder=path.parent.name)
    try:
        with wave.open(str(path), "rb") as sound:
            rate, width, channels, frames = (
                sound.getframerate(),
                sound.getsampwidth(),
                sound.getnchannels(),
                sound.getnframes(),
            )
    except (OSError, EOFError, wave.Error) as fault:
        return what("recording_unreadable", file=path.name, why=str(fault) or "it ends too early")
    if (rate, width, channels) != (RATE, WIDTH, 1):
        return what("recording_format", file=path.name, rate=rate, bits=width * 8, channels=channels)
    return None if frames else what("recording_empty", file=path.name)
