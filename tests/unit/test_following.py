"""A recording followed while it grows."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from hotline.speech.ear.following import Growing


def test_only_what_is_new_and_whole_is_read(tmp_path: Path) -> None:
    """However it is cut, the samples come once and in order; a file that is not there yet is silence."""
    path = tmp_path / "a.sln"
    file = Growing(path)
    assert file.read() == b""
    samples = np.arange(1000, dtype="<i2").tobytes()
    heard = b""
    for at in range(0, len(samples), 333):
        with path.open("ab") as out:
            out.write(samples[at : at + 333])
        heard += file.read()
    assert heard == samples
    assert file.read() == b""


def test_a_head_is_no_sound(tmp_path: Path) -> None:
    """A WAV file's first 44 bytes are none of its samples, also before they are all there."""
    path = tmp_path / "a.wav"
    path.write_bytes(b"x" * 40)
    file = Growing(path, head=44)
    assert file.read() == b""
    path.write_bytes(b"x" * 44 + b"\x01\x00")
    assert file.read() == b"\x01\x00"
