"""The supervision desk on the web side: its lists, one act for several tickets, leaders' instructions, and who may."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.adapters.ticket_screens import LABOUR, POLICE, Screens

LISTS = {
    "yellow",
    "red",
    "overdue",
    "due_soon",
    "returned_twice",
    "unsatisfied",
    "rehandled",
    "massed",
    "repeated",
    "instructed",
    "extensions",
    "assist_requests",
    "returned",
}


async def on(screens: Screens, concern: str, **query: str) -> list[str]:
    """The numbers on a list; its count must agree with what it shows, and with its departments."""
    await screens.be("supervisor1")
    told = await screens.call("GET", "supervision/desk", params={"concern": concern, **query})
    assert set(told["counts"]) == LISTS
    assert told["counts"][concern] == len(told["items"]) == sum(one["count"] for one in told["departments"])
    return [item["number"] for item in told["items"]]


async def test_each_ticket_stands_on_the_lists_that_it_belongs_to(screens: Screens) -> None:
    """Returned, asking for time, instructed, overdue, unsatisfied, handled again, merged."""
    returned = await screens.new()
    await screens.move(returned, "return", "handler2", reason="不归我局", basis="三定方案")
    asking = await screens.new(citizen_number="13800138001")
    await screens.move(asking, "sign", "handler2")
    await screens.move(asking, "ask_extension", days=3, reason="要等材料")
    instructed = await screens.new(citizen_number="13800138002")
    await screens.move(instructed, "instruct", "supervisor1", reason="请过问", leader="张副市长")
    unsatisfied = await screens.new(citizen_number="13800138003")
    await screens.answered(unsatisfied)
    await screens.move(
        unsatisfied, "call_back", "agent1", contacted=True, solved="partly", satisfied="no", words="太慢"
    )
    again = await screens.new(citizen_number="13800138004")
    await screens.answered(again)
    await screens.move(again, "call_back", "agent1", contacted=True, solved="no", satisfied="no", words="没修")
    child = await screens.new(citizen_number="13800138005")
    await screens.move(child, "merge", "agent1", parent=asking)
    assert await on(screens, "returned") == [returned]
    assert await on(screens, "extensions") == [asking]
    assert await on(screens, "instructed") == [instructed]
    assert await on(screens, "unsatisfied") == [unsatisfied]
    assert await on(screens, "rehandled") == [again]
    assert await on(screens, "massed") == [asking]
    assert await on(screens, "returned_twice") == await on(screens, "overdue") == []
    told = await screens.get("supervision/desk", concern="returned")
    (item,) = told["items"]
    assert (item["why"], item["last"]["label"], item["department_name"]) == ("不归我局（三定方案）", "退单", "市公安局")
    (item,) = (await screens.get("supervision/desk", concern="unsatisfied"))["items"]
    assert (item["why"], item["score"]["satisfied"], item["answer"]["text"]) == ("太慢", "no", "路灯已修好。")
    screens.clock.pass_by(days=40)
    assert await on(screens, "overdue") == [returned, asking, instructed, again]
    assert "13800138" not in json.dumps([{**one, "content": ""} for one in told["items"]])


async def test_help_that_is_asked_for_waits_for_a_decision_with_its_reason(screens: Screens) -> None:
    """Of which departments and why; the desk that adds the one has answered for it, and the other waits on."""
    number = await screens.new()
    for department, reason in ((LABOUR, "涉及欠薪"), ("03", "13800138000要求报销")):
        await screens.move(number, "ask_assisting", "handler2", department=department, reason=reason)
    assert await on(screens, "assist_requests") == [number]
    (item,) = (await screens.get("supervision/desk", concern="assist_requests"))["items"]
    assert item["why"].startswith("申请市人力资源和社会保障局协办：涉及欠薪；申请")
    assert [(one["department"], one["reason"]) for one in item["assist_requests"]] == [
        (LABOUR, "涉及欠薪"),
        ("03", "13800138000要求报销"),
    ]
    assert (item["last"]["label"], item["extension"]) == ("申请协办", None)
    await screens.move(number, "add_assisting", "agent1", department=LABOUR)
    assert await on(screens, "assist_requests") == [number]
    await screens.move(number, "refuse_assisting", "supervisor1", department="03", reason="不涉及医保")
    assert await on(screens, "assist_requests") == []


async def test_a_list_is_narrowed_and_comes_page_by_page(screens: Screens) -> None:
    """By department, category and the days of registration; what is asked wrongly is refused by its field."""
    numbers = [await screens.new(citizen_number=f"1380013800{n}", department=(POLICE, LABOUR)[n % 2]) for n in range(5)]
    screens.clock.pass_by(days=40)
    assert await on(screens, "overdue") == numbers
    assert await on(screens, "overdue", department=LABOUR) == numbers[1::2]
    assert await screens.get("supervision/count") == {"pressing": 5, "warned": []}
    assert await on(screens, "overdue", category="99") == []
    day = (screens.clock.now - timedelta(days=40)).date().isoformat()
    assert await on(screens, "overdue", **{"from": day, "to": day}) == numbers
    assert await on(screens, "overdue", **{"from": screens.clock.now.date().isoformat()}) == []
    page = await screens.get("supervision/desk", concern="overdue", limit="2")
    seen = [item["number"] for item in page["items"]]
    while page["next"]:
        page = await screens.get("supervision/desk", concern="overdue", limit="2", after=page["next"])
        seen += [item["number"] for item in page["items"]]
    assert seen == numbers
    for query, field in (({"concern": "blue"}, "concern"), ({"after": "x"}, "after"), ({"from": "gestern"}, "from")):
        told = await screens.get("supervision/desk", 422, **query)
        assert set(told["error"]["details"]["fields"]) == {field}


async def test_three_are_urged_by_one_act_and_the_one_that_cannot_be_says_why(screens: Screens) -> None:
    """Each by its own move with its own words; sent again, nothing is done twice, and every act is in the history."""
    first, second = await screens.new(), await screens.new(citizen_number="13800138001", department=LABOUR)
    third = await screens.new(citizen_number="13800138002", action="answer", public_answer="已告知", department="")
    await screens.be("supervisor1")
    body = {
        "action": "urge",
        "numbers": [first, second, third, "2600000999"],
        "reason": "工单{工单编号}请{承办单位}办理。",
    }
    key = {"Idempotency-Key": "urge-together-1"}
    for _ in range(2):
        told = await screens.call("POST", "supervision/acts", json=body, headers=key)
        assert (told["done"], told["failed"]) == (2, 2)
        assert [one["done"] for one in told["results"]] == [True, True, False, False]
        assert (told["results"][2]["code"], told["results"][3]["code"]) == ("conflict", "not-found")
        assert "已办结" in told["results"][2]["why"]
    lines = (await screens.get(f"tickets/{first}"))["oversight"]
    assert [(one["reason"], one["by_name"]) for one in lines] == [(f"工单{first}请市公安局办理。", "吴志强")]
    history = (await screens.get(f"tickets/{second}"))["history"]
    assert [one["actor_name"] for one in history if one["action"] == "urge"] == ["吴志强"]
    assert len((await screens.get(f"tickets/{third}"))["oversight"]) == 0


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"action": "approve", "numbers": ["1"], "reason": "好"}, "action"),
        ({"action": "urge", "numbers": [], "reason": "好"}, "numbers"),
        ({"action": "urge", "numbers": [str(n) for n in range(51)], "reason": "好"}, "numbers"),
        ({"action": "urge", "numbers": ["1"], "reason": "{市民姓名}"}, "reason"),
    ],
)
async def test_an_act_that_is_none_is_refused_as_a_whole(screens: Screens, body: dict[str, object], field: str) -> None:
    """Before any ticket is touched."""
    await screens.be("supervisor1")
    told = await screens.post("supervision/acts", body, 422)
    assert set(told["error"]["details"]["fields"]) == {field}


async def test_an_instruction_is_followed_until_it_is_closed(screens: Screens) -> None:
    """Who, what and until when; late, answered, and closed by a supervisor, which the history tells."""
    number = await screens.new()
    due = (screens.clock.now + timedelta(days=1)).isoformat()
    await screens.move(number, "instruct", "supervisor1", reason="三天内解决", leader="张副市长", due=due)
    told = await screens.get("supervision/instructions")
    (line,) = told["items"]
    assert (line["leader"], line["reason"], line["late"], line["closed"]) == ("张副市长", "三天内解决", False, None)
    assert told["counts"] == {"waiting": 1, "late": 0, "answered": 0, "closed": 0}
    await screens.move(number, "close_instruction", status=422, answers=line["id"], note="好")
    screens.clock.pass_by(days=2)
    (late,) = (await screens.get("supervision/instructions", state="late"))["items"]
    assert late["late"]
    await screens.be("handler2")
    notices = (await screens.get("notices"))["notices"]
    assert any("张副市长批示：三天内解决" in one["text"] for one in notices)
    await screens.move(number, "explain", note="已修好", answers=line["id"])
    await screens.move(number, "close_instruction", status=403, answers=line["id"], note="好")
    await screens.be("supervisor1")
    (answered,) = (await screens.get("supervision/instructions", state="answered"))["items"]
    assert (answered["answer"], answered["late"]) == ("已修好", False)
    offered = [one["action"] for one in (await screens.get(f"tickets/{number}"))["actions"]]
    assert "close_instruction" in offered
    await screens.move(number, "close_instruction", answers=line["id"], note="现场看过，已落实")
    told = await screens.get("supervision/instructions", state="closed")
    assert [(one["outcome"], one["closed_by_name"]) for one in told["items"]] == [("现场看过，已落实", "吴志强")]
    assert told["counts"] == {"waiting": 0, "late": 0, "answered": 0, "closed": 1}
    assert await on(screens, "instructed") == []
    await screens.move(number, "close_instruction", status=422, answers=line["id"], note="再来")
    await screens.get("supervision/instructions", 422, state="blue")


async def test_a_faulty_instruction_says_so_by_its_field(screens: Screens) -> None:
    """A day that is past, a leader's name that is a novel."""
    number = await screens.new()
    for fields, named in (({"due": "2020-01-01T10:00+08:00"}, "due"), ({"leader": "长" * 31}, "leader")):
        told = await screens.move(number, "instruct", "supervisor1", 422, reason="请过问", **fields)
        assert set(told["error"]["details"]["fields"]) == {named}


