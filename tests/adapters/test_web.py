"""The web side on a real database: signing in, the desk, tickets, the live websocket, and what it refuses."""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp.test_utils import TestClient, TestServer

from hotline.accounts.service import AccountService
from hotline.agents.model import board_of
from hotline.agents.service import Agents
from hotline.answering.hours import works
from hotline.answering.pop import Pop
from hotline.applications.service import Applications
from hotline.bus import Bus
from hotline.calls.marks import Marks
from hotline.calls.store import CallStore
from hotline.events import AgentRung, AgentStateChanged, CallArrived, LinkChanged, MenuStepTaken
from hotline.kb.library import Library
from hotline.kb.load import load_outline
from hotline.kb.service import KnowledgeService
from hotline.notices.gateway import LocalGateway
from hotline.notices.service import Outbox
from hotline.requests.service import Requests
from hotline.settings import ROOT, Settings
from hotline.storage.engine import open_database
from hotline.telephony.secrets import load_secrets
from hotline.telephony.tokens import check_token
from hotline.tickets.draft import Codes
from hotline.tickets.service import TicketService
from hotline.web.app import build_app
from hotline.web.live import Live
from hotline.web.services import Part, Services
from tests.adapters.conftest import Shelf
from tests.fakes.scripts import small_menus

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
PASSWORD = "hotline-demo"


class EchoQueue:
    """The queue, which answers what it is asked with the event that Asterisk would send."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    async def _say(self, extension: str, state: str, reason: str = "") -> None:
        await self._bus.publish(AgentStateChanged(at=NOW, extension=extension, state=state, reason=reason))

    async def add(self, extension: str, name: str, *, reason: str) -> None:
        """Paused."""
        await self._say(extension, "paused", reason)

    async def pause(self, extension: str, *, reason: str) -> None:
        """Paused for this reason."""
        await self._say(extension, "paused", reason)

    async def unpause(self, extension: str) -> None:
        """Ready."""
        await self._say(extension, "ready")

    async def remove(self, extension: str) -> None:
        """Gone."""
        await self._say(extension, "offline")


@dataclass
class WebHotline:
    """The web side with all behind it but Asterisk."""

    bus: Bus
    client: TestClient[Any, Any]
    services: Services
    parts: dict[str, Part] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        """The address of our own pages."""
        return f"http://{self.client.host}:{self.client.port}"

    async def sign_in(self, username: str = "agent1") -> None:
        """The client's cookie is this user's from now on."""
        body = {"username": username, "password": PASSWORD}
        async with self.client.post("/api/session", json=body) as response:
            assert response.status == 200, await response.text()

    async def live(self) -> aiohttp.ClientWebSocketResponse:
        """The signed-in user's live websocket."""
        return await self.client.ws_connect("/api/live", headers={"Origin": self.origin})


@pytest_asyncio.fixture
async def hotline(tmp_path: Path, shelf: Shelf) -> AsyncIterator[WebHotline]:
    """A web side of its own for each test."""
    settings = Settings(state_dir=tmp_path, ui_dir=tmp_path / "ui")
    (tmp_path / "ui" / "assets").mkdir(parents=True)
    (tmp_path / "ui" / "index.html").write_text("<title>12345</title>")
    (tmp_path / "ui" / "assets" / "a.js").write_text("1")
    shutil.copyfile(shelf.file, tmp_path / "hotline.db")
    database, bus = open_database(settings.database), Bus()
    accounts, books = AccountService(database), CallStore(database)
    knowledge = KnowledgeService(database, bus, load_outline(ROOT / "kb"))
    city = shelf.library.city
    library = Library(city, shelf.library.search, revision=shelf.revision)
    names = await accounts.agent_names()
    codes = Codes(departments=city.department_codes, categories=city.category_codes)
    tickets = TicketService(database, bus, codes=lambda: codes)
    agents = Agents(EchoQueue(bus), board_of(names))
    pop = Pop(books=books, tickets=tickets.list_for, live=agents.call)
    live = Live(agents, pop.card, names)
    for listener in (agents.hear, books.hear, live.hear):
        bus.join(listener)
    parts = {"asterisk": Part(ok=True)}

    async def part() -> Part:
        return parts["asterisk"]

    services = Services(
        settings=settings,
        secrets=load_secrets(settings.secrets_file),
        library=library,
        knowledge=knowledge,
        accounts=accounts,
        agents=agents,
        calls=books,
        tickets=tickets,
        applications=Applications(database, city=lambda: library.city, works=works),
        outbox=Outbox(database, LocalGateway(settings.outbox_file)),
        requests=Requests(database, settings.messages_dir),
        marks=Marks(database),
        menus=small_menus(tmp_path / "ivr"),
        pop=pop,
        names=names,
        parts={"asterisk": part},
    )
    client: TestClient[Any, Any] = TestClient(TestServer(build_app(services, live)))
    await client.start_server()
    yield WebHotline(bus=bus, client=client, services=services, parts=parts)
    await client.close()
    await database.close()


