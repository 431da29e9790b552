"""Transcripts over HTTP and live: who may read them, what is masked, the draft of a ticket, search, hints."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from hotline.acts import WatchChanged
from hotline.answering.conversation import Became, Partly, State
from hotline.calls.afterwards import Origin, Unwritten
from hotline.calls.transcript import HIDDEN, Note, Side, Utterance, Word
from hotline.events import AgentRung, CallAnswered, CallArrived
from hotline.web.transcript_shapes import news_json
from tests.adapters.quality_calls import put_call, record
from tests.adapters.ticket_screens import Screens, Told
from tests.fakes.tickets import MONDAY

LIVE = "live-1"


async def say(screens: Screens, call_id: str, *lines: str) -> None:
    """A conversation in the books: a line that begins with A is the agent's, with N a note; one every ten seconds."""
    sides = {"A": Side.AGENT, "C": Side.CITIZEN, "N": Side.NOTE}
    for place, line in enumerate(lines):
        at, text = 10.0 * place, line[1:]
        words = (Word(text=text, start=at, end=at + 1),)
        one = Utterance(call_id=call_id, side=sides[line[0]], start=at, end=at + 1, text=text, words=words)
        await screens.web.services.transcripts.keep(one)


async def talk(screens: Screens, extension: str = "1001") -> None:
    """A citizen and an agent talk now."""
    seat = {"call_id": LIVE, "extension": extension}
    for event in (
        CallArrived(at=MONDAY, call_id=LIVE, number="13800138000", dialled="12345", channel="x"),
        AgentRung(at=MONDAY, **seat),
        CallAnswered(at=MONDAY, waited=1, **seat),
    ):
        await screens.web.bus.publish(event)


async def test_who_talks_reads_all_of_it_and_nobody_else_a_number(screens: Screens) -> None:
    """Another agent reads nothing; whoever supervises reads it masked, and is kept as having looked."""
    at = screens.clock.now - timedelta(days=1)
    await put_call(screens.web.database, "past", at, "agent1")
    await screens.web.services.calls.remember_name("13800138000", "王芳")
    await say(screens, "past", "A您好", "C我叫王芳，电话幺三八零零幺三八零零零", "Nbusy")
    await screens.be("agent1")
    own = await screens.get("calls/past/transcript")
    assert [one["text"] for one in own["said"]] == ["您好", "我叫王芳，电话幺三八零零幺三八零零零", "busy"]
    assert own["state"] == "none"
    await screens.be("agent2")
    assert await screens.status("GET", "calls/past/transcript") == 403
    await screens.be("supervisor1")
    told = await screens.get("calls/past/transcript")
    assert [one["text"] for one in told["said"]] == ["您好", f"我叫{HIDDEN}，电话{HIDDEN}", Note.BUSY]
    assert "王芳" not in json.dumps(told, ensure_ascii=False)
    quality = screens.web.services.quality
    assert quality is not None
    assert [name for _, name in await quality.looks.hearings("past")] == ["supervisor1"]
    assert await screens.status("GET", "calls/none/transcript") == 404


@pytest.mark.parametrize("username", ["", "handler1"])
async def test_no_department_and_no_stranger_reads_a_conversation(screens: Screens, username: str) -> None:
    """Neither one nor all of them."""
    await put_call(screens.web.database, "past", screens.clock.now, "agent1")
    await screens.be(username)
    for path in ("calls/past/transcript", "calls/past/elements", "transcripts?q=x"):
        assert await screens.status("GET", path) in (401, 403)


async def test_the_call_at_the_desk_is_read_before_it_is_in_the_books(screens: Screens) -> None:
    """Its agent needs the draft while the citizen talks."""
    await talk(screens)
    await say(screens, LIVE, "A您好", "C昨天晚上新华路下水道堵了", "C希望尽快修一下")
    await screens.be("agent1")
    assert len((await screens.get(f"calls/{LIVE}/transcript"))["said"]) == 3
    five = (await screens.get(f"calls/{LIVE}/elements"))["elements"]
    assert five["where"] == "新华路"
    assert five["why"] == "希望尽快修一下"
    assert five["kind"] == "help"
    assert five["content"].startswith("时间：昨天晚上")
    districts = {one.code: one for one in screens.web.services.library.city.outline.districts}
    assert "新华路街道" in districts[five["district"]].streets
    await screens.be("supervisor1")
    assert await screens.status("GET", f"calls/{LIVE}/elements") == 403


