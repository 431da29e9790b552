"""Korean by espeak-ng as a telephone carries it: the one language whose real Vosk model can be had by everybody."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from hotline.speech.sound import resample_wav

WORDS = ("안녕하세요", "감사합니다", "서울", "전화", "번호", "내일", "오늘", "학교")
SENTENCE = "안녕하세요 저는 서울에 살고 있습니다 오늘 전화 번호를 바꾸고 싶습니다"
SENTENCES = (
    SENTENCE,
    "우리 집 앞 도로에 물이 많이 고여 있어서 걸어 다니기가 어렵습니다",
    "어제 저녁부터 아파트에 물이 나오지 않아서 전화했습니다",
    "주민등록증을 잃어버렸는데 어디에 가서 다시 만들어야 합니까",
    "버스가 한 시간 동안 오지 않아서 회사에 늦었습니다",
    "학교 옆 공장에서 밤마다 시끄러운 소리가 나서 잠을 잘 수 없습니다",
    "아이가 다음 달에 학교에 들어가는데 무엇을 준비해야 합니까",
    "시장 근처에 쓰레기가 쌓여 있는데 아무도 치우지 않습니다",
    "세금을 두 번 냈는데 돈을 돌려받고 싶습니다",
    "공원에 있는 가로등이 고장 나서 밤에 너무 어둡습니다",
)
"""What citizens ring a hotline for: one sentence alone would be measured by its hardest word."""
SILENCE = bytes(16_000)  # one second


def korean(text: str, *, words_a_minute: int = 130) -> bytes:
    """The text spoken: 8 kHz, 16 bit, mono."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spoken.wav"
        subprocess.run(["espeak-ng", "-v", "ko", "-s", str(words_a_minute), "-w", str(path), text], check=True)
        return resample_wav(path)
