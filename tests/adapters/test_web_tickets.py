"""Tickets on the web side: every route and role, the whole life over HTTP, and what a department never reads."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hotline.events import CallAnswered, CallArrived
from hotline.tickets.veil import OF_THE_CITIZEN
from tests.adapters.ticket_screens import LABOUR, POLICE, Screens

ROLES = ("", "agent1", "supervisor1", "admin1", "handler2", "handler1")
"""Nobody, the desk's three, the department that has the ticket, and another."""
ROUTES: tuple[tuple[str, str, tuple[int, ...]], ...] = (
    ("GET", "tickets", (401, 200, 200, 200, 403, 403)),
    ("POST", "tickets", (401, 422, 422, 422, 403, 403)),
    ("GET", "tickets/N", (401, 200, 200, 200, 200, 403)),
    ("POST", "tickets/N/moves", (401, 422, 422, 422, 422, 422)),
    ("GET", "tickets/N/views", (401, 403, 200, 200, 403, 403)),
    ("POST", "tickets/N/files", (401, 422, 422, 422, 422, 403)),
    ("GET", "tickets/N/files/1", (401, 404, 404, 404, 404, 403)),
    ("GET", "tickets/limits?type=help", (401, 200, 200, 200, 403, 403)),
    ("GET", "tickets/work", (401, 200, 200, 200, 200, 200)),
    ("POST", "calls/out", (401, 422, 422, 422, 422, 422)),
    ("GET", "calls/out/out-1", (401, 404, 404, 404, 404, 404)),
    ("GET", "callbacks/tickets", (401, 200, 200, 200, 403, 403)),
    ("POST", "callbacks/tickets/N/claim", (401, 409, 409, 409, 403, 403)),
    ("DELETE", "callbacks/tickets/N/claim", (401, 200, 200, 200, 403, 403)),
    ("GET", "oversight", (401, 403, 200, 200, 200, 200)),
    ("GET", "appeals", (401, 403, 200, 200, 200, 200)),
    ("POST", "oversight/9/appeal", (401, 403, 403, 403, 422, 422)),
    ("POST", "oversight/9/decide", (401, 403, 422, 422, 403, 403)),
    ("POST", "scores/9/appeal", (401, 403, 403, 403, 422, 422)),
    ("POST", "scores/9/decide", (401, 403, 422, 422, 403, 403)),
    ("GET", "notices", (401, 403, 200, 200, 200, 200)),
    ("GET", "policies", (401, 200, 200, 200, 200, 200)),
    ("GET", "marks/waiting", (401, 403, 200, 200, 403, 403)),
    ("POST", "citizens/13800138000/marks/nuisance/confirm", (401, 403, 404, 404, 403, 403)),
    ("POST", "citizens/13800138000/marks/nuisance/refuse", (401, 403, 404, 404, 403, 403)),
)


async def test_every_route_is_for_its_roles_alone(screens: Screens) -> None:
    """Nobody without a sign-in; a department only for its own; each refusal is an answer, never a fault of ours."""
    number = await screens.new()
    found: dict[tuple[str, str], list[int]] = {}
    for role in ROLES:
        await screens.be(role)
        for method, path, _ in ROUTES:
            body = None if method == "GET" else {}
            status = await screens.status(method, path.replace("/N", f"/{number}"), json=body)
            found.setdefault((method, path), []).append(status)
    assert {key: tuple(statuses) for key, statuses in found.items()} == {
        (method, path): expected for method, path, expected in ROUTES
    }


async def test_a_ticket_lives_its_whole_life_over_http(screens: Screens) -> None:
    """Saved, returned, adjudicated, extended, answered, called back unsolved, re-handled, finished."""
    number = await screens.new(department="", urgency="urgent", title="路灯")
    await screens.move(number, "dispatch", department=LABOUR)
    await screens.move(number, "return", "handler1", reason="不属于我局", basis="三定方案第二条")
    await screens.move(number, "adjudicate", "supervisor1", department=POLICE, reason="属公安职责")
    await screens.move(number, "sign", "handler2")
    await screens.move(number, "ask_extension", days=2, reason="需采购")
    await screens.move(number, "grant_extension", "supervisor1")
    await screens.move(number, "reply", "handler2", note="已派工", public_answer="路灯已修好。")
    await screens.move(number, "approve", "supervisor1")
    unsolved = {"contacted": True, "solved": "no", "words": "还是不亮", "satisfied": "no"}
    told = await screens.move(number, "call_back", "agent1", **unsolved)
    assert (told["ticket"]["state"], told["ticket"]["round"]) == ("dispatched", 2)
    await screens.answered(number)
    told = await screens.move(number, "call_back", "agent1", contacted=True, solved="yes", satisfied="yes", words="")
    assert (told["ticket"]["state"], told["ticket"]["state_label"]) == ("finished", "已办结")
    whole = await screens.get(f"tickets/{number}")
    assert [part["department"] for part in whole["parts"]] == [LABOUR, POLICE, POLICE]
    assert [(one["which"], one["solved"], one["words"]) for one in whole["call_backs"]] == [
        ("first", "no", "还是不亮"),
        ("final", "yes", ""),
    ]
    assert [(one["days"], one["granted"], one["approver_name"]) for one in whole["extensions"]] == [(2, True, "吴志强")]
    assert whole["history"][0]["action_label"] == "受理"
    assert (whole["history"][2]["action_label"], whole["history"][2]["actor_name"]) == ("退单", "邱雅宁")
    await screens.be("handler1")
    await screens.get(f"tickets/{number}", 403)


