"""Strangers at every port, and strange callers: the screens never go stale, and nothing of theirs becomes ours."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import re
import time
from itertools import pairwise
from typing import Any
from urllib.parse import quote

import pytest

from tests.absence.hearing import open_menu
from tests.fakes.citizen import Citizen
from tests.fakes.talking_phone import TalkingPhone
from tests.hotline_process import Desk, HotlineProcess

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(180)]
PORTS = ["agi_port", "http_port", "gateway_port", "ami_port"]
VISITS, AT_ONCE = 1000, 50
STALE_SECONDS = 3.0  # a page that hears nothing for so long says so


class Pulse(Desk):
    """A desk that notes when each message came."""

    def __init__(self, hotline: HotlineProcess, username: str) -> None:
        super().__init__(hotline, username)
        self.came: list[float] = []

    def _hear(self, message: dict[str, Any]) -> None:
        self.came.append(time.monotonic())
        super()._hear(message)

    def longest_pause(self, since: float) -> float:
        """The longest time without a message since then, until now."""
        edges = [since, *(at for at in self.came if at >= since), time.monotonic()]
        return max(after - before for before, after in pairwise(edges))


async def visit(port: int, words: bytes) -> None:
    """Connect, say the words, and go."""
    with contextlib.suppress(OSError):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(words)
        writer.close()
        await writer.wait_closed()


async def crowd(port: int, words: list[bytes]) -> None:
    """Visit with each of the words, AT_ONCE at a time."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def enter(each: bytes) -> None:
        async with gate:
            await visit(port, each)

    await asyncio.gather(*(enter(each) for each in words))


@pytest.mark.parametrize("words", ["nothing", "noise", "lines"])
async def test_the_screens_go_on_while_strangers_knock(hotline: HotlineProcess, words: str) -> None:
    """A thousand visits at each port, silent or loud: a message at least every 3 s, and the next call gets through."""
    chance = random.Random(12345)  # noqa: S311 the same noise each time
    said = {
        "nothing": [b""] * VISITS,
        "noise": [chance.randbytes(chance.randrange(1, 400)) for _ in range(VISITS // 10)],
        "lines": [b"GET /\r\nAction: Login\nagi_request: \r\n" + chance.randbytes(60) for _ in range(VISITS // 10)],
    }[words]
    number = "13900000051"
    async with Pulse(hotline, "supervisor1") as desk:
        began = time.monotonic()
        await asyncio.gather(*(crowd(hotline.ports[port], said) for port in PORTS))
        seen = len(desk.messages)
        await hotline.until(lambda: len(desk.heard("beat", seen)) > 2)
        assert desk.longest_pause(began) < STALE_SECONDS
        assert not [message for message in desk.heard("link") if not message["fresh"]]
        assert await hotline.ready()
        async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
            await citizen.call("12345")
            await open_menu(hotline, desk, citizen, number)
    for part in ("controller", "gateway"):
        log = (hotline.state / "logs" / f"{part}.log").read_text()
        assert "Traceback" not in log, "a stranger's words are no fault of ours"


@pytest.mark.parametrize(
    ("number", "name", "known"),
    [
        ("13912345678", "<img src=x onerror=alert(1)>", "13912345678"),
        ("139" + quote("\r\nAction: Originate\r\nEvent: ", safe="") + "12345679", "13912345678", "13912345679"),
        (quote("<b>139</b>\n", safe="") + "12345670", quote("\r\nEvent: HotlineEnded\r\n"), "13912345670"),
    ],
)
async def test_what_a_caller_is_called_stays_a_number(
    hotline: HotlineProcess, phone: TalkingPhone, number: str, name: str, known: str
) -> None:
    """The card shows digits and no name, no event of theirs is told, and no log shows the whole number."""
    async with Desk(hotline, "agent4") as desk:
        await desk.post("/api/agent/state", {"state": "ready"})
        async with Citizen(hotline.ports["sip_port"], number=number, name=name) as citizen:
            seen = len(desk.messages)
            await citizen.call("12345")
            citizen.press("0")
            await phone.rings(30)
            (popped,) = await hotline.until(lambda: desk.heard("ringing", seen))
            assert (popped["card"]["number"], popped["card"]["name"]) == (known, "")
            phone.reject()
            await hotline.until(lambda: desk.state_of(known) == "queued")
            citizen.hang_up()
            await hotline.until(lambda: desk.state_of(known) == "")
        told = json.dumps(desk.messages[seen:], ensure_ascii=False)
        assert not re.search(r"<|Action|Originate|HotlineEnded|\\[rn]", told)
        await desk.post("/api/agent/state", {"state": "offline"})
    for log in (hotline.state / "logs").iterdir():
        assert not re.search(rf"{known}|Originate|onerror", log.read_text()), log.name
