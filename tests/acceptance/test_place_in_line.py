"""A place in the line is kept: whoever goes to the menu and comes back does not lose it."""

from __future__ import annotations

import time

import pytest

from tests.acceptance.desk import waiting
from tests.fakes.citizen import Citizen
from tests.hotline_process import Desk, HotlineProcess

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(180)]


async def test_from_the_menu_back_to_the_same_place(hotline: HotlineProcess) -> None:
    """Two wait; the first goes to the menu and comes back, and is still before the second."""
    first, second = "13900000021", "13900000022"
    port = hotline.ports["sip_port"]
    async with (
        Desk(hotline, "supervisor1") as desk,
        Citizen(port, number=first) as one,
        Citizen(port, number=second) as two,
    ):
        for citizen, number in ((one, first), (two, second)):
            await citizen.call("12345")
            await hotline.until(lambda number=number: desk.state_of(number) == "queued", patience=30)
        before = await waiting(hotline)
        pressed = time.monotonic()
        one.press("5")
        await hotline.until(lambda: desk.state_of(first) == "menu")
        await one.hears_speech(1.0, since=pressed + 0.3)
        assert len(await waiting(hotline)) == 1
        one.press("0")
        await hotline.until(lambda: desk.state_of(first) == "queued", patience=30)
        assert await waiting(hotline) == before
