"""Kokoro-82M in its own process: python -m hotline.speech.kokoro_worker MODEL VOICE_FILE.

One clause a run, at most 510 symbols; 24 kHz brought to the telephone's 8 kHz, silence trimmed, one loudness for all.
"""

from __future__ import annotations

import json
import os
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import jieba
import numpy as np
import onnxruntime
import soxr
from misaki import zh

from hotline.speech.sound import RATE, write_telephone_wav
from hotline.speech.worker import serve

MODEL_RATE = 24_000
MOST_SYMBOLS = 510
LOUDNESS = 0.1  # RMS as a share of full scale: -20 dBFS
PEAK = 0.85
QUIET = 0.008
EDGE = 0.06  # seconds of silence kept at both ends
NICE = 5


class Kokoro:
    """The model, its symbols and one speaker."""

    def __init__(self, model: Path, voice: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = max(1, min(2, os.cpu_count() or 1))
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._style = np.fromfile(voice, dtype=np.float32).reshape(-1, 1, 256)
        config = json.loads((files("kokoro_onnx") / "config.json").read_text("utf-8"))
        self._symbols: dict[str, int] = config["vocab"]
        self._phonemes = zh.ZHG2P()

    def speak(self, text: str, path: str) -> None:
        """Write the text spoken to a telephone WAV; raises ValueError where there is nothing to say."""
        symbols = self._phonemes(text)
        symbols = symbols[0] if isinstance(symbols, tuple) else symbols
        ids = [self._symbols[symbol] for symbol in symbols if symbol in self._symbols]
        if not ids:
            raise ValueError("there is nothing to say in this text")
        sound = np.concatenate([self._run(ids[at : at + MOST_SYMBOLS]) for at in range(0, len(ids), MOST_SYMBOLS)])
        write_telephone_wav(Path(path), _for_the_telephone(sound))

    def _run(self, ids: list[int]) -> Any:
        inputs = {
            "tokens": np.array([[0, *ids, 0]], dtype=np.int64),
            "style": self._style[len(ids) - 1 if len(ids) == len(self._style) else len(ids)],
            "speed": np.array([1.0], dtype=np.float32),
        }
        return self._session.run(None, inputs)[0].reshape(-1)


def _for_the_telephone(sound: Any) -> bytes:
    narrow = soxr.resample(sound.astype(np.float32), MODEL_RATE, RATE)
    heard = np.flatnonzero(np.abs(narrow) > QUIET)
    if len(heard):
        edge = int(EDGE * RATE)
        narrow = narrow[max(0, heard[0] - edge) : heard[-1] + edge]
    level = float(np.sqrt(np.mean(narrow**2))) or 1.0
    gain = min(LOUDNESS / level, PEAK / (float(np.abs(narrow).max()) or 1.0))
    return bytes((narrow * gain * 32767).astype("<i2").tobytes())


if __name__ == "__main__":
    os.nice(NICE)
    jieba.dt.tmp_dir = str(Path(sys.argv[1]).parent)  # its dictionary's cache, which it would write to /tmp
    kokoro = Kokoro(Path(sys.argv[1]), Path(sys.argv[2]))
    serve(kokoro.speak)