async def test_the_screen_of_a_ticket_shows_its_limits_with_their_rules_and_what_may_be_done(screens: Screens) -> None:
    """The moves are those that the gate lets pass, with their fields."""
    number = await screens.new()
    await screens.be("handler2")
    whole = await screens.get(f"tickets/{number}")
    finish = next(limit for limit in whole["limits"] if limit["name"] == "finish")
    assert (finish["label"], finish["running"], finish["left"]) == ("办结", True, "剩余5个工作日")
    assert finish["rule"]
    assert finish["citation"]
    assert finish["grade_label"]
    assert (whole["ticket"]["left"], whole["ticket"]["overdue"]) == ("剩余5个工作日", False)
    assert [(card["colour"], card["shown"]) for card in whole["cards"]] == [("yellow", False), ("red", False)]
    assert [offer["action"] for offer in whole["actions"]] == [
        "sign",
        "return",
        "hand_down",
        "ask_assisting",
        "note",
        "attach",
        "call",
    ]
    assert whole["actions"][1] == {"action": "return", "label": "退单", "fields": ["reason", "basis"], "optional": []}
    await screens.be("supervisor1")
    offered = [offer["action"] for offer in (await screens.get(f"tickets/{number}"))["actions"]]
    assert "instruct" in offered
    assert "sign" not in offered
    assert "grant_extension" not in offered


async def test_a_department_that_is_asked_for_sees_nothing_until_it_is_granted(screens: Screens) -> None:
    """No page, list or notice of it, and it may do nothing; only a supervisor decides, and the lead reads it."""
    number = await screens.new()
    await screens.move(number, "ask_assisting", "handler2", department=LABOUR, reason="涉及欠薪")
    (asked,) = (await screens.get(f"tickets/{number}"))["assist_requests"]
    assert (asked["department"], asked["reason"], asked["asked_by_name"]) == (LABOUR, "涉及欠薪", "韩立群")
    assert (asked["decided"], asked["granted"], asked["approver_name"]) == (None, None, "")
    for username in ("handler1", "handler2", "agent1"):
        await screens.move(number, "grant_assisting", username, 403, department=LABOUR)
    await screens.move(number, "ask_assisting", "supervisor1", 403, department="03", reason="好")
    await screens.be("handler1")
    for path in (f"tickets/{number}", f"tickets/{number}/files/1"):
        await screens.get(path, 403)
    await screens.move(number, "assist_sign", status=403)
    await screens.move(number, "note", status=403, note="看看")
    lists = [await screens.get("tickets/work")]
    lists += [await screens.get("tickets/work", tab=tab) for tab in lists[0]["counts"]]
    told = json.dumps([*lists, await screens.get("notices"), await screens.get("oversight")], ensure_ascii=False)
    assert number not in told
    assert set(lists[0]["counts"].values()) == {0}
    await screens.move(number, "grant_assisting", "supervisor1", department=LABOUR, reason="同意")
    await screens.be("handler1")
    assert (await screens.get("tickets/work", tab="assisting"))["items"][0]["number"] == number
    whole = await screens.get(f"tickets/{number}")
    assert [(one["granted"], one["comment"]) for one in whole["assist_requests"]] == [(True, "同意")]
    assert "assist_sign" in [offer["action"] for offer in whole["actions"]]
    await screens.be("handler2")
    assert "同意由市人力资源和社会保障局协办" in json.dumps(await screens.get("notices"), ensure_ascii=False)


