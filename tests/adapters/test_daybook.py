"""The day of each agent, on a real database, and as the agent's own console asks for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
import pytest_asyncio

from hotline.agents.daybook import Daybook
from hotline.agents.rings import RingOutcome
from hotline.events import (
    AgentDidNotAnswer,
    AgentRung,
    AgentStateChanged,
    CallAnswered,
    CallArrived,
    CallReleased,
    Event,
    Resynced,
)
from hotline.storage.engine import Database
from hotline.storage.tables import CallRow, UserRow
from tests.adapters.storage import START, Place, fresh_database


def at(second: float) -> datetime:
    """So many seconds after the start."""
    return START + timedelta(seconds=second)


def state(second: float, state: str, reason: str = "", extension: str = "1001") -> AgentStateChanged:
    """A seat is told."""
    return AgentStateChanged(at=at(second), extension=extension, state=state, reason=reason)


DAY: tuple[Event, ...] = (
    state(0, "paused", "signed-in"),
    state(10, "ready"),
    state(11, "ready", extension="1002"),
    AgentRung(at=at(20), call_id="c1", extension="1001"),
    state(20, "ringing"),
    AgentDidNotAnswer(at=at(40), call_id="c1", extension="1001"),
    state(40, "paused", "Auto-Pause"),
    AgentRung(at=at(41), call_id="c1", extension="1002"),
    CallAnswered(at=at(44), call_id="c1", extension="1002", waited=24),
    state(50, "paused", "break:小休"),
    state(80, "ready"),
    CallReleased(at=at(104), call_id="c1", extension="1002", talked=60),
)


@pytest_asyncio.fixture
async def database(place: Place) -> AsyncIterator[Database]:
    """A fresh one, with two agents and a call."""
    async with fresh_database(place) as opened:
        async with opened.transaction() as session:
            for user, extension in (("agent1", "1001"), ("agent2", "1002")):
                row = {"username": user, "name": user, "role": "agent", "extension": extension}
                session.add(UserRow(**row, password_hash="x", active=True, department="", phone=""))
            session.add(
                CallRow(
                    id="c1", number="13800138000", arrived=at(5), answered=at(44), extension="1002", outcome="answered"
                )
            )
        yield opened


@pytest.fixture
def days(database: Database) -> Daybook:
    """The book of it."""
    return Daybook(database)


async def test_a_day_is_kept_event_by_event_or_all_at_once_and_told_twice(days: Daybook) -> None:
    """However it comes, the same is kept, under the names of those whose desks they were."""
    for event in DAY:
        await days.hear(event)
    one = await days.of("agent1", at(0), at(200))
    await days.hear(*DAY)
    assert await days.of("agent1", at(0), at(200)) == one
    assert [(spell.state, spell.reason, spell.ended) for spell in one.spells] == [
        ("paused", "signed-in", at(10)),
        ("ready", "", at(20)),
        ("ringing", "", at(40)),
        ("paused", "Auto-Pause", at(50)),
        ("paused", "break:小休", at(80)),
        ("ready", "", None),
    ]
    assert [(one.ring.outcome, one.number, one.taken_by) for one in one.not_taken] == [
        (RingOutcome.MISSED, "13800138000", "1002")
    ]
    other = await days.of("agent2", at(0), at(200))
    assert [(ring.outcome, ring.talked) for ring in other.rings] == [(RingOutcome.ANSWERED, 60)]


async def test_all_at_once_is_the_same(days: Daybook) -> None:
    """A busy second is one transaction."""
    await days.hear(*DAY)
    kept = await days.of("agent1", at(0), at(200))
    assert (len(kept.spells), len(kept.rings)) == (6, 1)


async def test_a_restart_closes_what_was_open_by_what_is_seen_next(database: Database) -> None:
    """Another process asks Asterisk: an end that nobody saw is marked, what goes on goes on."""
    await Daybook(database).hear(*DAY, AgentRung(at=at(110), call_id="c2", extension="1001"), state(110, "ringing"))
    again = Daybook(database)
    await again.hear(Resynced(at=at(500), agents=(state(500, "ready", extension="1002"),), calls=()))
    kept = await again.of("agent1", at(0), at(600))
    assert [(spell.state, spell.ended, spell.unsure) for spell in kept.spells[-1:]] == [("ringing", at(500), True)]
    assert kept.rings[-1].outcome is RingOutcome.LOST
    (lasting,) = (await again.of("agent2", at(0), at(600))).spells
    assert (lasting.began, lasting.ended) == (at(11), None)


async def test_a_hostile_reason_is_kept_as_a_harmless_one(days: Daybook) -> None:
    """Control characters and a length that no column has."""
    await days.hear(state(0, "paused", "break:\x00" + "长" * 200))
    (spell,) = (await days.of("agent1", at(0), at(1))).spells
    assert spell.reason == "break:" + "长" * 58


async def test_what_is_no_agents_fact_leaves_no_trace(days: Daybook) -> None:
    """A call that comes in rings nowhere yet."""
    await days.hear(CallArrived(at=at(0), call_id="c9", number="1", dialled="12345", channel="x"))
    assert (await days.of("agent1", at(0), at(9))).rings == ()
