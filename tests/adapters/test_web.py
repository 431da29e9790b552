"""The web side on a real database: signing in, the desk, tickets, the live websocket, and what it refuses."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest

from hotline.accounts.draft import AccountDraft, Places
from hotline.accounts.register import Register
from hotline.events import AgentRung, CallArrived, LinkChanged, MenuStepTaken
from hotline.telephony.tokens import check_token
from hotline.web.services import Part
from tests.adapters.web_hotline import CHEAP, NOW, PASSWORD, WebHotline


def draft(web: WebHotline, **given: Any) -> dict[str, Any]:
    """A ticket as the console sends it."""
    city = web.services.library.city
    return {
        "type": "help",
        "category": city.outline.categories[0].children[0].code,
        "place": "桂江路18号",
        "content": "路灯不亮已经三天。",
        "department": city.departments[0].code,
        "confidential": False,
        "citizen_number": "13800138000",
        "citizen_name": "王芳",
        "call_id": "c1",
        **given,
    }


async def test_whoever_is_not_signed_in_gets_nothing(web: WebHotline) -> None:
    """Every address of the API but the public ones answers 401, as JSON."""
    for path in ("/api/session", "/api/agent", "/api/calls", "/api/tickets", "/api/kb/departments", "/api/agent/phone"):
        async with web.client.get(path) as response:
            assert response.status == 401, path
            assert (await response.json())["error"]["code"] == "not-signed-in"
    async with web.client.get("/api/config") as response:
        assert (await response.json())["numbers"] == ["12345", "114"]


async def test_a_wrong_password_is_refused_in_words(web: WebHotline) -> None:
    """And sets no cookie."""
    async with web.client.post("/api/session", json={"username": "agent1", "password": "x"}) as response:
        assert response.status == 401
        assert "密码" in (await response.json())["error"]["message"]
        assert "Set-Cookie" not in response.headers


async def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(web: WebHotline) -> None:
    """HttpOnly and SameSite=Strict."""
    async with web.client.post("/api/session", json={"username": "agent1", "password": PASSWORD}) as response:
        cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


async def test_signing_in_pauses_and_ready_makes_ready(web: WebHotline) -> None:
    """The seat is what the queue says; signing out leaves it."""
    await web.sign_in()
    async with web.client.get("/api/agent") as response:
        assert (await response.json())["state"] == "paused"
    async with web.client.post("/api/agent/state", json={"state": "ready"}) as response:
        assert (await response.json())["state"] == "ready"
    async with web.client.delete("/api/session") as response:
        assert response.status == 200
    assert web.services.agents.seat("1001").state == "offline"
    async with web.client.get("/api/session") as response:
        assert response.status == 401


async def test_each_phone_gets_its_own_password_and_a_signed_token(web: WebHotline) -> None:
    """The citizen's without signing in, the agent's only for its agent."""
    await web.sign_in("agent2")
    for path, name in (("/api/phone", "web-phone"), ("/api/agent/phone", "1002")):
        async with web.client.get(path) as response:
            phone = await response.json()
            assert response.headers["Cache-Control"] == "no-store"
        assert phone["username"] == name
        assert phone["password"] == web.services.secrets.phone(name)
        token = phone["gateway"].removeprefix("/sip?token=")
        assert check_token(web.services.secrets.gateway, token, int(NOW.timestamp())) == name


async def test_an_agent_who_is_new_takes_calls_without_a_restart(web: WebHotline) -> None:
    """Any desk of the setting: its telephone has a password, and the queue and the board know it when it is ready."""
    register = Register(web.database, Places(departments=(), extensions=web.services.settings.seats), CHEAP)
    await register.add(AccountDraft(username="li.wei", name="李伟", role="agent", extension="1040"), "a long one")
    async with web.client.post("/api/session", json={"username": "li.wei", "password": "a long one"}) as response:
        assert response.status == 200
    async with web.client.get("/api/agent/phone") as response:
        assert (await response.json())["password"] == web.services.secrets.phone("1040")
    async with web.client.post("/api/agent/state", json={"state": "ready"}) as response:
        assert (await response.json())["state"] == "ready"
    assert web.services.agents.board.seats["1040"].state == "ready"


async def test_another_site_can_change_nothing(web: WebHotline) -> None:
    """A page elsewhere that posts to us is refused, also with the cookie."""
    await web.sign_in()
    headers = {"Origin": "http://evil.example", "Idempotency-Key": "k" * 12}
    async with web.client.post("/api/tickets", json=draft(web), headers=headers) as response:
        assert response.status == 403
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await web.client.ws_connect("/api/live", headers={"Origin": "http://evil.example"})
    assert refused.value.status == 403


async def test_a_ticket_is_saved_once_and_shows_who_did_it(web: WebHotline) -> None:
    """The same key twice is the same ticket; its number is heard on the phone at once."""
    await web.sign_in()
    numbers = []
    for _ in range(2):
        headers = {"Idempotency-Key": "a-key-of-the-form"}
        async with web.client.post("/api/tickets", json=draft(web), headers=headers) as response:
            assert response.status == 201, await response.text()
            numbers.append((await response.json())["ticket"]["number"])
    assert numbers[0] == numbers[1]
    async with web.client.get(f"/api/tickets/{numbers[0]}") as response:
        found = await response.json()
    assert found["ticket"]["place"] == "桂江路18号"
    assert [(entry["actor_name"], entry["action"]) for entry in found["history"]] == [("林晓燕", "dispatch")]
    assert "受理" in (await web.services.tickets.progress(numbers[0], caller="13800138000") or "")
    async with web.client.get("/api/tickets", params={"number": "13800138000"}) as response:
        assert [ticket["number"] for ticket in (await response.json())["tickets"]] == numbers[:1]


async def test_every_fault_of_a_ticket_is_told_at_once(web: WebHotline) -> None:
    """By field, so that the form can show each where it is."""
    await web.sign_in()
    wrong = draft(web, content=" ", category="nowhere", department="99x", type="joke")
    async with web.client.post("/api/tickets", json=wrong, headers={"Idempotency-Key": "k" * 12}) as response:
        assert response.status == 422
        fields = (await response.json())["error"]["details"]["fields"]
    assert set(fields) == {"content", "category", "department", "type"}


async def test_what_is_no_json_and_what_is_of_the_wrong_kind(web: WebHotline) -> None:
    """Both are told as input that is wrong, never as a fault of ours."""
    await web.sign_in()
    headers = {"Idempotency-Key": "k" * 12}
    async with web.client.post("/api/tickets", data=b"{", headers=headers) as response:
        assert response.status == 422
    async with web.client.post("/api/tickets", json=draft(web, place=5), headers=headers) as response:
        assert response.status == 422
        assert "place" in (await response.json())["error"]["details"]["fields"]
    async with web.client.get("/api/tickets", params={"limit": "many"}) as response:
        assert response.status == 422
    async with web.client.get("/api/nothing") as response:
        assert response.status == 404
        assert (await response.json())["error"]["code"] == "http-404"


async def test_the_pop_comes_with_the_number_and_the_menu_path(web: WebHotline) -> None:
    """As soon as the phone rings, on that agent's screens only."""
    await web.sign_in("agent2")
    other = await web.live()
    assert (await other.receive_json())["type"] == "hello"
    await web.sign_in("agent1")
    own = await web.live()
    hello = await own.receive_json()
    assert (hello["agent"]["extension"], hello["fresh"]) == ("1001", False)
    call = {"at": NOW, "call_id": "c1"}
    for event in (
        CallArrived(**call, number="13800138000", dialled="12345", channel="PJSIP/a-1"),
        MenuStepTaken(**call, node="main", pressed="1", heard="部门查询"),
        AgentRung(**call, extension="1001"),
        LinkChanged(at=NOW, fresh=True, why=""),
    ):
        await web.bus.publish(event)
    heard = [await own.receive_json()]
    while heard[-1]["type"] != "ringing":
        heard.append(await own.receive_json())
    card = heard[-1]["card"]
    assert (card["call_id"], card["number"], card["whole"]) == ("c1", "13800138000", True)
    assert [(step["node"], step["pressed"], step["heard"]) for step in card["steps"]] == [("main", "1", "部门查询")]
    seen = []
    while not seen or seen[-1]["type"] != "link":
        seen.append(await other.receive_json())
    assert "ringing" not in {message["type"] for message in seen}


