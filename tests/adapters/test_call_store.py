"""The history of calls, on a real database."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from hotline.calls.known import Citizen, MenuStep, Rating
from hotline.calls.model import Outcome
from hotline.calls.store import CallStore
from hotline.calls.writer import CallWriter
from hotline.events import (
    AgentRung,
    CallAnswered,
    CallArrived,
    CallEnded,
    CallQueued,
    CallReleased,
    MenuStepTaken,
    Resynced,
    SurveyBegan,
)
from hotline.requests.service import Requests
from hotline.storage.engine import Database, open_database
from tests.adapters.storage import START, Place, fresh_database, on_sqlite


def at(second: float) -> datetime:
    """So many seconds after the start."""
    return START + timedelta(seconds=second)


def arrived(call_id: str, second: float = 0, number: str = "+8613800138000") -> CallArrived:
    """A call comes in."""
    return CallArrived(at=at(second), call_id=call_id, number=number, dialled="12345", channel="PJSIP/a-1")


def step(call_id: str, second: float, pressed: str = "1", heard: str = "") -> MenuStepTaken:
    """A key in the menu."""
    return MenuStepTaken(at=at(second), call_id=call_id, node="menu", pressed=pressed, heard=heard)


def queued(call_id: str, second: float) -> CallQueued:
    """The caller waits."""
    return CallQueued(at=at(second), call_id=call_id, queue="hotline", position=1)


def answered(call_id: str, second: float) -> CallAnswered:
    """An agent answers."""
    return CallAnswered(at=at(second), call_id=call_id, extension="1001", waited=4)


def ended(call_id: str, second: float) -> CallEnded:
    """The caller is gone."""
    return CallEnded(at=at(second), call_id=call_id, cause=16)


@pytest_asyncio.fixture
async def database(place: Place) -> AsyncIterator[Database]:
    """A fresh one."""
    async with fresh_database(place) as opened:
        yield opened


@pytest.fixture
def calls(database: Database) -> CallStore:
    """The store of it."""
    return CallStore(database)


async def test_a_whole_call_is_kept(calls: CallStore) -> None:
    """Its times, who answered, how long, what came of it, and its way through the menu."""
    for event in (
        arrived("1.1"),
        queued("1.1", 3),
        step("1.1", 5, "2"),
        step("1.1", 6, "4", "身份证"),
        AgentRung(at=at(6), call_id="1.1", extension="1001"),
        answered("1.1", 7),
        CallReleased(at=at(27), call_id="1.1", extension="1001", talked=20),
        ended("1.1", 28),
    ):
        await calls.hear(event)
        await calls.hear(event)
    call = await calls.call("1.1")
    assert call is not None
    assert (call.number, call.dialled, call.arrived, call.queued) == ("13800138000", "12345", at(0), at(3))
    assert (call.answered, call.released, call.ended) == (at(7), at(27), at(28))
    assert (call.extension, call.waited, call.talked) == ("1001", 4, 20)
    assert (call.outcome, call.cause) == (Outcome.ANSWERED, 16)
    assert (await calls.known("1.1", "")).steps == (
        MenuStep(at=at(5), node="menu", pressed="2", heard=""),
        MenuStep(at=at(6), node="menu", pressed="4", heard="身份证"),
    )


async def test_an_event_that_is_no_calls_fact_leaves_no_trace(calls: CallStore) -> None:
    """A phone that rings is not history."""
    await calls.hear(AgentRung(at=at(0), call_id="1.1", extension="1001"))
    assert await calls.latest() == ()


async def test_hostile_words_of_a_caller_are_kept_as_harmless_ones(calls: CallStore) -> None:
    """Too long, with control characters, or no text at all."""
    await calls.hear(arrived("x" * 100, number="'; DROP TABLE calls; --\x00" + "7" * 50))
    await calls.hear(step("x" * 100, 1, "9" * 100, "a\x00\ud800" + "字" * 900))
    (call,) = await calls.latest()
    (kept,) = (await calls.known(call.id, "")).steps
    assert (len(call.id), call.number) == (64, "7" * 24)
    assert (len(kept.pressed), kept.heard) == (64, "a" + "字" * 499)
    assert await calls.call("a\x00\ud800") is None
    assert (await calls.known("a\x00\ud800", "")).steps == ()


async def test_numbers_that_no_network_means_are_bounded(calls: CallStore) -> None:
    """They stop no other event."""
    await calls.hear(CallAnswered(at=at(1), call_id="1.1", extension="7" * 99, waited=10**30))
    await calls.hear(CallReleased(at=at(2), call_id="1.1", extension="1001\x00", talked=-5))
    await calls.hear(CallEnded(at=at(3), call_id="1.1", cause=10**30))
    (call,) = await calls.latest()
    assert (call.extension, call.waited, call.talked, call.cause) == ("1001", 1_000_000, 0, 1_000_000)


async def test_earlier_calls_are_those_of_the_same_number_before_this_one(calls: CallStore) -> None:
    """The newest first, however the number is written; a hidden number has none."""
    for second, call_id in enumerate(("1.1", "1.2", "1.3", "1.4")):
        await calls.hear(arrived(call_id, second, "13800138000" if second % 2 else "+86 138 0013 8000"))
    await calls.hear(arrived("2.1", 1, "13900139000"))
    await calls.hear(arrived("3.1", 1, "anonymous"))
    await calls.hear(arrived("3.2", 2, ""))
    assert [call.id for call in (await calls.known("1.3", "13800138000")).calls] == ["1.2", "1.1"]
    assert (await calls.known("3.2", "")).calls == ()
    assert [call.id for call in await calls.latest(2)] == ["1.4", "3.2"]


async def test_names_are_remembered_by_number(calls: CallStore) -> None:
    """Without a number or a name nothing is."""
    assert (await calls.known("", "13800138000")).citizen is None
    await calls.remember_name("+8613800138000", " 王女士\x00 ")
    await calls.remember_name("13800138000", "")
    await calls.remember_name("anonymous", "某人")
    assert (await calls.known("", "138 0013 8000")).citizen == Citizen(number="13800138000", name="王女士", note="")
    assert (await calls.known("", "")).citizen is None


async def test_after_a_gap_the_truth_is_kept(calls: CallStore) -> None:
    """Unknown live calls are made, known ones go on, and those that Asterisk no longer knows are closed as lost."""
    await calls.hear(arrived("1.1", 0))
    await calls.hear(arrived("1.2", 1))
    await calls.hear(ended("1.2", 5))
    await calls.hear(arrived("1.3", 2))
    await calls.hear(queued("1.3", 3))
    facts = (arrived("1.3", 2.5), answered("1.3", 8), arrived("1.4", 9), queued("1.4", 10))
    await calls.hear(Resynced(at=at(20), agents=(), calls=facts))
    found = {call.id: call for call in await calls.latest()}
    assert (found["1.1"].outcome, found["1.1"].ended) == (Outcome.LOST, at(20))
    assert (found["1.2"].outcome, found["1.2"].ended) == (Outcome.MENU, at(5))
    assert (found["1.3"].outcome, found["1.3"].arrived, found["1.3"].ended) == (Outcome.ANSWERED, at(2), None)
    assert (found["1.4"].outcome, found["1.4"].ended) == (Outcome.QUEUED, None)


async def test_a_call_thought_lost_that_is_live_again_is_opened(calls: CallStore) -> None:
    """The second truth corrects the first, and the call's own end then counts."""
    await calls.hear(arrived("1.1", 0))
    await calls.hear(Resynced(at=at(10), agents=(), calls=()))
    await calls.hear(Resynced(at=at(20), agents=(), calls=(arrived("1.1", 0),)))
    call = await calls.call("1.1")
    assert call is not None
    assert (call.outcome, call.ended) == (Outcome.MENU, None)
    await calls.hear(ended("1.1", 30))
    call = await calls.call("1.1")
    assert call is not None
    assert (call.outcome, call.ended) == (Outcome.MENU, at(30))