def draft(hotline: WebHotline, **given: Any) -> dict[str, Any]:
    """A ticket as the console sends it."""
    city = hotline.services.library.city
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


async def test_whoever_is_not_signed_in_gets_nothing(hotline: WebHotline) -> None:
    """Every address of the API but the public ones answers 401, as JSON."""
    for path in ("/api/session", "/api/agent", "/api/calls", "/api/tickets", "/api/kb/departments", "/api/agent/phone"):
        async with hotline.client.get(path) as response:
            assert response.status == 401, path
            assert (await response.json())["error"]["code"] == "not-signed-in"
    async with hotline.client.get("/api/config") as response:
        assert (await response.json())["numbers"] == ["12345", "114"]


async def test_a_wrong_password_is_refused_in_words(hotline: WebHotline) -> None:
    """And sets no cookie."""
    async with hotline.client.post("/api/session", json={"username": "agent1", "password": "x"}) as response:
        assert response.status == 401
        assert "密码" in (await response.json())["error"]["message"]
        assert "Set-Cookie" not in response.headers


async def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(hotline: WebHotline) -> None:
    """HttpOnly and SameSite=Strict."""
    async with hotline.client.post("/api/session", json={"username": "agent1", "password": PASSWORD}) as response:
        cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


async def test_signing_in_pauses_and_ready_makes_ready(hotline: WebHotline) -> None:
    """The seat is what the queue says; signing out leaves it."""
    await hotline.sign_in()
    async with hotline.client.get("/api/agent") as response:
        assert (await response.json())["state"] == "paused"
    async with hotline.client.post("/api/agent/state", json={"state": "ready"}) as response:
        assert (await response.json())["state"] == "ready"
    async with hotline.client.delete("/api/session") as response:
        assert response.status == 200
    assert hotline.services.agents.seat("1001").state == "offline"
    async with hotline.client.get("/api/session") as response:
        assert response.status == 401


async def test_each_phone_gets_its_own_password_and_a_signed_token(hotline: WebHotline) -> None:
    """The citizen's without signing in, the agent's only for its agent."""
    await hotline.sign_in("agent2")
    for path, name in (("/api/phone", "web-phone"), ("/api/agent/phone", "1002")):
        async with hotline.client.get(path) as response:
            phone = await response.json()
            assert response.headers["Cache-Control"] == "no-store"
        assert phone["username"] == name
        assert phone["password"] == hotline.services.secrets.phones[name]
        token = phone["gateway"].removeprefix("/sip?token=")
        assert check_token(hotline.services.secrets.gateway, token, int(NOW.timestamp())) == name


async def test_another_site_can_change_nothing(hotline: WebHotline) -> None:
    """A page elsewhere that posts to us is refused, also with the cookie."""
    await hotline.sign_in()
    headers = {"Origin": "http://evil.example", "Idempotency-Key": "k" * 12}
    async with hotline.client.post("/api/tickets", json=draft(hotline), headers=headers) as response:
        assert response.status == 403
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await hotline.client.ws_connect("/api/live", headers={"Origin": "http://evil.example"})
    assert refused.value.status == 403


async def test_a_ticket_is_saved_once_and_shows_who_did_it(hotline: WebHotline) -> None:
    """The same key twice is the same ticket; its number is heard on the phone at once."""
    await hotline.sign_in()
    numbers = []
    for _ in range(2):
        headers = {"Idempotency-Key": "a-key-of-the-form"}
        async with hotline.client.post("/api/tickets", json=draft(hotline), headers=headers) as response:
            assert response.status == 201, await response.text()
            numbers.append((await response.json())["ticket"]["number"])
    assert numbers[0] == numbers[1]
    async with hotline.client.get(f"/api/tickets/{numbers[0]}") as response:
        found = await response.json()
    assert found["ticket"]["place"] == "桂江路18号"
    assert [(entry["actor_name"], entry["action"]) for entry in found["history"]] == [("林晓燕", "created")]
    assert "受理" in (await hotline.services.tickets.progress(numbers[0]) or "")
    async with hotline.client.get("/api/tickets", params={"number": "13800138000"}) as response:
        assert [ticket["number"] for ticket in (await response.json())["tickets"]] == numbers[:1]


