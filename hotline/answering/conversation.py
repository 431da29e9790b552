"""One conversation, transcribed while it lasts: both sides followed, what was said told and kept.

Rule: the call knows nothing of it. Where the machine can bear no more, or the ear is lost, a line in the transcript
says so, and where it goes on another; nothing else happens. What is missing is heard afterwards from the recording.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime

import structlog

from hotline.answering.keeping import Keeping
from hotline.answering.one_side import OneSide
from hotline.answering.room import Room
from hotline.answering.transcript_means import Became, Begun, Copies, Means, News, Partly, Sound, State
from hotline.calls.joined import Joined
from hotline.calls.transcript import Note, Side, Utterance
from hotline.errors import EarBusyError, EarError, HotlineError, StorageError
from hotline.speech.ear.recogniser import Hearing, Use

__all__ = ["Became", "Begun", "Conversation", "Copies", "Means", "News", "Partly", "State"]
LATE_SECONDS = 10.0  # after its beginning a transcript says from where on it is
UNWRITTEN_SECONDS = 2.5  # of a recording, at most: Asterisk writes 32 KiB at a time, which is 2.05 s
LAST_LOOKS = 3  # after the end, which may be told before what was said last has come
SIDES = (Side.CITIZEN, Side.AGENT)
log = structlog.get_logger(__name__)


class Conversation:
    """The transcript of one call. since: when the talk began, which is where its recording begins.

    seen: whether its beginning was seen; else the books know more of it.
    """

    def __init__(self, call_id: str, since: datetime, means: Means, *, seen: bool = True) -> None:
        self.state = State.NONE
        self._call_id, self._means, self._seen = call_id, means, seen
        self._joined, self._astray = Joined().after(since, joined=True), 0.0
        self._keeping = Keeping(call_id, means.keep)
        self._away: set[str] = set()
        self._over = asyncio.Event()
        self._is_whole = seen

    def hold(self, why: str, *, held: bool) -> None:
        """The citizen waits, or is back. why: hold or consult; the citizen is back when neither lasts."""
        (self._away.add if held else self._away.discard)(why)
        if self.state in (State.ON, State.HELD):
            self._become(State.HELD if self._away else State.ON)

    def join(self, at: datetime, *, joined: bool) -> None:
        """The citizen is joined with somebody, and recorded, or not any more."""
        self._joined = self._joined.after(at, joined=joined)

    def end(self, *, over: bool = True) -> None:
        """The call is over, or goes on without a transcript: run() writes the last words and ends."""
        self._is_whole = self._is_whole and over
        self._over.set()

    async def run(self) -> None:
        """Transcribe until end(), as long as there is room; never raises but when cancelled."""
        if not self._seen:
            await self._ask_books()
        room = Room()
        while not self._over.is_set():
            if await self._written(room):
                break
            await self._room(room)
        if self.state is State.LOST:
            return
        if self.state is not State.NONE:
            self._become(State.OVER)
        if await self._keeping.all_kept() and self._is_whole:
            await self._settle()

    async def _written(self, room: Room) -> bool:
        """Whether that was the end of it: the call is over, or what hears is lost."""
        try:
            opened = await self._open()
            room.taken(self._means.clock())
            await self._transcribe(opened)
        except EarBusyError as fault:
            await self._shed(fault, room)
            return False
        except EarError as fault:
            if self.state in (State.ON, State.HELD):
                await self._give_up(State.LOST, Note.LOST, fault)
                return True
            # no model, a broken one, one that is being loaded: health says so
            log.info("no_transcript", call_id=self._call_id, why=fault.message)
            self._is_whole = False
            room.refused(self._means.clock())
            return False
        except (HotlineError, OSError) as fault:
            await self._give_up(State.LOST, Note.LOST, fault)
        return True

    async def _room(self, room: Room) -> None:
        """Until there has been room for long enough, or the call is over."""
        ear, language = self._means.ear, self._means.language
        while not self._over.is_set():
            if room.is_there(self._means.clock(), hears=ear.hears(language, Use.CONVERSATION)):
                return
            await self._means.rest()

    async def _shed(self, fault: EarBusyError, room: Room) -> None:
        self._is_whole = False
        room.refused(self._means.clock())
        if self.state is not State.BUSY:
            await self._give_up(State.BUSY, Note.BUSY, fault)

    async def _ask_books(self) -> None:
        try:
            begun = await self._means.begun(self._call_id)
        except StorageError as fault:
            log.warning("beginning_not_known", call_id=self._call_id, why=fault.message)
            return
        if begun is not None:
            self._joined = begun.joined
            self.hold("hold", held=begun.held)

    async def _settle(self) -> None:
        """The recording needs not be heard."""
        try:
            await self._means.whole(self._call_id)
        except StorageError as fault:
            log.warning("transcript_not_settled", call_id=self._call_id, why=fault.message)

    async def _open(self) -> list[Hearing]:
        """A stream for each side, or none. Raises EarError."""
        opened: list[Hearing] = []
        for _ in SIDES:
            try:
                opened.append(await self._means.ear.open(Use.CONVERSATION, language=self._means.language))
            except EarError:
                await asyncio.gather(*(one.close() for one in opened))
                raise
        return opened

    async def _transcribe(self, opened: list[Hearing]) -> None:
        means = self._means
        try:
            sounds = await means.copies.begin(self._call_id)
        except HotlineError:
            await asyncio.gather(*(one.close() for one in opened))
            raise
        offset = await self._found()
        sides = [
            OneSide(
                side,
                self._call_id,
                hearing,
                offset=offset,
                partial=self._partly,
                said=self._keep,
                gate=means.gate(),
            )
            for side, hearing in zip(SIDES, opened, strict=True)
        ]
        if not self._is_whole or offset > LATE_SECONDS:
            self._is_whole = False
            await self._note(Note.BEGUN, offset)
        self._become(State.HELD if self._away else State.ON)
        try:
            await self._follow(sides, [sounds[side] for side in SIDES])
        finally:
            await means.copies.end(self._call_id)

    async def _follow(self, sides: list[OneSide], sounds: list[Sound]) -> None:
        """Until the call is over and its last words are told. Raises EarError."""
        tasks = [asyncio.create_task(side.run(), name=f"ear {self._call_id} {side.side}") for side in sides]
        reading = asyncio.create_task(self._read(sides, sounds))
        try:
            await asyncio.wait((*tasks, reading), return_when=asyncio.FIRST_EXCEPTION)
            for task in (*tasks, reading):
                if task.done():
                    task.result()
        finally:
            for task in (*tasks, reading):
                task.cancel()
            await asyncio.gather(*tasks, reading, return_exceptions=True)

    async def _read(self, sides: list[OneSide], sounds: list[Sound]) -> None:
        looks = LAST_LOOKS
        while looks:
            looks -= self._over.is_set()
            for side, sound in zip(sides, sounds, strict=True):
                audio = sound.read()
                if self._joined.goes_on:  # else nothing is recorded either, and no second of it passes
                    side.hear(audio, meant=not self._away)
            if looks:
                await self._means.look()
        for side in sides:
            side.close()

    def _partly(self, side: Side, text: str) -> None:
        self._means.tell(Partly(call_id=self._call_id, side=side, text=text))

    async def _keep(self, one: Utterance) -> None:
        """Whoever talks sees it also where it cannot be kept."""
        self._means.tell(replace(one, id=await self._keeping.put(one)))

    async def _give_up(self, state: State, note: Note, fault: Exception) -> None:
        log.warning("transcript_given_up", call_id=self._call_id, note=str(note), why=str(fault))
        self._is_whole = False
        await self._note(note, self._at())
        self._become(state)

    async def _note(self, note: Note, at: float) -> None:
        await self._keep(Utterance(call_id=self._call_id, side=Side.NOTE, start=at, end=at, text=note))

    def _at(self) -> float:
        """Seconds of the recording, now."""
        return max(0.0, self._joined.second(self._means.now()) + self._astray)

    async def _found(self) -> float:
        """The same, held against what of the recording is on the disk: a join may have been missed in a gap."""
        at, written = self._at(), await asyncio.to_thread(self._means.recorded, self._call_id)
        if written is None:
            return at
        place = max(written, min(at, written + UNWRITTEN_SECONDS))
        self._astray += place - at
        return place

    def _become(self, state: State) -> None:
        if state is not self.state:
            self.state = state
            self._means.tell(Became(call_id=self._call_id, state=state))
