"""Speech in the menus: where callers' audio comes in, and who listens to it.

The rule: without an ear, or without Asterisk's AudioSocket, the menus ask for keys; nothing here is needed to start.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

import structlog

from hotline.answering.listening import Listening
from hotline.answering.vocabulary import MOST, words_of
from hotline.errors import EarError
from hotline.ivr.effects import CHINESE
from hotline.kb.city import City
from hotline.settings import Settings
from hotline.speech.ear.endpoint import Limits
from hotline.speech.ear.recogniser import Ear, Use
from hotline.telephony.audiosocket_server import AudioSocketServer
from hotline.telephony.audiosocket_side import AudioSockets

LOOK_SECONDS = 60.0  # between two looks whether the city's names have changed, or the model is there by now
EXAMPLES = 10
log = structlog.get_logger(__name__)


class KnowsWords(Protocol):
    """An ear that can tell what it will never hear (speech.ear.pool)."""

    def hears(self, language: str, use: Use) -> bool:
        """Whether a stream could be opened now."""

    async def unknown(self, words: tuple[str, ...], *, language: str) -> tuple[str, ...]:
        """Those of the words that the menus' model can never hear. Raises EarError."""


def listening_side(settings: Settings, ear: Ear, city: Callable[[], City]) -> tuple[AudioSocketServer, Listening]:
    """The server, to be started and closed, and what the menus listen with."""
    server = AudioSocketServer("127.0.0.1", settings.audiosocket_port)
    return server, Listening(ear=ear, audio=AudioSockets(server), limits=limits_of(settings), words=words_of(city))


def limits_of(settings: Settings) -> Limits:
    """When a sentence begins and ends, by the settings; over a prompt, whose echo comes back, it must be surer."""
    least = settings.ear_least_ms
    return Limits(
        pause=settings.ear_pause_ms,
        least=least,
        over_prompt=round(least * 1.9),
        steady=3 * settings.ear_pause_ms,
        longest=settings.ear_longest_ms,
    )


async def tell_unheard(
    ear: KnowsWords,
    words: Callable[[], tuple[str, ...]],
    rest: Callable[[], Awaitable[None]] = lambda: asyncio.sleep(LOOK_SECONDS),
) -> None:
    """Log, once for each state of the city's names, which of them the model can never hear, and whether all fit in.

    Never ends by itself. words: the vocabulary as it is now.
    """
    told: tuple[str, ...] = ()
    while True:
        now = words()
        if now != told and ear.hears(CHINESE, Use.MENU):
            try:
                unknown = await ear.unknown(now, language=CHINESE)
            except EarError as fault:
                log.warning("words_not_asked", why=fault.message)
            else:
                told = now
                if unknown:
                    log.warning("words_never_heard", count=len(unknown), of=len(now), examples=unknown[:EXAMPLES])
                if len(now) >= MOST:
                    log.warning("words_left_out", kept=MOST, why="The city has more names than a vocabulary holds.")
        await rest()
