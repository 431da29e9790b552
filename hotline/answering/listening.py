"""A caller listened to: the prompt is played meanwhile; speech cuts it short, and a key ends it at any time.

The rule: it ends in bounded time whatever the recogniser does, and every end is an answer that the keys can follow. A
key is the answer also where it comes before the line is open, or while it is given back; what comes after it is kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from hotline.answering.audio import AudioLine, AudioSide
from hotline.answering.channel import CallChannel
from hotline.answering.services import Caller
from hotline.answering.turn import Turn
from hotline.answering.vocabulary import together
from hotline.errors import EarError, HungUpError, TelephonyError
from hotline.ivr.waits import DigitsAnswer, Heard, Listen, NotHeard, Why
from hotline.speech.ear.endpoint import Limits
from hotline.speech.ear.recogniser import BYTES_A_SECOND, Ear, Hearing, Use
from hotline.speech.sound import resample_wav

UNDERSTAND_SECONDS = 6.0
LOOK = 2.0  # seconds of waiting for the ear at a time
log = structlog.get_logger(__name__)


def _no_words() -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """Listens to callers.

    words: what they are likely to say, for an ear that can make use of it (a grammar); understand: seconds from the end
    of a sentence to its words, later is never.
    """

    ear: Ear
    audio: AudioSide
    limits: Limits = field(default_factory=Limits)
    words: Callable[[], tuple[str, ...]] = _no_words
    understand: float = UNDERSTAND_SECONDS

    def hears(self, channel: CallChannel, language: str) -> bool:
        """Whether a caller of this language could be listened to now."""
        return self.audio.fits(channel) and self.ear.hears(language, Use.MENU)

    async def take(self, caller: Caller, wait: Listen, prompt: Sequence[Path] = ()) -> Heard | NotHeard | DigitsAnswer:
        """Play the prompt and listen. prompt: telephone WAVs, one after the other. Raises HungUpError."""
        if not self.hears(caller.channel, wait.language):
            return NotHeard(why=Why.NOT_AVAILABLE)
        reading = asyncio.create_task(asyncio.to_thread(_joined, prompt))
        try:
            while not reading.done():
                if key := await caller.channel.key_while(reading, LOOK):
                    return DigitsAnswer(keys=key)
        finally:
            reading.cancel()
        return await self._heard(caller, wait, reading.result())

    async def _heard(self, caller: Caller, wait: Listen, sound: bytes) -> Heard | NotHeard | DigitsAnswer:
        words = together(wait.hints, self.words())
        try:
            hearing = await self.ear.open(Use.MENU, language=wait.language, words=words)
        except EarError as fault:
            log.warning("nothing_listens", why=fault.message)
            return NotHeard(why=Why.NOT_AVAILABLE)
        try:
            return await self._heard_by(hearing, caller, wait, sound)
        except HungUpError:
            raise
        except TelephonyError as fault:
            log.warning("audio_not_opened", why=fault.message)
            return NotHeard(why=Why.NOT_AVAILABLE)
        finally:
            await hearing.close()

    async def _heard_by(
        self, hearing: Hearing, caller: Caller, wait: Listen, sound: bytes
    ) -> Heard | NotHeard | DigitsAnswer:
        # the line's own bound is shorter: this one would cost the channel
        seconds = len(sound) / BYTES_A_SECOND + 2 * (wait.timeout + wait.seconds + self.understand)
        async with self.audio.open(caller.channel, seconds) as line:
            line.play(sound)
            texts = asyncio.create_task(_texts(hearing, turn := self._turn(hearing, wait)))
            try:
                answer = await _walk(line, turn)
            finally:
                texts.cancel()
                await asyncio.gather(texts, *turn.left(), return_exceptions=True)
        caller.keys.keep(line.left())
        key = "" if isinstance(answer, DigitsAnswer) else caller.keys.take()
        return DigitsAnswer(keys=key) if key else answer

    def _turn(self, hearing: Hearing, wait: Listen) -> Turn:
        return Turn(
            hearing=hearing,
            limits=self.limits.within(wait.seconds),
            timeout=wait.timeout,
            understand=self.understand,
            now=asyncio.get_running_loop().time(),
        )


async def _walk(line: AudioLine, turn: Turn) -> Heard | NotHeard | DigitsAnswer:
    """Until there is an answer. Where the line ends first the caller has gone, or is about to be told so."""
    clock = asyncio.get_running_loop().time
    async for each in line.heard():
        if isinstance(each, str):
            line.cut()
            return DigitsAnswer(keys=each)
        answer = turn.hear(each, clock(), prompted=line.playing)
        if answer is not None:
            return answer
        if turn.speaking and line.playing:
            line.cut()
    return NotHeard(why=Why.SILENCE)


async def _texts(hearing: Hearing, turn: Turn) -> None:
    """What is heard goes to the turn, which looks at it with the next sound."""
    try:
        async for text in hearing.texts():
            turn.text(text, asyncio.get_running_loop().time())
    except EarError as fault:
        turn.deaf(fault.message)


def _joined(paths: Sequence[Path]) -> bytes:
    return b"".join(resample_wav(path) for path in paths)
