"""Written text read aloud: each language in it as its rules say it, by its own voice, as one sound."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping
from pathlib import Path

from hotline.errors import VoiceError
from hotline.speech.reading import read_aloud
from hotline.speech.sound import join_wavs
from hotline.speech.spans import spans
from hotline.speech.voice import Voice


class Reader:
    """Speaks one language and, in it, whole phrases of others. voices: by language; its own is among them."""

    def __init__(self, language: str, voices: Mapping[str, Voice]) -> None:
        self.language = language
        self._voices = voices

    @property
    def name(self) -> str:
        """The voice of its own language."""
        return self._voices[self.language].name

    def name_for(self, text: str) -> str:
        """The voice whose sound this text is: another's where no word of it is in the reader's own language."""
        pieces = self._pieces(text)
        return self._voices[pieces[0][0]].name if len(pieces) == 1 else self.name

    async def speak(self, text: str, path: Path) -> None:
        """Write the text as a whole 8 kHz 16-bit mono WAV; raises VoiceError, in bounded time."""
        pieces = [(language, said) for language, piece in self._pieces(text) if (said := _said(piece, language))]
        if not pieces:
            raise VoiceError("There is nothing to say in this text.")
        if len(pieces) == 1:
            language, said = pieces[0]
            await self._voices[language].speak(said, path)
            return
        with tempfile.TemporaryDirectory() as folder:
            parts = [Path(folder) / f"{number}.wav" for number in range(len(pieces))]
            for (language, said), part in zip(pieces, parts, strict=True):
                await self._voices[language].speak(said, part)
            await asyncio.to_thread(join_wavs, parts, path)

    async def close(self) -> None:
        """End what the voices run."""
        for voice in self._voices.values():
            await voice.close()

    def _pieces(self, text: str) -> tuple[tuple[str, str], ...]:
        """A language that has no voice is read by the reader's own."""
        found = spans(text, self.language)
        if all(language in self._voices for language, _ in found):
            return found
        return ((self.language, text),)


def _said(piece: str, language: str) -> str:
    said = read_aloud(piece, language=language)
    return said if any(sign.isalnum() for sign in said) else ""
