"""pyttsx3 in its own process: espeak-ng's pinyin voice, fed with pinyin, because its Hanzi reading is wrong.

Traps this file covers: runAndWait returns before the file is whole; several texts before one runAndWait write only the
last; init() is a singleton. So: one text a run, wait for a whole file, up to three tries, then espeak-ng itself.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path

import pyttsx3
from pypinyin import Style, lazy_pinyin

from hotline.speech.sound import resample_wav, seconds_of_wav, write_telephone_wav
from hotline.speech.worker import serve

VOICE = "sit/cmn-latn-pinyin"
WORDS_A_MINUTE = 150
TRIES = 3
WHOLE_SECONDS = 4.0
LEAST_SECONDS_A_SYLLABLE = 0.06


def pinyin_of(text: str) -> str:
    """The text as numbered pinyin, punctuation kept."""
    return " ".join(lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True))


def _whole(path: Path, syllables: int) -> bool:
    """Whether the file is long enough and no longer grows."""
    deadline = time.monotonic() + WHOLE_SECONDS
    before = -1
    while time.monotonic() < deadline:
        size = path.stat().st_size if path.exists() else 0
        if size == before and seconds_of_wav(path) >= syllables * LEAST_SECONDS_A_SYLLABLE:
            return True
        before = size
        time.sleep(0.01)
    return False


def speak(text: str, path: str) -> None:
    """Write the text spoken to a telephone WAV; raises RuntimeError where even espeak-ng failed."""
    words = pinyin_of(text)
    syllables = len(words.split())
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "spoken.wav"
        for _ in range(TRIES):
            engine = pyttsx3.init("espeak")
            engine.setProperty("voice", VOICE)
            engine.setProperty("rate", WORDS_A_MINUTE)
            engine.save_to_file(words, str(raw))
            engine.runAndWait()
            if _whole(raw, syllables):
                break
            raw.unlink(missing_ok=True)
        else:
            subprocess.run(
                ["espeak-ng", "-v", "cmn-latn-pinyin", "-s", str(WORDS_A_MINUTE), "-w", str(raw), "--", words],
                check=True,
                timeout=20,
            )
        write_telephone_wav(Path(path), resample_wav(raw))


if __name__ == "__main__":
    # espeak-ng looks for a sound card it never plays to: PulseAudio would make folders in the home and in /tmp
    os.environ["PULSE_RUNTIME_PATH"] = os.devnull
    serve(speak)
