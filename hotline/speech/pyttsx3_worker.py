"""pyttsx3 in its own process: espeak-ng's voices, Mandarin fed with pinyin, because its Hanzi reading is wrong.

A request is {"text", "path"}, with {"language", "speed"} where they are not Mandarin and 1.

Traps this file covers: runAndWait returns before the file is whole; several texts before one runAndWait write only the
last; an engine that is let go and made anew cuts texts; and the one that is kept lost a third of a sentence in one of
some thousand readings, or a change of pace, at times in every reading that followed. So: one engine for the process,
one text a run, wait for a whole file, and it must last as long as espeak-ng's own reading, which is played where it
does not.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyttsx3
from pypinyin import Style, lazy_pinyin

from hotline.speech.sound import is_whole_wav, resample_wav, seconds_of_wav, write_telephone_wav
from hotline.speech.worker import serve, step_back

MANDARIN = "zh-CN"
VOICES = {MANDARIN: "sit/cmn-latn-pinyin", "yue": "sit/yue", "en": "gmw/en-US"}
PROGRAM_VOICES = {MANDARIN: "cmn-latn-pinyin", "yue": "yue", "en": "en-us"}  # as espeak-ng's -v knows them
WORDS_A_MINUTE = 150
TRIES = 3
SAME = 0.02  # of its length, by which one reading of a text may differ from another
WHOLE_SECONDS = 4.0
PROGRAM_SECONDS = 20.0
_SYLLABLES = re.compile(r"[㐀-鿿]|[A-Za-z0-9]+")


@cache
def _engine() -> Any:
    """The one engine of this process.

    pyttsx3 keeps it only while somebody holds it; one made anew for each text lost sounds of one text in forty.
    """
    return pyttsx3.init("espeak")


def pinyin_of(text: str) -> str:
    """The text as numbered pinyin, punctuation kept."""
    return " ".join(lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True))


def _seconds(path: Path) -> float:
    """How long the file lasts once whoever writes it has let go of it; 0 where it is not whole.

    That it does not grow says nothing: on a busy machine the writer rests between two pages.
    """
    deadline = time.monotonic() + WHOLE_SECONDS
    while time.monotonic() < deadline:
        if path.exists() and not _is_open(path):
            return seconds_of_wav(path) if is_whole_wav(path) else 0.0
        time.sleep(0.01)
    return 0.0


def _is_open(path: Path) -> bool:
    """Whether this process has the file open: pyttsx3 writes it in a callback of its own."""
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            if descriptor.readlink() == path:
                return True
        except OSError:  # closed between the two looks
            continue
    return False


def _read_by_program(words: str, voice: str, rate: int, path: Path) -> None:
    """espeak-ng's own reading. Raises RuntimeError without the words, which may be about a citizen and are logged."""
    command = ["espeak-ng", "-v", voice, "-s", str(rate), "-w", str(path), "--", words]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=PROGRAM_SECONDS)
    except FileNotFoundError:
        raise RuntimeError("the program espeak-ng is missing: apt-get install espeak-ng") from None
    except subprocess.SubprocessError as fault:
        raise RuntimeError(f"espeak-ng could not read a text ({type(fault).__name__})") from None


def speak(request: Mapping[str, Any]) -> None:
    """Write the text spoken to a telephone WAV; raises ValueError for no text, RuntimeError where none can."""
    language, rate = request.get("language", MANDARIN), round(WORDS_A_MINUTE * request.get("speed", 1.0))
    words = pinyin_of(request["text"]) if language == MANDARIN else request["text"]
    if not _SYLLABLES.search(words):
        raise ValueError("there is nothing to say in this text")
    with tempfile.TemporaryDirectory() as folder:
        raw, measure = Path(folder) / "spoken.wav", Path(folder) / "measure.wav"
        _read_by_program(words, PROGRAM_VOICES[language], rate, measure)
        whole = seconds_of_wav(measure)
        for _ in range(TRIES):
            engine = _engine()
            engine.setProperty("voice", VOICES[language])
            engine.setProperty("rate", rate)
            engine.save_to_file(words, str(raw))
            engine.runAndWait()
            if abs(_seconds(raw) - whole) <= SAME * whole:
                break
            raw.unlink(missing_ok=True)
        else:
            raw = measure
        write_telephone_wav(Path(request["path"]), resample_wav(raw))


if __name__ == "__main__":
    step_back()
    # espeak-ng looks for a sound card it never plays to: PulseAudio would make folders in the home and in /tmp
    os.environ["PULSE_RUNTIME_PATH"] = os.devnull
    serve(speak)
