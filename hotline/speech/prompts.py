"""The sound of a text, made once: kept by text and voice; a recording in its place wins; a second voice stands by.

The rule: `file` answers within its limit, by the first voice, by the second, or by a VoiceError; never by silence. What
it gives is always what the line can play.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import time
from pathlib import Path

import structlog

from hotline.errors import VoiceError
from hotline.ivr.recordings import recording_fault
from hotline.speech.busy import Busy
from hotline.speech.reader import Reader

log = structlog.get_logger(__name__)
FIRST_VOICE_SECONDS = 6.0
LATE = 3.0  # seconds: more than a caller should pay for a failure
REST = 20.0  # seconds for which the voice is not asked after that, so that only one caller pays
A_DAY = 86_400
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_Mark = tuple[int, int]


class PromptCache:
    """Prompts as files, in one language at one pace.

    directory: where they are kept; recorded: folder of NAME.wav that replace a prompt of that name; fallback: the voice
    that speaks where the first fails or takes longer than `patience` seconds; late: a failure after so many seconds has
    the first voice rest; busy: told while a caller waits.
    """

    def __init__(
        self,
        voice: Reader,
        directory: Path,
        recorded: Path,
        fallback: Reader | None = None,
        *,
        patience: float = FIRST_VOICE_SECONDS,
        late: float = LATE,
        busy: Busy | None = None,
    ) -> None:
        self._voice, self._fallback = voice, fallback
        self._directory, self._recorded = directory, recorded
        self._patience, self._late = patience, late
        self._busy = busy or Busy()
        self.trouble = ""  # why the first voice failed the last time it was asked; empty while it speaks
        self._making: dict[Path, asyncio.Task[None]] = {}
        self._looked: dict[str, tuple[_Mark, str]] = {}
        self._rests_until = 0.0

    async def file(self, text: str, *, name: str = "") -> Path:
        """A WAV of the text; raises VoiceError where no voice could speak it."""
        found = self.at_hand(text, name=name)
        if found is not None:
            return found
        if self._fallback is not None and self._clock() < self._rests_until:
            return await self._by_fallback(text, None)
        with self._busy.working():
            began = self._clock()
            try:
                async with asyncio.timeout(self._patience):
                    await self._make(text, self._voice)
            except (VoiceError, TimeoutError) as fault:
                self.trouble = f"{self._voice.name}: {str(fault) or 'it took too long'}"
                log.warning("voice_failed", voice=self._voice.name, why=self.trouble)
                self._rests_until = self._clock() + REST if self._clock() - began >= self._late else 0.0
                return await self._by_fallback(text, fault)
        self.trouble = ""
        return self.path(text)

    def at_hand(self, text: str, *, name: str = "") -> Path | None:
        """The recording, or what the first voice spoke before; None where it has yet to be spoken."""
        recording = self.recording(name)
        if recording is not None:
            return recording
        path = self.path(text)
        try:
            made = path.stat().st_mtime
        except OSError:
            return None
        if time.time() - made > A_DAY:  # what is heard is not thrown away (prune.py)
            os.utime(path)
        return path

    async def make(self, text: str, *, name: str = "", by: Reader | None = None) -> Path:
        """As `file`, by the first voice alone and without its limit: for what is spoken ahead. Raises VoiceError.

        by: the same voice in another process, which no caller waits for.
        """
        found = self.at_hand(text, name=name)
        if found is not None:
            return found
        if by is None:
            await self._make(text, self._voice)
        else:
            await by.speak(text, self.path(text))
        return self.path(text)

    def recording(self, name: str) -> Path | None:
        """The recording that replaces a prompt of this name, if there is one that can be played."""
        if not _NAME.fullmatch(name):
            return None
        path = self._recorded / f"{name}.wav"
        try:
            found = path.stat()
        except OSError:
            return None
        mark = (found.st_mtime_ns, found.st_size)
        looked = self._looked.get(name)
        if looked is None or looked[0] != mark:
            looked = self._looked[name] = (mark, str(recording_fault(path) or ""))
            if looked[1]:
                log.warning("recording_refused", place=str(path), why=looked[1])
        return None if looked[1] else path

    def path(self, text: str, voice: Reader | None = None) -> Path:
        """Where the sound of a text by a voice (the first) is kept."""
        name = (voice or self._voice).name_for(text)
        total = hashlib.sha256(f"{name}\0{text}".encode()).hexdigest()
        return self._directory / name / f"{total[:32]}.wav"

    async def close(self) -> None:
        """End what is being made, and the voices."""
        for task in self._making.values():
            task.cancel()
        await asyncio.gather(*self._making.values(), return_exceptions=True)
        await self._voice.close()
        if self._fallback is not None:
            await self._fallback.close()

    @staticmethod
    def _clock() -> float:
        return asyncio.get_running_loop().time()

    async def _by_fallback(self, text: str, fault: BaseException | None) -> Path:
        if self._fallback is None:
            raise VoiceError(f"The voice could not speak: {str(fault) or 'it took too long'}") from fault
        await self._make(text, self._fallback)
        return self.path(text, self._fallback)

    async def _make(self, text: str, voice: Reader) -> None:
        """Speak once, however many ask: the work goes on where one who asked has left."""
        path = self.path(text, voice)
        if path.exists():
            return
        task = self._making.get(path)
        if task is None:
            task = asyncio.create_task(voice.speak(text, path))
            self._making[path] = task
            task.add_done_callback(lambda done: self._made(path, done))
        await asyncio.shield(task)

    def _made(self, path: Path, done: asyncio.Task[None]) -> None:
        self._making.pop(path, None)
        if not done.cancelled():
            done.exception()
