"""The supervisor's board over HTTP and the websocket: figures, days, calls of others, desks, overflow."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import aiohttp

from hotline.acts import WatchChanged
from hotline.errors import AsteriskAwayError, TelephonyError
from hotline.events import (
    AgentRung,
    AgentStateChanged,
    CallAnswered,
    CallArrived,
    CallHeld,
    CallQueued,
    CallReleased,
    ConsultChanged,
    LinkChanged,
)
from tests.adapters.ticket_screens import Screens, Told
from tests.fakes.tickets import MONDAY

CALL = "calls/c1"


async def talking(screens: Screens, call: str = "c1", extension: str = "1001") -> None:
    """A citizen talks with an agent."""
    at, say = MONDAY, screens.web.bus.publish
    await say(LinkChanged(at=at, fresh=True, why=""))
    await say(AgentStateChanged(at=at, extension=extension, state="talking", reason=""))
    await say(CallArrived(at=at, call_id=call, number="13800138000", dialled="12345", channel="x"))
    await say(CallQueued(at=at, call_id=call, queue="hotline", position=1))
    await say(AgentRung(at=at + timedelta(seconds=4), call_id=call, extension=extension))
    await say(CallAnswered(at=at + timedelta(seconds=5), call_id=call, extension=extension, waited=5))


async def heard_by(screens: Screens, way: str, call: str = "c1", agent: str = "1001") -> None:
    """supervisor1's telephone is in the call."""
    changed = WatchChanged(at=MONDAY, call_id=call, watch="watch-1", agent=agent, by="1005", way=way)
    await screens.web.bus.publish(changed)


async def until(live: aiohttp.ClientWebSocketResponse, kind: str) -> Told:
    """The next message of a kind."""
    async with asyncio.timeout(5):
        while True:
            message: Told = await live.receive_json()
            if message["type"] == kind:
                return message


def board(path: str) -> str:
    """An address below /api."""
    return f"board/{path}"


async def test_a_supervisor_is_told_the_figures_of_the_day_and_an_agent_is_not(screens: Screens) -> None:
    """With the first message and whenever they change; an agent's console has the board alone."""
    running = asyncio.gather(screens.web.day.run(), screens.web.consoles.run())
    await screens.be("agent2")
    agent = await screens.web.live()
    hello = await until(agent, "hello")
    assert "today" not in hello
    assert "overflow" not in hello
    await screens.be("supervisor1")
    boss = await screens.web.live()
    hello = await until(boss, "hello")
    assert hello["overflow"] == {"mode": "auto", "at": None, "actor": "", "reason": "", "callers": 10}
    await talking(screens)
    counted = dict[str, Any]()
    while counted.get("answered") != [1, 1]:
        counted = (await until(boss, "today"))["today"]["figures"]
    assert (counted["arrived"], counted["answered_in_15_s"], counted["abandoned"]) == ([1, 0], [1, 1], [0, 1])
    assert (await until(agent, "beat"))["at"] == hello["at"] == screens.clock().isoformat()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_each_agents_day(screens: Screens) -> None:
    """Calls taken, not taken, and how long in what; of those who sit there now."""
    await talking(screens)
    seat = {"extension": "1001"}
    for seconds, state, reason in ((65, "wrap_up", "wrap-up"), (75, "paused", "break:小休"), (135, "ready", "")):
        at = MONDAY + timedelta(seconds=seconds)
        await screens.web.bus.publish(AgentStateChanged(at=at, state=state, reason=reason, **seat))
    released = CallReleased(at=MONDAY + timedelta(seconds=65), call_id="c1", talked=60, **seat)
    await screens.web.bus.publish(released)
    screens.clock.pass_by(minutes=5)
    await screens.be("supervisor1")
    told = (await screens.get(board("days")))["days"]
    assert told["1001"] == {"taken": 1, "missed": 0, "talk": 60, "wrap_up": 10, "ready": 165, "break": 60}
    assert told["1005"]["taken"] == 0
    assert "1002" not in told


