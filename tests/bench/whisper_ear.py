"""Whisper base hears WAV files: python whisper_ear.py MODEL_DIR WAV...; prints one JSON object, path to text.

Runs under an interpreter of its own that has faster-whisper, and imports nothing of the project.
"""

from __future__ import annotations

import json
import sys

from faster_whisper import WhisperModel  # type: ignore[import-not-found]  # in another Python
from opencc import OpenCC  # type: ignore[import-not-found]  # the same

MOST_TOKENS = 128  # of a sentence; what is not understood at all would go on for ever


def main() -> None:
    """Hear every file."""
    model = WhisperModel(sys.argv[1], device="cpu", compute_type="int8")
    simplified = OpenCC("t2s")  # Whisper writes either script, and readings are looked up by words of one
    heard = {}
    for path in sys.argv[2:]:
        segments, _ = model.transcribe(
            path,
            language="zh",
            beam_size=5,
            temperature=0.0,
            condition_on_previous_text=False,
            max_new_tokens=MOST_TOKENS,
        )
        heard[path] = simplified.convert("".join(segment.text for segment in segments))
    print(json.dumps(heard, ensure_ascii=False))  # noqa: T201 the answer to the parent


if __name__ == "__main__":
    main()