@pytest.mark.parametrize("username", ["agent1", "handler1", ""])
async def test_the_desk_is_the_supervisors_alone(screens: Screens, username: str) -> None:
    """Nobody else sees its lists, acts for several tickets, or reads the texts."""
    await screens.be(username)
    status = 403 if username else 401
    for path in (
        "supervision/desk",
        "supervision/count",
        "supervision/instructions",
        "templates",
        "templates/urge-sign/versions",
    ):
        assert await screens.status("GET", path) == status
    acts = (
        ("POST", "supervision/acts"),
        ("POST", "templates"),
        ("PUT", "templates/urge-sign"),
        ("DELETE", "templates/urge-sign"),
        ("POST", "templates/filled"),
    )
    for method, path in acts:
        assert await screens.status(method, path, json={}) == status


async def test_returned_tickets_are_adjudicated_by_one_act(screens: Screens) -> None:
    """Each by its own move: to one department, or back to the one that returned it; what was not returned says why."""
    first, second = await screens.new(), await screens.new(citizen_number="13800138001")
    third = await screens.new(citizen_number="13800138002")
    for number in (first, second):
        await screens.move(number, "return", "handler2", reason="不归我局", basis="三定方案")
    await screens.be("supervisor1")
    body = {"action": "adjudicate", "numbers": [first, third], "reason": "{承办单位}继续办理", "department": ""}
    told = await screens.post("supervision/acts", body)
    assert [one["done"] for one in told["results"]] == [True, False]
    body = {"action": "adjudicate", "numbers": [second], "reason": "归人社局", "department": LABOUR}
    assert (await screens.post("supervision/acts", body))["done"] == 1
    kept, moved = (await screens.get(f"tickets/{first}"))["ticket"], (await screens.get(f"tickets/{second}"))["ticket"]
    assert [(one["state"], one["department"]) for one in (kept, moved)] == [
        ("dispatched", POLICE),
        ("dispatched", LABOUR),
    ]
    history = (await screens.get(f"tickets/{first}"))["history"]
    assert [one["reason"] for one in history if one["action"] == "adjudicate"] == ["市公安局继续办理"]