async def test_what_is_said_is_told_to_the_desk_that_talks_and_to_who_listens(screens: Screens) -> None:
    """Nobody else hears of it."""
    await talk(screens)
    lives = {}
    for username in ("agent1", "agent2", "supervisor1"):
        await screens.be(username)
        lives[username] = await screens.web.live()
    watched = WatchChanged(at=MONDAY, call_id=LIVE, watch="watch-1", agent="1001", by="1005", way="listen")
    await screens.web.bus.publish(watched)
    word = Word(text="堵", start=1.0, end=1.5)
    news = (
        Became(call_id=LIVE, state=State.ON),
        Partly(call_id=LIVE, side=Side.CITIZEN, text="下水"),
        Utterance(id=7, call_id=LIVE, side=Side.CITIZEN, start=1.0, end=2.0, text="下水道堵了", words=(word,)),
    )
    for one in news:
        screens.web.consoles.tell_desk(LIVE, news_json(one))
    await screens.web.bus.publish(CallArrived(at=MONDAY, call_id="last", number="1", dialled="12345", channel="y"))
    heard: dict[str, list[Told]] = {}
    for username, live in lives.items():
        heard[username] = []
        while (message := await live.receive_json()).get("call", {}).get("id") != "last":
            if message["type"] in ("transcript", "words", "said"):
                heard[username].append(message)
    assert heard["agent2"] == []
    assert heard["agent1"] == heard["supervisor1"]
    assert [one["type"] for one in heard["agent1"]] == ["transcript", "words", "said"]
    assert heard["agent1"][2]["utterance"]["words"] == [["堵", 1.0, 1.5]]


async def test_a_desk_at_which_it_only_rings_reads_nothing_of_it(screens: Screens) -> None:
    """The line was lost, and the citizen comes to the next one: from the answer on that one reads all of it."""
    await talk(screens)
    await say(screens, LIVE, "C我的电话13800138000")
    await screens.web.bus.publish(AgentRung(at=MONDAY, call_id=LIVE, extension="1002"))
    await screens.be("agent2")
    live = await screens.web.live()
    assert await screens.status("GET", f"calls/{LIVE}/transcript") == 403
    assert await screens.status("GET", f"calls/{LIVE}/elements") == 403
    screens.web.consoles.tell_desk(LIVE, news_json(Partly(call_id=LIVE, side=Side.CITIZEN, text="再见")))
    answered = CallAnswered(at=MONDAY, call_id=LIVE, extension="1002", waited=1)
    await screens.web.bus.publish(answered)
    screens.web.consoles.tell_desk(LIVE, news_json(Partly(call_id=LIVE, side=Side.CITIZEN, text="喂")))
    while (message := await live.receive_json())["type"] != "words":
        pass
    assert message["text"] == "喂"
    assert (await screens.get(f"calls/{LIVE}/transcript"))["said"][0]["text"] == "我的电话13800138000"


async def test_a_search_finds_words_in_all_conversations_without_numbers(screens: Screens) -> None:
    """For who supervises, page by page, and every call that is shown is kept as looked at."""
    for n in range(3):
        await put_call(screens.web.database, f"past{n}", screens.clock.now, "agent1")
        await say(screens, f"past{n}", f"C下水道堵了，电话1380013800{n}")
    await screens.be("agent1")
    assert await screens.status("GET", "transcripts?q=下水道") == 403
    await screens.be("supervisor1")
    page = await screens.get("transcripts", q="下水道 电话", limit="2")
    assert [one["call_id"] for one in page["items"]] == ["past2", "past1"]
    assert {one["text"] for one in page["items"]} == {f"下水道堵了，电话{HIDDEN}"}
    assert page["items"][0]["agent_name"] == "林晓燕"
    rest = await screens.get("transcripts", q="下水道", limit="2", after=page["next"])
    assert [one["call_id"] for one in rest["items"]] == ["past0"]
    assert rest["next"] == ""
    assert await screens.status("GET", "transcripts?q=%20") == 422
    quality = screens.web.services.quality
    assert quality is not None
    assert [name for _, name in await quality.looks.hearings("past1")] == ["supervisor1"]