async def test_every_fault_of_a_ticket_is_told_at_once(hotline: WebHotline) -> None:
    """By field, so that the form can show each where it is."""
    await hotline.sign_in()
    wrong = draft(hotline, content=" ", category="nowhere", department="99x", type="joke")
    async with hotline.client.post("/api/tickets", json=wrong, headers={"Idempotency-Key": "k" * 12}) as response:
        assert response.status == 422
        fields = (await response.json())["error"]["details"]["fields"]
    assert set(fields) == {"content", "category", "department", "type"}


async def test_what_is_no_json_and_what_is_of_the_wrong_kind(hotline: WebHotline) -> None:
    """Both are told as input that is wrong, never as a fault of ours."""
    await hotline.sign_in()
    headers = {"Idempotency-Key": "k" * 12}
    async with hotline.client.post("/api/tickets", data=b"{", headers=headers) as response:
        assert response.status == 422
    async with hotline.client.post("/api/tickets", json=draft(hotline, place=5), headers=headers) as response:
        assert response.status == 422
        assert "place" in (await response.json())["error"]["details"]["fields"]
    async with hotline.client.get("/api/tickets", params={"limit": "many"}) as response:
        assert response.status == 422
    async with hotline.client.get("/api/nothing") as response:
        assert response.status == 404
        assert (await response.json())["error"]["code"] == "http-404"


async def test_the_pop_comes_with_the_number_and_the_menu_path(hotline: WebHotline) -> None:
    """As soon as the phone rings, on that agent's screens only."""
    await hotline.sign_in("agent2")
    other = await hotline.live()
    assert (await other.receive_json())["type"] == "hello"
    await hotline.sign_in("agent1")
    own = await hotline.live()
    hello = await own.receive_json()
    assert (hello["agent"]["extension"], hello["fresh"]) == ("1001", False)
    call = {"at": NOW, "call_id": "c1"}
    for event in (
        CallArrived(**call, number="13800138000", dialled="12345", channel="PJSIP/a-1"),
        MenuStepTaken(**call, node="main", pressed="1", heard="部门查询"),
        AgentRung(**call, extension="1001"),
        LinkChanged(at=NOW, fresh=True, why=""),
    ):
        await hotline.bus.publish(event)
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


async def test_a_page_opened_again_gets_its_ringing_call_again(hotline: WebHotline) -> None:
    """The greeting is followed by the card."""
    await hotline.sign_in("agent1")
    await hotline.bus.publish(CallArrived(at=NOW, call_id="c9", number="13900000000", dialled="114", channel="x"))
    await hotline.bus.publish(AgentRung(at=NOW, call_id="c9", extension="1001"))
    again = await hotline.live()
    hello, pop = await again.receive_json(), await again.receive_json()
    assert hello["board"]["calls"][0]["state"] == "ringing"
    assert (pop["type"], pop["card"]["dialled"]) == ("ringing", "114")


async def test_health_says_which_part_is_missing(hotline: WebHotline) -> None:
    """200 while all is well, 503 with the reason otherwise."""
    async with hotline.client.get("/health/ready") as response:
        assert response.status == 200
    hotline.parts["asterisk"] = Part(ok=False, why="Asterisk does not answer.")
    async with hotline.client.get("/health/ready") as response:
        assert response.status == 503
        body = await response.json()
    assert body == {"ready": False, "parts": {"asterisk": {"ok": False, "why": "Asterisk does not answer."}}}
    async with hotline.client.get("/health/live") as response:
        assert response.status == 200


async def test_pages_are_served_with_care(hotline: WebHotline) -> None:
    """Every address of the page's own is the page; nothing outside the built folder is reachable."""
    for path in ("/", "/phone", "/tickets/202611210001"):
        async with hotline.client.get(path) as response:
            assert "12345" in await response.text()
            assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    async with hotline.client.get("/assets/a.js") as response:
        assert "immutable" in response.headers["Cache-Control"]
    for path in ("/../secrets.json", "/%2e%2e/secrets.json", "/assets/..%2f..%2fsecrets.json", "/none.js"):
        async with hotline.client.get(path) as response:
            text = await response.text()
            assert response.status in (200, 404)
            assert "gateway" not in text


async def test_what_a_citizen_is_called_reaches_the_screen_as_text(hotline: WebHotline) -> None:
    """Markup in a name stays what it is: JSON, never HTML."""
    await hotline.sign_in()
    named = draft(hotline, citizen_name="<script>alert(1)</script>")
    async with hotline.client.post("/api/tickets", json=named, headers={"Idempotency-Key": "k" * 12}) as response:
        assert response.content_type == "application/json"
        assert json.loads(await response.text())["ticket"]["citizen_name"].startswith("<script>")
