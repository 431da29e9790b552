"""A recording followed while it grows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from hotline.speech.ear.following import Growing


def test_only_what_is_new_and_whole_is_read(tmp_path: Path) -> None:
    """However it is cut, the samples come once and in order; a file that is not there yet is silence."""
    path = tmp_path / "a.sln"
    file = Growing(path, rate=8000)
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
    file = Growing(path, rate=8000, head=44)
    assert file.read() == b""
    path.write_bytes(b"x" * 44 + b"\x01\x00")
    assert file.read() == b"\x01\x00"


def test_a_faster_file_gives_the_telephones_own_samples(tmp_path: Path) -> None:
    """Of six samples one; a sixth that is not written yet is waited for."""
    path = tmp_path / "a.sln48"
    file = Growing(path, rate=48_000)
    path.write_bytes(np.repeat(np.arange(10, dtype="<i2"), 6).tobytes()[:-2])
    assert np.frombuffer(file.read(), dtype="<i2").tolist() == list(range(9))
    path.write_bytes(np.repeat(np.arange(10, dtype="<i2"), 6).tobytes())
    assert np.frombuffer(file.read(), dtype="<i2").tolist() == [9]


def test_a_rate_that_is_no_multiple_of_the_telephones_is_refused(tmp_path: Path) -> None:
    """Every so many samples would not be the telephone's."""
    with pytest.raises(ValueError, match="44100"):
        Growing(tmp_path / "a", rate=44_100)
