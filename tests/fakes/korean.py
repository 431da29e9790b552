"""Korean by espeak-ng as a telephone carries it: the one language whose real Vosk model can be had by everybody."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from hotline.speech.sound import resample_wav

WORDS = ("안녕하세요", "감사합니다", "서울", "전화", "번호", "내일", "오늘", "학교")
SENTENCE = "안녕하세요 저는 서울에 살고 있습니다 오늘 전화 번호를 바꾸고 싶습니다"
SILENCE = bytes(16_000)  # one second


def korean(text: str, *, words_a_minute: int = 130) -> bytes:
    """The text spoken: 8 kHz, 16 bit, mono."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spoken.wav"
        subprocess.run(["espeak-ng", "-v", "ko", "-s", str(words_a_minute), "-w", str(path), text], check=True)
        return resample_wav(path)
