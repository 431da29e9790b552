"""Callbacks as a supervisor sees them, on the web side: the figures by agent, and handing citizens out."""

from __future__ import annotations

import json

import pytest

from tests.adapters.ticket_screens import Screens


async def reviewed(screens: Screens, mobile: str) -> str:
    """A ticket whose citizen is to be asked."""
    number = await screens.new(citizen_number=mobile)
    await screens.answered(number)
    return number


async def test_the_figures_are_those_of_the_assessment(screens: Screens) -> None:
    """Reached, solved and satisfied with numerator and denominator, in whole and by who called."""
    numbers = [await reviewed(screens, f"1380013800{n}") for n in range(3)]
    await screens.move(numbers[0], "call_back", "agent1", contacted=True, solved="yes", satisfied="yes")
    await screens.move(numbers[1], "call_back", "agent1", contacted=True, solved="partly", satisfied="no", words="慢")
    await screens.move(numbers[2], "call_back", "agent2", contacted=False)
    await screens.be("supervisor1")
    told = await screens.get("callbacks/overview")
    whole = told["whole"]
    assert (told["waiting"], told["later"], told["undecided"], whole["tries"]) == (1, 1, 0, 3)
    assert [
        (whole[name]["numerator"], whole[name]["denominator"]) for name in ("contacted", "solved", "satisfied")
    ] == [
        (2, 2),
        (1, 2),
        (1, 2),
    ]
    by = {one["username"]: one for one in told["agents"]}
    assert (by["agent1"]["satisfied"]["value"], by["agent1"]["satisfied"]["few"], by["agent2"]["tries"]) == (
        0.5,
        True,
        1,
    )
    assert by["agent2"]["contacted"] == {"numerator": 0, "denominator": 0, "value": None, "few": True}
    day = screens.clock.now.date().isoformat()
    report = await screens.call("GET", "reports/assessment", params={"from": day, "to": day})
    figures = {one["code"]: one for section in report["sections"][:1] for one in section["rows"][0]["figures"]}
    for ours, theirs in (("contacted", "contacted"), ("solved", "solved_final"), ("satisfied", "satisfied_final")):
        assert figures[theirs]["numerator"] == whole[ours]["numerator"]
        assert figures[theirs]["denominator"] == whole[ours]["denominator"]
    old = await screens.call("GET", "callbacks/overview", params={"from": "2020-01-01", "to": "2020-01-31"})
    assert (old["whole"]["tries"], old["waiting"]) == (0, 1)
    for query in ({"from": "x"}, {"from": "2026-02-01", "to": "2026-01-01"}):
        await screens.call("GET", "callbacks/overview", 422, params=query)


async def test_whoever_was_not_reached_is_called_again_later(screens: Screens) -> None:
    """With how often, when last, and from when on; three hours later he is on the list."""
    number = await reviewed(screens, "13800138000")
    await screens.move(number, "call_back", "agent1", contacted=False)
    await screens.be("agent1")
    assert (await screens.get("callbacks/tickets"))["items"] == []
    (later,) = (await screens.get("callbacks/tickets", when="later"))["items"]
    assert (later["number"], later["attempts"], later["tries_left"]) == (number, 1, 2)
    assert later["next_try"] > later["last"]
    screens.clock.pass_by(hours=3, minutes=1)
    assert (await screens.get("callbacks/tickets", when="later"))["items"] == []
    (now,) = (await screens.get("callbacks/tickets"))["items"]
    assert (now["number"], now["next_try"]) == (number, None)


async def test_who_is_called_later_is_listed_page_by_page(screens: Screens) -> None:
    """The longest waiting first, each citizen once, and a place that no page gave is refused."""
    numbers = [await reviewed(screens, f"1380013800{n}") for n in range(3)]
    for number in numbers:
        await screens.move(number, "call_back", "agent1", contacted=False)
    await screens.be("agent1")
    first = await screens.get("callbacks/tickets", when="later", limit="2")
    assert ([one["number"] for one in first["items"]], first["next"] != "") == (numbers[:2], True)
    last = await screens.get("callbacks/tickets", when="later", limit="2", after=first["next"])
    assert ([one["number"] for one in last["items"]], last["next"]) == (numbers[2:], "")
    await screens.call("GET", "callbacks/tickets", 422, params={"when": "later", "after": "x"})


async def test_citizens_are_handed_out_in_turn_for_the_day(screens: Screens) -> None:
    """All of a citizen's tickets to one agent; nobody else may take him, until the day is over or he is taken back."""
    one, other = await reviewed(screens, "13800138000"), await reviewed(screens, "13800138001")
    same = await reviewed(screens, "13800138000")
    done = await screens.new(citizen_number="13800138009")
    await screens.be("supervisor1")
    body = {"numbers": [one, other, same, done], "agents": ["agent1", "agent2"]}
    told = await screens.post("callbacks/turns", body)
    assert [(row["name"], row["done"]) for row in told["results"]] == [
        ("林晓燕", True),
        ("周建国", True),
        ("林晓燕", True),
        ("", False),
    ]
    assert (told["done"], told["failed"]) == (3, 1)
    overview = await screens.get("callbacks/overview")
    assert {row["username"]: row["given"] for row in overview["agents"] if row["given"]} == {"agent1": 1, "agent2": 1}
    await screens.be("agent2")
    items = (await screens.get("callbacks/tickets"))["items"]
    assert {item["number"]: item["given_to_name"] for item in items} == {one: "林晓燕", other: "周建国"}
    assert "13800138" not in json.dumps([{**item, "content": ""} for item in items])
    refused = await screens.post(f"callbacks/tickets/{one}/claim", status=409)
    assert refused["error"]["details"] == {"given_to": "agent1"}
    await screens.post(f"callbacks/tickets/{other}/claim")
    await screens.be("supervisor1")
    await screens.post("callbacks/turns", {"numbers": [one], "agents": []})
    await screens.be("agent2")
    await screens.post(f"callbacks/tickets/{one}/claim")
    await screens.be("supervisor1")
    await screens.post("callbacks/turns", {"numbers": [one], "agents": ["agent3"]})
    screens.clock.pass_by(days=1)
    await screens.be("agent1")
    assert {item["given_to"] for item in (await screens.get("callbacks/tickets"))["items"]} == {""}


async def test_only_who_calls_is_handed_citizens(screens: Screens) -> None:
    """A name that is none, a department's handler, no tickets."""
    await screens.be("supervisor1")
    for agents in ("nobody", "handler1"):
        await screens.post("callbacks/turns", {"numbers": ["1"], "agents": [agents]}, 422)
    await screens.post("callbacks/turns", {"agents": []}, 422)


@pytest.mark.parametrize("username", ["agent1", "handler1", ""])
async def test_the_overview_is_the_supervisors_alone(screens: Screens, username: str) -> None:
    """Nobody else sees who calls how well, or hands out."""
    await screens.be(username)
    status = 403 if username else 401
    assert await screens.status("GET", "callbacks/overview") == status
    assert await screens.status("POST", "callbacks/turns", json={}) == status
