"""Quality inspection over HTTP: who may see, hear, score, appeal and decide; and what hostile senders get."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest_asyncio
from sqlalchemy import update

from hotline.events import AgentRung, CallArrived
from hotline.storage.tables import UserRow
from tests.adapters.quality_calls import put_call, record
from tests.adapters.ticket_screens import Screens, Told

YES = {"answer": "yes", "note": ""}
BAD = {"answer": "no", "note": "没有复述"}
NASTY = '=HYPERLINK("http://x")<script>alert(1)</script>\u202e'


class Inspecting:
    """Screens with three calls of agent1 that supervisor1 is to inspect."""

    def __init__(self, screens: Screens) -> None:
        self.screens = screens
        self.items: list[str] = []

    async def begin(self) -> Told:
        """supervisor1 signed in, before the first inspection."""
        hotline, at = self.screens.web, self.screens.clock.now - timedelta(days=7)
        folder = hotline.services.settings.recordings_dir
        await put_call(hotline.database, "before", at - timedelta(days=300), "agent1")
        for call_id in ("q1", "q2"):
            await put_call(hotline.database, call_id, at, "agent1", rated="unsatisfied", held=12)
            record(folder, call_id)
        await self.screens.be("supervisor1")
        week = f"{at.isocalendar().year}-W{at.isocalendar().week:02}"
        await self.screens.post("quality/draws", {"period": week}, 201)
        self.items = [item["code"] for item in (await self.screens.get("quality/book"))["form"]["items"]]
        return dict((await self.listed())[0])

    async def listed(self, **query: str) -> list[Told]:
        """What is listed."""
        return list((await self.screens.get("quality/inspections", **query))["items"])

    def sheet(self, version: int, **more: Any) -> Told:
        """All yes."""
        return {"version": version, "answers": dict.fromkeys(self.items, YES), "marks": [], "note": "", **more}

    async def submit(self, one: Told, **answers: Told) -> Told:
        """Told to the agent, with these answers in the place of a yes."""
        sheet = self.sheet(one["version"])
        sheet["answers"] |= answers
        told: Told = (await self.screens.post(f"quality/inspections/{one['id']}/submit", sheet))["inspection"]
        return told


@pytest_asyncio.fixture
async def desk(screens: Screens) -> AsyncIterator[Inspecting]:
    """Not yet begun."""
    yield Inspecting(screens)


async def test_from_a_draw_to_a_decision(desk: Inspecting) -> None:
    """Scored, told to the agent at once, appealed, scored anew by somebody else; each step in the history."""
    screens, one = desk.screens, await desk.begin()
    assert (one["agent_name"], one["inspector"], one["state"]) == ("林晓燕", "supervisor1", "drawn")
    assert {why["code"] for why in one["why"]} >= {"unhappy"}
    await screens.be("agent1")
    live = await screens.web.live()
    assert (await live.receive_json())["type"] == "hello"
    await screens.be("supervisor1")
    told = await desk.submit(one, listening=BAD)
    assert (told["total"], told["passed"], told["score"]["points"], told["version"]) == (85, True, 85.0, 2)
    while (await live.receive_json())["type"] != "quality":
        pass
    await screens.be("agent1")
    assert (await screens.get("quality/count"))["fresh"] == 1
    (own,) = (await screens.get("quality/own"))["items"]
    await screens.post(f"quality/inspections/{one['id']}/seen")
    assert (await screens.get("quality/count")) == {"to_inspect": 0, "appeals": 0, "fresh": 0}
    whole = await screens.get(f"quality/inspections/{one['id']}")
    assert whole["inspection"]["sheet"]["answers"]["listening"] == BAD
    assert whole["inspection"]["appeal_open"]
    assert "hearings" not in whole
    appeal = {"version": own["version"], "reason": f"复述过了{NASTY}"}
    await screens.post(f"quality/inspections/{one['id']}/appeal", appeal)
    await screens.be("admin1")
    assert (await screens.get("quality/count"))["appeals"] == 1
    answers = dict.fromkeys(desk.items, YES) | {"listening": {"answer": "partial", "note": "有复述，不全"}}
    body = {"version": 3, "stands": False, "reason": "录音1分20秒有复述", "answers": answers}
    changed = (await screens.post(f"quality/inspections/{one['id']}/decide", body))["inspection"]
    assert (changed["state"], changed["total"], changed["decided_by_name"]) == ("changed", 93, "唐颖")
    told = await screens.get(f"quality/inspections/{one['id']}")
    assert [line["act"] for line in told["history"]] == ["drawn", "submit", "appeal", "decide"]
    assert told["history"][-1]["changes"] == {"total": [85, 93], "item:listening": ["no", "partial"]}
    assert "\u202e" not in told["inspection"]["appeal_reason"]
    await screens.be("agent1")
    assert (await screens.get("quality/count"))["fresh"] == 1


async def test_the_call_and_its_ticket_stand_beside_the_form(desk: Inspecting) -> None:
    """Wait, ring, talk, hold, survey, the ticket's category and text, and nothing of who called."""
    screens = desk.screens
    number = await screens.new(call_id="q1")
    one = await desk.begin()
    if one["call_id"] != "q1":
        one = next(other for other in await desk.listed() if other["call_id"] == "q1")
    told = await screens.get(f"quality/inspections/{one['id']}")
    call = told["call"]
    assert (call["waited"], call["rung"], call["talked"], call["held"], call["holds"]) == (5, 3, 120, 12, 1)
    assert (call["ratings"], call["agents"]) == ({"satisfied": "unsatisfied"}, ["林晓燕"])
    assert [(ticket["number"], " / " in ticket["category_name"]) for ticket in call["tickets"]] == [(number, True)]
    assert "citizen" not in str({name: value for name, value in told.items() if name != "inspection"})
    views = await screens.web.services.books.views.of(number)
    assert ("supervisor1", number) in {(view.username, view.ticket_number) for view in views}


