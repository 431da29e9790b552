"""Sounds as files: what is whole and what was cut."""

from __future__ import annotations

import wave
from pathlib import Path

from hotline.speech.sound import is_whole_wav


def test_a_wav_is_whole_where_it_holds_what_its_header_promises(tmp_path: Path) -> None:
    """Cut at a page, empty, or no WAV at all, it is not."""
    path = tmp_path / "a.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(16000))
    assert is_whole_wav(path)
    data = path.read_bytes()
    for cut in (data[:4096], data[:44], data[:10], b""):
        path.write_bytes(cut)
        assert not is_whole_wav(path)
    assert not is_whole_wav(tmp_path / "missing.wav")