async def test_a_hot_issues_open_tickets_are_one_list(screens: Screens) -> None:
    """Those that are open, whoever has merged them or not; narrowed to them every other list is too."""
    numbers = [await screens.new(citizen_number=f"1380013800{n}") for n in range(3)]
    await screens.answered(numbers[2])
    await screens.move(numbers[2], "call_back", "agent1", contacted=True, solved="yes", satisfied="yes")
    assert await on(screens, "massed") == []
    assert await on(screens, "massed", numbers=",".join(numbers[1:])) == [numbers[1]]
    screens.clock.pass_by(days=40)
    assert await on(screens, "overdue", numbers=numbers[0]) == [numbers[0]]
    told = await screens.get("supervision/desk", 422, numbers=",".join(["2600000001"] * 51))
    assert set(told["error"]["details"]["fields"]) == {"numbers"}


async def test_unsatisfied_citizens_tickets_are_handled_again_or_closed_with_a_note(screens: Screens) -> None:
    """Each says what can be done to it; a note closes only what was handled again already."""
    once, twice = await screens.new(), await screens.new(citizen_number="13800138001")
    said = {"contacted": True, "satisfied": "no", "words": "没修"}
    await screens.answered(once)
    await screens.move(once, "call_back", "agent1", solved="partly", **said)
    for _ in range(2):
        await screens.answered(twice)
        await screens.move(twice, "call_back", "agent1", solved="no", **said)
    await screens.be("supervisor1")
    items = (await screens.get("supervision/desk", concern="unsatisfied"))["items"]
    assert {item["number"]: item["acts"] for item in items} == {
        once: ["supervise", "rehandle"],
        twice: ["supervise", "rehandle", "close_with_note"],
    }
    body = {"action": "close_with_note", "numbers": [once, twice], "reason": "{承办单位}已依法办理"}
    assert [one["done"] for one in (await screens.post("supervision/acts", body))["results"]] == [False, True]
    body = {"action": "rehandle", "numbers": [once], "reason": "没有修好", "department": ""}
    assert (await screens.post("supervision/acts", body))["done"] == 1
    again, closed = await screens.get(f"tickets/{once}"), await screens.get(f"tickets/{twice}")
    assert [(one["ticket"]["state"], one["ticket"]["department"]) for one in (again, closed)] == [
        ("dispatched", POLICE),
        ("finished", POLICE),
    ]
    assert closed["history"][-1]["changes"]["note"] == "市公安局已依法办理"
