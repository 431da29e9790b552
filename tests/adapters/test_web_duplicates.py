"""Duplicates by HTTP: asked for while typing, and joined with one key."""

from __future__ import annotations

from typing import Any

import pytest

from hotline.web.ticket_fields import LONGEST_KEY
from tests.adapters.web_hotline import WebHotline

DRAFT = {
    "type": "help",
    "category": "0303",
    "district": "01",
    "place": "湖滨路18号",
    "content": "湖滨路路灯不亮已经三天，晚上一片漆黑。",
    "citizen_number": "13800138000",
}
FOUND = "/api/tickets/duplicates"


async def told(web: WebHotline, method: str, path: str, status: int = 200, **sent: Any) -> dict[str, Any]:
    """What is answered."""
    async with web.client.request(method, path, **sent) as response:
        answer: dict[str, Any] = await response.json()
        assert response.status == status, answer
        return answer


async def saved(web: WebHotline) -> str:
    """The number of a ticket about the lamp, which is in the index."""
    await web.services.duplicates.build()
    await web.sign_in("agent1")
    answer = await told(web, "POST", "/api/tickets", 201, json=DRAFT, headers={"Idempotency-Key": "lamp-0001"})
    await web.services.duplicates.look()
    return str(answer["ticket"]["number"])


@pytest.mark.parametrize("username", ["agent1", "supervisor1"])
async def test_what_is_alike_is_told_while_typing(web: WebHotline, username: str) -> None:
    """By query or by body, to whoever answers citizens; not who called before."""
    number = await saved(web)
    await web.sign_in(username)
    asked = {"content": "湖滨路20号路灯不亮", "district": "01"}
    by_body = await told(web, "POST", FOUND, json=asked)
    assert by_body == await told(web, "GET", FOUND, params=asked)
    (hit,) = by_body["hits"]
    assert by_body["ready"]
    assert (hit["number"], hit["state_label"], hit["place"], hit["joined"]) == (number, "待派单", "湖滨路18号", 0)
    assert hit["reasons"][0] == "同一地点：湖滨路"
    assert DRAFT["citizen_number"] not in str(by_body)


async def test_before_the_index_is_built_nothing_is_found_and_it_is_said(web: WebHotline) -> None:
    """The screen shows neither an error nor a false calm."""
    await web.sign_in("agent1")
    assert await told(web, "POST", FOUND, json={"content": "路灯不亮"}) == {"ready": False, "hits": []}


@pytest.mark.parametrize(
    ("body", "field"),
    [({"content": 7}, "content"), ({"content": "灯" * 4001}, "content"), ({"place": ["湖滨路"]}, "place")],
)
async def test_what_no_screen_sends_is_refused_by_field(web: WebHotline, body: dict[str, Any], field: str) -> None:
    """As everywhere."""
    await web.sign_in("agent1")
    answer = await told(web, "POST", FOUND, 422, json=body)
    assert field in answer["error"]["details"]["fields"]


async def test_one_key_joins(web: WebHotline) -> None:
    """Pressed twice, the same ticket comes back; the parent says how many were joined."""
    parent = await saved(web)
    headers = {"Idempotency-Key": "join-0001"}
    body = DRAFT | {"citizen_number": "13900139000"}
    path = f"/api/tickets/{parent}/join"
    first, again = [await told(web, "POST", path, 201, json=body, headers=headers) for _ in range(2)]
    assert first == again
    assert (first["ticket"]["state"], first["ticket"]["parent"]) == ("merged", parent)
    await web.services.duplicates.look()
    (hit,) = (await told(web, "POST", FOUND, json={"content": "湖滨路路灯不亮"}))["hits"]
    assert (hit["number"], hit["joined"]) == (parent, 1)


async def test_a_faulty_joining_writes_nothing(web: WebHotline) -> None:
    """No key, a key too long, no such parent, a faulty draft."""
    parent = await saved(web)
    path, good = f"/api/tickets/{parent}/join", {"Idempotency-Key": "join-0001"}
    await told(web, "POST", path, 422, json=DRAFT)
    await told(web, "POST", path, 422, json=DRAFT, headers={"Idempotency-Key": "k" * (LONGEST_KEY + 1)})
    await told(web, "POST", "/api/tickets/2600000022/join", 422, json=DRAFT, headers=good)
    await told(web, "POST", path, 422, json=DRAFT | {"category": "none", "assisting": [7]}, headers=good)
    assert len(await web.services.tickets.latest()) == 1


@pytest.mark.parametrize("username", ["", "handler1"])
async def test_who_does_not_answer_citizens_sees_none(web: WebHotline, username: str) -> None:
    """Neither a stranger nor a department's handler."""
    if username:
        await web.sign_in(username)
    status = 403 if username else 401
    await told(web, "GET", FOUND, status, params={"content": "路灯"})
    await told(web, "POST", FOUND, status, json={"content": "路灯"})
    await told(web, "POST", "/api/tickets/2600000014/join", status, json=DRAFT)