@on_sqlite
@pytest.mark.parametrize("busy_seconds", [10.0, 0.02])
async def test_a_locked_database_loses_no_event(calls: CallStore, tmp_path: Path, busy_seconds: float) -> None:
    """While another program writes, events wait; then all are kept in order, by waiting or by trying again."""
    file = tmp_path / "hotline.db"
    mine = open_database(f"sqlite+aiosqlite:///{file}", busy_seconds=busy_seconds)
    writer = CallWriter(CallStore(mine).hear)
    task = asyncio.create_task(writer.run())
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writer.put(arrived("1.1"))
    for second in range(50):
        writer.put(step("1.1", second + 1, str(second)))
    writer.put(ended("1.1", 60))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.4):
            await writer.settle()
    assert await calls.latest() == ()  # readers are not held up, and see nothing half done
    other.execute("COMMIT")
    other.close()
    await writer.settle()
    task.cancel()
    await asyncio.wait({task})
    await mine.close()
    assert [kept.pressed for kept in (await calls.known("1.1", "")).steps] == [str(second) for second in range(50)]
    call = await calls.call("1.1")
    assert call is not None
    assert (call.outcome, call.ended, writer.dropped) == (Outcome.MENU, at(60), 0)


async def test_earlier_calls_are_known_with_what_was_said_of_them(calls: CallStore, database: Database) -> None:
    """Each question's last answer, by call."""
    requests = Requests(database, Path())
    for event in (arrived("1.1"), ended("1.1", 9), arrived("2.1", 20), ended("2.1", 29), arrived("3.1", 40)):
        await calls.hear(event)
    for value in ("unsolved", "solved"):
        await requests.rate(call_id="1.1", question="solved", value=value)
    known = await calls.known("3.1", "13800138000")
    assert [call.id for call in known.calls] == ["2.1", "1.1"]
    assert known.ratings == (Rating(call_id="1.1", question="solved", value="solved"),)


async def test_a_call_answered_in_a_gap_and_asked_how_it_was_is_no_call_given_up(calls: CallStore) -> None:
    """The truth after the gap says who talked and how long; what was heard before it counts once."""
    released = CallReleased(at=at(50), call_id="2.1", extension="1001", talked=40)
    for event in (arrived("1.1"), queued("1.1", 3), arrived("2.1"), queued("2.1", 3), answered("2.1", 10), released):
        await calls.hear(event)
    truth = []
    for call in ("1.1", "2.1"):
        talked = CallReleased(at=at(49), call_id=call, extension="1001", talked=40)
        truth += [arrived(call), answered(call, 9.5), talked, SurveyBegan(at=at(50), call_id=call)]
    await calls.hear(Resynced(at=at(55), agents=(), calls=tuple(truth)))
    await calls.hear(ended("1.1", 60), ended("2.1", 60))
    for call in ("1.1", "2.1"):
        kept = await calls.call(call)
        assert kept is not None
        assert (kept.outcome, kept.extension, kept.talked) == (Outcome.ANSWERED, "1001", 40)
