"""Recordings heard afterwards: which calls, what of them, when, and what is kept of it."""

from __future__ import annotations

import asyncio
import wave
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio
from sqlalchemy import select

from hotline.answering.afterwards import Afterwards, One, when_quiet
from hotline.answering.one_recording import Hearer, Recordings
from hotline.calls.afterwards import Origin, Unwritten
from hotline.calls.asides import Asides
from hotline.calls.gaps import Span
from hotline.calls.joins import Joins
from hotline.calls.transcript import Note, Side, Utterance
from hotline.calls.transcripts import Transcripts
from hotline.calls.transcripts_kept import transcripts_kept
from hotline.errors import EarBusyError, EarError
from hotline.events import CallEnded, CallJoined, ConsultChanged
from hotline.storage.engine import Database
from hotline.storage.tables import CallJoinRow
from tests.adapters.quality_calls import put_call
from tests.adapters.storage import START, Clock, Place, fresh_database
from tests.fakes.ear_live import ToneEar
from tests.fakes.tones import tone

TALKED = 20


class Quiet:
    """A machine that is, but for what a test says."""

    def __init__(self) -> None:
        self.is_quiet = True
        self.looks = 0

    async def look(self) -> None:
        """It is quiet the next time."""
        self.looks += 1
        self.is_quiet = True


