"""The seam behind which a voice speaks, and the two that ship."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from hotline.settings import Settings
from hotline.speech.kokoro_install import install_kokoro, kokoro_files
from hotline.speech.worker import Worker


class Voice(Protocol):
    """Somebody who speaks."""

    name: str

    async def speak(self, text: str, path: Path) -> None:
        """Write the text as a whole 8 kHz 16-bit mono WAV; raises VoiceError, in bounded time."""

    async def close(self) -> None:
        """End what it runs."""


class WorkerVoice:
    """A voice in a process of its own."""

    def __init__(self, name: str, worker: Worker) -> None:
        self.name = name
        self._worker = worker

    @property
    def pid(self) -> int:
        """The process's id, 0 where none runs."""
        return self._worker.pid

    async def speak(self, text: str, path: Path) -> None:
        """Speak into a file; raises VoiceError."""
        await self._worker.ask({"text": text, "path": str(path)})

    async def close(self) -> None:
        """End the process."""
        await self._worker.close()


def pyttsx3_voice() -> WorkerVoice:
    """The voice that is always there."""
    return WorkerVoice("pyttsx3", Worker("hotline.speech.pyttsx3_worker", [], limit=8.0, start_limit=20.0))


def kokoro_voice(settings: Settings) -> WorkerVoice:
    """The natural voice; its parts must be installed."""
    model, speaker = kokoro_files(settings)
    worker = Worker("hotline.speech.kokoro_worker", [str(model), str(speaker)], limit=15.0, start_limit=60.0)
    return WorkerVoice(f"kokoro-{settings.voice_name}", worker)


def build_voice(settings: Settings) -> WorkerVoice:
    """The voice that the settings name."""
    return kokoro_voice(settings) if settings.voice == "kokoro" else pyttsx3_voice()


def install_voice(settings: Settings, env: Mapping[str, str]) -> None:
    """Make the parts of the settings' voice, once. env: one whose PATH has npm. Raises SetupError."""
    if settings.voice == "kokoro":
        install_kokoro(settings, env)