async def test_a_recording_is_heard_in_parts_by_who_may_and_it_is_kept(desk: Inspecting) -> None:
    """Range is answered; each side and both; who listened stands in the book, once an hour."""
    screens, one = desk.screens, await desk.begin()
    path, client = f"/api/quality/inspections/{one['id']}", screens.web.client
    async with client.get(f"{path}/audio?side=agent", headers={"Range": "bytes=100-199"}) as response:
        assert (response.status, response.headers["Content-Range"].split("/")[0]) == (206, "bytes 100-199")
        assert response.headers["Cache-Control"] == "no-store"
        assert len(await response.read()) == 100
    async with client.get(f"{path}/audio") as response:
        assert (response.status, response.content_type) == (200, "audio/wav")
    assert await screens.status("GET", f"quality/inspections/{one['id']}/audio?side=../x") == 404
    drawn = await screens.get(f"quality/inspections/{one['id']}/wave")
    assert (drawn["seconds"], [lane["side"] for lane in drawn["lanes"]]) == (2.0, ["citizen", "agent"])
    told = await screens.get(f"quality/inspections/{one['id']}")
    assert [heard["name"] for heard in told["hearings"]] == ["吴志强"]
    for user in ("agent1", "agent2", "handler1", ""):
        await screens.be(user)
        for what in ("/audio", "/wave", ""):
            assert await screens.status("GET", f"quality/inspections/{one['id']}{what}") in (401, 403)
    assert len(await screens.web.services.quality.looks.hearings(one["call_id"])) == 1  # type: ignore[union-attr]


