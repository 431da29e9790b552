"""Every voice that the settings name, by language and pace; voices of one kind share a process."""

from __future__ import annotations

from collections.abc import Mapping

from hotline.ivr.effects import CHINESE, Pace
from hotline.settings import Settings
from hotline.speech.http_voice import HttpVoice
from hotline.speech.kokoro_install import install_kokoro
from hotline.speech.reader import Reader
from hotline.speech.spans import ENGLISH
from hotline.speech.voice import Voice, kokoro_voice, kokoro_worker, pyttsx3_voice, pyttsx3_worker

CANTONESE = "yue"
LANGUAGES = (CHINESE, CANTONESE, ENGLISH)
SPEEDS = {Pace.NORMAL: 1.0, Pace.SLOW: 0.8}


class Voices:
    """Readers for the caller's manners. idle: their processes take only what nobody else wants of the processor."""

    def __init__(self, settings: Settings, *, idle: bool = False) -> None:
        self._settings = settings
        self._kokoro, self._pyttsx3 = kokoro_worker(settings, idle=idle), pyttsx3_worker(idle=idle)
        self._first = {(language, pace): self._voice(language, pace) for language in LANGUAGES for pace in Pace}

    def reader(self, language: str, pace: Pace) -> Reader:
        """The voices of the settings."""
        return Reader(language, {each: self._first[each, pace] for each in LANGUAGES})

    def stand_by(self, language: str, pace: Pace) -> Reader | None:
        """The voice that is always there; None where the settings name no other."""
        if all(_kind(self._settings, each) == "pyttsx3" for each in LANGUAGES):
            return None
        return Reader(language, {each: self._plain(each, pace) for each in LANGUAGES})

    async def close(self) -> None:
        """End the processes; they start anew for the next text."""
        for voice in self._first.values():
            await voice.close()
        await self._pyttsx3.close()

    def _voice(self, language: str, pace: Pace) -> Voice:
        kind, speaker = _kind(self._settings, language), _speaker(self._settings, language)
        if kind == "kokoro":
            return kokoro_voice(self._settings, language, speaker=speaker, speed=SPEEDS[pace], worker=self._kokoro)
        if kind == "http":
            limit = self._settings.voice_url_seconds
            return HttpVoice(
                self._settings.voice_url, language=language, speaker=speaker, speed=SPEEDS[pace], limit=limit
            )
        return self._plain(language, pace)

    def _plain(self, language: str, pace: Pace) -> Voice:
        return pyttsx3_voice(language, speed=SPEEDS[pace], worker=self._pyttsx3)


def install_voices(settings: Settings, env: Mapping[str, str]) -> None:
    """Make the parts of the settings' voices, once. env: one whose PATH has npm. Raises SetupError."""
    if "kokoro" in (_kind(settings, language) for language in LANGUAGES):
        install_kokoro(settings, env)


def _kind(settings: Settings, language: str) -> str:
    return {CHINESE: settings.voice, CANTONESE: settings.voice_yue, ENGLISH: settings.english_voice}[language]


def _speaker(settings: Settings, language: str) -> str:
    names = {CHINESE: settings.voice_name, CANTONESE: settings.voice_yue_name, ENGLISH: settings.voice_en_name}
    return names[language]
