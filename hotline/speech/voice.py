"""The seam behind which a voice speaks, and the two that run on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from hotline.ivr.effects import CHINESE
from hotline.settings import Settings
from hotline.speech.kokoro_install import MODEL, kokoro_folder
from hotline.speech.worker import Worker

STANDBY = "pyttsx3-2"  # sounds made before an engine was kept, under plain pyttsx3, could be cut: they are spoken again


class Voice(Protocol):
    """Somebody who speaks one language at one pace. name: the folder of its sounds."""

    @property
    def name(self) -> str:
        """Of its own: two voices that sound different never share one."""

    async def speak(self, text: str, path: Path) -> None:
        """Write the text as a whole 8 kHz 16-bit mono WAV; raises VoiceError, in bounded time."""

    async def close(self) -> None:
        """End what it runs."""


class WorkerVoice:
    """A voice in a process, which it may share with others. asked: what tells it apart from them (speaker, speed)."""

    def __init__(self, name: str, worker: Worker, **asked: str | float) -> None:
        self.name = name
        self._worker, self._asked = worker, asked

    @property
    def pid(self) -> int:
        """The process's id, 0 where none runs."""
        return self._worker.pid

    async def speak(self, text: str, path: Path) -> None:
        """Speak into a file; raises VoiceError."""
        await self._worker.ask({**self._asked, "text": text, "path": str(path)})

    async def close(self) -> None:
        """End the process; it starts anew for the next text."""
        await self._worker.close()


def pyttsx3_worker(*, idle: bool = False) -> Worker:
    """The process of the voices that are always there."""
    return Worker("hotline.speech.pyttsx3_worker", [], limit=8.0, start_limit=20.0, idle=idle)


def pyttsx3_voice(language: str = CHINESE, *, speed: float = 1.0, worker: Worker | None = None) -> WorkerVoice:
    """The voice that is always there. speed: 1 is its own."""
    name = STANDBY if language == CHINESE else f"{STANDBY}-{language}"
    return WorkerVoice(_at(name, speed), worker or pyttsx3_worker(), language=language, speed=speed)


def kokoro_worker(settings: Settings, *, idle: bool = False) -> Worker:
    """The process of the natural voices; their parts must be installed. A long sentence takes 5 s of a free machine."""
    folder = kokoro_folder(settings)
    arguments = [str(folder / MODEL), str(folder)]
    return Worker("hotline.speech.kokoro_worker", arguments, limit=45.0, start_limit=90.0, idle=idle)


def kokoro_voice(
    settings: Settings, language: str = CHINESE, *, speaker: str = "", speed: float = 1.0, worker: Worker | None = None
) -> WorkerVoice:
    """The natural voice. speaker: of the settings where left out; speed: 1 is its own."""
    speaker = speaker or settings.voice_name
    worker = worker or kokoro_worker(settings)
    return WorkerVoice(_at(f"kokoro-{speaker}", speed), worker, language=language, speaker=speaker, speed=speed)


def _at(name: str, speed: float) -> str:
    return name if speed == 1.0 else f"{name}-{speed:g}"