async def test_a_page_opened_again_gets_its_ringing_call_again(web: WebHotline) -> None:
    """The greeting is followed by the card."""
    await web.sign_in("agent1")
    await web.bus.publish(CallArrived(at=NOW, call_id="c9", number="13900000000", dialled="114", channel="x"))
    await web.bus.publish(AgentRung(at=NOW, call_id="c9", extension="1001"))
    again = await web.live()
    hello, pop = await again.receive_json(), await again.receive_json()
    assert hello["board"]["calls"][0]["state"] == "ringing"
    assert (pop["type"], pop["card"]["dialled"]) == ("ringing", "114")


async def test_health_says_which_part_is_missing(web: WebHotline) -> None:
    """200 while all is well, 503 with the reason otherwise."""
    async with web.client.get("/health/ready") as response:
        assert response.status == 200
    web.parts["asterisk"] = Part(ok=False, why="Asterisk does not answer.")
    async with web.client.get("/health/ready") as response:
        assert response.status == 503
        body = await response.json()
    assert body == {"ready": False, "parts": {"asterisk": {"ok": False, "why": "Asterisk does not answer."}}}
    async with web.client.get("/health/live") as response:
        assert response.status == 200


async def test_pages_are_served_with_care(web: WebHotline) -> None:
    """Every address of the page's own is the page; nothing outside the built folder is reachable."""
    for path in ("/", "/phone", "/tickets/202611210001"):
        async with web.client.get(path) as response:
            assert "12345" in await response.text()
            assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    async with web.client.get("/assets/a.js") as response:
        assert "immutable" in response.headers["Cache-Control"]
    for path in ("/../secrets.json", "/%2e%2e/secrets.json", "/assets/..%2f..%2fsecrets.json", "/none.js"):
        async with web.client.get(path) as response:
            text = await response.text()
            assert response.status in (200, 404)
            assert "gateway" not in text


async def test_what_a_citizen_is_called_reaches_the_screen_as_text(web: WebHotline) -> None:
    """Markup in a name stays what it is: JSON, never HTML."""
    await web.sign_in()
    named = draft(web, citizen_name="<script>alert(1)</script>")
    async with web.client.post("/api/tickets", json=named, headers={"Idempotency-Key": "k" * 12}) as response:
        assert response.content_type == "application/json"
        assert json.loads(await response.text())["ticket"]["citizen_name"].startswith("<script>")
