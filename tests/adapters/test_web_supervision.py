"""After the answer, on the web side: who calls a citizen back, and what supervision and appeals do."""

from __future__ import annotations

import json

from tests.adapters.ticket_screens import POLICE, Screens


async def test_a_citizen_is_claimed_and_then_called(screens: Screens) -> None:
    """The number comes with the claim; while it lasts nobody else's answer is taken."""
    number = await screens.new()
    await screens.answered(number)
    await screens.be("agent1")
    waiting = await screens.get("callbacks/tickets")
    assert ([item["number"] for item in waiting["items"]], waiting["open"]) == ([number], True)
    assert "13800138000" not in json.dumps([{**item, "content": ""} for item in waiting["items"]])
    claim = await screens.post(f"callbacks/tickets/{number}/claim")
    assert (claim["citizen_number"], claim["citizen_name"]) == ("13800138000", "王芳")
    assert [ticket["number"] for ticket in claim["tickets"]] == [number]
    told = await screens.move(number, "call_back", "agent2", 409, contacted=True, solved="yes")
    assert told["error"]["details"] == {"claimed_by": "agent1"}
    await screens.post(f"callbacks/tickets/{number}/claim", status=409)
    await screens.be("agent1")
    await screens.call("DELETE", f"callbacks/tickets/{number}/claim")
    await screens.move(number, "call_back", "agent2", contacted=True, solved="yes")
    await screens.be("agent1")
    assert (await screens.get("callbacks/tickets"))["items"] == []
    screens.clock.pass_by(hours=12)
    assert (await screens.get("callbacks/tickets"))["open"] is False


async def test_supervision_is_answered_and_appealed_against_over_http(screens: Screens) -> None:
    """The department sees its lines and their appeals; a supervisor who did not give them decides."""
    number = await screens.new()
    await screens.move(number, "instruct", "supervisor1", reason="请过问")
    await screens.be("handler2")
    (line,) = (await screens.get("oversight", open="1"))["items"]
    assert (line["ticket"], line["label"], line["by_name"], line["appeal"]) == (number, "批示", "吴志强", None)
    made = (await screens.post(f"oversight/{line['id']}/appeal", {"reason": "已在办理"}, 201))["appeal"]
    assert (made["department_name"], made["upheld"]) == ("市公安局", None)
    await screens.post(f"oversight/{line['id']}/appeal", {"reason": "已在办理"}, 409)
    await screens.move(number, "explain", note="已派人", answers=line["id"])
    await screens.be("handler1")
    assert (await screens.get("oversight"))["items"] == (await screens.get("appeals"))["items"] == []
    await screens.post(f"oversight/{line['id']}/appeal", {"reason": "我来"}, 403)
    await screens.be("supervisor1")
    await screens.post(f"oversight/{line['id']}/decide", {"upheld": True, "comment": "属实"}, 403)
    await screens.be("admin1")
    told = await screens.post(f"oversight/{line['id']}/decide", {"upheld": False, "comment": "迟了"})
    assert (told["appeal"]["upheld"], told["appeal"]["decided_by_name"]) == (False, "唐颖")
    assert (await screens.get("appeals", open="1"))["items"] == []
    (line,) = (await screens.get("oversight", watch="instruct", department=POLICE))["items"]
    assert (line["answer"], line["answered_by_name"], line["appeal"]["comment"]) == ("已派人", "韩立群", "迟了")
    for query, field in (({"watch": "blue"}, "watch"), ({"after": "x"}, "after")):
        told = await screens.get("oversight", 422, **query)
        assert set(told["error"]["details"]["fields"]) == {field}


async def test_a_bad_score_is_appealed_against_over_http(screens: Screens) -> None:
    """By its id in the ticket's callbacks."""
    number = await screens.new()
    await screens.answered(number)
    await screens.move(number, "call_back", "agent1", contacted=True, solved="partly", satisfied="no")
    await screens.be("handler2")
    (score,) = (await screens.get(f"tickets/{number}"))["call_backs"]
    await screens.post(f"scores/{score['id']}/appeal", {"reason": "已修好两盏"}, 201)
    await screens.be("supervisor1")
    await screens.post(f"scores/{score['id']}/decide", {"upheld": True, "comment": "属实"})
    (score,) = (await screens.get(f"tickets/{number}"))["call_backs"]
    assert (score["which"], score["appeal"]["upheld"]) == ("only", True)
