"""The figures of the day on the live board: counted once, then each event folded in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from hotline.answering.day_so_far import DaySoFar, Looked
from hotline.calls.model import PastCall, fold, unseen
from hotline.errors import StorageError
from hotline.events import (
    CallAnswered,
    CallArrived,
    CallEnded,
    CallEvent,
    CallLeftQueue,
    CallQueued,
    OutgoingAnswered,
    OutgoingPlaced,
    Resynced,
)
from hotline.reports.figures import Amount
from hotline.reports.period import Period
from hotline.reports.today import NOTHING, Amounts, exchanged, of_call

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    """So many seconds after noon by the city's clock."""
    return NOON + timedelta(seconds=seconds)


def called(call: str = "c1", *, waited: int = 10, began: float = 0, end: str = "answered") -> list[CallEvent]:
    """A citizen who waited so long, and was answered or gave up."""
    told: list[CallEvent] = [
        CallArrived(at=at(began), call_id=call, number="13800138000", dialled="12345", channel="x"),
        CallQueued(at=at(began + 1), call_id=call, queue="hotline", position=1),
    ]
    if end == "answered":
        told.append(CallAnswered(at=at(began + 1 + waited), call_id=call, extension="1001", waited=waited))
    else:
        told.append(CallLeftQueue(at=at(began + 1 + waited), call_id=call, queue="hotline", abandoned=True))
    return [*told, CallEnded(at=at(began + 90), call_id=call, cause=16)]


class Books:
    """The books as they were when they are looked into: what was written of each call, and a clock."""

    def __init__(self) -> None:
        self.calls: dict[str, PastCall] = {}
        self.now = at(60)
        self.looks = 0
        self.away = False
        self.looking, self.go_on = asyncio.Event(), asyncio.Event()
        self.go_on.set()

    def write(self, events: Sequence[CallEvent]) -> None:
        """Keep what they mean."""
        for event in events:
            self.calls[event.call_id] = fold(self.calls.get(event.call_id) or unseen(event), event)

    async def look(self, period: Period, now: datetime) -> Looked:
        """Count every call of the period; all of them may still change."""
        if self.away:
            self.looks += 1
            self.looking.set()
            raise StorageError
        whole: Amounts = NOTHING
        for call in self.calls.values():
            if period.begin <= call.arrived < period.end:
                whole = exchanged(whole, NOTHING, of_call(call))
        looked = Looked(amounts=whole, calls=tuple(self.calls.values()))
        self.looking.set()
        await self.go_on.wait()
        self.looks += 1
        return looked

    async def settle(self) -> None:
        """All is written here."""

    @asynccontextmanager
    async def day(self, looks: int = 1) -> AsyncIterator[DaySoFar]:
        """The day, after so many looks."""
        day = DaySoFar(self.look, self.settle, lambda: self.now)
        running = asyncio.create_task(day.run())
        await self.looked(looks)
        yield day
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    async def looked(self, times: int) -> None:
        """Wait until they were looked into so often."""
        async with asyncio.timeout(5):
            while self.looks < times:  # noqa: ASYNC110 every turn of the loop is a chance
                await asyncio.sleep(0)
            await asyncio.sleep(0)


async def heard(day: DaySoFar, events: Sequence[CallEvent]) -> None:
    """All of them."""
    for event in events:
        await day.hear(event)


def told(day: DaySoFar) -> dict[str, tuple[int, int]]:
    """The figures that have a case."""
    return {
        code: (one.numerator, one.denominator)
        for code, one in day.today.amounts.items()
        if one.numerator or one.denominator
    }


async def test_each_event_changes_the_figures_at_once() -> None:
    """A call that waits asks for a person; answered late it is not answered within 15 seconds; one gives up."""
    books = Books()
    async with books.day() as day:
        events = called(waited=40)
        await heard(day, events[:2])
        assert told(day) == {
            "arrived": (1, 0),
            "asked": (1, 1),
            "answered": (0, 1),
            "answered_in_15_s": (0, 1),
            "abandoned": (0, 1),
        }
        await heard(day, events[2:])
        await heard(day, called("c2", waited=15))
        await heard(day, called("c3", waited=3, end="abandoned"))
        assert told(day) == {
            "arrived": (3, 0),
            "asked": (3, 3),
            "answered": (2, 3),
            "answered_in_15_s": (1, 3),
            "abandoned": (1, 3),
            "wait": (55, 2),
        }
        assert books.looks == 1


async def test_hearing_twice_counts_once() -> None:
    """Also what was written before the books were looked into, and is told again after it."""
    books = Books()
    books.write(called())
    async with books.day() as day:
        before = told(day)
        await heard(day, called())
        await heard(day, called()[2:])
        assert told(day) == before == {**before, "answered": (1, 1)}


async def test_what_is_heard_while_the_books_are_looked_into_is_not_lost() -> None:
    """It is folded into what they said."""
    books = Books()
    books.go_on.clear()
    async with books.day(looks=0) as day:
        await books.looking.wait()
        await heard(day, called())
        books.go_on.set()
        await books.looked(1)
        assert told(day)["answered"] == (1, 1)


async def test_after_a_gap_and_after_a_call_whose_beginning_was_not_heard_the_books_are_asked() -> None:
    """Nothing is guessed."""
    books = Books()
    async with books.day() as day:
        books.write(called("c7"))
        await day.hear(Resynced(at=at(50), agents=(), calls=()))
        await books.looked(2)
        assert told(day)["answered"] == (1, 1)
        books.write(called("c8"))
        await heard(day, called("c8")[1:2])
        await books.looked(3)
        assert told(day)["answered"] == (2, 2)


async def test_a_new_day_begins_with_nothing() -> None:
    """Yesterday's call that goes on over midnight stays yesterday's."""
    books = Books()
    midnight = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)
    books.now = midnight - timedelta(seconds=0.01)
    late = called(began=(midnight - NOON).total_seconds() - 5)
    async with books.day() as day:
        await heard(day, late[:2])
        books.write(late[:2])
        assert told(day)["arrived"] == (1, 0)
        books.now = midnight + timedelta(seconds=1)
        await books.looked(2)
        assert (told(day), day.today.day) == ({}, (midnight + timedelta(hours=8)).date())
        await heard(day, late[2:])
        assert told(day) == {}


async def test_calls_of_ours_are_none_of_these_figures() -> None:
    """They are no citizen's wish for a person."""
    books = Books()
    async with books.day() as day:
        await day.hear(OutgoingPlaced(at=at(1), call_id="out-1", number="13800138000", extension="1001", by="agent1"))
        await day.hear(OutgoingAnswered(at=at(9), call_id="out-1", extension="1001"))
        assert told(day) == {}


async def test_books_that_do_not_answer_are_said() -> None:
    """The figures are marked as not sure until they are counted."""
    books = Books()
    books.away = True
    async with books.day() as day:
        assert not day.today.sure
        books.away = False
    async with books.day(looks=2) as day:
        assert day.today.sure
        assert day.today.amounts["arrived"] == Amount()