async def test_an_agent_hears_earlier_calls_of_who_is_on_the_line_and_no_others(desk: Inspecting) -> None:
    """By the call on the own desk; what is heard stands in the book; a supervisor hears any."""
    screens, one = desk.screens, await desk.begin()
    hotline = screens.web
    await put_call(hotline.database, "stranger", screens.clock.now, "agent1", number="13900000000")
    record(hotline.services.settings.recordings_dir, "stranger")
    call = {"at": screens.clock.now, "call_id": "now"}
    await hotline.bus.publish(CallArrived(**call, number="+8613800138000", dialled="12345", channel="PJSIP/a-1"))
    await hotline.bus.publish(AgentRung(**call, extension="1001"))
    await screens.be("agent1")
    card = await screens.get("calls/now/card")
    told = {earlier["id"]: earlier["recorded"] for earlier in card["calls"]}
    assert (card["origin"], told) == ("北京 移动", {"q1": True, "q2": True, "before": False})
    async with hotline.client.get("/api/calls/q1/audio?during=now", headers={"Range": "bytes=0-3"}) as response:
        assert (response.status, await response.read()) == (206, b"RIFF")
    for wish in ("stranger/audio?during=now", "q1/audio", "q1/audio?during=stranger", "nothing/audio?during=now"):
        assert await screens.status("GET", f"calls/{wish}") == 403
    assert await screens.status("GET", "calls/before/audio?during=now") == 404
    await screens.be("agent2")
    assert await screens.status("GET", "calls/q1/audio?during=now") == 403
    assert len(await hotline.services.quality.looks.hearings("q1")) == 1  # type: ignore[union-attr]
    await screens.be("supervisor1")
    assert await screens.status("GET", "calls/stranger/audio") == 200
    assert one["call_id"] in told


async def test_an_agent_sees_the_own_ones_alone_and_only_once_told(desk: Inspecting) -> None:
    """Not before, not another's, and no list but the own."""
    screens, one = desk.screens, await desk.begin()
    await screens.be("agent1")
    assert (await screens.get("quality/own"))["items"] == []
    await screens.get("quality/inspections", 403)
    await screens.get("quality/draws", 403)
    await screens.get(f"quality/inspections/{one['id']}", 403)
    await screens.be("supervisor1")
    await desk.submit(one)
    await screens.be("agent1")
    await screens.get(f"quality/inspections/{one['id']}")
    assert await screens.status("GET", f"quality/inspections/{one['id']}/audio") == 200
    for user in ("agent2", "handler1"):
        await screens.be(user)
        await screens.get(f"quality/inspections/{one['id']}", 403)
    await screens.be("agent2")
    body = {"version": 2, "reason": "替他申诉"}
    await screens.post(f"quality/inspections/{one['id']}/appeal", body, 403)
    for step in ("submit", "set-aside", "assign", "decide"):
        await screens.post(f"quality/inspections/{one['id']}/{step}", {"version": 2}, 403)
    await screens.call("PUT", f"quality/inspections/{one['id']}/draft", 403, json={"version": 2})
    await screens.post("quality/choose", {"call_id": "q1", "reason": "看看"}, 403)


async def test_nobody_inspects_an_own_call_nor_decides_about_an_own_word(desk: Inspecting) -> None:
    """A supervisor's own call is not shown before it is told, and cannot be assigned to its agent."""
    screens = desk.screens
    hotline, at = screens.web, screens.clock.now - timedelta(minutes=30)
    await put_call(hotline.database, "own", at, "supervisor1")
    record(hotline.services.settings.recordings_dir, "own")
    one = await desk.begin()
    chosen = await screens.post("quality/choose", {"call_id": "own", "reason": "抽查"}, 201)
    number = chosen["inspection"]["id"]
    assert chosen["inspection"]["inspector"] == ""
    assert number not in [item["id"] for item in await desk.listed()]
    await screens.get(f"quality/inspections/{number}", 403)
    await screens.post(f"quality/inspections/{number}/assign", {"version": 1, "inspector": "supervisor1"}, 403)
    await screens.post(f"quality/inspections/{number}/submit", desk.sheet(1), 403)
    await screens.be("admin1")
    for strange in ("agent2", "nobody", ""):
        await screens.post(f"quality/inspections/{number}/assign", {"version": 1, "inspector": strange}, 422)
    await screens.post(f"quality/inspections/{number}/assign", {"version": 1, "inspector": "admin1"})
    await screens.be("supervisor1")
    told = await desk.submit(one, listening=BAD)
    await screens.be("agent1")
    appeal = {"version": told["version"], "reason": "不同意"}
    await screens.post(f"quality/inspections/{one['id']}/appeal", appeal)
    await screens.be("supervisor1")
    await screens.post(f"quality/inspections/{one['id']}/decide", {"version": 3, "stands": True, "reason": "维持"}, 403)


