"""The API's description as it is served, and that the tests' witness misses nothing."""

from __future__ import annotations

import json

import aiohttp
from aiohttp.web import Application, Request, Response, WebSocketResponse, json_response

from hotline.web.openapi.written import FILE
from tests.adapters.described import witnessed
from tests.adapters.web_hotline import WebHotline


async def test_whoever_is_signed_in_reads_the_description(web: WebHotline) -> None:
    """It is the committed one: made of the routes of this very server."""
    async with web.client.get("/api/openapi.json") as response:
        assert response.status == 401
    await web.sign_in("handler1")
    async with web.client.get("/api/openapi.json") as response:
        assert await response.json() == json.loads(FILE.read_text(encoding="utf-8"))


async def _seen(method: str, path: str, answer: Response, **asked: object) -> list[str]:
    """What the witness says of a server that gives this answer."""

    async def handler(request: Request) -> Response:
        await request.read()
        return answer

    app = Application()
    app.router.add_route(method, path, handler)
    client, witness = await witnessed(app)
    try:
        async with client.request(method, path, **asked) as response:  # type: ignore[arg-type]
            await response.read()
    finally:
        await client.close()
    return witness.faults


async def test_a_field_that_nobody_described_is_told() -> None:
    """With the route, and what is too much."""
    told = await _seen("GET", "/health/live", json_response({"live": True, "age": 3}))
    assert len(told) == 1
    assert told[0].startswith("GET /health/live answered 200: $: ")
    assert "'age' was unexpected" in told[0]


async def test_what_a_route_never_said_it_would_do_is_told() -> None:
    """A status, a query, a body, an address."""
    fault = {"error": {"code": "conflict", "message": "", "details": {}}}
    assert "no such status" in (await _seen("GET", "/health/live", json_response(fault, status=409)))[0]
    assert (
        "no such query as q"
        in (await _seen("GET", "/health/live", json_response({"live": True}), params={"q": "1"}))[0]
    )
    wrong = await _seen("POST", "/api/broadcasts", json_response({}, status=201), json={"text": 1})
    assert [one.partition(":")[0] for one in wrong] == [
        "POST /api/broadcasts answered 201",
        "POST /api/broadcasts was asked",
    ]
    assert "no such route" in (await _seen("GET", "/api/nothing", json_response({})))[0]


async def test_a_message_of_another_shape_is_told() -> None:
    """What is said on the websocket is held against the description too."""

    async def live(request: Request) -> WebSocketResponse:
        socket = WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "beat", "at": "2026-11-21T01:00:00+00:00"})
        await socket.send_json({"type": "link", "fresh": 1, "why": ""})
        await socket.send_json({"type": "gossip"})
        await socket.close()
        return socket

    app = Application()
    app.router.add_get("/api/live", live)
    client, witness = await witnessed(app)
    try:
        async with client.ws_connect("/api/live") as socket:
            kinds = [(await socket.receive()).type for _ in range(3)]
    finally:
        await client.close()
    assert kinds == [aiohttp.WSMsgType.TEXT] * 3
    assert [one.partition(":")[0] for one in witness.faults] == ["/api/live told link", "/api/live told gossip"]
