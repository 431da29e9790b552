"""What the dialplan itself says or plays, as files that need no controller.

Set-up has the voice write each text into prompts/static/NAME.wav (8 kHz, 16-bit, mono). The hold music is made here.
"""

from __future__ import annotations

import array
import math
import os
import sys
import wave
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

STATIC_PROMPTS: Mapping[str, str] = MappingProxyType(
    {
        "apology": "对不起，自助服务暂时不可用，正在为您转接人工服务，请不要挂机。",
        "line-lost": "线路中断，正在为您重新接通，请不要挂机。",
        "outside-lost": "对不起，电话没有接通，正在为您转接人工服务，请不要挂机。",
        "goodbye": "感谢您的来电，再见。",
        "press-one": "这里是政务服务热线。按1键，为您接通市民。",
        "emergency-lost": "对不起，电话没有接通，正在为您优先转接人工服务，请不要挂机。",
    }
)
RATE = 8000
BEAT = 0.75  # seconds
PEAK = 4200  # about 18 dB below the loudest: music to wait by
# two voices in the pentatonic scale, in half tones from A4 (440 Hz)
MELODY = (
    -5,
    -2,
    0,
    3,
    0,
    -2,
    -5,
    -7,
    -5,
    -2,
    0,
    -2,
    3,
    5,
    3,
    0,
    5,
    3,
    0,
    -2,
    0,
    3,
    0,
    -5,
    -7,
    -5,
    -2,
    0,
    -2,
    -5,
    -7,
    -9,
)
BASS = (-21, -17, -14, -21, -19, -24, -17, -21)


def write_hold_music(path: Path) -> None:
    """Write the hold music (8 kHz, 16-bit, mono) whole or not at all; a file that is there stays."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, _music())


def _write(path: Path, samples: array.array[int]) -> None:
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    with wave.open(str(unfinished), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    unfinished.replace(path)


def write_nothing(path: Path) -> None:
    """Write a moment of silence, for where Asterisk insists on a sound; a file that is there stays."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, array.array("h", bytes(2 * RATE // 50)))


def _music() -> array.array[int]:
    total = int(len(MELODY) * BEAT * RATE)
    mixed = [0.0] * total
    for number, tone in enumerate(MELODY):
        _add_note(mixed, number * BEAT, tone, 1.0, 2.0)
    for number, tone in enumerate(BASS):
        _add_note(mixed, number * BEAT * 4, tone, 0.8, 4.0)
    peak = max(abs(sample) for sample in mixed)
    samples = array.array("h", (round(sample / peak * PEAK) for sample in mixed))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def _add_note(mixed: list[float], at: float, tone: int, loud: float, seconds: float) -> None:
    """A soft bell: quick rise, long fall; what rings past the end goes on at the start, so the loop has no seam."""
    hertz = 440.0 * 2 ** (tone / 12)
    first, count, total = int(at * RATE), int(seconds * RATE), len(mixed)
    turn = 2 * math.pi * hertz / RATE
    for step in range(count):
        rise = min(1.0, step / (0.03 * RATE))
        fall = math.exp(-2.2 * step / RATE) * (1 - step / count)
        wave_now = math.sin(turn * step) + 0.25 * math.sin(2 * turn * step)
        mixed[(first + step) % total] += loud * rise * fall * wave_now