async def test_of_two_who_write_the_second_is_told(desk: Inspecting) -> None:
    """A draft grows the version; an old one is refused with what is now, and nothing of it is kept."""
    screens, one = desk.screens, await desk.begin()
    path = f"quality/inspections/{one['id']}"
    marks = [{"at": 61.5, "note": "打断市民"}, {"at": 3, "note": ""}]
    first = await screens.call("PUT", f"{path}/draft", json={"version": 1, "answers": {}, "marks": marks, "note": "先"})
    assert (first["inspection"]["version"], first["inspection"]["begun"]) == (2, True)
    assert [mark["at"] for mark in first["inspection"]["sheet"]["marks"]] == [3, 61.5]
    refused = await screens.call("PUT", f"{path}/draft", 409, json={"version": 1, "answers": {}, "note": "后"})
    assert refused["error"]["details"] == {"state": "drawn", "version": 2}
    await screens.post(f"{path}/submit", desk.sheet(1), 409)
    await screens.post(f"{path}/submit", desk.sheet(2))
    await screens.post(f"{path}/submit", desk.sheet(3), 409)
    await screens.post(f"{path}/decide", {"version": 3, "stands": True, "reason": "维持"}, 409)
    assert (await screens.get(path))["inspection"]["sheet"]["note"] == ""


async def test_an_appeal_after_its_time_is_refused(desk: Inspecting) -> None:
    """Five working days after it was told, by the city's calendar."""
    screens, one = desk.screens, await desk.begin()
    told = await desk.submit(one)
    screens.clock.pass_by(days=7, hours=12)
    await screens.be("agent1")
    assert not (await screens.get(f"quality/inspections/{one['id']}"))["inspection"]["appeal_open"]
    body = {"version": told["version"], "reason": "不同意"}
    refused = await screens.post(f"quality/inspections/{one['id']}/appeal", body, 409)
    assert refused["error"]["message"] == "申诉期已过。"


async def test_what_hostile_senders_write_is_refused_or_text(desk: Inspecting) -> None:
    """Wrong types, endless lists, moments outside any recording, unknown answers: each is named."""
    screens, one = desk.screens, await desk.begin()
    path = f"quality/inspections/{one['id']}/draft"
    for body in (
        {},
        {"version": True},
        {"version": "1"},
        {"version": 1, "answers": []},
        {"version": 1, "answers": {"manner": "yes"}},
        {"version": 1, "answers": {"manner": {"answer": ["yes"]}}},
        {"version": 1, "answers": {"manner": {"answer": "yes", "note": 7}}},
        {"version": 1, "answers": {f"a{n}": YES for n in range(101)}},
        {"version": 1, "marks": {}},
        {"version": 1, "marks": [{"at": -1, "note": ""}]},
        {"version": 1, "marks": [{"at": 1e99, "note": ""}]},
        {"version": 1, "marks": [{"at": "1", "note": ""}]},
        {"version": 1, "marks": [7]},
        {"version": 1, "marks": [{"at": 1, "note": ""}] * 51},
        {"version": 1, "note": ["x"]},
        {"version": 1, "note": "字" * 1001},
    ):
        refused = await screens.call("PUT", path, 422, json=body)
        assert refused["error"]["details"]["fields"] or "JSON" in refused["error"]["message"]
    kept = await screens.call(
        "PUT", path, json={"version": 1, "note": NASTY, "marks": [{"at": 1, "note": f"a\nb\x00{NASTY}"}]}
    )
    sheet = kept["inspection"]["sheet"]
    assert sheet["note"] == NASTY.removesuffix("\u202e")
    assert sheet["marks"][0]["note"].startswith("a b=HYPER")
    sheet = desk.sheet(2)
    sheet["answers"] |= {
        "strange": YES,
        "greeting": {"answer": "na", "note": ""},
        "manner": {"answer": "no", "note": ""},
    }
    refused = await screens.post(f"quality/inspections/{one['id']}/submit", sheet, 422)
    assert set(refused["error"]["details"]["fields"]) == {"strange", "greeting", "manner"}
    for query in ({"state": "gone"}, {"after": "x"}, {"limit": "0"}):
        await screens.get("quality/inspections", 422, **query)
    await screens.get("quality/inspections/999999", 404)
    await screens.post("quality/draws", {"period": "2026-W99"}, 422)


