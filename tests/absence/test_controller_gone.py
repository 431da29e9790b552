"""The controller is never a single point of silence: killed or hung, every caller still hears somebody."""

from __future__ import annotations

import os
import signal
import time

import pytest

from tests.fakes.citizen import Citizen
from tests.fakes.tones import spoken_seconds
from tests.hotline_process import Desk, HotlineProcess

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(180)]


async def in_menu(hotline: HotlineProcess, desk: Desk, citizen: Citizen, number: str) -> None:
    """Bring a citizen through the greeting into the self-service menu, and let its first words be heard."""
    await citizen.call("12345")
    await citizen.hears_speech(0.5)
    pressed = time.monotonic()
    citizen.press("5")
    await citizen.hears_speech(1.0, since=pressed + 0.5)
    await hotline.until(lambda: desk.state_of(number) == "menu")


async def test_killed_while_a_caller_is_in_the_menu(hotline: HotlineProcess) -> None:
    """The caller hears the apology, is queued, and the board shows the caller within 5 s of the controller's return."""
    number = "13900000001"
    async with Desk(hotline, "supervisor1") as desk, Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await in_menu(hotline, desk, citizen, number)
        os.kill(hotline.pid_of("serve"), signal.SIGKILL)
        killed = time.monotonic()
        await citizen.hears_speech(3.0, since=killed + 0.3, patience=15)
        await hotline.until(hotline.ready, patience=15)
        await hotline.until(lambda: desk.fresh, patience=5)
        await hotline.until(lambda: desk.state_of(number) == "queued", patience=15)
        assert not citizen.ended.is_set()


async def test_hung_while_a_caller_is_in_the_menu(hotline: HotlineProcess) -> None:
    """A controller under SIGSTOP is the same to the caller within 5 s, also while the menu is silent."""
    number = "13900000002"
    async with Desk(hotline, "supervisor1") as desk, Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await in_menu(hotline, desk, citizen, number)
        await hotline.until(lambda: spoken_seconds(citizen.since(time.monotonic() - 1.0)) < 0.1, patience=30)
        os.kill(hotline.pid_of("serve"), signal.SIGSTOP)
        await citizen.hears_speech(0.3, since=time.monotonic() + 0.2, patience=5)
        await hotline.until(hotline.ready, patience=20)
        await hotline.until(lambda: desk.state_of(number) == "queued", patience=15)


async def test_killed_while_a_caller_waits_in_the_queue(hotline: HotlineProcess) -> None:
    """The caller stays where they are, with the music, and is on the board again."""
    number = "13900000003"
    async with Desk(hotline, "supervisor1") as desk, Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await citizen.call("12345")
        await hotline.until(lambda: desk.state_of(number) == "queued", patience=30)
        seen = len(desk.messages)
        os.kill(hotline.pid_of("serve"), signal.SIGKILL)
        await citizen.hears_speech(3.0, since=time.monotonic(), patience=10)
        await hotline.until(lambda: desk.heard("hello", seen) and desk.fresh, patience=15)
        await hotline.until(lambda: desk.state_of(number) == "queued", patience=5)
        assert not citizen.ended.is_set()


async def test_a_new_caller_while_the_controller_is_dead(hotline: HotlineProcess) -> None:
    """Who rings in the very second of its death hears the apology and waits for a person."""
    number = "13900000004"
    async with Desk(hotline, "supervisor1") as desk, Citizen(hotline.ports["sip_port"], number=number) as citizen:
        os.kill(hotline.pid_of("serve"), signal.SIGKILL)
        began = time.monotonic()
        await citizen.call("12345")
        await citizen.hears_speech(2.0, since=began, patience=10)
        await hotline.until(lambda: desk.state_of(number) == "queued", patience=30)