async def test_a_supervisor_listens_whispers_joins_and_leaves(screens: Screens) -> None:
    """The own telephone is rung once; from then on the way is changed; each act has its row."""
    await talking(screens)
    await screens.be("supervisor1")
    watch = (await screens.post(board(f"{CALL}/listen"), status=202))["watch"]
    assert screens.web.heard.asked == [("begin", watch, "c1", "1001", "1005", "listen")]
    await heard_by(screens, "listen")
    await screens.post(board(f"{CALL}/join"), status=202)
    assert screens.web.heard.asked[-1] == ("turn", "watch-1", "join")
    assert await screens.status("DELETE", board("watch")) == 202
    assert screens.web.heard.asked[-1] == ("end", "watch-1")
    acts = (await screens.get(board("acts")))["acts"]
    assert [(one["act"], one["by"], one["call_id"], one["extension"], one["name"]) for one in acts] == [
        ("join", "supervisor1", "c1", "1001", "林晓燕"),
        ("listen", "supervisor1", "c1", "1001", "林晓燕"),
    ]
    await heard_by(screens, "over")
    assert await screens.status("DELETE", board("watch")) == 202
    assert len(screens.web.heard.asked) == 3


async def test_a_supervisor_takes_a_citizen_over(screens: Screens) -> None:
    """The own telephone is freed first; the agent is told who did it."""
    await talking(screens)
    await screens.be("agent1")
    agent = await screens.web.live()
    await screens.be("supervisor1")
    await heard_by(screens, "listen")
    await screens.post(board(f"{CALL}/take-over"), status=202)
    assert screens.web.heard.asked == [("end", "watch-1"), ("take_over", "c1", "1001", "1005")]
    told = await until(agent, "supervised")
    assert (told["act"], told["actor"]) == ("take_over", "吴志强")
    (act,) = (await screens.get(board("acts")))["acts"]
    assert (act["act"], act["failed"]) == ("take_over", "")


async def test_who_listens_is_told_to_supervisors_and_to_that_agent(screens: Screens) -> None:
    """Not to the other agents; after a reload too."""
    await talking(screens)
    lives = {}
    for user in ("agent1", "agent2", "supervisor1"):
        await screens.be(user)
        lives[user] = await screens.web.live()
        await until(lives[user], "hello")
    await heard_by(screens, "listen")
    told = {user: (await until(live, "call"))["call"]["watched"] for user, live in lives.items()}
    seen = [{"by": "1005", "name": "吴志强", "way": "listen"}]
    assert told == {"agent1": seen, "agent2": [], "supervisor1": seen}
    await screens.be("agent1")
    hello = await until(await screens.web.live(), "hello")
    assert [call["watched"] for call in hello["board"]["calls"]] == [seen]


async def test_what_cannot_be_now_is_refused_with_its_reason(screens: Screens) -> None:
    """No such call, nobody to hear, the own call, a citizen who waits, a second call; no row is kept of it."""
    await talking(screens)
    await screens.be("supervisor1")
    await screens.post(board("calls/gone/listen"), status=404)
    await screens.post(board(f"{CALL}/shout"), status=404)
    held = CallHeld(at=MONDAY, call_id="c1", extension="1001", held=True)
    await screens.web.bus.publish(held)
    await screens.post(board(f"{CALL}/join"), status=409)
    await screens.web.bus.publish(CallHeld(at=MONDAY, call_id="c1", extension="1001", held=False))
    await screens.web.bus.publish(ConsultChanged(at=MONDAY, call_id="c1", to="110", stage="talking"))
    await screens.post(board(f"{CALL}/join"), status=409)
    await screens.post(board(f"{CALL}/take-over"), status=409)
    await screens.web.bus.publish(ConsultChanged(at=MONDAY, call_id="c1", to="110", stage="over"))
    await talking(screens, "c2", "1002")
    await heard_by(screens, "listen", "c2", "1002")
    await screens.post(board(f"{CALL}/listen"), status=409)
    await heard_by(screens, "over", "c2", "1002")
    await talking(screens, "c3", "1005")
    await screens.post(board("calls/c3/listen"), status=409)
    await screens.post(board(f"{CALL}/listen"), status=409)
    waiting = CallArrived(at=MONDAY, call_id="c4", number="13900139000", dialled="12345", channel="y")
    await screens.web.bus.publish(waiting)
    await screens.post(board("calls/c4/listen"), status=409)
    assert (await screens.get(board("acts")))["acts"] == []
    assert screens.web.heard.asked == []


