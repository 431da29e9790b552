"""A caller's voice message: a tone, then what is said, into a file of its own.

The rule: what was said is kept, also where the caller hangs up in place of a key; only 0 or * throws it away, and a
file without a sound leaves nothing behind.
"""

from __future__ import annotations

import array
import asyncio
import math
import sys
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable
from uuid import uuid4

import structlog

from hotline.answering.services import Caller
from hotline.errors import StorageError, TelephonyError
from hotline.ivr.waits import DigitsAnswer, NotRecorded, Record, Recorded, Why
from hotline.speech.sound import RATE, write_telephone_wav

SILENCE_SECONDS = 6.0  # after which a message is over: who looks for a word needs some
FRAME = RATE // 50  # samples of 20 ms
LOUD = 256.0  # mean of a frame's samples, without sign, as Asterisk's own detection of silence has it
LEAST_SOUND = 0.3  # seconds of loud frames that make a message; a click or the receiver put down is less
TONE_HERTZ, TONE_SECONDS, TONE_PEAK = 1000.0, 0.25, 8000
_HEADER = 44  # bytes of Asterisk's WAV before its samples
log = structlog.get_logger(__name__)


@runtime_checkable
class RecordingLine(Protocol):
    """A line that can write down what the caller says (telephony.agi_channel)."""

    async def record(self, path: Path, *, seconds: float, silence: float, keys: str) -> str:
        """Until a key, a silence or the end of the time; the key, or ""."""


class KeepMessage(Protocol):
    """requests.service.Requests.keep_message."""

    async def __call__(self, *, call_id: str, number: str, about: str, of: str, file: str, seconds: float) -> object:
        """Raises StorageError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """What is in a recording. seconds: its length; loud: how many of them are not silent."""

    seconds: float
    loud: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """Takes messages. folder: of the files; tone: the WAV that says "now", made once by prepare()."""

    folder: Path
    tone: Path
    keep: KeepMessage

    def prepare(self) -> None:
        """Make the folder, for its owner only, and the tone. Raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self.tone.exists():
            write_telephone_wav(self.tone, _tone())

    async def take(self, caller: Caller, wait: Record) -> Recorded | NotRecorded | DigitsAnswer:
        """A message of this caller. Raises HungUpError after it has kept what was said."""
        line = caller.channel
        if not isinstance(line, RecordingLine):
            return NotRecorded(why=Why.NOT_AVAILABLE)
        keys = wait.at_once + wait.finish
        pressed = await caller.channel.play(self.tone, keys)
        if pressed:
            return DigitsAnswer(keys=pressed) if pressed in wait.at_once else NotRecorded(why=Why.SILENCE)
        path = self.folder / f"message-{uuid4().hex}.wav"
        try:
            key = await line.record(path, seconds=wait.seconds, silence=SILENCE_SECONDS, keys=keys)
        except TelephonyError:
            await self._kept_of_one_who_left(caller, wait, path)
            raise
        if key and key in wait.at_once:
            await asyncio.to_thread(path.unlink, missing_ok=True)
            return DigitsAnswer(keys=key)
        return await self._kept(caller, wait, path)

    async def _kept_of_one_who_left(self, caller: Caller, wait: Record, path: Path) -> None:
        try:
            await self._kept(caller, wait, path)
        except StorageError:  # the file stays: whoever reads this line can still hear it
            log.exception("message_not_written", call_id=caller.call_id, file=path.name)

    async def _kept(self, caller: Caller, wait: Record, path: Path) -> Recorded | NotRecorded:
        sound = await asyncio.to_thread(sound_of, path)
        if sound.loud < LEAST_SOUND:
            await asyncio.to_thread(path.unlink, missing_ok=True)
            return NotRecorded(why=Why.SILENCE)
        await self.keep(
            call_id=caller.call_id,
            number=caller.number,
            about=wait.about,
            of=wait.of,
            file=path.name,
            seconds=sound.seconds,
        )
        log.info("message_kept", call_id=caller.call_id, about=wait.about, seconds=round(sound.seconds, 1))
        return Recorded(name=path.stem, seconds=sound.seconds)


def sound_of(path: Path) -> Sound:
    """What is in a recording of Asterisk's; nothing where there is none."""
    samples = _samples(path)
    loud = sum(1 for frame in _frames(samples) if sum(map(abs, frame)) > LOUD * len(frame))
    return Sound(seconds=len(samples) / RATE, loud=loud * FRAME / RATE)


def _samples(path: Path) -> array.array[int]:
    """By the header's word, or all after it where Asterisk died before it wrote how much there is."""
    samples = array.array("h")
    try:
        with wave.open(str(path)) as file:
            data = file.readframes(file.getnframes())
        data = data or path.read_bytes()[_HEADER:]
    except (OSError, EOFError, wave.Error):
        return samples
    samples.frombytes(data[: len(data) // 2 * 2])
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def _frames(samples: array.array[int]) -> Iterator[array.array[int]]:
    return (samples[at : at + FRAME] for at in range(0, len(samples) - FRAME + 1, FRAME))


def _tone() -> bytes:
    turn = 2 * math.pi * TONE_HERTZ / RATE
    samples = array.array("h", (round(TONE_PEAK * math.sin(turn * at)) for at in range(int(TONE_SECONDS * RATE))))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples.tobytes()
