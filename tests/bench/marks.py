"""The prompts of the bench: tones that are told apart by a single packet.

Rule: a tone's period divides a frame of 20 ms and its levels are exact in A-law, so that every packet of a tone carries
the same 160 bytes, and the arrival of another prompt's first packet cannot be mistaken.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np

from tests.fakes.tones import RATE, Samples, from_alaw, to_alaw, write_wav

FRAME = 160  # samples in a packet
_LEVEL = int(from_alaw(bytes([0x94]))[0])  # a level that A-law keeps exactly, about 21 dB below the loudest
STEPS = ("step1", "step2", "step3")
APOLOGY = "apology"
_PERIODS: Mapping[str, int] = MappingProxyType(
    {"step1": 16, "step2": 10, "step3": 20, APOLOGY: 8, "goodbye": 40, "line-lost": 80}
)


def square(period: int, samples: int) -> Samples:
    """A square wave of a period in samples."""
    high = (np.arange(samples) % period) < period // 2
    return np.where(high, _LEVEL, -_LEVEL).astype(np.int16)


def packet_of(mark: str) -> bytes:
    """What every packet of this tone carries, in A-law."""
    return to_alaw(square(_PERIODS[mark], FRAME))


def mark_of(payload: bytes) -> str:
    """The tone that a packet belongs to, or "" for any other sound."""
    return _BY_PACKET.get(payload, "")


def write_marks(folder: Path, seconds: float) -> None:
    """Write each menu tone as 12345-NAME.wav and each of the dialplan's own as NAME.wav: recordings of the hotline."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, period in _PERIODS.items():
        line = "12345-" if name in STEPS else ""
        write_wav(folder / f"{line}{name}.wav", square(period, int(seconds * RATE)))


_BY_PACKET: Mapping[bytes, str] = MappingProxyType({packet_of(name): name for name in _PERIODS})
