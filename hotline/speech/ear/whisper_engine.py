"""Whisper by faster-whisper (CTranslate2, int8): whole utterances, Mandarin among many languages; no partial words.

The rule: temperature 0 and no text before (else bad sound takes three to eight times as long); what is written comes
out in simplified characters; an utterance is at most half a minute, all that the model hears at once.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import soxr
from faster_whisper import WhisperModel
from opencc import OpenCC

from hotline.errors import EarError
from hotline.speech.ear.measure import cores
from hotline.speech.ear.recogniser import BYTES_A_SECOND, RATE, Final, Text, Word
from hotline.speech.ear.spelling import joined

MODEL_RATE = 16_000
LONGEST = 28.0  # seconds of an utterance
MOST_TOKENS = 128  # of an utterance: what is not understood at all would go on for ever
QUIET = 0.002  # root mean square as a share of full scale: below it nobody speaks, and Whisper makes words of nothing
LOOPING = 2.4  # times that a text can be compressed: the same words over and over are none that were said
_CODES = {"zh-CN": "zh", "yue": "zh", "en": "en", "ko": "ko"}


class WhisperEngine:
    """Implements Engine. language: of all that is said. Raises EarError where the folder holds no such model."""

    is_streaming = False

    def __init__(self, folder: Path, *, language: str) -> None:
        try:
            self._model = WhisperModel(
                str(folder), device="cpu", compute_type="int8", cpu_threads=cores(), local_files_only=True
            )
        except (OSError, RuntimeError, ValueError) as fault:
            raise EarError(
                f"Whisper cannot load {folder.name}: the folder is no CTranslate2 model, or not whole."
            ) from fault
        self._language = _CODES.get(language, language)
        self._simplified = OpenCC("t2s")

    def open(self, words: tuple[str, ...] = ()) -> WhisperRecogniser:
        """Anything is heard: words put into its prompt made the base model repeat them over noise (docs/speech.md)."""
        del words
        return WhisperRecogniser(self)

    def unknown(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """None: it writes whatever it hears."""
        del words
        return ()

    def hear(self, audio: bytes) -> tuple[str, tuple[Word, ...]]:
        """What is said in an utterance; times from its beginning."""
        narrow = np.frombuffer(audio, dtype="<i2").astype(np.float32) / np.float32(32768)
        if not len(narrow) or float(np.sqrt(np.mean(narrow**2))) < QUIET:
            return "", ()
        segments, _ = self._model.transcribe(
            np.asarray(soxr.resample(narrow, RATE, MODEL_RATE), dtype=np.float32),
            language=self._language,
            beam_size=1,
            temperature=0.0,
            condition_on_previous_text=False,
            max_new_tokens=MOST_TOKENS,
            word_timestamps=True,
        )
        said = [segment for segment in segments if segment.compression_ratio <= LOOPING]
        words = tuple(
            Word(text=text, start=word.start, end=word.end, sure=min(1.0, max(0.0, word.probability)))
            for segment in said
            for word in segment.words or ()
            if (text := self._simplified.convert(word.word).strip())
        )
        return joined([self._simplified.convert(segment.text).strip() for segment in said]), words


class WhisperRecogniser:
    """Implements Recogniser: it collects sound, and hears it when the utterance ends."""

    def __init__(self, engine: WhisperEngine) -> None:
        self._engine = engine
        self._sound = bytearray()
        self._began = 0  # bytes from the stream's beginning to the utterance's

    def accept(self, audio: bytes) -> Text | None:
        """Nothing, but for an utterance that is as long as can be: it ends here."""
        self._sound += audio
        return self.finish() if len(self._sound) >= LONGEST * BYTES_A_SECOND else None

    def close(self) -> None:
        """Nothing of it is left."""
        self._sound.clear()

    def finish(self) -> Final:
        """Hear all that was collected."""
        sound, self._sound = bytes(self._sound), bytearray()
        later = self._began / BYTES_A_SECOND
        self._began += len(sound)
        text, heard = self._engine.hear(sound)
        words = tuple(replace(word, start=word.start + later, end=word.end + later) for word in heard)
        return Final(text=text, start=later, end=self._began / BYTES_A_SECOND, words=words)
