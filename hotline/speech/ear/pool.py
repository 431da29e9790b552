"""The ear of the hotline: the models of the settings, their workers, and what the machine bears of them.

The rule: menus are heard before conversations, conversations before recordings; what is too much is shed the other way
round, visibly, and a call never waits for it.
"""

from __future__ import annotations

import asyncio
import math
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import structlog

from hotline.errors import EarBusyError, EarError
from hotline.settings import Settings
from hotline.speech.ear.bearing import Bearing, bearing_of
from hotline.speech.ear.crew import Crew
from hotline.speech.ear.listening import Listening
from hotline.speech.ear.models import check_model
from hotline.speech.ear.recogniser import Use

LOOK_SECONDS = 0.25
LATE = 1.0  # seconds behind the speech
RELIEF = 2.0  # times that, after one is shed: the others catch up, and are not shed for what it had cost them
LATE_ANSWER = 20.0  # seconds for an utterance that ended, where only whole ones are heard
FULL_SECONDS = 30.0  # for so long nothing is added to a machine that was late
QUIET = 1 / 3  # of what the machine bears: where more of it is used, recordings wait
_LEAST_FIRST = (Use.RECORDING, Use.CONVERSATION, Use.MENU)
Command = Callable[[Path], Sequence[str]]
log = structlog.get_logger(__name__)


