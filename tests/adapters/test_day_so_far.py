"""The board's figures of the day and the report's: the same, for calls that end in every way."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest_asyncio

from hotline.answering.day_so_far import DaySoFar, look_into
from hotline.calls.store import CallStore
from hotline.events import (
    AgentDidNotAnswer,
    AgentRung,
    CallAnswered,
    CallArrived,
    CallEnded,
    CallEvent,
    CallLeftQueue,
    CallQueued,
    CallReleased,
    OutgoingAnswered,
    OutgoingPlaced,
    OutgoingReleased,
    OutsideAnswered,
    OutsideReleased,
    OutsideRung,
)
from hotline.reports.counting import Span, by_hour
from hotline.reports.period import CITY_TIME, Period
from hotline.reports.today import CODES
from hotline.storage.engine import Database
from tests.adapters.storage import Place, fresh_database

MORNING = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
DAY = Period(first=MORNING.astimezone(CITY_TIME).date(), last=MORNING.astimezone(CITY_TIME).date())


@pytest_asyncio.fixture
async def database(place: Place) -> AsyncIterator[Database]:
    """A fresh one."""
    async with fresh_database(place) as opened:
        yield opened


class Clock:
    """A call's own time, which passes as it is told."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def after(self, seconds: float) -> datetime:
        """So much later."""
        self.at += timedelta(seconds=seconds)
        return self.at


def a_call(dice: random.Random, name: str, began: datetime) -> list[CallEvent]:
    """Somebody's call, in one of the ways in which calls go; what is told twice is among it, and what goes on."""
    clock = Clock(began)
    if dice.random() < 0.15:
        return _ours(dice, name, clock)
    told: list[CallEvent] = [CallArrived(at=clock.at, call_id=name, number="13800138000", dialled="12345", channel="x")]
    for _ in range(dice.randrange(3)):
        way = dice.choice(("answered", "answered", "abandoned", "menu", "outside", "missed"))
        told.append(CallQueued(at=clock.after(dice.randrange(30)), call_id=name, queue="hotline", position=1))
        told += _queued(dice, way, name, clock)
        if way not in ("menu", "missed"):
            break
    if dice.random() < 0.9:
        told.append(CallEnded(at=clock.after(0.5), call_id=name, cause=16))
    return told


def _ours(dice: random.Random, name: str, clock: Clock) -> list[CallEvent]:
    number = f"138{dice.randrange(10**8):08}"
    told: list[CallEvent] = [OutgoingPlaced(at=clock.at, call_id=name, number=number, extension="1001")]
    if dice.random() < 0.6:
        told.append(OutgoingAnswered(at=clock.after(9), call_id=name, extension="1001"))
        told.append(OutgoingReleased(at=clock.after(60), call_id=name, extension="1001", talked=60))
    return [*told, CallEnded(at=clock.after(0.1), call_id=name, cause=16)]


def _queued(dice: random.Random, way: str, name: str, clock: Clock) -> list[CallEvent]:
    after = clock.after
    match way:
        case "missed":
            return [
                AgentRung(at=after(1), call_id=name, extension="1002"),
                AgentDidNotAnswer(at=after(8), call_id=name, extension="1002"),
            ]
        case "menu":
            return [CallLeftQueue(at=after(5), call_id=name, queue="hotline", abandoned=False)]
        case "outside":
            return [
                OutsideRung(at=after(2), call_id=name, number="110"),
                OutsideAnswered(at=after(2), call_id=name, number="110"),
                OutsideReleased(at=after(40), call_id=name, number="110", talked=40),
            ]
        case "abandoned":
            return [CallLeftQueue(at=after(dice.randrange(60)), call_id=name, queue="hotline", abandoned=True)]
    waited = dice.choice((0, 3, 14, 15, 16, 40))
    answered = CallAnswered(at=after(waited), call_id=name, extension="1001", waited=waited)
    again = [answered] if dice.random() < 0.2 else []
    return [answered, *again, CallReleased(at=after(50), call_id=name, extension="1001", talked=50)]


async def test_the_board_and_the_report_tell_the_same(database: Database) -> None:
    """Of three hundred calls, some before the board began, some that go on, looked at after every hundred events."""
    dice = random.Random(5)  # noqa: S311 the same calls every time
    events = sorted(
        (
            event
            for number in range(300)
            for event in a_call(dice, f"c{number}", MORNING + timedelta(seconds=dice.randrange(7200)))
        ),
        key=lambda event: event.at,
    )
    books, now = CallStore(database), MORNING + timedelta(hours=3)
    await books.hear(*events[:200])
    day = DaySoFar(look_into(database), _settled, lambda: now)
    running = asyncio.create_task(day.run())
    async with asyncio.timeout(10):
        while not day.today.sure:  # noqa: ASYNC110 every turn of the loop is a chance
            await asyncio.sleep(0)
    try:
        for first in range(200, len(events), 100):
            for event in events[first : first + 100]:
                await day.hear(event)
            await books.hear(*events[first : first + 100])
            async with database.reading() as session:
                report = (await by_hour(session, CODES, Span(period=DAY, now=now))).whole()
            assert dict(day.today.amounts) == report
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert report["arrived"].numerator > 200
    assert all(report[code].numerator > 10 for code in CODES)


async def _settled() -> None:
    """What is heard here is written beside it."""