async def test_an_act_that_asterisk_refuses_is_kept_with_why(screens: Screens) -> None:
    """The supervisor is told, and the row says that nothing came of it."""
    await talking(screens)
    await screens.be("supervisor1")
    screens.web.heard.fault = AsteriskAwayError("Asterisk does not answer.")
    await screens.post(board(f"{CALL}/listen"), status=503)
    screens.web.heard.fault = TelephonyError("No such channel")
    await screens.post(board(f"{CALL}/take-over"), status=503)
    acts = (await screens.get(board("acts")))["acts"]
    assert [one["failed"] for one in acts] == ["No such channel", "Asterisk does not answer."]


async def test_a_supervisor_sets_an_agents_state(screens: Screens) -> None:
    """Paused for a reason and back; the agent is told by whom; nobody who is not at a desk is set ready."""
    await screens.be("agent1")
    await screens.post("agent/state", {"state": "ready"})
    agent = await screens.web.live()
    await screens.be("supervisor1")
    await screens.post(board("agents/1001/state"), {"state": "paused", "reason": "会议\r\nx"}, 202)
    assert screens.web.services.agents.seat("1001").reason == "break:会议 x"
    told = await until(agent, "supervised")
    assert told == {"type": "supervised", "act": "paused", "actor": "吴志强", "reason": "会议 x"}
    await screens.post(board("agents/1001/state"), {"state": "ready"}, 202)
    assert screens.web.services.agents.seat("1001").state == "ready"
    await screens.post(board("agents/1001/state"), {"state": "paused"}, 422)
    await screens.post(board("agents/1001/state"), {"state": "talking"}, 422)
    await screens.post(board("agents/1001/state"), {"state": 1}, 422)
    await screens.post(board("agents/1002/state"), {"state": "ready"}, 409)
    await screens.post(board("agents/9999/state"), {"state": "ready"}, 404)
    acts = (await screens.get(board("acts")))["acts"]
    assert [(one["act"], one["extension"], one["reason"]) for one in acts] == [
        ("ready", "1001", ""),
        ("paused", "1001", "会议 x"),
    ]


async def test_a_supervisor_opens_and_closes_overflow(screens: Screens) -> None:
    """All supervisors see it with who and why; it is in the books."""
    await screens.be("supervisor1")
    live = await screens.web.live()
    await screens.post(board("overflow"), {"mode": "open", "reason": "暴雨"}, 202)
    told = (await until(live, "overflow"))["overflow"]
    assert (told["mode"], told["actor"], told["reason"]) == ("open", "吴志强", "暴雨")
    assert (await until(await screens.web.live(), "hello"))["overflow"]["mode"] == "open"
    await screens.post(board("overflow"), {"mode": "wide"}, 422)
    kept = await screens.web.services.supervising.acts.overflow()
    assert kept is not None
    assert (kept.mode, kept.actor) == ("open", "supervisor1")


async def test_only_supervisors(screens: Screens) -> None:
    """Neither an agent nor a department, and an administrator without a telephone hears nothing."""
    await talking(screens)
    for user in ("agent1", "handler1"):
        await screens.be(user)
        for method, path in (
            ("GET", "days"),
            ("GET", "acts"),
            ("POST", f"{CALL}/listen"),
            ("POST", f"{CALL}/take-over"),
            ("DELETE", "watch"),
            ("POST", "agents/1001/state"),
            ("POST", "overflow"),
        ):
            given = {"json": {}} if method == "POST" else {}
            assert await screens.status(method, board(path), **given) == 403
    await screens.be("admin1")
    assert await screens.status("GET", board("days")) == 200
    await screens.post(board(f"{CALL}/listen"), status=403)
