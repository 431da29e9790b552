"""A hotline that transcribes, with tones for words and files for Asterisk's copies."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from hotline.answering.conversation import Became, Begun, Means, News, State
from hotline.answering.transcribing import Transcribing
from hotline.calls.transcript import Side, Utterance
from hotline.errors import AsteriskAwayError, EarBusyError, StorageError
from hotline.events import (
    CallAnswered,
    CallEnded,
)
from hotline.speech.ear.following import Growing
from tests.fakes.ear_live import ToneEar
from tests.fakes.tones import tone

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
CALL = "1763770000.1"


class Files:
    """Asterisk's copies, written by the test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.away = False
        self.ended: list[str] = []

    async def begin(self, call_id: str) -> Mapping[str, Growing]:
        """A file a side."""
        if self.away:
            raise AsteriskAwayError
        sides = (Side.CITIZEN, Side.AGENT)
        return {side: Growing(self._folder / f"{call_id}-{side}.sln") for side in sides}

    async def end(self, call_id: str) -> None:
        """Note it."""
        self.ended.append(call_id)

    def say(self, side: Side, hertz: float, seconds: float, call_id: str = CALL) -> None:
        """A tone, or silence at 0 hertz."""
        sound = tone(hertz, seconds) if hertz else np.zeros(int(seconds * 8000), dtype=np.int16)
        with (self._folder / f"{call_id}-{side}.sln").open("ab") as file:
            file.write(sound.astype("<i2").tobytes())


@dataclass
class Stage:
    """What is there, and what was told."""

    ear: ToneEar
    files: Files
    transcribing: Transcribing = field(init=False)
    told: list[News] = field(default_factory=list)
    kept: list[Utterance] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    looks: int = 0
    time: float = 0.0
    begun: Begun | None = None
    now: datetime = AT + timedelta(seconds=2)
    recorded: float | None = None
    whole: list[str] = field(default_factory=list)

    async def rest(self) -> None:
        """Time passes."""
        self.time += 1.0
        self.changed.set()
        await asyncio.sleep(0)

    async def knows(self, call_id: str) -> Begun | None:
        """What the books know of a talk."""
        del call_id
        return self.begun

    async def settle(self, call_id: str) -> None:
        """Note it."""
        self.whole.append(call_id)

    async def look(self) -> None:
        """The files are read again at once."""
        self.looks += 1
        self.changed.set()
        await asyncio.sleep(0)

    async def looked(self) -> None:
        """Wait until the files were read from their beginning to their end since now."""
        seen = self.looks
        await self.until(lambda: self.looks > seen + 2)

    def tell(self, news: News) -> None:
        """Note it."""
        self.told.append(news)
        self.changed.set()

    async def until(self, test: Callable[[], bool]) -> None:
        """Wait until what was told passes the test."""
        async with asyncio.timeout(10):
            while not test():
                self.changed.clear()
                await self.changed.wait()

    async def sheds(self) -> None:
        """The machine can bear it no more."""
        self.ear.room = 0
        self.ear.opened[1].lose(EarBusyError())
        await self.until(lambda: self.states() == [State.ON, State.BUSY])

    def said(self) -> list[tuple[Side, str]]:
        """The utterances that were told."""
        return [(one.side, one.text) for one in self.told if isinstance(one, Utterance)]

    def states(self) -> list[State]:
        """The states that were told."""
        return [one.state for one in self.told if isinstance(one, Became)]


@asynccontextmanager
async def stage(tmp_path: Path, *, room: int = 100, books: bool = True, refused: int = 0) -> AsyncIterator[Stage]:
    """A hotline that listens. books: whether the database answers; refused: so many utterances it does not take.

    The copies begin two seconds after the answer.
    """
    made, left = Stage(ToneEar(room), Files(tmp_path)), [refused]

    async def keep(one: Utterance) -> int:
        if not books:
            raise StorageError
        if left[0]:
            left[0] -= 1
            raise StorageError
        made.kept.append(one)
        return len(made.kept)

    made.transcribing = Transcribing(
        Means(
            ear=made.ear,
            copies=made.files,
            keep=keep,
            tell=made.tell,
            now=lambda: made.now,
            look=made.look,
            rest=made.rest,
            clock=lambda: made.time,
            begun=made.knows,
            whole=made.settle,
            recorded=lambda _: made.recorded,
        )
    )
    try:
        yield made
    finally:
        await made.transcribing.close()


def answered(call_id: str = CALL) -> CallAnswered:
    """An agent and the citizen talk."""
    return CallAnswered(at=AT, call_id=call_id, extension="1001", waited=3)


def ended(call_id: str = CALL) -> CallEnded:
    """The citizen is gone."""
    return CallEnded(at=AT, call_id=call_id, cause=16)
