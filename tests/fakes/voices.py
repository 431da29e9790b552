"""Voices that need no process: they hum, refuse or hang."""

from __future__ import annotations

import asyncio
from pathlib import Path

from hotline.errors import VoiceError
from hotline.ivr.effects import CHINESE
from hotline.speech.reader import Reader
from hotline.speech.voice import Voice
from tests.fakes.tones import tone, write_wav


class ToneVoice:
    """Hums at its own pitch; `fails` makes it refuse, `hangs` makes it silent for ever."""

    def __init__(self, name: str = "hum", *, fails: bool = False, hangs: bool = False, hertz: float = 300) -> None:
        self.name, self.said = name, list[str]()
        self.fails, self.hangs, self.hertz = fails, hangs, hertz

    async def speak(self, text: str, path: Path) -> None:
        """Hum for half a second."""
        self.said.append(text)
        if self.hangs:
            await asyncio.Event().wait()
        if self.fails:
            raise VoiceError
        path.parent.mkdir(parents=True, exist_ok=True)
        write_wav(path, tone(self.hertz, 0.5))

    async def close(self) -> None:
        """Nothing to end."""


def reader(voice: Voice, **others: Voice) -> Reader:
    """Mandarin by this voice; others: by language."""
    return Reader(CHINESE, {CHINESE: voice, **others})