async def test_what_was_found_leads_to_the_inspection_in_which_it_can_be_heard(screens: Screens) -> None:
    """0 where the call may be chosen for one, null of an own call: nobody is told that it is inspected."""
    for call_id, agent in (("theirs", "agent1"), ("other", "agent1"), ("mine", "supervisor1")):
        await put_call(screens.web.database, call_id, screens.clock.now - timedelta(days=1), agent)
        record(screens.web.services.settings.recordings_dir, call_id)
        await say(screens, call_id, "C下水道堵了")
    await screens.be("supervisor1")
    made = await screens.post("quality/choose", {"call_id": "theirs", "reason": "抽听"}, 201)
    await screens.post("quality/choose", {"call_id": "mine", "reason": "抽听"}, 201)
    found = (await screens.get("transcripts", q="下水道"))["items"]
    assert {one["call_id"]: one["inspection"] for one in found} == {
        "theirs": made["inspection"]["id"],
        "other": 0,
        "mine": None,
    }


async def test_an_inspector_reads_what_was_said_with_hints(screens: Screens) -> None:
    """A greeting that was not heard, forbidden words, a complaint that was written as a question; masked."""
    await put_call(screens.web.database, "q1", screens.clock.now - timedelta(days=7), "agent1")
    record(screens.web.services.settings.recordings_dir, "q1")
    await screens.new(type="enquiry", call_id="q1")
    await say(screens, "q1", "A喂", "C我要投诉，我的电话13800138000", "A这个不归我管", "A再见")
    await screens.be("supervisor1")
    chosen = (await screens.post("quality/choose", {"call_id": "q1", "reason": "抽听"}, 201))["inspection"]
    told = await screens.get(f"quality/inspections/{chosen['id']}/transcript")
    assert told["said"][1]["text"] == f"我要投诉，我的电话{HIDDEN}"
    assert [(one["hint"], one["at"]) for one in told["hints"]] == [
        ("no_greeting", 0.0),
        ("drift", 10.0),
        ("forbidden", 20.0),
    ]
    await screens.be("agent1")
    assert await screens.status("GET", f"quality/inspections/{chosen['id']}/transcript") in (403, 404)


async def test_why_there_is_no_transcript_is_told_to_whoever_may_read_one(screens: Screens) -> None:
    """It waits, cannot be heard, or was heard afterwards; and a search says how many calls it does not know yet."""
    at = screens.clock.now - timedelta(hours=3)
    database = screens.web.database
    for call_id in ("waits", "unheard", "after"):
        await put_call(database, call_id, at, "agent1")
        record(screens.web.services.settings.recordings_dir, call_id)
    store = Unwritten(database, screens.clock)
    await store.settle("unheard", Origin.UNHEARD)
    heard = Utterance(call_id="after", side=Side.CITIZEN, start=1, end=2, text="电话13800138000")
    await store.settle("after", Origin.AFTER, [heard], began=at)
    await screens.be("agent1")
    assert (await screens.get("calls/waits/transcript"))["origin"] == "waiting"
    await screens.be("supervisor1")
    assert (await screens.get("calls/unheard/transcript"))["origin"] == "unheard"
    told = await screens.get("calls/after/transcript")
    assert (told["origin"], told["said"][0]["text"]) == ("after", f"电话{HIDDEN}")
    assert (await screens.get("transcripts", q="没有"))["waiting"] == 1
    chosen = (await screens.post("quality/choose", {"call_id": "waits", "reason": "抽听"}, 201))["inspection"]
    assert (await screens.get(f"quality/inspections/{chosen['id']}/transcript"))["origin"] == "waiting"