async def test_a_call_that_cannot_be_inspected_is_set_aside_with_its_reason(desk: Inspecting) -> None:
    """It is listed as that, and told to nobody."""
    screens, one = desk.screens, await desk.begin()
    await screens.post(f"quality/inspections/{one['id']}/set-aside", {"version": 1, "reason": ""}, 422)
    await screens.post(f"quality/inspections/{one['id']}/set-aside", {"version": 1, "reason": "录音只有噪声"})
    assert [item["decision"] for item in await desk.listed(state="set_aside")] == ["录音只有噪声"]
    await screens.be("agent1")
    assert (await screens.get("quality/own"))["items"] == []


async def test_the_report_counts_what_was_told_as_it_is_after_the_appeal(desk: Inspecting) -> None:
    """By agent and by item, with numerators and denominators; not applicable is no case; no name is a formula."""
    screens, one = desk.screens, await desk.begin()
    (other,) = [item for item in await desk.listed() if item["id"] != one["id"]]
    await desk.submit(one, listening=BAD, category={"answer": "na", "note": ""})
    async with screens.web.database.transaction() as session:
        await session.execute(update(UserRow).where(UserRow.username == "agent1").values(name="=1+1"))
    await desk.submit(other)
    day = f"{screens.clock.now:%Y-%m-%d}"
    told = await screens.get("reports/quality", **{"from": day, "to": day})
    sections = {section["code"]: section["rows"] for section in told["sections"]}
    (agent,) = sections["agent"]
    figures = {figure["code"]: (figure["numerator"], figure["denominator"]) for figure in agent["figures"]}
    assert (agent["key"], figures["inspected"], figures["score"]) == ("agent1", (2, 0), (183, 2))
    assert figures["passed"] == (2, 2)
    assert figures == {one["code"]: (one["numerator"], one["denominator"]) for one in sections["whole"][0]["figures"]}
    items = {row["key"]: row["figures"][0] for row in sections["item"]}
    assert (items["listening"]["numerator"], items["listening"]["denominator"]) == (1, 2)
    assert (items["category"]["denominator"], items["manner"]["few"]) == (1, True)
    query = f"from={day}&to={day}&format=csv"
    async with screens.web.client.get(f"/api/reports/quality/file?{query}") as response:
        assert "'=1+1" in (await response.read()).decode("utf-8-sig")


async def test_a_call_is_chosen_from_those_that_were_found(desk: Inspecting) -> None:
    """By the caller's number or the day; the list tells nobody's number, and nothing of the own calls."""
    screens, database = desk.screens, desk.screens.web.database
    at = screens.clock.now - timedelta(days=1)
    await put_call(database, "old", at - timedelta(days=9), "agent1", number="13900000001")
    await put_call(database, "new", at, "agent2", number="13900000001")
    await put_call(database, "other", at, "agent1", number="13900000002")
    await put_call(database, "own", at, "supervisor1", number="13900000001")
    record(screens.web.services.settings.recordings_dir, "new")
    await screens.be("supervisor1")

    async def found(**query: str) -> list[str]:
        told = await screens.get("quality/calls", **query)
        assert "1390000" not in str(told)
        return [one["call_id"] for one in told["calls"]]

    assert await found(number="+86 139 0000 0001") == ["new", "old"]
    day = at.date().isoformat()
    assert set(await found(number="13900000002", **{"from": day, "to": day})) == {"other"}
    assert await found(number="13900000003") == []
    (first, _) = (await screens.get("quality/calls", number="13900000001"))["calls"]
    assert (first["has_sound"], first["inspection"], first["talked"]) == (True, 0, 120)
    chosen = await screens.post("quality/choose", {"call_id": "new", "reason": "抽查"}, 201)
    (first, _) = (await screens.get("quality/calls", number="13900000001"))["calls"]
    assert first["inspection"] == chosen["inspection"]["id"]
    await screens.be("agent1")
    await screens.get("quality/calls", 403)


