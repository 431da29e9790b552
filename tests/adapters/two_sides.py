"""A hotline beside a real Asterisk that transcribes: what is told of a conversation, and when."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from hotline.answering.conversation import Became, Means, News, Partly, State
from hotline.answering.transcribing import Transcribing
from hotline.calls.transcript import Side, Utterance
from hotline.ivr.effects import CHINESE
from hotline.speech.ear.recogniser import Ear
from hotline.telephony.ami_link import AmiLink
from hotline.telephony.audiosocket_server import AudioSocketServer
from hotline.telephony.copying import Copying
from tests.adapters.listener import Listener


class Transcript:
    """What was told of a conversation, with when (monotonic)."""

    def __init__(self) -> None:
        self.told: list[tuple[float, News]] = []
        self._changed = asyncio.Event()

    def tell(self, news: News) -> None:
        """Note it."""
        self.told.append((time.monotonic(), news))
        self._changed.set()

    async def keep(self, one: Utterance) -> int:
        """Every one is kept."""
        return len(self.told) + (one.id or 1)

    def utterances(self, side: Side) -> list[Utterance]:
        """What one side said, in the order in which it was told."""
        return [one for _, one in self.told if isinstance(one, Utterance) and one.side is side]

    def said(self, side: Side) -> list[str]:
        """The texts of it."""
        return [one.text for one in self.utterances(side)]

    def first(self, side: Side) -> float:
        """When something was first heard of a side, 0 for never."""
        return next((at for at, one in self.told if isinstance(one, Partly) and one.side is side and one.text), 0.0)

    def states(self) -> list[State]:
        """The states in order."""
        return [one.state for _, one in self.told if isinstance(one, Became)]

    async def becomes(self, test: Callable[[], bool], limit: float = 20) -> None:
        """Wait until this holds."""
        async with asyncio.timeout(limit):
            while not test():
                self._changed.clear()
                await self._changed.wait()


@asynccontextmanager
async def transcribed(
    ears: Listener, link: AmiLink, ear: Ear, *, language: str = CHINESE
) -> AsyncIterator[tuple[Transcript, Transcribing]]:
    """Every conversation of this Asterisk is transcribed; then no copy of it is left."""
    transcript, server = Transcript(), AudioSocketServer("127.0.0.1", 0)
    await server.start()
    means = Means(
        ear=ear,
        copies=Copying(link, server),
        keep=transcript.keep,
        tell=transcript.tell,
        now=lambda: datetime.now(UTC),
        language=language,
    )
    transcribing = Transcribing(means)
    following = asyncio.create_task(_follow(ears, transcribing))
    try:
        yield transcript, transcribing
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        await transcribing.close()
        await server.close()


async def _follow(ears: Listener, transcribing: Transcribing) -> None:
    """Hand every event over, in order, as the bus does."""
    seen: list[object] = []
    while True:
        await ears.until(lambda: len(ears.told) > len(seen), limit=3600)
        for event in ears.told[len(seen) :]:
            seen.append(event)
            await transcribing.hear(event)
