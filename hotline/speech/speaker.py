"""The voices of a running controller with their caches, one for each of a caller's manners, and what is made ahead."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping
from pathlib import Path

import structlog

from hotline.errors import VoiceError
from hotline.ivr.effects import CHINESE, Pace
from hotline.settings import Settings
from hotline.speech.ahead import Ahead, Manner, Source
from hotline.speech.busy import Busy
from hotline.speech.prompts import FIRST_VOICE_SECONDS, PromptCache
from hotline.speech.prune import Pruner
from hotline.speech.spans import ENGLISH
from hotline.speech.voices import CANTONESE, LANGUAGES, Voices

WARMING = {CHINESE: "您好。", CANTONESE: "您好。", ENGLISH: "Hello."}
log = structlog.get_logger(__name__)


class Speaker:
    """manners: the sounds by language and pace; prompts: those of who chose nothing."""

    def __init__(self, settings: Settings, *, patience: float = FIRST_VOICE_SECONDS) -> None:
        self._voices, busy = Voices(settings), Busy()
        self.manners: Mapping[Manner, PromptCache] = {
            (language, pace): PromptCache(
                self._voices.reader(language, pace),
                settings.prompts_dir,
                settings.recorded_dir,
                self._voices.stand_by(language, pace),
                patience=patience,
                busy=busy,
            )
            for language in LANGUAGES
            for pace in Pace
        }
        self.prompts = self.manners[CHINESE, Pace.NORMAL]
        idle = Voices(settings, idle=True)
        pruner = Pruner(settings.prompts_dir, settings.recorded_dir)
        self.ahead = Ahead(self.manners, idle, busy, settings.prompts_dir, pruner=pruner)
        self._makes_ahead = settings.speak_ahead != "nothing"

    @property
    def trouble(self) -> str:
        """Why the Mandarin voice of the settings does not speak, "" where it does."""
        return self.prompts.trouble

    @property
    def note(self) -> str:
        """What else is to be known: other voices' troubles, and how far what is made ahead has come."""
        troubles = {cache.trouble for manner, cache in self.manners.items() if manner != (CHINESE, Pace.NORMAL)}
        ahead = str(self.ahead.progress) if self._makes_ahead else "nothing is spoken ahead"
        return "; ".join([ahead, *sorted(troubles - {"", self.trouble})])

    async def warm_up(self) -> None:
        """Start the voices before the first caller needs them; then wait until cancelled."""
        with tempfile.TemporaryDirectory() as folder:
            for language in LANGUAGES:
                voice, cache = self._voices.reader(language, Pace.NORMAL), self.manners[language, Pace.NORMAL]
                try:
                    await voice.speak(WARMING[language], Path(folder) / "first.wav")
                except VoiceError as fault:
                    log.warning("voice_failed", voice=voice.name, why=fault.message)
                    cache.trouble = f"{voice.name}: {fault.message}"
        await asyncio.Event().wait()

    async def keep_ahead(self, source: Source) -> None:
        """Speak ahead what the source says, until cancelled. The owner of the process owns this task."""
        if self._makes_ahead:
            await self.ahead.keep(source)
        await asyncio.Event().wait()

    async def close(self) -> None:
        """End the voices."""
        await self.ahead.close()
        for cache in self.manners.values():
            await cache.close()
