"""Vosk: streaming recognition, with a grammar where all that is likely to be said is known.

The rule: a model is a folder on this machine, never looked for on the network (Model(lang=...) downloads); one object
of Vosk's recogniser is never used by two threads at once.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections import deque
from functools import lru_cache
from pathlib import Path
from typing import Any

import vosk

from hotline.errors import EarError
from hotline.speech.ear.measure import babble
from hotline.speech.ear.recogniser import RATE, Final, Partial, Text, Word
from hotline.speech.ear.spelling import joined, pieces
from hotline.speech.ear.vosk_folder import quick

ANYTHING_ELSE = "[unk]"
GRAMMARS_KEPT = 64
USED_KEPT = 32  # recognisers: what each has found of the graph stays with it, and halves the cost of the next stream
WARM_SECONDS = 30.0  # in which they are ready, else whoever waits goes on without: they come later
GENTLE_SECONDS = 10.0  # the same beside a worker that hears; a machine without time to spare would never have them
READY_SECONDS = 2.0  # of a sound like speech that a new one hears before it is needed

vosk.SetLogLevel(-1)


class VoskEngine:
    """Implements Engine. folder: the model's, with am/, conf/ and graph/; ready: so many streams start cheaply, soon.

    gently: they are made ready beside a worker that hears, out of time that nobody else wants. Raises EarError where
    the model cannot be loaded.
    """

    is_streaming = True

    def __init__(self, folder: Path, *, ready: int = 0, gently: bool = False) -> None:
        try:
            with quick(folder) as loaded:
                self._model = vosk.Model(str(loaded))
        except Exception as fault:
            raise EarError(
                f"Vosk cannot load {folder.name}: the folder is no Vosk model, or it is not whole."
            ) from fault
        self._grammar = lru_cache(GRAMMARS_KEPT)(self._grammar_of)
        self._used = deque[VoskRecogniser](maxlen=USED_KEPT)
        makers = [threading.Thread(target=self._make_ready, args=(each, gently), daemon=True) for each in range(ready)]
        for maker in makers:
            maker.start()
        until = time.monotonic() + (GENTLE_SECONDS if gently else WARM_SECONDS)
        for maker in makers:  # before the first stream: beside streams it would make them late
            maker.join(max(0.0, until - time.monotonic()))

    def open(self, words: tuple[str, ...] = ()) -> VoskRecogniser:
        """Words of which the model knows none are as good as no words: anything is heard."""
        if grammar := self._grammar(words):
            return VoskRecogniser(vosk.KaldiRecognizer(self._model, RATE, grammar))
        try:
            return self._used.pop().again()
        except IndexError:
            return VoskRecogniser(vosk.KaldiRecognizer(self._model, RATE), self._used)

    def unknown(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Those that cannot be put together of words that the model knows."""
        return tuple(word for word in words if not pieces(word, self._knows))

    def _grammar_of(self, words: tuple[str, ...]) -> str:
        """JSON for Vosk, "" where nothing is left."""
        said = [" ".join(parts) for word in words if (parts := pieces(word, self._knows))]
        else_ = [ANYTHING_ELSE] if self._knows(ANYTHING_ELSE) else []
        return json.dumps([*dict.fromkeys(said), *else_], ensure_ascii=False) if said else ""

    def _make_ready(self, seed: int, gently: bool) -> None:
        if gently:
            give_way()
        recogniser = VoskRecogniser(vosk.KaldiRecognizer(self._model, RATE), self._used)
        recogniser.accept(babble(READY_SECONDS, seed))
        recogniser.close()

    def _knows(self, word: str) -> bool:
        return bool(self._model.vosk_model_find_word(word) >= 0)


def give_way() -> None:
    """From here on this thread, and no other of the process, works only while a processor has nothing else to do."""
    if hasattr(os, "SCHED_IDLE"):  # Linux, where 0 is the thread that asks
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


class VoskRecogniser:
    """Implements Recogniser. used: where it goes when its stream is over."""

    def __init__(self, recogniser: Any, used: deque[VoskRecogniser] | None = None) -> None:
        self._recogniser, self._used = recogniser, used
        self._recogniser.SetWords(True)  # noqa: FBT003 Vosk's own shape
        self._partial = ""
        self._heard = 0  # samples
        self._before = 0.0  # seconds that it heard of other streams
        self._began = 0.0  # seconds: where the utterance may have begun

    def accept(self, audio: bytes) -> Text | None:
        """A partial only where it changed. Raises EarError where Vosk cannot go on."""
        state = self._recogniser.AcceptWaveform(audio)
        if state < 0:
            raise EarError("Vosk could not hear the sound.")
        self._heard += len(audio) // 2
        if state:
            return self._final(self._recogniser.Result())
        told = json.loads(self._recogniser.PartialResult()).get("partial", "").split()
        partial = joined([word for word in told if word != ANYTHING_ELSE])
        if partial == self._partial:
            return None
        self._partial = partial
        return Partial(text=partial)

    def finish(self) -> Final:
        """What was said since the last final."""
        return self._final(self._recogniser.FinalResult())

    def close(self) -> None:
        """Nothing of what was said is kept, nor of the voice: after a final result Vosk begins anew."""
        self._recogniser.FinalResult()
        if self._used is not None:
            self._used.append(self)

    def again(self) -> VoskRecogniser:
        """The same for another stream."""
        self._before += self._heard / RATE
        self._partial, self._heard, self._began = "", 0, 0.0
        return self

    def _final(self, result: str) -> Final:
        told = json.loads(result)
        words = tuple(
            Word(
                text=word["word"],
                start=max(0.0, word["start"] - self._before),
                end=max(0.0, word["end"] - self._before),
                sure=min(1.0, max(0.0, word["conf"])),
            )
            for word in told.get("result", ())
            if word["word"] != ANYTHING_ELSE
        )
        now = self._heard / RATE
        began, self._began, self._partial = self._began, now, ""
        if not words:
            return Final(text="", start=began, end=now)
        return Final(text=joined([word.text for word in words]), start=words[0].start, end=words[-1].end, words=words)
