"""Subscriptions to reports over HTTP: who may have which, and what is told of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio

from hotline.settings import Settings
from tests.adapters.mail_server import Mailbox, mail_server
from tests.adapters.storage import Clock
from tests.adapters.ticket_screens import LABOUR, POLICE, Screens
from tests.adapters.web_hotline import Shelf, web_hotline
from tests.fakes.tickets import MONDAY

BODY = {"report": "tickets", "every": "daily", "hour": 8, "format": "csv", "recipients": ["leader@city.gov.cn"]}


@pytest_asyncio.fixture
async def box() -> AsyncIterator[Mailbox]:
    """A mailbox."""
    async with mail_server() as running:
        yield running


@pytest_asyncio.fixture
async def desk(tmp_path: Path, shelf: Shelf, box: Mailbox) -> AsyncIterator[Screens]:
    """Somebody at a screen, with a mail server."""
    clock = Clock(MONDAY)
    given: dict[str, Any] = {"smtp_host": "127.0.0.1", "smtp_port": box.port, "smtp_tls": "none"}
    settings = Settings(state_dir=tmp_path, ui_dir=tmp_path, smtp_sender="12345@city.gov.cn", **given)
    async with web_hotline(settings, shelf, clock=clock) as web:
        yield Screens(web, clock)


async def test_a_supervisor_subscribes_tries_and_stops(desk: Screens, box: Mailbox) -> None:
    """From an empty list to a mail, and to a subscription that is gone."""
    await desk.be("supervisor1")
    listed = await desk.get("reports/mails")
    assert (listed["subscriptions"], listed["lacking"], listed["domains"]) == ([], "", ["city.gov.cn"])
    made = (await desk.post("reports/mails", BODY, 201))["subscription"]
    assert (made["active"], made["created_by_name"], made["sendings"]) == (True, "吴志强", [])
    told = await desk.post(f"reports/mails/{made['id']}/now")
    assert (told["missed"], len(box.got)) == ("", 1)
    assert box.got[0]["To"] == "leader@city.gov.cn"
    changed = await desk.call(
        "PUT", f"reports/mails/{made['id']}", json={**BODY, "every": "weekly", "department": POLICE}
    )
    assert changed["subscription"]["every"] == "weekly"
    assert "公安局" in changed["subscription"]["department_name"]
    stopped = await desk.post(f"reports/mails/{made['id']}/switch", {"on": False})
    assert (stopped["subscription"]["active"], stopped["subscription"]["next"]) == (False, None)
    await desk.call("DELETE", f"reports/mails/{made['id']}")
    assert (await desk.get("reports/mails"))["subscriptions"] == []


async def test_a_department_has_its_own_alone(desk: Screens) -> None:
    """Whatever it asks for is about its own rows; another's is not even there."""
    await desk.be("supervisor1")
    whole = (await desk.post("reports/mails", BODY, 201))["subscription"]
    police = (await desk.post("reports/mails", {**BODY, "department": POLICE}, 201))["subscription"]
    await desk.be("handler1")
    own = (await desk.post("reports/mails", {**BODY, "department": POLICE}, 201))["subscription"]
    assert own["department"] == LABOUR
    listed = await desk.get("reports/mails")
    assert [one["id"] for one in listed["subscriptions"]] == [own["id"]]
    assert {one["name"] for one in listed["reports"]} == {"tickets", "assessment"}
    for other in (whole, police):
        await desk.call("PUT", f"reports/mails/{other['id']}", 404, json=BODY)
        await desk.call("DELETE", f"reports/mails/{other['id']}", 404)
        await desk.post(f"reports/mails/{other['id']}/now", {}, 404)
        await desk.post(f"reports/mails/{other['id']}/switch", {"on": False}, 404)
    refused = await desk.post("reports/mails", {**BODY, "report": "agents"}, 422)
    assert "没有按单位的数据" in refused["error"]["details"]["fields"]["department"]


async def test_agents_and_strangers_have_none(desk: Screens) -> None:
    """Neither to see nor to send."""
    for user, status in (("agent1", 403), ("", 401)):
        await desk.be(user)
        await desk.get("reports/mails", status)
        await desk.post("reports/mails", BODY, status)
        await desk.get("reports/map", status)


async def test_a_failure_is_told_in_words(desk: Screens, box: Mailbox) -> None:
    """What the mail server said stands on the screen."""
    await desk.be("supervisor1")
    made = (await desk.post("reports/mails", BODY, 201))["subscription"]
    box.refused["leader@city.gov.cn"] = ("550 5.1.1 no such user", -1)
    told = await desk.post(f"reports/mails/{made['id']}/now", {}, 502)
    assert told["error"]["code"] == "notice-refused"
    assert "550 5.1.1 no such user" in told["error"]["message"]
    assert (await desk.post("reports/mails", {**BODY, "recipients": ["a@evil.example"]}, 422))["error"]["details"][
        "fields"
    ].keys() == {"recipients"}


async def test_the_map_has_every_district(desk: Screens) -> None:
    """With an outline and a place for its name; the demo city's says that it is schematic."""
    await desk.be("handler1")
    told = (await desk.get("reports/map"))["map"]
    districts = desk.web.services.library.city.outline.districts
    assert [(one["code"], one["name"]) for one in told["districts"]] == [(one.code, one.name) for one in districts]
    assert told["schematic"] is True
    assert all(one["path"].startswith("M") and one["path"].endswith("Z") for one in told["districts"])
