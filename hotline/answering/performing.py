"""A wait of the script, performed for one caller: by keys, by the books, or by a service; each in bounded time.

The rule: whatever happens, an answer comes back or HungUpError; the dead man's timer is set before every silence.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hotline.answering.bounded import bounded
from hotline.answering.channel import ALL_KEYS
from hotline.answering.lookups import LookUps, look_up
from hotline.answering.player import Player, seconds_of
from hotline.answering.services import Bounds, Caller, LineServices
from hotline.ivr.effects import Rated, Say
from hotline.ivr.waits import (
    Answer,
    CallBack,
    Check,
    Digits,
    DigitsAnswer,
    Listen,
    LookUp,
    NotBooked,
    NotChecked,
    NotHeard,
    NotRecorded,
    NotSent,
    Record,
    Send,
    Wait,
    Why,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Performer:
    """One caller's waits."""

    caller: Caller
    player: Player
    lookups: LookUps
    services: LineServices
    bounds: Bounds = field(default_factory=Bounds)

    async def answer(self, wait: Wait, pressed: str, asks: Say | None = None) -> Answer:
        """The answer to a wait.

        pressed: the key that cut into the prompt before it; asks: what is still to be said, while the caller is heard.
        """
        match wait:
            case Digits():
                return await self.player.collect(wait, pressed)
            case Listen():
                return DigitsAnswer(keys=pressed) if pressed else await self._listen(wait, asks)
            case Record():
                out = pressed and pressed != wait.finish
                return DigitsAnswer(keys=pressed) if out else await self._record(wait)
            case LookUp():
                return await self._look_up(wait)
            case Send():
                return await self._send(wait)
            case CallBack():
                return await self._call_back(wait)
            case Check():
                return await self._check(wait)

    async def _look_up(self, wait: LookUp) -> Answer:
        return await look_up(
            self.lookups,
            wait,
            alive=self.player.alive,
            patience=lambda: self._patience(wait),
            rest=self.player.rest,
            caller=self.caller.number,
        )

    async def rate(self, rated: Rated) -> None:
        """Keep an answer to a survey; the history has it too, so a failure is only logged."""
        player, rates = self.player, self.services.rate(self.caller, rated)
        await bounded(rates, self.bounds.rate, "rate", alive=player.alive, rest=player.rest)

    async def _listen(self, wait: Listen, asks: Say | None) -> Answer:
        prompt = await self.player.sounds(asks) if asks else ()
        if key := self.caller.keys.take():
            return DigitsAnswer(keys=key)
        limit = sum(map(seconds_of, prompt)) + wait.timeout + wait.seconds + self.bounds.listen
        await self.player.alive(limit)
        asked = self.services.listen(self.caller, wait, prompt)
        answer = await bounded(asked, limit, "listen", alive=_in_use)
        return NotHeard(why=answer) if isinstance(answer, Why) else answer

    async def _record(self, wait: Record) -> Answer:
        limit = wait.seconds + self.bounds.record
        await self.player.alive(limit)
        asked = self.services.record(self.caller, wait)
        answer = await bounded(asked, limit, "record", alive=_in_use)
        return NotRecorded(why=answer) if isinstance(answer, Why) else answer

    async def _check(self, wait: Check) -> Answer:
        player, asked = self.player, self.services.check(self.caller, wait)
        answer = await bounded(asked, self.bounds.check, f"check {wait.when}", alive=player.alive, rest=player.rest)
        return NotChecked(why=answer) if isinstance(answer, Why) else answer

    async def _send(self, wait: Send) -> Answer:
        answer = await bounded(
            self.services.send(self.caller, wait),
            self.bounds.send,
            "send",
            alive=self.player.alive,
            patience=lambda: self._patience(wait),
            rest=self.player.rest,
        )
        return NotSent(why=answer) if isinstance(answer, Why) else answer

    async def _call_back(self, wait: CallBack) -> Answer:
        answer = await bounded(
            self.services.book_callback(self.caller, wait),
            self.bounds.call_back,
            "call_back",
            alive=self.player.alive,
            patience=lambda: self._patience(wait),
            rest=self.player.rest,
        )
        return NotBooked(why=answer) if isinstance(answer, Why) else answer

    async def _patience(self, wait: LookUp | Send | CallBack) -> None:
        if wait.patience:
            key = await self.player.say(Say(parts=(wait.patience,)), ALL_KEYS)
            self.caller.keys.give_back(key)


async def _in_use(seconds: float) -> None:
    """The channel belongs to the service: the timer was set for the whole of it."""
    del seconds
