"""The controller killed while people talk or a phone rings: nobody on the line notices, and the screens come back."""

from __future__ import annotations

import os
import signal
import time

import pytest

from tests.absence.conftest import AGENT_HERTZ
from tests.absence.hearing import longest_silence
from tests.fakes.citizen import Citizen
from tests.fakes.talking_phone import TalkingPhone
from tests.fakes.tones import loudest_level
from tests.hotline_process import Desk, HotlineProcess

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(180)]
CITIZEN_HERTZ = 1000
LONGEST_GAP = 1.0  # seconds; on a busy machine our own phones stutter


async def test_killed_while_they_talk(hotline: HotlineProcess, phone: TalkingPhone) -> None:
    """Both go on hearing each other, and the board shows them talking within 5 s of the controller's return."""
    number = "13900000021"
    async with Desk(hotline, "agent4") as desk, Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await desk.post("/api/agent/state", {"state": "ready"})
        await citizen.call("12345")
        citizen.press("0")
        await phone.rings(30)
        citizen.say(CITIZEN_HERTZ)
        await phone.answer()
        await hotline.until(lambda: desk.state_of(number) == "talking")
        seen = len(desk.messages)
        os.kill(hotline.pid_of("serve"), signal.SIGKILL)
        killed = time.monotonic()
        await hotline.until(lambda: desk.heard("hello", seen), patience=40)
        await hotline.until(lambda: desk.fresh and desk.state_of(number) == "talking", patience=5)
        assert [call["extension"] for call in desk.calls.values() if call["number"] == number] == ["1004"]
        assert loudest_level(citizen.since(killed), AGENT_HERTZ) > 0.05
        assert loudest_level(phone.since(killed), CITIZEN_HERTZ) > 0.05
        for heard in (citizen.heard, phone.heard):
            assert longest_silence(heard, killed, time.monotonic()) < LONGEST_GAP
        phone.hang_up()
        await hotline.until(lambda: desk.state_of(number) == "survey")
        citizen.hang_up()
        await hotline.until(lambda: desk.state_of(number) == "")
        assert (await desk.get("/api/agent"))["state"] == "wrap_up"
        await desk.post("/api/agent/state", {"state": "offline"})


async def test_killed_while_an_agent_is_rung(hotline: HotlineProcess, phone: TalkingPhone) -> None:
    """The phone rings on; the page that comes back gets the card again, with the way through the menu, and answers."""
    number = "13900000022"
    async with Desk(hotline, "agent4") as desk, Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await citizen.call("12345")
        await citizen.hears_speech(0.5)
        citizen.press("5")
        await hotline.until(lambda: desk.state_of(number) == "menu", patience=20)
        citizen.press("0")
        await hotline.until(lambda: desk.state_of(number) == "queued", patience=20)
        await desk.post("/api/agent/state", {"state": "ready"})
        await phone.rings(30)
        await hotline.until(lambda: desk.heard("ringing"))
        seen = len(desk.messages)
        os.kill(hotline.pid_of("serve"), signal.SIGKILL)
        (again,) = await hotline.until(lambda: desk.heard("ringing", seen), patience=40)
        assert again["card"]["number"] == number
        assert [step["node"] for step in again["card"]["steps"]]
        assert phone.ringing.is_set()
        await phone.answer()
        await hotline.until(lambda: desk.state_of(number) == "talking")
        phone.hang_up()
        await hotline.until(lambda: desk.state_of(number) == "survey")
        citizen.hang_up()
        await hotline.until(citizen.ended.is_set)
        await desk.post("/api/agent/state", {"state": "offline"})
