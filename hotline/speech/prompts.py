"""The sound of a text, made once: kept by text and voice; a recording in its place wins; a second voice stands by.

The rule: `file` answers within its limit, by the first voice, by the second, or by a VoiceError; never by silence.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from pathlib import Path

import structlog

from hotline.errors import VoiceError
from hotline.speech.reading import read_aloud
from hotline.speech.voice import Voice

log = structlog.get_logger(__name__)
FIRST_VOICE_SECONDS = 6.0
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class PromptCache:
    """Prompts as files.

    directory: where they are kept; recorded: folder of NAME.wav that replace a prompt of that name; fallback: the voice
    that speaks where the first fails or takes longer than `patience` seconds.
    """

    def __init__(
        self,
        voice: Voice,
        directory: Path,
        recorded: Path,
        fallback: Voice | None = None,
        *,
        patience: float = FIRST_VOICE_SECONDS,
    ) -> None:
        self._voice, self._fallback = voice, fallback
        self._directory, self._recorded = directory, recorded
        self._patience = patience
        self.trouble = ""  # why the first voice failed the last time it was asked; empty while it speaks
        self._making: dict[Path, asyncio.Task[None]] = {}

    async def file(self, text: str, *, name: str = "") -> Path:
        """A WAV of the text; raises VoiceError where no voice could speak it."""
        found = self.at_hand(text, name=name)
        if found is not None:
            return found
        try:
            async with asyncio.timeout(self._patience):
                await self._make(text, self._voice)
        except (VoiceError, TimeoutError) as fault:
            self.trouble = f"{self._voice.name}: {str(fault) or 'it took too long'}"
            log.warning("voice_failed", voice=self._voice.name, why=self.trouble)
            return await self._by_fallback(text, fault)
        self.trouble = ""
        return self.path(text, self._voice)

    def at_hand(self, text: str, *, name: str = "") -> Path | None:
        """The recording, or what the first voice spoke before; None where it has yet to be spoken."""
        recording = self.recording(name)
        if recording is not None:
            return recording
        path = self.path(text, self._voice)
        return path if path.exists() else None

    async def make(self, text: str, *, name: str = "") -> Path:
        """As `file`, by the first voice alone and without its limit: for what is spoken ahead. Raises VoiceError."""
        recording = self.recording(name)
        if recording is not None:
            return recording
        await self._make(text, self._voice)
        return self.path(text, self._voice)

    def recording(self, name: str) -> Path | None:
        """The recording that replaces a prompt of this name, if there is one."""
        if not _NAME.fullmatch(name):
            return None
        path = self._recorded / f"{name}.wav"
        return path if path.exists() else None

    def path(self, text: str, voice: Voice) -> Path:
        """Where the sound of a text by a voice is kept."""
        total = hashlib.sha256(f"{voice.name}\0{text}".encode()).hexdigest()
        return self._directory / voice.name / f"{total[:32]}.wav"

    async def close(self) -> None:
        """End what is being made, and the voices."""
        for task in self._making.values():
            task.cancel()
        await asyncio.gather(*self._making.values(), return_exceptions=True)
        await self._voice.close()
        if self._fallback is not None:
            await self._fallback.close()

    async def _by_fallback(self, text: str, fault: BaseException) -> Path:
        if self._fallback is None:
            raise VoiceError(f"The voice could not speak: {str(fault) or 'it took too long'}") from fault
        await self._make(text, self._fallback)
        return self.path(text, self._fallback)

    async def _make(self, text: str, voice: Voice) -> None:
        """Speak once, however many ask: the work goes on where one who asked has left."""
        path = self.path(text, voice)
        if path.exists():
            return
        task = self._making.get(path)
        if task is None:
            task = asyncio.create_task(voice.speak(read_aloud(text), path))
            self._making[path] = task
            task.add_done_callback(lambda done: self._made(path, done))
        await asyncio.shield(task)

    def _made(self, path: Path, done: asyncio.Task[None]) -> None:
        self._making.pop(path, None)
        if not done.cancelled():
            done.exception()
