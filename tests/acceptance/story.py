"""A citizen's way through the menus to a spoken answer, walked by telephone.

The rule: an answer counts when its text was spoken on this call after the last key, and its sound was heard, in order.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from hotline.answering.recording import TONE_HERTZ
from tests.acceptance.desk import HEARD, PATIENCE, call_of
from tests.acceptance.told import ALIKE, Piece, Sounds, Told, as_long, find
from tests.fakes.citizen import FRAME, Citizen
from tests.fakes.keys import MOST_MENU_KEYS, menu_keys
from tests.fakes.tones import Samples, loudest_level
from tests.hotline_process import Desk, HotlineProcess

MESSAGE_HERTZ, MESSAGE_SECONDS = 620.0, 1.5
KEY_ENDS = 0.1  # seconds for which a telephone still says that a key has ended: the answer may begin before
HALF = 0.5  # seconds of sound that may have come before its line in the log was read


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What one citizen wants, and hears.

    entries: from pick-up, each one thing to enter (a key, or what is typed or spoken, with its #: fakes.keys); answer:
    parts of what is heard then, as the voice is given it, in order; then: further entries in the place reached, each
    with a part of what is heard ("": the next key cuts in); speaks: a message is spoken before the last entry; told:
    set when the first part of the answer is given to the voice: what follows is settled then, and is still to be heard.
    """

    what: str
    number: str
    line: str
    entries: tuple[str, ...]
    answer: tuple[str, ...]
    then: tuple[tuple[str, str], ...] = ()
    speaks: bool = False
    told: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telephones:
    """The line on which stories are walked."""

    hotline: HotlineProcess
    board: Desk
    told: Told
    sounds: Sounds

    async def walk(self, *stories: Story, ends: str = "") -> None:
        """Walk them at once. ends: where each citizen is on the board at last, "" where that is all the same."""
        async with asyncio.TaskGroup() as group:
            for story in stories:
                assert menu_keys(story.entries) <= MOST_MENU_KEYS, story.what
                group.create_task(self._call(story, ends))

    async def _call(self, story: Story, ends: str) -> None:
        async with Citizen(self.hotline.ports["sip_port"], number=story.number) as citizen:
            before = call_of(self.board, story.number).get("id")  # another call of the same telephone may be ending
            await citizen.call(story.line)
            await self.hotline.until(lambda: call_of(self.board, story.number).get("id", before) != before, PATIENCE)
            call_id = str(call_of(self.board, story.number)["id"])
            walk = _Walk(phones=self, citizen=citizen, call_id=call_id, story=story)
            await walk.to_the_answer()
            for entry, answer in story.then:
                await walk.enter(entry)
                await (walk.hear((answer,)) if answer else walk.until_asked())
            if ends:
                await self.hotline.until(lambda: self.board.state_of(story.number) == ends, PATIENCE)


@dataclass(slots=True, kw_only=True)
class _Walk:
    """One call. since: when the last key was over; before: how many pieces had been spoken until then."""

    phones: Telephones
    citizen: Citizen
    call_id: str
    story: Story
    since: float = field(default_factory=time.monotonic)
    before: int = 0

    async def to_the_answer(self) -> None:
        """Every entry, each when something is asked, and the answer."""
        for place, entry in enumerate(self.story.entries):
            await self.until_asked()
            if self.story.speaks and place == len(self.story.entries) - 1:
                await self._speak()
            await self.enter(entry)
        await self.hear(self.story.answer)

    async def enter(self, entry: str) -> None:
        """Press the keys of an entry; what is spoken and heard from now on is what follows it."""
        pressed = len(self.citizen.keys_ended) + len(entry)
        self.before = len(self._spoken())
        self.citizen.press(entry)
        await self.phones.hotline.until(lambda: len(self.citizen.keys_ended) >= pressed, PATIENCE)
        self.since = self.citizen.keys_ended[pressed - 1] - KEY_ENDS

    async def hear(self, answer: tuple[str, ...]) -> None:
        """Wait until the last part of an answer is heard whole; every part must be, one after the other."""
        pieces: list[Piece] = []
        for part in answer:
            pieces.append(await self._piece(part, pieces))
            self.story.told.set()
        spoken = time.monotonic()
        sounds = [await self.phones.sounds.sound(piece) for piece in pieces]
        await self._heard(pieces[-1], sounds[-1], max(spoken - HALF, self.since))
        heard, ends = self.citizen.since(self.since), 0
        for piece, sound in zip(pieces, sounds, strict=True):
            alike, at = find(sound, heard)
            told = f"{self.story.what}: {piece.normalised!r} was heard {alike:.2f} at {at}, after {ends}"
            assert alike > ALIKE, told
            assert as_long(sound, heard, at), told
            assert at >= ends - FRAME, told  # a sound's last part of a frame is not sent
            ends = at + len(sound)

    async def _piece(self, part: str, after: Sequence[Piece]) -> Piece:
        """What was spoken that says this, after what was found before."""

        def found() -> Piece | None:
            fresh = [piece for piece in self._spoken()[self.before :] if piece not in after]
            return next((piece for piece in fresh if part in piece.normalised), None)

        try:
            piece: Piece = await self.phones.hotline.until(found, 2 * PATIENCE)
        except TimeoutError:
            said = [piece.normalised for piece in self._spoken()[self.before :]]
            raise AssertionError(f"{self.story.what}: {part!r} was not spoken, but {said}") from None
        return piece

    async def _heard(self, piece: Piece, sound: Samples, since: float) -> None:
        try:
            await self.citizen.hears(lambda heard: find(sound, heard)[0] > ALIKE, since=since, patience=2 * PATIENCE)
        except TimeoutError:
            alike, _ = find(sound, self.citizen.since(self.since))
            raise AssertionError(f"{self.story.what}: {piece.normalised!r} was heard only {alike:.2f}") from None

    async def until_asked(self) -> None:
        """Wait until something is said after the last key."""
        await self.phones.hotline.until(lambda: len(self._spoken()) > self.before, PATIENCE)

    async def _speak(self) -> None:
        await self.citizen.hears(
            lambda heard: loudest_level(heard, TONE_HERTZ, 0.1) > HEARD, since=self.since, patience=PATIENCE
        )
        await self.citizen.says(MESSAGE_HERTZ, MESSAGE_SECONDS)
        self.citizen.say(0)

    def _spoken(self) -> Sequence[Piece]:
        return self.phones.told.on(self.call_id)