async def test_a_department_never_reads_who_called(screens: Screens) -> None:
    """In no answer that it can get: ticket, history, lists, files, supervision, notices; the desk reads it all."""
    number = await screens.new(confidential=True)
    await screens.attach(number, "王芳的照片.png")
    await screens.move(number, "note", note="王芳又来电，电话138 0013 8000")
    await screens.move(number, "urge", "supervisor1", reason="王芳女士（13800138000）很着急")
    await screens.be("handler2")
    paths = (f"tickets/{number}", "tickets/work", "tickets/work?tab=instructed", "oversight", "notices")
    answers = [await screens.get(path) for path in paths]
    answers.append(await screens.move(number, "sign"))
    await screens.post("oversight/1/appeal", {"reason": "王芳13800138000已联系"}, 201)
    answers.append(await screens.get("appeals"))
    for told in answers:
        words = json.dumps(told, ensure_ascii=False)
        assert "很着急" in words or "***" in words
        for secret in ("王芳", "13800138000", "138 0013 8000", *OF_THE_CITIZEN):
            assert secret not in words
    assert answers[0]["ticket"]["hidden"] is True
    async with screens.web.client.get(f"/api/tickets/{number}/files/1") as response:
        assert "%E7%8E%8B" not in response.headers["Content-Disposition"]
    await screens.be("agent1")
    seen = (await screens.get(f"tickets/{number}"))["ticket"]
    assert (seen["citizen_number"], seen["citizen_name"], seen["call_id"]) == ("13800138000", "王芳", "c1")
    assert len(seen["query_code"]) == 6


async def test_every_look_is_kept(screens: Screens) -> None:
    """Who opened it, who had it on a list of a citizen's tickets; a refused look is none."""
    number = await screens.new()
    for username, status in (("handler2", 200), ("handler1", 403), ("agent2", 200)):
        await screens.be(username)
        await screens.get(f"tickets/{number}", status)
    await screens.be("agent3")
    await screens.get("tickets", number="13800138000")
    await screens.be("supervisor1")
    views = (await screens.get(f"tickets/{number}/views"))["views"]
    assert [view["username"] for view in views] == ["agent2", "agent3", "handler2"]
    assert views[2]["name"] == "韩立群"


async def test_of_two_who_act_at_once_the_second_is_told_the_new_state(screens: Screens) -> None:
    """And a move sent twice under one key is done once."""
    number = await screens.new()
    await screens.be("handler2")
    body = {"action": "sign", "version": 1}
    same = {"Idempotency-Key": "the-same-act"}
    for _ in range(2):
        told = await screens.call("POST", f"tickets/{number}/moves", json=body, headers=same)
        assert (told["ticket"]["state"], told["ticket"]["version"]) == ("signed", 2)
    late = await screens.post(f"tickets/{number}/moves", body, 409)
    assert late["error"]["details"] == {"state": "signed", "version": 2}
    assert len((await screens.get(f"tickets/{number}"))["history"]) == 2


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"action": "fly"}, "action"),
    ({"action": None}, "action"),
    ({"action": ["sign"]}, "action"),
    ({"action": "attach"}, "action"),
    ({"action": "follow"}, "action"),
    ({"action": "sign", "version": "1"}, "version"),
    ({"action": "sign", "version": True}, "version"),
    ({"action": "sign", "version": -1}, "version"),
    ({"action": "sign", "version": 2**40}, "version"),
    ({"action": "sign", "reason": "好"}, "reason"),
    ({"action": "urge", "reason": 5}, "reason"),
    ({"action": "urge", "reason": "\x00 "}, "reason"),
    ({"action": "urge", "reason": "长" * 501}, "reason"),
    ({"action": "add_assisting", "department": "99x"}, "department"),
    ({"action": "grant_assisting", "department": LABOUR}, "department"),
    ({"action": "refuse_assisting", "department": 2, "reason": "好"}, "department"),
    ({"action": "supervise", "level": "hard", "reason": "好"}, "level"),
    ({"action": "amend", "amended": {"number": "1"}, "reason": "好"}, "amended"),
    ({"action": "amend", "amended": {"type": ["help"]}, "reason": "好"}, "amended"),
    ({"action": "amend", "amended": {"type": "joke"}, "reason": "好"}, "type"),
    ({"action": "amend", "amended": [], "reason": "好"}, "amended"),
    ({"action": "merge", "parent": "'; DROP"}, "parent"),
)


@pytest.mark.parametrize(("body", "field"), WRONG)
async def test_a_faulty_move_names_its_field_and_changes_nothing(
    screens: Screens, body: dict[str, Any], field: str
) -> None:
    """Of the wrong kind, unknown, too long, or of another action."""
    number = await screens.new()
    await screens.be("supervisor1")
    told = await screens.post(f"tickets/{number}/moves", {"version": 1, **body}, 422)
    assert set(told["error"]["details"]["fields"]) == {field}
    assert len((await screens.get(f"tickets/{number}"))["history"]) == 1


