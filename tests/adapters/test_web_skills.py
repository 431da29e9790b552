"""What each agent can do, over HTTP: told to supervisors, set by them, kept, and told on."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from hotline.accounts.service import AccountService
from hotline.acts import SkillBookChanged
from hotline.agents.skill_store import SkillStore
from hotline.errors import NotFoundError
from hotline.events import CallArrived, CallQueued
from tests.adapters.storage import Place, fresh_database
from tests.adapters.ticket_screens import Screens, Told
from tests.adapters.web_hotline import CHEAP
from tests.fakes.tickets import MONDAY

SKILLS = "board/skills"


async def put(screens: Screens, skills: object, status: int = 200, extension: str = "1001") -> Told:
    """What is answered to all that an agent can do."""
    return await screens.call("PUT", f"board/agents/{extension}/skills", status, json={"skills": skills})


async def until(live: aiohttp.ClientWebSocketResponse, kind: str) -> Told:
    """The next message of a kind."""
    async with asyncio.timeout(5):
        while True:
            message: Told = await live.receive_json()
            if message["type"] == kind:
                return message


async def test_a_supervisor_says_what_an_agent_can_do(screens: Screens) -> None:
    """It is kept, told to every board and to the agent, and stands among the acts."""
    await screens.be("agent1")
    agent = await screens.web.live()
    await screens.be("supervisor1")
    boss = await screens.web.live()
    told = await screens.get(SKILLS)
    assert [(one["code"], one["names"]["en"]) for one in told["skills"]][:2] == [
        ("yue", "Cantonese"),
        ("en", "English"),
    ]
    assert (told["held"]["1001"], told["trouble"]) == ([], "")
    assert await put(screens, ["en", "yue", "en"]) == {"skills": ["yue", "en"]}
    assert await until(boss, "skills") == {"type": "skills", "extension": "1001", "skills": ["yue", "en"]}
    heard = await until(agent, "supervised")
    assert (heard["act"], heard["actor"], heard["reason"]) == ("skills", "吴志强", "粤语、英语")
    assert (await screens.get(SKILLS))["held"]["1001"] == ["yue", "en"]
    (act,) = (await screens.get("board/acts"))["acts"]
    assert (act["act"], act["extension"], act["reason"], act["failed"]) == ("skills", "1001", "粤语、英语", "")
    assert (await SkillStore(screens.web.database).held())["1001"] == ("en", "yue")


async def test_every_board_hears_of_other_skills(screens: Screens) -> None:
    """And asks for them anew; an agent's console does not."""
    await screens.be("agent1")
    agent = await screens.web.live()
    await screens.be("supervisor1")
    boss = await screens.web.live()
    await screens.web.bus.publish(SkillBookChanged(at=MONDAY))
    await screens.web.bus.publish(CallArrived(at=MONDAY, call_id="c1", number="1", dialled="12345", channel="x"))
    assert (await until(boss, "skill_book")) == {"type": "skill_book"}
    async with asyncio.timeout(5):
        heard = [await agent.receive_json()]
        while heard[-1]["type"] != "call":
            heard.append(await agent.receive_json())
    assert "skill_book" not in [one["type"] for one in heard]


async def test_all_of_it_is_taken_back(screens: Screens) -> None:
    """What is sent is everything that the agent can do."""
    await screens.be("supervisor1")
    await put(screens, ["elderly"])
    assert await put(screens, []) == {"skills": []}
    assert (await SkillStore(screens.web.database).held())["1001"] == ()


@pytest.mark.parametrize("skills", [["flying"], "yue", [1], ["yue"] * 51])
async def test_what_the_city_does_not_have_is_refused(screens: Screens, skills: object) -> None:
    """With its field, and nothing is changed or booked."""
    await screens.be("supervisor1")
    told = await put(screens, skills, 422)
    assert "skills" in told["error"]["details"]["fields"]
    assert (await screens.get("board/acts"))["acts"] == []


async def test_only_supervisors_and_only_desks(screens: Screens) -> None:
    """An agent sets nobody's skills, and nobody sets those of a desk that is none."""
    await screens.be("supervisor1")
    await put(screens, [], 404, "9999")
    await screens.be("agent1")
    await put(screens, [], 403)
    await screens.get(SKILLS, 403)


async def test_the_board_says_for_what_a_caller_waits(screens: Screens) -> None:
    """Also when the caller has gone on to the common line."""
    await screens.be("supervisor1")
    boss = await screens.web.live()
    say = screens.web.bus.publish
    await say(CallArrived(at=MONDAY, call_id="c1", number="13800138000", dialled="12345", channel="x"))
    for queue in ("skill-yue", "hotline"):
        await say(CallQueued(at=MONDAY, call_id="c1", queue=queue, position=1))
    told = [(await until(boss, "call"))["call"] for _ in range(3)]
    assert [(one["state"], one["skill"]) for one in told] == [("menu", ""), ("queued", "yue"), ("queued", "yue")]
    assert told[1]["waits"] == told[2]["waits"]


async def test_skills_are_kept_in_every_database(place: Place) -> None:
    """By the account at the desk, and forgotten with it; of a desk that is nobody's there is nothing to keep."""
    async with fresh_database(place) as database:
        store = SkillStore(database)
        assert await store.held() == {}
        with pytest.raises(NotFoundError):
            await store.put("1001", ["yue"])
        await AccountService(database, passwords=CHEAP).ensure_demo_accounts()
        await store.put("1001", ["yue", "en"])
        await store.put("1001", ["yue", "yue"])
        held = await store.held()
        assert (held["1001"], held["1002"]) == (("yue",), ())
