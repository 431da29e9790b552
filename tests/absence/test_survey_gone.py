"""The controller killed or hung while a caller is asked how it was: the caller is thanked and let go, once."""

from __future__ import annotations

import os
import signal
import time

import pytest

from hotline.telephony.static_prompts import STATIC_PROMPTS
from tests.acceptance.desk import likeness
from tests.fakes.citizen import Citizen
from tests.fakes.talking_phone import TalkingPhone
from tests.fakes.tones import read_wav
from tests.hotline_process import Desk, HotlineProcess

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(180)]
GOODBYE = "goodbye"  # of Asterisk's own prompts


@pytest.mark.parametrize(("number", "trouble"), [("13900000191", signal.SIGKILL), ("13900000192", signal.SIGSTOP)])
async def test_the_controller_fails_in_the_survey(
    hotline: HotlineProcess, phone: TalkingPhone, number: str, trouble: signal.Signals
) -> None:
    """The caller hears goodbye and not the queue; the agent wraps up, and the books say that the call was answered."""
    assert GOODBYE in STATIC_PROMPTS
    spoken = read_wav(hotline.state / "prompts" / "static" / f"{GOODBYE}.wav")
    async with Desk(hotline, "agent4") as desk, Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await desk.post("/api/agent/state", {"state": "ready"})
        await citizen.call("12345")
        citizen.press("0")
        await phone.rings(30)
        await phone.answer()
        await hotline.until(lambda: desk.state_of(number) == "talking")
        phone.hang_up()
        await hotline.until(lambda: desk.state_of(number) == "survey")
        assert (await desk.get("/api/agent"))["state"] == "wrap_up"
        await citizen.hears_speech(0.5, since=time.monotonic())
        seen = len(desk.messages)
        os.kill(hotline.pid_of("serve"), trouble)
        await hotline.until(citizen.ended.is_set, patience=30)
        assert likeness(citizen.since(time.monotonic() - 3.5), spoken) > 0.5
        await hotline.until(lambda: desk.heard("hello", seen) and desk.fresh, patience=40)
        await hotline.until(lambda: desk.state_of(number) == "")
        (call,) = [one for one in (await desk.get("/api/calls"))["calls"] if one["number"] == number]
        assert (call["outcome"], call["extension"]) == ("answered", "1004")
        await desk.post("/api/agent/state", {"state": "offline"})
