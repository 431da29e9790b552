"""What will be heard, spoken before a caller asks: in the background, one at a time, while no caller waits.

The rule: a caller comes first. Each piece waits until nobody does, and is spoken by a process that takes only what is
left of the processor; what fails here is logged and left to the live voice.
"""

from __future__ import annotations

import asyncio
import shutil
from collections import deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import structlog

from hotline.errors import VoiceError
from hotline.ivr.effects import Pace
from hotline.speech.busy import Busy
from hotline.speech.prompts import PromptCache
from hotline.speech.prune import Pruner
from hotline.speech.voices import Voices

EVERY = 2.0  # seconds between two looks for what has changed
RETRY = 60.0  # seconds after which a voice that failed TRIES times running is tried again
TRIES = 3
PIECES = 20  # looked at before others have a turn on the loop
A_TURN = 0.002  # seconds of theirs
TOLD = 100  # prompts between two lines in the log
LEAST_FREE = 1024**3  # bytes of the disk that stay free
Manner = tuple[str, Pace]  # as answering.player has it
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One piece as the player asks for it. name: of the recording that replaces it, "" where none can."""

    language: str
    pace: Pace
    text: str
    name: str = ""


class Source(Protocol):
    """What is said (answering.said)."""

    def mark(self) -> object:
        """Equal as long as the same is said."""

    def wanted(self) -> AsyncIterator[Wanted]:
        """Everything, the most urgent first; a piece may come twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """done of total are at hand; failed: could not be spoken; why: nothing is made now, "" where all is well."""

    done: int = 0
    total: int = 0
    failed: int = 0
    why: str = ""

    def __str__(self) -> str:
        failed = f", {self.failed} failed" if self.failed else ""
        return f"{self.done} of {self.total} prompts spoken ahead{failed}{f'; {self.why}' if self.why else ''}"


class Ahead:
    """Speaks what a source says. caches: where it is kept; voices: of its own, ended when all is spoken."""

    def __init__(
        self, caches: Mapping[Manner, PromptCache], voices: Voices, busy: Busy, folder: Path, *, pruner: Pruner
    ) -> None:
        self._caches, self._voices, self._busy = caches, voices, busy
        self._folder, self._pruner = folder, pruner
        self._missing: deque[Wanted] = deque()
        self._failed: list[Wanted] = []  # one after the other, without a success between
        self.progress = Progress()

    async def keep(self, source: Source, *, every: float = EVERY, retry: float = RETRY) -> None:
        """Speak what is missing, again after each change, until cancelled. The owner of the process owns this task."""
        mark: object = None
        while True:
            if (now := source.mark()) != mark:
                mark = now
                await self.look(source)
            if await self.step():
                continue
            await self._voices.close()
            await asyncio.sleep(retry if self._missing else every)

    async def look(self, source: Source) -> None:
        """Find what is missing; what nothing refers to any more is thrown away now and then."""
        seen, files, missing = set[tuple[str, str]](), set[str](), deque[Wanted]()
        number = 0
        async for wanted in source.wanted():
            number += 1
            if not number % PIECES:
                await asyncio.sleep(A_TURN)
            cache = self._caches[wanted.language, wanted.pace]
            file = cache.path(wanted.text).name
            if (file, wanted.name) in seen:
                continue
            seen.add((file, wanted.name))
            files.add(file)
            if cache.at_hand(wanted.text, name=wanted.name) is None:
                missing.append(wanted)
        self._missing, self._failed = missing, []
        self.progress = Progress(done=len(seen) - len(missing), total=len(seen))
        log.info("prompts_wanted", done=self.progress.done, total=self.progress.total)
        await self._pruner.prune(files)

    async def step(self) -> bool:
        """Speak one piece when no caller waits; False where there is none, or it is better to wait."""
        await self._busy.free()
        if not self._missing:
            return False
        if self._full():
            self.progress = replace(self.progress, why="less than 1 GB of the disk is free")
            return False
        wanted = self._missing.popleft()
        reader = self._voices.reader(wanted.language, wanted.pace)
        try:
            await self._caches[wanted.language, wanted.pace].make(wanted.text, name=wanted.name, by=reader)
        except VoiceError as fault:
            return self._put_aside(wanted, fault)
        self._failed = []
        self.progress = replace(self.progress, done=self.progress.done + 1, why="")
        if not self.progress.done % TOLD or not self._missing:
            log.info("prompts_spoken_ahead", done=self.progress.done, total=self.progress.total)
        return True

    async def close(self) -> None:
        """End the voices."""
        await self._voices.close()

    def _put_aside(self, wanted: Wanted, fault: VoiceError) -> bool:
        """One text may be odd and is left to the live voice; several running, and it is the voice: all wait."""
        log.warning("prompt_not_spoken_ahead", language=wanted.language, why=fault.message)
        self._failed.append(wanted)
        if len(self._failed) < TRIES:
            self.progress = replace(self.progress, failed=self.progress.failed + 1)
            return True
        self._missing.extendleft(reversed(self._failed))
        self.progress = replace(self.progress, failed=self.progress.failed + 1 - TRIES, why=fault.message)
        self._failed = []
        return False

    def _full(self) -> bool:
        return self._folder.exists() and shutil.disk_usage(self._folder).free < LEAST_FREE
