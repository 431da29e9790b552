"""Kokoro-82M in its own process: python -m hotline.speech.kokoro_worker MODEL FOLDER_OF_SPEAKERS.

A request is {"text", "path", "language", "speaker", "speed"}. One clause a run, at most 510 symbols; 24 kHz brought to
the telephone's 8 kHz, silence trimmed, one loudness for all.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jieba
import numpy as np
import onnxruntime
from misaki import zh

from hotline.speech.sound import Samples, for_the_telephone, write_telephone_wav
from hotline.speech.worker import serve, step_back

MODEL_RATE = 24_000
MOST_SYMBOLS = 510


class Kokoro:
    """The model, its symbols, and the speakers of a folder. threads: how many processors it may use."""

    def __init__(self, model: Path, folder: Path, *, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # on a full machine: half the time
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        config = json.loads((files("kokoro_onnx") / "config.json").read_text("utf-8"))
        self._symbols: dict[str, int] = config["vocab"]
        self._folder, self._styles = folder, dict[str, Samples]()
        self._chinese = zh.ZHG2P()

    def speak(self, request: Mapping[str, Any]) -> None:
        """Write the text spoken to a telephone WAV; raises ValueError where there is nothing to say."""
        symbols = self._phonemes(request["text"], str(request["language"]))
        ids = [self._symbols[symbol] for symbol in symbols if symbol in self._symbols]
        if not ids:
            raise ValueError("there is nothing to say in this text")
        style, speed = self._style(request["speaker"]), float(request["speed"])
        pieces = [self._run(ids[at : at + MOST_SYMBOLS], style, speed) for at in range(0, len(ids), MOST_SYMBOLS)]
        write_telephone_wav(Path(request["path"]), for_the_telephone(np.concatenate(pieces), MODEL_RATE))

    def _phonemes(self, text: str, language: str) -> str:
        if language == "en":
            return str(self._english(SimpleNamespace(text=text))[0] or "")
        symbols = self._chinese(text)
        return str(symbols[0] if isinstance(symbols, tuple) else symbols)

    @cached_property
    def _english(self) -> Any:
        """By espeak-ng's rules in the model's own symbols; loaded by the first who needs it."""
        from misaki.espeak import EspeakFallback  # noqa: PLC0415 half a second that Chinese alone does not need

        return EspeakFallback(british=False)

    def _style(self, speaker: str) -> Samples:
        if speaker not in self._styles:
            self._styles[speaker] = np.fromfile(self._folder / f"{speaker}.bin", dtype=np.float32).reshape(-1, 1, 256)
        return self._styles[speaker]

    def _run(self, ids: list[int], style: Samples, speed: float) -> Samples:
        inputs = {
            "tokens": np.array([[0, *ids, 0]], dtype=np.int64),
            "style": style[min(len(ids), len(style) - 1)],
            "speed": np.array([speed], dtype=np.float32),
        }
        return np.asarray(self._session.run(None, inputs)[0], dtype=np.float32).reshape(-1)


if __name__ == "__main__":
    most = 1 if step_back() else max(1, min(2, os.cpu_count() or 1))
    jieba.dt.tmp_dir = str(Path(sys.argv[1]).parent)  # its dictionary's cache, which it would write to /tmp
    kokoro = Kokoro(Path(sys.argv[1]), Path(sys.argv[2]), threads=most)
    serve(kokoro.speak)
