"""What Vosk tells, as the hotline takes it; no model is needed."""

from __future__ import annotations

import json

from hotline.speech.ear.recogniser import Partial
from hotline.speech.ear.vosk_engine import ANYTHING_ELSE, VoskRecogniser


class FakeVosk:
    """Vosk's own recogniser that tells these partials one after the other, and in the end the same words."""

    def __init__(self, *partials: str) -> None:
        self._partials, self._told = iter(partials), ""

    def SetWords(self, _wanted: object) -> None:  # noqa: N802 Vosk's own name
        """It always tells them."""

    def AcceptWaveform(self, _audio: bytes) -> int:  # noqa: N802 Vosk's own name
        """The utterance goes on."""
        self._told = next(self._partials)
        return 0

    def PartialResult(self) -> str:  # noqa: N802 Vosk's own name
        """So far."""
        return json.dumps({"partial": self._told})

    def FinalResult(self) -> str:  # noqa: N802 Vosk's own name
        """Every word a second long."""
        words = enumerate(self._told.split())
        return json.dumps({"result": [{"word": word, "start": at, "end": at + 1, "conf": 1.0} for at, word in words]})


def test_what_is_none_of_the_words_is_no_word() -> None:
    """Neither in between nor in the end: a cough must not pass for the beginning of a sentence."""
    recogniser = VoskRecogniser(FakeVosk(ANYTHING_ELSE, f"{ANYTHING_ELSE} 社保", f"{ANYTHING_ELSE} 社保 卡"))
    assert [recogniser.accept(b"") for _ in range(3)] == [None, Partial(text="社保"), Partial(text="社保卡")]
    assert recogniser.finish().text == "社保卡"
