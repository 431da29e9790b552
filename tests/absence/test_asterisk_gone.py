"""Asterisk restarted or frozen: the console says that it is stale, and is right again by itself."""

from __future__ import annotations

import os
import signal

import pytest

from tests.fakes.citizen import Citizen
from tests.hotline_process import Desk, HotlineProcess

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(180)]


def asterisk_of(hotline: HotlineProcess) -> int:
    """The process id of this hotline's Asterisk."""
    return hotline.pid_of("asterisk.conf")


async def test_asterisk_frozen_and_thawed(hotline: HotlineProcess) -> None:
    """A frozen Asterisk is stale on every screen within 5 s, with the reason, and fresh again after it goes on."""
    async with Desk(hotline, "supervisor1") as desk:
        pid, seen = asterisk_of(hotline), len(desk.messages)
        os.kill(pid, signal.SIGSTOP)
        try:
            await hotline.until(lambda: not desk.fresh, patience=5)
            assert all(message["why"] for message in desk.heard("link", seen) if not message["fresh"])
        finally:
            os.kill(pid, signal.SIGCONT)
        await hotline.until(lambda: desk.fresh, patience=15)


async def test_asterisk_killed_keeps_agents_signed_in(hotline: HotlineProcess) -> None:
    """The screens go stale, Asterisk starts again, the paused agent is still a member, and a citizen gets through."""
    async with Desk(hotline, "agent2") as desk:
        await desk.post("/api/agent/state", {"state": "paused", "reason": "会议"})
        seen = len(desk.messages)
        await hotline.until(lambda: len(desk.heard("beat", seen)) > 2)  # Asterisk writes its members down once a second
        os.kill(asterisk_of(hotline), signal.SIGKILL)
        await hotline.until(lambda: not desk.fresh, patience=5)
        await hotline.until(lambda: desk.fresh, patience=30)
        agent = await desk.get("/api/agent")
        assert (agent["extension"], agent["reason"]) == ("1002", "break:会议")
        async with Citizen(hotline.ports["sip_port"], number="13900000010") as citizen:
            await citizen.call("12345")
            await citizen.hears_speech(1.0)
            await hotline.until(lambda: desk.state_of("13900000010") == "queued", patience=30)
        await desk.post("/api/agent/state", {"state": "offline"})


async def test_calls_that_died_with_asterisk_leave_the_board(hotline: HotlineProcess) -> None:
    """The board shows no call that is not on the line any more."""
    async with Desk(hotline, "supervisor1") as desk:
        citizen = Citizen(hotline.ports["sip_port"], number="13900000011")
        async with citizen:
            await citizen.call("12345")
            await hotline.until(lambda: desk.state_of("13900000011"))
            os.kill(asterisk_of(hotline), signal.SIGKILL)
            await hotline.until(lambda: not desk.fresh, patience=5)
            await hotline.until(lambda: desk.fresh, patience=30)
            assert desk.state_of("13900000011") == ""
            citizen.ended.set()

        async def lost() -> bool:
            calls = (await desk.get("/api/calls"))["calls"]
            return [call["outcome"] for call in calls if call["number"] == "13900000011"] == ["lost"]

        await hotline.until(lost)
