"""The hall's screen over HTTP: who sees it, what stands on it, and what never does."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio

from hotline.events import AgentStateChanged, CallArrived, CallQueued, LinkChanged
from hotline.settings import Settings
from hotline.web.wall import KEY, WALL, WRONG_KEYS, utc_now
from tests.adapters.storage import Clock
from tests.adapters.ticket_screens import Screens
from tests.adapters.web_hotline import Shelf, web_hotline

RIGHT = "a-key-of-the-hall-2026"
Told = dict[str, Any]


@pytest_asyncio.fixture
async def desk(tmp_path: Path, shelf: Shelf) -> AsyncIterator[Screens]:
    """The demo city with a screen in its hall, now."""
    (tmp_path / "ui").mkdir()
    settings = Settings(state_dir=tmp_path, ui_dir=tmp_path / "ui", wall_key=RIGHT, trusted_proxies="127.0.0.1")
    async with web_hotline(settings, shelf) as web:
        yield Screens(web, Clock())


async def look(desk: Screens, key: str = RIGHT, status: int = 200, **headers: str) -> Told:
    """What the screen is told."""
    return await desk.call("GET", "wall", status, headers={KEY: key, **headers})


async def settled(desk: Screens) -> Told:
    """What it is told when the tickets and the procedures have been read."""
    await look(desk)
    wall = desk.web.client.server.app[WALL]  # type: ignore[union-attr]
    await wall.tickets.settle()
    await wall.chosen.settle()
    return await look(desk)


async def test_the_address_alone_shows_nothing(desk: Screens) -> None:
    """Without the key, with a wrong one, signed in or not; the answer is the same."""
    for username in ("", "agent1", "supervisor1"):
        await desk.be(username)
        for key in ("", "wrong", RIGHT[:-1], f"{RIGHT}x"):
            told = await look(desk, key, 403)
            assert told["error"]["code"] == "not-allowed"
    assert await desk.status("GET", f"wall?key={RIGHT}") == 403  # an address is logged


async def test_a_hotline_without_a_key_has_no_screen(tmp_path: Path, shelf: Shelf) -> None:
    """An empty key opens nothing."""
    async with web_hotline(Settings(state_dir=tmp_path, ui_dir=tmp_path), shelf) as web:
        for headers in ({}, {KEY: ""}):
            async with web.client.get("/api/wall", headers=headers) as response:
                assert response.status == 403


async def test_wrong_keys_are_counted_and_do_not_put_out_the_screen(desk: Screens) -> None:
    """Thirty an hour of one address; the right key is let in all the same, and another address has tries of its own."""
    for n in range(WRONG_KEYS):
        await look(desk, f"guess-{n}", 403)
    await look(desk, "guess", 429)
    await look(desk)
    await look(desk, "guess", 403, **{"X-Forwarded-For": "198.51.100.7"})
    await look(desk, "guess", 429, **{"X-Forwarded-For": "198.51.100.7, 127.0.0.1, 127.0.0.1, nobody"})


async def test_figures_stand_on_it_and_nobody(desk: Screens) -> None:
    """A ticket and a call are numbers; no name, number, text or code of them is in what the screen reads."""
    number = await desk.new()
    ticket = await desk.web.services.tickets.get(number)
    at, call = utc_now(), "call-1"
    for event in (
        LinkChanged(at=at, fresh=True, why=""),
        AgentStateChanged(at=at, extension="1001", state="ready", reason=""),
        CallArrived(at=at, call_id=call, number="13800138000", dialled="12345", channel="PJSIP/a"),
        CallQueued(at=at, call_id=call, queue="hotline", position=1),
    ):
        await desk.web.bus.publish(event)
    await desk.be("")
    told = await settled(desk)
    assert told["city"] == "云川市"
    assert (told["tickets"]["accepted"], told["tickets"]["pending"], told["tickets"]["finished"]) == (1, 1, 0)
    assert (told["queue"]["waiting"], told["queue"]["ready"], told["queue"]["fresh"]) == (1, 1, True)
    assert told["chosen"] == []
    text = json.dumps(told, ensure_ascii=False)
    for secret in (number, ticket.query_code, "13800138000", "王芳", "桂江路", "路灯", "agent1", "1001", call):
        assert secret not in text, secret


async def test_nobody_who_looks_waits_for_the_books(desk: Screens) -> None:
    """The first answer comes before anything was read, and says so."""
    told = await look(desk)
    assert told["tickets"] is None
    assert (await settled(desk))["tickets"] is not None


async def test_the_page_has_the_narrowest_policy(desk: Screens) -> None:
    """Its own file, nothing from elsewhere, no style in attributes, in no frame; no cookie is set."""
    folder = desk.web.services.settings.ui_dir
    await desk.be("")
    for name in ("wall", "public"):
        assert (await desk.web.client.get(f"/{name}")).status == 503
        (folder / f"{name}.html").write_text(f"<title>{name}</title>")
        for path in (f"/{name}", f"/{name}/", f"/{name}.html"):
            async with desk.web.client.get(path) as response:
                assert (response.status, await response.text()) == (200, f"<title>{name}</title>")
                policy = response.headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy
                assert "unsafe" not in policy
                assert response.headers["Referrer-Policy"] == "no-referrer"
                assert "Set-Cookie" not in response.headers