@dataclass(slots=True, kw_only=True)
class Side:
    """One model and what came of it. trouble: why it cannot be used, "" while it can or is still being loaded."""

    folder: Path
    crew: Crew | None = None
    bearing: Bearing | None = None
    language: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A stream that is open. cost: its share of the machine."""

    side: Side
    cost: float


class Pool:
    """Implements Ear. sides: by use, the same object where the model is the same; streams: 0 is measured.

    late: how many seconds behind the speech are too many.
    """

    def __init__(
        self, sides: dict[Use, Side], ear_dir: Path, command: Command, *, streams: int = 0, late: float = LATE
    ) -> None:
        self._late = late
        self._sides, self._ear_dir, self._command, self._streams = sides, ear_dir, command, streams
        self._open = dict[Listening, Taken]()  # the oldest first
        self._numbers = count(1)
        self._full_until = 0.0
        self._relieved_at = -math.inf
        self._shed = 0
        self._settled, self._one_by_one = asyncio.Event(), asyncio.Lock()

    async def run(self) -> None:
        """Check, measure and start what the settings name, and keep it going; never ends by itself."""
        async with asyncio.TaskGroup() as group:
            for side in self._different():
                group.create_task(self._keep(side))
            group.create_task(self._watch())

    async def started(self) -> None:
        """Until each model hears, or is known not to."""
        await self._settled.wait()

    def hears(self, language: str, use: Use) -> bool:
        """Whether a stream of this use may be opened now."""
        side = self._sides.get(use)
        if side is None or side.bearing is None or side.crew is None or side.language != language:
            return False
        cost = side.bearing.cost(has_words=use is Use.MENU and side.crew.is_streaming)
        return side.crew.is_hearing and self._victims(use, cost) is not None

    @property
    def is_quiet(self) -> bool:
        """Whether a recording may be heard: nobody, or hardly anybody, is listened to."""
        live = sum(taken.cost for listening, taken in self._open.items() if listening.use is not Use.RECORDING)
        return live <= QUIET and time.monotonic() >= self._full_until

    async def open(self, use: Use, *, language: str, words: tuple[str, ...] = ()) -> Listening:
        """A new stream; conversations end for a menu where there is no room. Raises EarError and EarBusyError."""
        side = self._side(use, language)
        if side.bearing is None or side.crew is None:
            raise EarError("The speech model is still being loaded.")
        cost = side.bearing.cost(has_words=bool(words) and side.crew.is_streaming)
        victims = self._victims(use, cost)
        if victims is None:
            raise EarBusyError
        for victim in victims:
            self._end(victim, "room for another use")
        listening = Listening(next(self._numbers), use=use, words=words, gone=self._gone)
        self._open[listening] = Taken(side=side, cost=cost)
        side.crew.open(listening)
        return listening

    async def unknown(self, words: tuple[str, ...], *, language: str, use: Use = Use.MENU) -> tuple[str, ...]:
        """Those of the words that the model can never hear. Raises EarError."""
        side = self._side(use, language)
        return await side.crew.unknown(words) if side.crew is not None else ()

    async def close(self) -> None:
        """End every stream; the processes end with run()."""
        for listening in list(self._open):
            await listening.close()

    @property
    def trouble(self) -> str:
        """Why a model of the settings does not hear, "" where all do or none is named."""
        found = [side.trouble or (side.crew.trouble if side.crew else "") for side in self._sides.values()]
        return " ".join(dict.fromkeys(filter(None, found)))

    @property
    def note(self) -> str:
        """What is listened to and what the machine bears, for its keeper."""
        if not self._sides:
            return "No speech model is set (HOTLINE_EAR); callers use keys."
        told = [
            f"{', '.join(use for use in self._sides if self._sides[use] is side)}: {side.folder.name}, at most "
            f"{side.bearing.dictation} streams of dictation or {side.bearing.words} by a vocabulary{side.bearing.note}"
            for side in self._different()
            if side.bearing is not None
        ]
        return "; ".join([*told, f"{len(self._open)} open", f"{self._shed} shed since the start"])

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes, at work and spare."""
        return tuple(pid for side in self._different() if side.crew is not None for pid in side.crew.pids)

    def _different(self) -> Iterable[Side]:
        return {id(side): side for side in self._sides.values()}.values()

    def _side(self, use: Use, language: str) -> Side:
        side = self._sides.get(use)
        if side is None:
            raise EarError("No model for speech is set: HOTLINE_EAR.")
        if side.trouble:
            raise EarError(side.trouble)
        if side.language and side.language != language:
            raise EarError(f"The speech model {side.folder.name} hears {side.language}, not {language}.")
        return side

    async def _keep(self, side: Side) -> None:
        try:
            model = await asyncio.to_thread(check_model, side.folder)
            command = self._command(side.folder)
            side.language = model.language
            side.bearing = await bearing_of(
                model, self._ear_dir, command, streams=self._streams, one_by_one=self._one_by_one
            )
        except (EarError, OSError) as fault:
            side.trouble = str(fault)
            log.error("ear_missing", model=side.folder.name, why=side.trouble)  # noqa: TRY400 the sentence says all
            self._settle()
            return
        side.crew = Crew(command, side.folder.name)
        log.info("ear_bears", model=side.folder.name, dictation=side.bearing.dictation, words=side.bearing.words)
        await side.crew.run()

    def _settle(self) -> None:
        sides = self._sides.values()
        if all(side.trouble or (side.crew and (side.crew.is_hearing or side.crew.trouble)) for side in sides):
            self._settled.set()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            self._settle()
            self.look(time.monotonic())

    def look(self, now: float) -> None:
        """Where somebody is heard too late, end the one stream that matters least. now: time.monotonic()."""
        late = {listening: self._lateness(listening, now) for listening in self._open if listening.use != Use.RECORDING}
        behind = max(late.values(), default=0.0)
        if behind <= self._late or now < self._relieved_at + RELIEF * self._late:
            return
        self._full_until, self._relieved_at = now + FULL_SECONDS, now
        for listening in self._least_first(Use.MENU):
            self._end(listening, f"the ear is {behind:.1f} s behind")
            return

    def _lateness(self, listening: Listening, now: float) -> float:
        crew = self._open[listening].side.crew
        if crew is None or not crew.is_hearing:
            return 0.0  # a worker is on its way
        answer = listening.unanswered(now) * LATE / LATE_ANSWER
        return max(listening.behind(now), answer) if crew.is_streaming else answer  # others' ends are waited for

    def _victims(self, use: Use, cost: float) -> list[Listening] | None:
        """Who must go for a stream more of this use; None where it cannot be."""
        if use is not Use.MENU and time.monotonic() < self._full_until:
            return None
        room, victims = 1 + 1e-9 - sum(taken.cost for taken in self._open.values()), list[Listening]()
        for listening in self._least_first(use):
            if room >= cost:
                break
            victims.append(listening)
            room += self._open[listening].cost
        return victims if room >= cost else None

    def _least_first(self, use: Use) -> Iterable[Listening]:
        """The streams that matter less than this use: the least first, of these the newest."""
        for less in _LEAST_FIRST[: _LEAST_FIRST.index(use)]:
            yield from [listening for listening in reversed(self._open) if listening.use is less]

    def _end(self, listening: Listening, why: str) -> None:
        self._shed += 1
        log.warning("ear_shed", use=listening.use, why=why, open=len(self._open))
        listening.give_up(EarBusyError())

    def _gone(self, listening: Listening) -> None:
        taken = self._open.pop(listening, None)
        if taken is not None and taken.side.crew is not None:
            taken.side.crew.forget(listening)


def open_ear(settings: Settings) -> Pool:
    """The ear of the settings; it hears once its run() has loaded the models."""
    ear_dir = settings.ear_dir
    sides = {name: Side(folder=ear_dir / name) for name in (settings.ear, settings.conversation_ear) if name}
    names = {
        Use.MENU: settings.ear,
        Use.CONVERSATION: settings.conversation_ear,
        Use.RECORDING: settings.conversation_ear,
    }
    by_use = {use: sides[name] for use, name in names.items() if name}
    return Pool(by_use, ear_dir, worker_command, streams=settings.ear_streams)


def worker_command(folder: Path) -> Sequence[str]:
    """What starts a worker for an installed model."""
    return (sys.executable, "-m", "hotline.speech.ear.worker_main", str(folder))
