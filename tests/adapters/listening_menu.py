"""A controller that asks one question by voice, and then shows that the channel obeys as before."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hotline.answering.channel import ALL_KEYS
from hotline.answering.listening import Listening
from hotline.answering.services import Caller
from hotline.errors import HungUpError
from hotline.ivr.waits import Listen
from hotline.telephony.agi_channel import CallChannel
from tests.fakes.tones import tone, write_wav

PROMPT_HERTZ, AFTER_HERTZ = 1200.0, 500.0


@dataclass(slots=True)
class Menu:
    """Asks and listens, plays a sound, waits for a key and queues the caller. timer: the dead man's, in seconds."""

    folder: Path
    listens: Listening
    wait: Listen
    timer: float = 60
    answers: list[object] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def prepare(self, seconds: float) -> None:
        """The question's sound, of so many seconds, and the one that follows the answer."""
        write_wav(self.folder / "prompt.wav", tone(PROMPT_HERTZ, seconds))
        write_wav(self.folder / "after.wav", tone(AFTER_HERTZ, 0.5))

    async def answer(self, channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
        """Ask, then show that the channel obeys as before."""
        del path
        caller = Caller(call_id=query["call"], number=query["number"], dialled=query["dialled"], channel=channel)
        try:
            await channel.set_absolute_timeout(self.timer)
            self.answers.append(await self.listens.take(caller, self.wait, [self.folder / "prompt.wav"]))
            key = await channel.play(self.folder / "after.wav", ALL_KEYS)
            self.keys.append(key or await channel.wait_digit(5))
            await channel.set_variable("IVR_NEXT", "queue")
        except HungUpError as end:
            self.answers.append(end)
        finally:
            self.over.set()
