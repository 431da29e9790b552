"""A recording followed while it grows: what is new of it, as the telephone's audio.

Rule: it only reads. What is half written waits for its other half; a file that is not there yet is silence.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from hotline.speech.ear.recogniser import RATE

MOST_BYTES = 2_000_000  # of one read: whoever was away for long does not fill the memory


class Growing:
    """A file of signed linear samples, 16 bit little-endian, mono. rate: a multiple of the telephone's.

    Asterisk made the file's rate out of the telephone's, so that nothing lies above it, and every so many samples are
    the telephone's again. head: bytes before the first sample.
    """

    def __init__(self, path: Path, *, rate: int, head: int = 0) -> None:
        if rate % RATE:
            raise ValueError(f"a rate that is no multiple of {RATE}: {rate}")
        self._path, self._head = path, head
        self._step = rate // RATE
        self._at = head

    def read(self) -> bytes:
        """What is new, at the telephone's rate; b"" for nothing. Reads from the disk."""
        whole = 2 * self._step
        try:
            with self._path.open("rb") as file:
                size = min(os.fstat(file.fileno()).st_size - self._at, MOST_BYTES) // whole * whole
                if size <= 0:
                    return b""
                file.seek(self._at)
                data = file.read(size)
        except FileNotFoundError:
            return b""
        data = data[: len(data) // whole * whole]
        self._at += len(data)
        return np.frombuffer(data, dtype="<i2")[:: self._step].tobytes()
