"""The agent's own day over HTTP: figures, calls that were not taken, and the reasons for a break."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from hotline.events import AgentDidNotAnswer, AgentRung, AgentStateChanged, CallAnswered, CallArrived, CallReleased
from hotline.storage.tables import UserRow
from tests.adapters.ticket_screens import Screens
from tests.fakes.tickets import MONDAY

HOUR = timedelta(hours=1)


async def a_morning(screens: Screens) -> None:
    """From half past eight till ten at one desk: a call taken, one missed, one refused, wrap-up and a break."""
    seat, began = {"extension": "1001"}, MONDAY - 1.5 * HOUR
    at = {minute: began + timedelta(minutes=minute) for minute in range(91)}
    for minute, state, reason in (
        (0, "ready", ""),
        (10, "talking", ""),
        (20, "wrap_up", "wrap-up"),
        (22, "ready", ""),
        (30, "paused", "Auto-Pause"),
        (35, "paused", "break:小休"),
        (50, "ready", ""),
    ):
        await screens.web.bus.publish(AgentStateChanged(at=at[minute], state=state, reason=reason, **seat))
    for event in (
        CallArrived(at=at[9], call_id="c1", number="13800138000", dialled="12345", channel="x"),
        AgentRung(at=at[9], call_id="c1", **seat),
        CallAnswered(at=at[10], call_id="c1", waited=60, **seat),
        CallReleased(at=at[20], call_id="c1", talked=600, **seat),
        CallArrived(at=at[28], call_id="c2", number="13900139000", dialled="12345", channel="y"),
        AgentRung(at=at[29], call_id="c2", **seat),
        AgentDidNotAnswer(at=at[30], call_id="c2", **seat),
        AgentRung(at=at[51], call_id="c3", **seat),
        AgentDidNotAnswer(at=at[52], call_id="c3", refused=True, **seat),
    ):
        await screens.web.bus.publish(event)


async def test_an_agent_sees_the_figures_of_the_day(screens: Screens) -> None:
    """Calls, times, breaks by reason, tickets, and what was answered on the spot."""
    await screens.new()
    await screens.post("tickets", screens.draft(action="answer", public_answer="已告知。", department=""), 201)
    await screens.post("tickets", screens.draft(action="save_draft"), 201)
    await a_morning(screens)
    day = await screens.get("desk/day")
    not_taken = day.pop("not_taken")
    assert day == {
        "day": "2026-11-23",
        "taken": 1,
        "missed": 1,
        "refused": 1,
        "gone": 0,
        "talk": 600,
        "wrap_up": 120,
        "ready": 600 + 480 + 2400,
        "break": 900,
        "breaks": {"小休": 900},
        "unsure": 0,
        "tickets": 2,
        "on_the_spot": 1,
    }
    assert {(one["taken_by"], one["taken_by_name"]) for one in not_taken} == {("", "")}
    assert [(one["outcome"], one["number"], one["call_id"]) for one in not_taken] == [
        ("refused", "", "c3"),
        ("missed", "13900139000", "c2"),
    ]


async def test_calls_not_taken_stay_with_who_sat_there_and_name_who_took_them(screens: Screens) -> None:
    """Once both extensions are others', the newcomer has none of them, nor is said to have taken the call."""
    await a_morning(screens)
    took = {"call_id": "c2", "extension": "1002"}
    answered = MONDAY - HOUR + timedelta(minutes=1)
    await screens.web.bus.publish(AgentRung(at=answered, **took))
    await screens.web.bus.publish(CallAnswered(at=answered, waited=90, **took))
    await screens.web.bus.publish(CallReleased(at=answered + timedelta(minutes=5), talked=300, **took))
    async with screens.web.database.transaction() as session:
        for user, extension in (("agent1", "1091"), ("agent2", "1092"), ("agent3", "1001"), ("agent4", "1002")):
            await session.execute(update(UserRow).where(UserRow.username == user).values(extension=extension))
    await screens.be("agent1")
    (_, missed) = (await screens.get("desk/day"))["not_taken"]
    assert (missed["call_id"], missed["taken_by"], missed["taken_by_name"]) == ("c2", "1002", "周建国")
    await screens.be("agent3")
    newcomer = await screens.get("desk/day")
    assert (newcomer["missed"], newcomer["not_taken"]) == (0, [])


async def test_another_agents_day_and_another_day_are_empty(screens: Screens) -> None:
    """What somebody did is on that person's own page, on the day of it by the city's clock."""
    await a_morning(screens)
    await screens.be("agent1")
    assert (await screens.get("desk/day", day="2026-11-22"))["taken"] == 0
    await screens.be("agent2")
    day = await screens.get("desk/day")
    assert (day["taken"], day["not_taken"]) == (0, [])


async def test_a_day_that_is_none_is_refused(screens: Screens) -> None:
    """No date, or one to come; and a department has no desk."""
    await screens.be("agent1")
    for wrong in ("yesterday", "2026-11-24", "0001-01-01"):
        assert await screens.status("GET", f"desk/day?day={wrong}") == 422
    await screens.be("handler1")
    assert await screens.status("GET", "desk/day") == 403
    await screens.be("")
    assert await screens.status("GET", "desk/day") == 401


async def test_breaks_are_those_that_the_city_has_set(screens: Screens) -> None:
    """The console gets the list; any other reason is refused with it."""
    await screens.be("agent1")
    assert (await screens.get("desk"))["breaks"] == ["小休", "用餐", "会议", "培训"]
    told = await screens.post("agent/state", {"state": "paused", "reason": "用餐"})
    assert told["reason"] == "break:用餐"
    refused = await screens.post("agent/state", {"state": "paused", "reason": "<b>x"}, 422)
    assert "用餐" in refused["error"]["message"]
