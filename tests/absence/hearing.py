"""How long somebody on the line heard nothing: the measure of every test in this folder; and the way to a ticket."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from itertools import pairwise

from tests.fakes.citizen import Citizen
from tests.fakes.tones import from_alaw, spoken_seconds
from tests.hotline_process import Desk, HotlineProcess

TICKET = {
    "type": "help",
    "place": "桂江路18号",
    "content": "路灯不亮已经三天。",
    "confidential": False,
    "citizen_name": "",
    "call_id": "",
}


def longest_silence(heard: Iterable[tuple[float, bytes]], since: float, until: float) -> float:
    """Seconds of the longest stretch without a sound between two times of time.monotonic().

    heard: arrival and A-law frame; where nothing arrives there is no sound either.
    """
    times = [when for when, frame in heard if since <= when <= until and spoken_seconds(from_alaw(frame)) > 0]
    edges = [since, *times, until]
    return max(after - before for before, after in pairwise(edges))


async def draft(desk: Desk, number: str) -> dict[str, object]:
    """A ticket that may be saved, of the citizen who calls from this number."""
    categories = (await desk.get("/api/kb/categories"))["categories"]
    departments = (await desk.get("/api/kb/departments"))["departments"]
    codes = {"category": categories[0]["children"][0]["code"], "department": departments[0]["code"]}
    return {**TICKET, **codes, "citizen_number": number}


async def save(desk: Desk, body: dict[str, object], key: str) -> str:
    """Save a ticket; its number."""
    answer = await desk.post("/api/tickets", body, **{"Idempotency-Key": key})
    assert "ticket" in answer, answer
    return str(answer["ticket"]["number"])


async def open_menu(hotline: HotlineProcess, desk: Desk, citizen: Citizen, number: str) -> None:
    """Bring a citizen who has been answered through the greeting into the menu."""
    await citizen.hears_speech(0.5)
    pressed = time.monotonic()
    citizen.press("5")
    await citizen.hears_speech(0.5, since=pressed + 0.3)
    await hotline.until(lambda: desk.state_of(number) == "menu", patience=20)


async def key_ticket(hotline: HotlineProcess, citizen: Citizen, ticket: str) -> float:
    """From the menu, ask for a ticket by its number; when the last key ended."""
    asked = time.monotonic()
    citizen.press("3")
    await citizen.hears_speech(0.5, since=asked + 0.5)
    before = len(citizen.keys_ended)
    citizen.press(ticket + "#")
    await hotline.until(lambda: len(citizen.keys_ended) > before + len(ticket))
    return citizen.keys_ended[-1]


async def let_pass(seconds: float, since: float) -> None:
    """Wait until so many seconds have passed since a time of time.monotonic(): the length of a trouble."""
    passed = asyncio.Event()
    asyncio.get_running_loop().call_later(max(0.0, since + seconds - time.monotonic()), passed.set)
    await passed.wait()
