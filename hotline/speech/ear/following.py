"""A recording followed while it grows: what is new of it, as the telephone's audio.

Rule: it only reads. What is half written waits for its other half; a file that is not there yet is silence.
"""

from __future__ import annotations

import os
from pathlib import Path

MOST_BYTES = 2_000_000  # of one read: whoever was away for long does not fill the memory
WHOLE = 2  # bytes of a sample


class Growing:
    """A file of signed linear samples at the telephone's rate, 16 bit little-endian, mono. head: bytes before them."""

    def __init__(self, path: Path, *, head: int = 0) -> None:
        self._path, self._at = path, head

    def read(self) -> bytes:
        """What is new; b"" for nothing. Reads from the disk."""
        try:
            with self._path.open("rb") as file:
                size = min(os.fstat(file.fileno()).st_size - self._at, MOST_BYTES) // WHOLE * WHOLE
                if size <= 0:
                    return b""
                file.seek(self._at)
                data = file.read(size)
        except FileNotFoundError:
            return b""
        data = data[: len(data) // WHOLE * WHOLE]
        self._at += len(data)
        return data
