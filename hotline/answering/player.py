"""Words to sound on the caller's line: clause after clause, the next one made while this one is heard.

The rule: before every silence and every prompt the dead man's timer is set, so that a controller that hangs leaves the
caller at most SILENCE seconds with nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from hotline.answering.channel import CallChannel
from hotline.errors import VoiceError
from hotline.ivr.effects import Prompt, Say
from hotline.ivr.waits import Digits, DigitsAnswer

MARGIN = 2.0  # seconds the timer runs on after what was to be heard or waited for
CHUNK = 2.0  # longest single wait, in seconds
SILENCE = MARGIN + CHUNK
AT_HAND = 0.02  # seconds in which a sound that was made before is found
VOICE_LIMIT = 8.0  # seconds to make a clause
BYTES_A_SECOND = 16_000  # 8 kHz, 16 bit, mono


class PromptFiles(Protocol):
    """Where the sound of a text comes from (speech.prompts.PromptCache)."""

    async def file(self, text: str, *, name: str = "") -> Path:
        """A WAV of this text; name: of a recording that wins. Raises VoiceError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """One caller's line with a voice."""

    channel: CallChannel
    prompts: PromptFiles
    clauses: Callable[[str], tuple[str, ...]]

    async def say(self, say: Say, keys: str) -> str:
        """Speak; the key that cut in, or "". Raises VoiceError when no sound can be made."""
        pieces: list[tuple[str, str]] = []
        for part in say.parts:
            if isinstance(part, Prompt):
                pieces.append((part.text, part.name))
            else:
                pieces += [(clause, "") for clause in self.clauses(part.text)]
        coming: asyncio.Task[Path] | None = None
        try:
            for place in range(len(pieces)):
                path = await self._ready(coming or self._make(pieces[place]))
                coming = self._make(pieces[place + 1]) if place + 1 < len(pieces) else None
                await self.alive(seconds_of(path))
                key = await self.channel.play(path, keys)
                if key:
                    return key
        finally:
            if coming is not None:
                await _drop(coming)
        return ""

    async def collect(self, wait: Digits, first: str) -> DigitsAnswer:
        """Keys until they are an answer, or time is up. first: the key that cut into the prompt."""
        keys = first
        while (answer := wait.answer(keys)) is None:
            key = await self._key(wait.between if keys else wait.timeout)
            if not key:
                return DigitsAnswer(keys=keys)
            keys += key
        return answer

    async def alive(self, seconds: float) -> None:
        """The caller is in good hands for so many seconds: renew the dead man's timer."""
        await self.channel.set_absolute_timeout(seconds + MARGIN)

    async def _key(self, seconds: float) -> str:
        left = seconds
        while left > 0:
            chunk = min(left, CHUNK)
            await self.alive(chunk)
            key = await self.channel.wait_digit(chunk)
            if key:
                return key
            left -= chunk
        return ""

    def _make(self, piece: tuple[str, str]) -> asyncio.Task[Path]:
        text, name = piece

        async def make() -> Path:
            return await self.prompts.file(text, name=name)

        return asyncio.create_task(make())

    async def _ready(self, task: asyncio.Task[Path]) -> Path:
        left = VOICE_LIMIT
        try:
            # a sound at hand needs no patience, and no word to Asterisk
            await asyncio.wait({task}, timeout=AT_HAND)
            while not task.done() and left > 0:
                await self.alive(CHUNK)
                await asyncio.wait({task}, timeout=CHUNK)
                left -= CHUNK
            if task.done():
                return task.result()
        finally:
            await _drop(task)
        raise VoiceError(f"no sound within {VOICE_LIMIT:.0f} s")


def seconds_of(path: Path) -> float:
    """How long a WAV of ours is heard. Raises VoiceError where there is no file."""
    try:
        return path.stat().st_size / BYTES_A_SECOND
    except OSError as fault:
        raise VoiceError(f"the sound {path.name} is gone") from fault


async def _drop(task: asyncio.Task[Path]) -> None:
    if not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=0.2)
    if task.done() and not task.cancelled():
        task.exception()
