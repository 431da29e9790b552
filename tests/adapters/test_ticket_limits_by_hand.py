"""Limits set by hand, in the database and over HTTP."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from hotline.storage.tables import TicketTimerRow
from hotline.tickets.clock.policy import Grade, LimitName
from hotline.tickets.life.dispatching import limit
from hotline.tickets.life.step import Asked, Due
from hotline.tickets.moves import Action
from hotline.tickets.parties import User
from tests.adapters.storage import Place, fresh_database
from tests.adapters.ticket_desk import DRAFT
from tests.adapters.ticket_desk import TicketDesk as Desk
from tests.adapters.ticket_screens import POLICE, Screens
from tests.fakes.tickets import LEAD, SUPERVISOR

LAW = "《信访工作条例》第三十四条"
GOOD = {"due": "2026-12-18T17:30:00+08:00", "reason": "需司法鉴定", "basis": LAW}


@pytest_asyncio.fixture
async def desk(place: Place) -> AsyncIterator[Desk]:
    """A fresh one."""
    async with fresh_database(place) as database:
        yield Desk(database)


async def moved(desk: Desk, number: str, action: Action, user: User, **asked: Any) -> None:
    """A move of the ticket as it is."""
    version = (await desk.tickets.get(number)).version
    await desk.tickets.move(number, Asked(action=action, version=version, **asked), user=user)


async def test_a_limit_set_by_hand_outlives_adjudication_and_a_restart(desk: Desk) -> None:
    """Whoever begins anew on the same database finds date, reason, basis and timers, and keeps them."""
    number = (await desk.tickets.save(DRAFT, actor="agent1", key="k1")).number
    await moved(desk, number, Action.SET_LIMIT, SUPERVISOR, **GOOD)
    kept = await desk.tickets.get(number)
    assert (kept.due_reason, kept.due_basis) == ("需司法鉴定", LAW)
    restarted = Desk(desk.database)
    assert await restarted.tickets.get(number) == kept
    await moved(restarted, number, Action.RETURN, LEAD, reason="不属于我局", basis="三定方案")
    await moved(restarted, number, Action.ADJUDICATE, SUPERVISOR, department="02", reason="归住建")
    case = await restarted.tickets.whole(number)
    finish = limit(case.limits, LimitName.FINISH)
    assert finish
    assert finish.due == case.ticket.due == kept.due
    assert (finish.rule, finish.source.citation) == ("办结时限另行确定：需司法鉴定", LAW)
    assert finish.source.grade is Grade.BY_HAND
    async with desk.database.reading() as session:
        rows = list(await session.scalars(select(TicketTimerRow).where(TicketTimerRow.due == str(Due.RED))))
    assert [row.at > case.ticket.due for row in rows if case.ticket.due] == [True]


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({}, {"due", "reason", "basis"}),
        ({**GOOD, "due": "2026-11-23T09:59:00+08:00"}, {"due"}),
        ({**GOOD, "due": "2026-12-18T17:30:00"}, {"due"}),
        ({**GOOD, "due": "十二月"}, {"due"}),
        ({**GOOD, "due": "2062-12-18T17:30:00+08:00", "basis": " "}, {"due", "basis"}),
        ({**GOOD, "due": 5, "days": 3}, {"due", "days"}),
        ({**GOOD, "reason": "长" * 501}, {"reason"}),
    ],
)
async def test_a_faulty_limit_is_refused_by_field_and_changes_nothing(
    screens: Screens, wrong: dict[str, Any], fields: set[str]
) -> None:
    """Missing, in the past, without a zone, unreadable, of another century, of another kind, too long."""
    number = await screens.new()
    before = await screens.web.services.tickets.whole(number)
    told = await screens.move(number, "set_limit", "supervisor1", 422, **wrong)
    assert set(told["error"]["details"]["fields"]) == fields
    assert await screens.web.services.tickets.whole(number) == before


async def test_a_limit_set_by_hand_stands_on_the_screen_with_its_reason_and_basis(screens: Screens) -> None:
    """The department reads both without the citizen, and may not set it; a second one who is late is told so."""
    number = await screens.new()
    await screens.move(number, "set_limit", "handler2", 403, **GOOD)
    await screens.move(number, "set_limit", "agent1", 403, **GOOD)
    told = await screens.move(number, "set_limit", "supervisor1", **{**GOOD, "reason": "王芳（13800138000）需鉴定"})
    assert told["ticket"]["due"] == "2026-12-18T09:30:00+00:00"
    assert told["ticket"]["due_basis"] == LAW
    late = {"action": "set_limit", "version": 1, **GOOD}
    await screens.post(f"tickets/{number}/moves", late, 409)
    await screens.be("handler2")
    whole = await screens.get(f"tickets/{number}")
    finish = next(one for one in whole["limits"] if one["name"] == "finish")
    assert (finish["citation"], finish["grade"], finish["running"]) == (LAW, "by_hand", True)
    assert finish["rule"] == "办结时限另行确定：***（***）需鉴定"
    assert whole["ticket"]["due_reason"] == "***（***）需鉴定"
    words = json.dumps([whole, await screens.get("notices")], ensure_ascii=False)
    assert "王芳" not in words
    assert "13800138000" not in words
    assert whole["ticket"]["department"] == POLICE