async def test_a_new_ticket_may_be_answered_declined_or_kept_as_a_draft(screens: Screens) -> None:
    """With the fields of that move; every fault is told by field."""
    states = []
    for given in (
        {"action": "answer", "public_answer": "请带身份证。"},
        {"action": "decline", "ground": "litigation", "reason": "法院已受理", "channel": "人民法院"},
        {"action": "transfer", "body": "110"},
        {"action": "save_draft"},
        {"action": "accept"},
        {"assisting": [LABOUR]},
    ):
        number = await screens.new(**given)
        states.append(str((await screens.web.services.tickets.get(number)).state))
    assert states == ["finished", "declined", "transferred", "draft", "accepted", "dispatched"]
    wrong = screens.draft(urgency="soon", district="99", assisting="02", title=5)
    told = await screens.post("tickets", wrong, 422)
    assert set(told["error"]["details"]["fields"]) == {"urgency", "district", "assisting", "title"}
    for given, field in (({"action": "reply"}, "reply"), ({"action": "answer", "color": "red"}, "color")):
        told = await screens.post("tickets", screens.draft(**given), 422)
        assert told["error"]["details"]["fields"].keys() <= {field, "action"}
    await screens.be("handler2")
    draft = screens.web.services.tickets
    for ticket in await draft.latest():
        expected = 200 if str(ticket.state) == "dispatched" else 403
        await screens.get(f"tickets/{ticket.number}", expected)


async def test_a_ticket_says_by_which_way_it_came(screens: Screens) -> None:
    """By telephone unless the agent says otherwise, to the department too; put right with its reason."""
    plain, letter = await screens.new(), await screens.new(call_id="", came_by="letter")
    told = [(await screens.get(f"tickets/{number}"))["ticket"] for number in (plain, letter)]
    assert [(one["came_by"], one["came_by_label"]) for one in told] == [("phone", "电话"), ("letter", "来信")]
    refused = await screens.post("tickets", screens.draft(call_id="c9", came_by="web"), 422)
    assert list(refused["error"]["details"]["fields"]) == ["came_by"]
    amend = {"action": "amend", "version": told[1]["version"], "amended": {"came_by": "web"}, "reason": "网站留言"}
    await screens.post(f"tickets/{letter}/moves", amend)
    await screens.be("handler2")
    whole = await screens.get(f"tickets/{letter}")
    assert (whole["ticket"]["came_by_label"], whole["history"][-1]["changes"]["came_by"]) == ("网络", "web")


async def test_lists_are_those_of_the_department_or_of_the_desk(screens: Screens) -> None:
    """A handler's own whatever it asks for; the desk may look at any department's; no list tells who called."""
    number = await screens.new()
    for username, query, expected in (
        ("handler2", {}, [number]),
        ("handler1", {}, []),
        ("handler1", {"department": POLICE}, []),
        ("supervisor1", {"department": POLICE}, [number]),
        ("supervisor1", {"tab": "unsigned"}, [number]),
        ("agent1", {"tab": "mine"}, [number]),
        ("agent2", {"tab": "mine"}, []),
    ):
        await screens.be(username)
        told = await screens.get("tickets/work", **query)
        assert [item["number"] for item in told["items"]] == expected
        assert told["counts"][told["tab"]] == len(expected)
        assert not set(OF_THE_CITIZEN) & {key for item in told["items"] for key in item}
    for query, field in (({"tab": "nowhere"}, "tab"), ({"department": "99x"}, "department"), ({"after": "x"}, "after")):
        told = await screens.get("tickets/work", 422, **query)
        assert set(told["error"]["details"]["fields"]) == {field}
    await screens.get("tickets/work", 422, limit="1000")


async def test_a_number_that_a_screen_left_out_is_that_of_its_own_call(screens: Screens) -> None:
    """Not where it says that there is none, nor for a call that somebody else had."""
    tell, at = screens.web.bus.publish, screens.clock()
    await tell(CallArrived(at=at, call_id="c1", number="13900139000", dialled="12345", channel="PJSIP/trunk-1"))
    await tell(CallAnswered(at=at, call_id="c1", extension="1001", waited=1))
    kept = []
    for username, more in (("agent1", {}), ("agent1", {"citizen_number": ""}), ("supervisor1", {})):
        await screens.be(username)
        draft = {name: value for name, value in screens.draft().items() if name != "citizen_number"}
        told = await screens.post("tickets", draft | more, 201)
        kept.append(told["ticket"]["citizen_number"])
    assert kept == ["13900139000", "", ""]
