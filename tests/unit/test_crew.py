"""The workers of a model, by a clock that is given: who hangs is replaced in time, and its streams go on."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from typing import cast

import pytest

from hotline.speech.ear import messages
from hotline.speech.ear.crew import LOOK_SECONDS, Crew
from hotline.speech.ear.frames import Frame, Kind
from hotline.speech.ear.listening import Listening
from hotline.speech.ear.recogniser import BYTES_A_SECOND, Final, Use
from hotline.speech.ear.worker_link import WorkerLink

WITHIN = 1.0  # seconds from a worker's last sign of life to another one's start
BEAT = 0.1
START = 1000.0


class FakeLink:
    """A worker as its link tells it. sent: what it was given."""

    def __init__(self, pid: int, *, is_streaming: bool) -> None:
        self.pid, self.is_streaming, self.is_ended = pid, is_streaming, False
        self.last_heard, self.longest_call = START, 0.0
        self.sent: list[Frame] = []
        self.hear: Callable[[Frame], None] = lambda _frame: None

    def send(self, frame: Frame) -> bool:
        """Take it."""
        self.sent.append(frame)
        return True

    async def close(self) -> None:
        """End."""
        self.is_ended = True


def _crew(*, is_streaming: bool) -> tuple[Crew, FakeLink, FakeLink]:
    """One at work, one spare; none is started beside them."""
    crew, work, spare = Crew(("true",), "levels"), *(FakeLink(pid, is_streaming=is_streaming) for pid in (1, 2))
    crew._not_before = math.inf
    crew._spare = cast("WorkerLink", work)
    crew.look(START)
    crew._spare = cast("WorkerLink", spare)
    assert crew.pids == (1, 2)
    return crew, work, spare


def _open(crew: Crew, seconds: float = 1.0) -> Listening:
    listening = Listening(1, use=Use.MENU, words=(), gone=crew.forget)
    crew.open(listening)
    listening.feed(bytes(2 * round(seconds * BYTES_A_SECOND / 2)))
    return listening


def _replaced_after(crew: Crew, spare: FakeLink, each: Callable[[float], None], most: float) -> float:
    """Seconds until the spare one is at work. each: what is known of the links so many seconds after."""
    for step in range(round(most / LOOK_SECONDS) + 1):
        seconds = step * LOOK_SECONDS
        each(seconds)
        crew.look(START + seconds)
        if crew.pids[:1] == (spare.pid,):
            return seconds
    return math.inf


@pytest.mark.parametrize("how", ["stopped", "hangs over a sound", "ended"])
async def test_a_streaming_worker_that_hangs_is_replaced_within_a_second(how: str) -> None:
    """Its stream's sound so far is heard by the spare one, and its words come from there."""
    crew, work, spare = _crew(is_streaming=True)
    listening = _open(crew)

    def each(seconds: float) -> None:
        beat = START + seconds - seconds % BEAT
        spare.last_heard = beat
        if how == "hangs over a sound":
            work.last_heard, work.longest_call = beat, seconds
        work.is_ended = how == "ended"

    assert _replaced_after(crew, spare, each, 10.0) <= WITHIN
    assert [frame.kind for frame in spare.sent] == [Kind.OPEN, Kind.AUDIO]
    assert len(spare.sent[1].payload) == BYTES_A_SECOND
    finishing = asyncio.create_task(listening.finish())
    await asyncio.sleep(0)
    told = Final(text="社保", start=0.0, end=1.0)
    spare.hear(Frame(kind=Kind.FINISHED, stream=1, payload=messages.text_bytes(told)))
    assert (await finishing).text == "社保"


async def test_a_worker_that_is_at_work_stays() -> None:
    """A beat each tenth of a second and calls of a fifth are life, and a hotline held up itself replaces nobody."""
    crew, work, spare = _crew(is_streaming=True)
    _open(crew)

    def each(seconds: float) -> None:
        work.last_heard = spare.last_heard = START + seconds - seconds % BEAT
        work.longest_call = seconds % 0.2

    assert _replaced_after(crew, spare, each, 30.0) == math.inf
    crew.look(START + 40.0, is_late=True)
    assert crew.pids == (1, 2)


@pytest.mark.parametrize(("seconds", "limit"), [(0.5, 11), (3, 16), (15, 40), (28, 60)])
async def test_a_worker_for_whole_utterances_has_time_by_their_length(seconds: float, limit: float) -> None:
    """One that is stuck over a few words is not waited for as for half a minute."""
    crew, work, spare = _crew(is_streaming=False)
    _open(crew, seconds)
    work.hear(Frame(kind=Kind.BEGUN, stream=1))

    def each(passed: float) -> None:
        work.last_heard = spare.last_heard = START + passed
        work.longest_call = passed

    assert limit < _replaced_after(crew, spare, each, 90.0) <= limit + WITHIN


async def test_a_worker_stuck_over_a_stream_that_is_gone_has_the_longest_time() -> None:
    """Nobody knows how much it is."""
    crew, work, spare = _crew(is_streaming=False)
    listening = _open(crew)
    work.hear(Frame(kind=Kind.BEGUN, stream=1))
    await listening.close()

    def each(passed: float) -> None:
        work.last_heard = spare.last_heard = START + passed
        work.longest_call = passed

    assert 60 < _replaced_after(crew, spare, each, 90.0) <= 60 + WITHIN
