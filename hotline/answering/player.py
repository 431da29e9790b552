"""Words to sound on the caller's line: clause after clause, the next one made while this one is heard.

The rule: before every silence and every prompt the dead man's timer is set, so that a controller that hangs leaves the
caller at most SILENCE seconds with nothing. A voice that hangs is no silence either: the caller is asked for patience.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

import structlog

from hotline.answering.channel import ALL_KEYS, CallChannel
from hotline.answering.kept_keys import KeptKeys
from hotline.errors import VoiceError
from hotline.ivr.effects import Pace, Prompt, Say
from hotline.ivr.waits import Digits, DigitsAnswer

MARGIN = 2.0  # seconds the timer runs on after what was to be heard or waited for
CHUNK = 2.0  # longest single wait, in seconds
SILENCE = MARGIN + CHUNK
AT_HAND = 0.02  # seconds in which a sound that was made before is found
VOICE_LIMIT = 8.0  # seconds to make a clause
SLOW = 1.5  # seconds without a sound before the caller is asked to be patient
BYTES_A_SECOND = 16_000  # 8 kHz, 16 bit, mono
log = structlog.get_logger(__name__)


Manner = tuple[str, Pace]  # how words are spoken: the language, and how fast


class PromptFiles(Protocol):
    """Where the sound of a text comes from (speech.prompts.PromptCache)."""

    def at_hand(self, text: str, *, name: str = "") -> Path | None:
        """The same where it is there already, at once."""

    async def file(self, text: str, *, name: str = "") -> Path:
        """A WAV of this text; name: of a recording that wins. Raises VoiceError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """One caller's line with a voice.

    patience: what is said where the voice takes longer than `slow` seconds, None for nothing; again: seconds between
    two renewals of the timer while it is waited for; manners: whose sounds are not those of `prompts`; keys: pressed
    while nothing asked for one.
    """

    channel: CallChannel
    prompts: PromptFiles
    clauses: Callable[[str], tuple[str, ...]]
    patience: Prompt | None = None
    slow: float = SLOW
    again: float = CHUNK
    manners: Mapping[Manner, PromptFiles] = field(default_factory=dict)
    keys: KeptKeys = field(default_factory=KeptKeys)

    async def say(self, say: Say, keys: str) -> str:
        """Speak; the key that cut in, or was pressed before, or "". Raises VoiceError when no sound can be made."""
        own = self._own(say)
        if own is not None:
            return await own.say(say, keys)
        pieces = self._pieces(say)
        coming: asyncio.Task[Path] | None = None
        try:
            for place in range(len(pieces)):
                if key := self.keys.take(keys):
                    return key
                path = None if coming else self._at_hand(pieces[place])
                if path is None:
                    coming = coming or self._make(pieces[place])
                    if key := await self._made(coming, keys):
                        return key
                    path = coming.result()
                following = pieces[place + 1 : place + 2]
                coming = self._make(following[0]) if following and not self._at_hand(following[0]) else None
                await self.alive(seconds_of(path))
                text, name = pieces[place]
                log.debug("spoken", language=say.language, name=name, pace=str(say.pace), text=text)
                key = await self.channel.play(path, keys)
                if key:
                    return key
        finally:
            if coming is not None:
                await _drop(coming)
        return ""

    async def sounds(self, say: Say) -> tuple[Path, ...]:
        """The sounds of what is to be said, for whoever plays them; a key that is kept makes them needless: ().

        Raises VoiceError when one cannot be made.
        """
        own = self._own(say)
        if own is not None:
            return await own.sounds(say)
        paths = []
        for piece in self._pieces(say):
            path = self._at_hand(piece)
            if path is None:
                making = self._make(piece)
                if key := await self._made(making, ALL_KEYS):
                    self.keys.give_back(key)
                    return ()
                path = making.result()
            paths.append(path)
            log.debug("spoken", language=say.language, name=piece[1], pace=str(say.pace), text=piece[0])
        return tuple(paths)

    def _own(self, say: Say) -> Player | None:
        """The same line with the voice of this language and pace, where that is another."""
        own = self.manners.get((say.language, say.pace)) or self.manners.get((say.language, Pace.NORMAL))
        return None if own is None else replace(self, prompts=own, manners={})

    def _pieces(self, say: Say) -> list[tuple[str, str]]:
        pieces: list[tuple[str, str]] = []
        for part in say.parts:
            if isinstance(part, Prompt):
                pieces.append((part.text, part.name))
            else:
                pieces += [(clause, "") for clause in self.clauses(part.text)]
        return pieces

    async def collect(self, wait: Digits, first: str) -> DigitsAnswer:
        """Keys until they are an answer, or time is up. first: the key that cut into the prompt."""
        keys = first
        while (answer := wait.answer(keys)) is None:
            key = await self._key(wait.between if keys else wait.timeout)
            if not key:
                return DigitsAnswer(keys=keys)
            keys += key
        return answer

    async def rest(self, task: asyncio.Future[Any], seconds: float, *, until_key: bool = False) -> None:
        """Until this is done, for so many seconds at most; keys pressed meanwhile are kept. until_key: or until one."""
        clock = asyncio.get_running_loop().time
        ends = clock() + seconds
        while not task.done() and (left := ends - clock()) > 0:
            key = await self.channel.key_while(task, left)
            self.keys.keep(key)
            if key and until_key:
                return

    async def alive(self, seconds: float) -> None:
        """The caller is in good hands for so many seconds: renew the dead man's timer."""
        await self.channel.set_absolute_timeout(seconds + MARGIN, early=MARGIN / 2, late=MARGIN / 4)

    async def _key(self, seconds: float) -> str:
        if key := self.keys.take():
            return key
        left = seconds
        while left > 0:
            chunk = min(left, CHUNK)
            await self.alive(chunk)
            key = await self.channel.wait_digit(chunk)
            if key:
                return key
            left -= chunk
        return ""

    def _at_hand(self, piece: tuple[str, str]) -> Path | None:
        text, name = piece
        return self.prompts.at_hand(text, name=name)

    def _make(self, piece: tuple[str, str]) -> asyncio.Task[Path]:
        text, name = piece

        async def make() -> Path:
            return await self.prompts.file(text, name=name)

        return asyncio.create_task(make())

    async def _made(self, task: asyncio.Task[Path], keys: str) -> str:
        """Until the sound is made, or one of these keys is pressed, which it gives. Raises VoiceError."""
        clock = asyncio.get_running_loop().time
        ends, patient_until, asked = clock() + VOICE_LIMIT, clock() + self.slow, False
        try:
            await self.rest(task, AT_HAND, until_key=bool(keys))
            while not (key := self.keys.take(keys)) and not task.done() and (left := ends - clock()) > 0:
                await self.alive(CHUNK)
                silence = self.again if asked else max(0.0, patient_until - clock())
                await self.rest(task, min(left, silence), until_key=bool(keys))
                if not (task.done() or asked or self.keys) and clock() >= patient_until:
                    asked = True
                    await self._be_patient()
            if key or task.done():
                return key
        finally:
            if not task.done():
                await _drop(task)
        raise VoiceError(f"no sound within {VOICE_LIMIT:.0f} s")

    async def _be_patient(self) -> None:
        """Only where that sound is at hand: the voice that would make it is the one that is waited for."""
        path = self._at_hand((self.patience.text, self.patience.name)) if self.patience else None
        if path is not None:
            await self.alive(seconds_of(path))
            self.keys.keep(await self.channel.play(path, ALL_KEYS))


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