class Night:
    """A hotline at night with recordings."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.folder, self.clock = database, folder, Clock(START + timedelta(hours=1))
        self.ear, self.machine = ToneEar(), Quiet()
        self.store, self.transcripts = Unwritten(database, self.clock), Transcripts(database, self.clock)
        self.afterwards = Afterwards(
            one=One(
                store=self.store,
                transcripts=self.transcripts,
                recordings=Recordings(folder=folder),
                hearer=Hearer(ear=self.ear, quiet=when_quiet(self.machine, self.machine.look)),
            ),
            days=7,
            hears=lambda: True,
            now=self.clock,
            calm=lambda: True,
        )

    async def call(self, call_id: str, minutes: float = 0, **talk: float) -> None:
        """A recorded call: citizen=440 is a tone of the citizen's from second 2 to 4, agent=700 from 6 to 8."""
        await put_call(self.database, call_id, START + timedelta(minutes=minutes), talked=TALKED)
        for side, begins in (("citizen", 2.0), ("agent", 6.0)):
            if side in talk:
                self.record(call_id, side, ((begins, talk[side]),))

    def record(self, call_id: str, side: str, tones: tuple[tuple[float, float], ...]) -> None:
        """A side's file: at each second a tone of two seconds."""
        samples = np.zeros(TALKED * 8000, dtype=np.int16)
        for at, hertz in tones:
            sound = tone(hertz, 2)
            samples[int(at * 8000) : int(at * 8000) + len(sound)] = sound
        with wave.open(str(self.folder / f"{call_id}-{side}.wav"), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(8000)
            out.writeframes(samples.astype("<i2").tobytes())

    async def said(self, call_id: str) -> list[tuple[Side, int, str]]:
        """What is kept of a call: whose, at which second, what."""
        return [(one.side, round(one.start), one.text) for one in await self.transcripts.of(call_id)]


@pytest_asyncio.fixture
async def night(place: Place, tmp_path: Path) -> AsyncIterator[Night]:
    """One without calls."""
    folder = tmp_path / "recordings"
    folder.mkdir()
    async with fresh_database(place) as database:
        yield Night(database, folder)


async def test_a_call_without_a_transcript_gets_one_of_both_sides(night: Night) -> None:
    """With its seconds of the recording, and a note that it was heard afterwards; once."""
    await night.call("a", citizen=440, agent=700)
    assert await night.afterwards.origin("a") is Origin.WAITING
    assert await night.afterwards.waiting() == 1
    assert await night.afterwards.round() == 1
    assert await night.said("a") == [
        (Side.NOTE, 2, Note.AFTER),
        (Side.CITIZEN, 2, "440赫兹"),
        (Side.AGENT, 6, "700赫兹"),
    ]
    assert await night.afterwards.origin("a") is Origin.AFTER
    assert await night.afterwards.round() == 0
    assert night.ear.open_now == []


async def test_the_newest_call_is_heard_first(night: Night) -> None:
    """Whoever asks about a call asks about yesterday's."""
    for minutes, call_id in enumerate("abc"):
        await night.call(call_id, minutes, citizen=440 + 10 * minutes, agent=700)
    heard = []
    for _ in range(3):
        heard += await night.store.next(START, but=heard)
    assert heard == ["c", "b", "a"]
    assert await night.afterwards.round() == 3


async def test_only_what_was_not_written_is_heard(night: Night) -> None:
    """The machine had been full in the middle of the call; what is there stays as it is."""
    await night.call("a", agent=700)
    night.record("a", "citizen", ((1, 440), (5, 500), (12, 600)))
    for side, at, text in (
        (Side.CITIZEN, 1.0, "写下了"),
        (Side.NOTE, 4.5, Note.BUSY),
        (Side.NOTE, 10.0, Note.BEGUN),
        (Side.CITIZEN, 12.0, "又写下了"),
    ):
        await night.transcripts.keep(Utterance(call_id="a", side=side, start=at, end=at + 2.5, text=text))
    await night.afterwards.round()
    assert await night.said("a") == [
        (Side.CITIZEN, 1, "写下了"),
        (Side.NOTE, 4, Note.BUSY),
        (Side.NOTE, 5, Note.AFTER),
        (Side.CITIZEN, 5, "500赫兹"),
        (Side.AGENT, 6, "700赫兹"),
        (Side.NOTE, 10, Note.BEGUN),
        (Side.CITIZEN, 12, "又写下了"),
    ]


async def test_what_the_citizen_waited_through_is_not_heard(night: Night) -> None:
    """Neither on hold nor while somebody was asked: it was meant for nobody."""
    await put_call(night.database, "a", START, talked=TALKED, held=4)
    night.record("a", "citizen", ((1, 440), (5, 500), (12, 600)))
    night.record("a", "agent", ())
    answered = START + timedelta(seconds=5)
    asides = Asides(night.database)
    for second, stage in ((11, "ringing"), (12, "talking"), (15, "three")):
        at = answered + timedelta(seconds=second)
        await asides.hear(ConsultChanged(at=at, call_id="a", to="1002", stage=stage))
    await asides.hear(CallEnded(at=answered + timedelta(seconds=TALKED), call_id="a", cause=16))
    await night.afterwards.round()
    assert [text for side, _, text in await night.said("a") if side is not Side.NOTE] == ["500赫兹"]


async def test_a_wait_in_the_queue_moves_what_comes_after_it_to_the_front_of_the_recording(night: Night) -> None:
    """The citizen was joined for 4 s, waited 40 s for another person, and was on hold with that one."""
    await put_call(night.database, "a", START, talked=TALKED)
    night.record("a", "citizen", ((1, 440), (5, 500), (12, 600)))
    night.record("a", "agent", ())
    answered = START + timedelta(seconds=5)
    joins, asides = Joins(night.database), Asides(night.database)
    for second, joined in ((0, True), (4, False), (44, True)):
        await joins.hear(CallJoined(at=answered + timedelta(seconds=second), call_id="a", joined=joined))
    for second, stage in ((51, "ringing"), (55, "over")):
        at = answered + timedelta(seconds=second)
        await asides.hear(ConsultChanged(at=at, call_id="a", to="1002", stage=stage))
    going = await night.store.begun("a")
    assert going is not None
    assert going[0].second(answered + timedelta(seconds=50)) == 10
    over = CallEnded(at=answered + timedelta(seconds=60), call_id="a", cause=16)
    await joins.hear(over, over)
    call = await night.store.call("a")
    assert call is not None
    assert call.waits == (Span(start=11, end=15),)
    await night.afterwards.round()
    assert [text for side, _, text in await night.said("a") if side is not Side.NOTE] == ["440赫兹", "500赫兹"]
    night.clock.pass_by(days=400)
    for one in transcripts_kept(night.database, timedelta(days=365), night.clock):
        await one.round()
    async with night.database.reading() as session:
        assert not list(await session.scalars(select(CallJoinRow)))


async def test_a_call_whose_transcript_is_whole_or_that_goes_on_is_left_alone(night: Night) -> None:
    """So is one that ended a moment ago, whose last words may still come, and one that nobody answered."""
    await night.call("a", citizen=440, agent=700)
    assert await night.store.settle("a", Origin.LIVE)
    assert not await night.store.settle("a", Origin.AFTER)
    await night.call("b", 59.4, citizen=440, agent=700)
    assert await night.afterwards.round() == 0
    assert await night.afterwards.origin("a") is Origin.LIVE
    assert await night.afterwards.origin("b") is Origin.NONE
    assert await night.afterwards.origin("none") is Origin.NONE


async def test_a_call_without_a_recording_of_both_sides_is_said_to_have_none(night: Night) -> None:
    """And is not looked for again, but where somebody asks for it by name."""
    await night.call("a", citizen=440)
    assert await night.afterwards.round() == 1
    assert await night.afterwards.origin("a") is Origin.UNHEARD
    night.record("a", "agent", ())
    assert await night.afterwards.round() == 0
    await night.store.again("a")
    assert await night.afterwards.round() == 1
    assert await night.afterwards.origin("a") is Origin.AFTER


async def test_it_waits_in_the_middle_of_a_recording_while_somebody_is_listened_to(night: Night) -> None:
    """And goes on when nobody is."""
    await night.call("a", citizen=440, agent=700)
    night.machine.is_quiet = False
    assert await night.afterwards.round() == 1
    assert night.machine.looks == 1


async def test_what_is_shed_is_heard_later_and_nothing_of_it_is_kept(night: Night) -> None:
    """A conversation needed the room."""
    await night.call("a", citizen=440, agent=700)
    night.ear.fault = EarBusyError()
    for _ in range(5):
        assert await night.afterwards.round() == 0
    assert await night.said("a") == []
    assert await night.afterwards.origin("a") is Origin.WAITING
    night.ear.fault = None
    assert await night.afterwards.round() == 1


async def test_what_cannot_be_heard_is_tried_three_times_and_then_said(night: Night) -> None:
    """A file that is no telephone's, an ear that fails over it."""
    await night.call("a", citizen=440, agent=700)
    (night.folder / "a-agent.wav").write_bytes(b"RIFF" + bytes(100))
    await night.call("b", 1, citizen=440, agent=700)
    assert [await night.afterwards.round() for _ in range(3)] == [1, 0, 1]
    assert await night.afterwards.origin("a") is Origin.FAILED
    assert await night.afterwards.origin("b") is Origin.AFTER
    await night.call("c", 2, citizen=440, agent=700)
    night.ear.fault = EarError()
    assert [await night.afterwards.round() for _ in range(3)] == [0, 0, 1]
    assert await night.afterwards.origin("c") is Origin.FAILED


async def test_nothing_is_heard_without_a_model_or_while_others_compute(night: Night) -> None:
    """The calls wait."""
    await night.call("a", citizen=440, agent=700)
    night.afterwards.hears = lambda: False
    assert await night.afterwards.round() == 0
    night.afterwards.hears, night.afterwards.calm = lambda: True, lambda: False
    assert await night.afterwards.round() == 0
    assert night.ear.opened == []


async def test_what_was_heard_afterwards_is_let_go_with_its_call(night: Night) -> None:
    """It is as old as the call, not as its hearing; and it is not heard again then."""
    await night.call("a", citizen=440, agent=700)
    night.clock.pass_by(days=5)
    await night.afterwards.round()
    night.clock.pass_by(days=1, hours=2)
    said, *_ = transcripts_kept(night.database, timedelta(days=6), night.clock)
    assert await said.round() == 3
    assert await night.said("a") == []
    assert await night.afterwards.round() == 0


async def test_the_task_goes_on_for_ever_and_ends_when_it_is_cancelled(night: Night) -> None:
    """Each look finds what has come meanwhile."""
    await night.call("a", citizen=440, agent=700)
    looked, heard = asyncio.Event(), []

    async def wait() -> None:
        heard.append(await night.afterwards.origin("a"))
        looked.set()
        await asyncio.Event().wait()

    night.afterwards.waits = wait
    task = asyncio.create_task(night.afterwards.run())
    await asyncio.wait_for(looked.wait(), 20)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert heard == [Origin.AFTER]
