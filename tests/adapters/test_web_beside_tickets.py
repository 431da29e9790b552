"""What stands beside tickets on the web side: notices, the rules of time, and marks against citizens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.adapters.ticket_screens import Screens


async def test_notices_are_the_departments_or_the_supervisors(screens: Screens) -> None:
    """The newest first, with the ticket they are about."""
    number = await screens.new()
    await screens.move(number, "sign", "handler2")
    await screens.move(number, "reply", note="好", public_answer="已修好。")
    (notice,) = (await screens.get("notices"))["notices"]
    assert notice["ticket"] == number
    assert "新工单" in notice["text"]
    await screens.be("supervisor1")
    assert "请审核" in (await screens.get("notices"))["notices"][0]["text"]
    await screens.be("handler1")
    assert (await screens.get("notices"))["notices"] == []


async def test_whoever_is_bound_by_a_rule_can_read_it(screens: Screens) -> None:
    """Which profile is in force, every rule with its source, and what would be due now."""
    await screens.be("handler1")
    told = await screens.get("policies")
    assert told["now"] == "five-day"
    assert {one["id"] for one in told["profiles"]} >= {"five-day", "sichuan-2025"}
    assert all(rule["citation"] and rule["rule"] for one in told["profiles"] for rule in one["rules"])
    assert told["office_hours"][0] == {"from": "09:00", "to": "12:00"}
    await screens.be("agent1")
    due = await screens.get("tickets/limits", type="complaint", urgency="critical")
    assert due["profile"] == "five-day"
    finish = next(limit for limit in due["limits"] if limit["name"] == "finish")
    assert finish["due"].startswith((screens.clock.now + timedelta(days=7)).date().isoformat())
    told = await screens.get("tickets/limits", 422, type="joke", urgency="soon", category="x")
    assert set(told["error"]["details"]["fields"]) == {"type", "urgency", "category"}


async def test_a_mark_against_a_citizen_counts_when_somebody_else_has_confirmed_it(screens: Screens) -> None:
    """It needs a reason and an end, waits until then, and may be refused; an end too far off is none."""
    path, month = "citizens/13800138000/marks", timedelta(days=30)
    until, later = ((datetime.now(UTC) + months * month).isoformat() for months in (1, 7))
    await screens.be("supervisor1")
    for mark, fields in (
        ({"mark": "nuisance"}, {"reason", "until"}),
        ({"mark": "nuisance", "reason": "骚扰", "until": later}, {"until"}),
        ({"mark": "unreasonable", "reason": " ", "until": until}, {"reason"}),
    ):
        told = await screens.call("PUT", path, 422, json={"marks": [mark]})
        assert set(told["error"]["details"]["fields"]) == fields
    marks = [
        {"mark": "elderly", "reason": "独居"},
        {"mark": "nuisance", "reason": "一夜二十个空号来电", "until": until},
        {"mark": "unreasonable", "reason": "已依法终结", "until": until},
    ]
    kept = (await screens.call("PUT", path, json={"marks": marks}))["marks"]
    assert [(mark["mark"], mark["in_force"]) for mark in kept] == [
        ("elderly", True),
        ("nuisance", False),
        ("unreasonable", False),
    ]
    await screens.post(f"{path}/nuisance/confirm", status=403)
    await screens.be("admin1")
    waiting = (await screens.get("marks/waiting"))["marks"]
    assert [(mark["number"], mark["mark"], mark["by_name"]) for mark in waiting] == [
        ("13800138000", "nuisance", "吴志强"),
        ("13800138000", "unreasonable", "吴志强"),
    ]
    told = (await screens.post(f"{path}/nuisance/confirm"))["marks"][1]
    assert (told["in_force"], told["reviewed_by_name"]) == (True, "唐颖")
    assert [mark["mark"] for mark in (await screens.post(f"{path}/unreasonable/refuse"))["marks"]] == [
        "elderly",
        "nuisance",
    ]
    await screens.post(f"{path}/nuisance/confirm", status=409)
    for mark in ("elderly", "unreasonable", "rich"):
        await screens.post(f"{path}/{mark}/confirm", status=404)
    await screens.be("agent1")
    kept = (await screens.call("PUT", path, json={"marks": marks[:2]}))["marks"]
    assert [mark["in_force"] for mark in kept] == [True, True]
    changed = {**marks[1], "reason": "又来"}
    (again,) = (await screens.call("PUT", path, json={"marks": [changed]}))["marks"]
    assert (again["in_force"], again["by"]) == (False, "agent1")