async def test_a_second_inspector_scores_blind_and_sees_the_difference_by_item(desk: Inspecting) -> None:
    """Once, after the first was told; nobody else sees it before scoring, the agent never; the first score stays."""
    screens = desk.screens
    one = await desk.begin()
    sheet = {"answers": dict.fromkeys(desk.items, YES), "note": ""}
    path = f"quality/inspections/{one['id']}/calibration"
    await screens.be("admin1")
    await screens.post(path, sheet, 409)
    await screens.be("supervisor1")
    first = await desk.submit(one, listening=BAD)
    await screens.post(path, sheet, 403)
    await screens.be("admin1")
    told = await screens.get(path)
    assert (told["scored"], told["scores"], told["items"]) == (False, [], [])
    assert set((await screens.post(path, {"answers": {}}, 422))["error"]["details"]["fields"]) >= {"listening"}
    told = await screens.post(path, sheet, 201)
    assert [score["by_name"] for score in told["scores"]] == ["吴志强", "唐颖"]
    assert told["scores"][0]["total"] < told["scores"][1]["total"]
    assert [(item["code"], item["answers"]) for item in told["items"] if not item["same"]] == [
        ("listening", ["no", "yes"])
    ]
    await screens.post(path, sheet, 409)
    listed = await screens.get("quality/calibrations")
    assert [(one["inspection"], one["different"]) for one in listed["comparisons"]] == [(one["id"], ["listening"])]
    await screens.be("supervisor1")
    assert (await screens.get(path))["scored"] is True
    whole = await screens.get(f"quality/inspections/{one['id']}")
    assert whole["inspection"]["score"]["total"] == first["score"]["total"]
    await screens.be("agent1")
    await screens.get(path, 403)


async def test_agreement_is_told_by_item_by_inspector_and_by_pair(desk: Inspecting) -> None:
    """Of the days asked for; few calls have a band and no place; who has not scored a call is told nothing of it."""
    screens = desk.screens
    one = await desk.begin()
    (other,) = [item for item in await desk.listed() if item["id"] != one["id"]]
    for first in (one, other):
        await desk.submit(first, listening=BAD)
    await screens.be("admin1")
    sheet = {"answers": dict.fromkeys(desk.items, YES), "note": ""}
    for first in (one, other):
        await screens.post(f"quality/inspections/{first['id']}/calibration", sheet, 201)
    day, items = f"{screens.clock.now:%Y-%m-%d}", len(desk.items)
    told = await screens.get("quality/calibrations", **{"from": day, "to": day})
    assert (told["whole"]["same"], told["whole"]["of"], told["whole"]["calls"]) == (2 * items - 2, 2 * items, 2)
    assert (told["cut"], told["few"], told["whole"]["gap"]) == (False, 30, 15.0)
    least = next(item for item in told["items"] if item["code"] == "listening")
    assert (least["same"], least["of"], least["few"], least["rank"]) == (0, 2, True, None)
    assert least["low"] == 0 < least["high"] < 1
    people = [[who["name"] for who in row["people"]] for row in told["inspectors"]]
    assert people == [["唐颖"], ["吴志强"]]
    (pair,) = told["pairs"]
    assert ([who["username"] for who in pair["people"]], pair["calls"]) == (["admin1", "supervisor1"], 2)
    assert [line["totals"] for line in told["comparisons"]] == [[85, 100], [85, 100]]
    tomorrow = f"{screens.clock.now + timedelta(days=1):%Y-%m-%d}"
    later = await screens.get("quality/calibrations", **{"from": tomorrow})
    assert (later["comparisons"], later["whole"]["value"], later["pairs"]) == ([], None, [])
    await screens.be("agent1")
    await screens.get("quality/calibrations", 403)
