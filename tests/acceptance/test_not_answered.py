"""Who does not take a call is paused where everybody sees it, and the citizen keeps the first place in the line."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Page, expect

from tests.acceptance.conftest import Pages
from tests.acceptance.desk import (
    AGENT_HERTZ,
    PATIENCE,
    answer,
    go_ready,
    hears_tone,
    rings,
    seat_of,
    shows,
    wait_in_line,
)
from tests.fakes.citizen import Citizen
from tests.hotline_process import Desk, HotlineProcess

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(180)]


async def is_paused_for_it(page: Page, board: Desk, hotline: HotlineProcess) -> None:
    """Wait until the agent sees why no call comes any more, and the supervisor sees it too."""
    await shows(page, "示忙")
    await expect(page.get_by_text("来电未接，已自动示忙")).to_be_visible(timeout=PATIENCE * 1000)
    await hotline.until(lambda: seat_of(board, "1001")["reason"] == "Auto-Pause", patience=PATIENCE)


async def test_a_call_that_is_rejected(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """It waits first in line, before one who came later, and rings at the next agent who is ready."""
    number, behind = "13900000301", "13900000302"
    first, second = await asyncio.gather(*(pages.agent(user, ready=False) for user in ("agent1", "agent2")))
    port = hotline.ports["sip_port"]
    async with Citizen(port, number=number) as citizen, Citizen(port, number=behind) as other:
        await wait_in_line(hotline, board, citizen, number)
        await wait_in_line(hotline, board, other, behind)
        await go_ready(first)
        await rings(first, number)
        await first.get_by_test_id("reject").click()
        await is_paused_for_it(first, board, hotline)
        await hotline.until(lambda: board.state_of(number) == "queued", patience=PATIENCE)
        await expect(first.get_by_test_id("answer")).to_be_disabled()
        await go_ready(second)
        await answer(second, number)
        await hears_tone(citizen, AGENT_HERTZ)
        assert board.state_of(behind) == "queued"


async def test_a_call_that_is_not_answered(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """After the time to ring it goes to the next agent who is ready, and not to the first one again."""
    number = "13900000303"
    first, second = await asyncio.gather(pages.agent("agent1"), pages.agent("agent2", ready=False))
    async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await wait_in_line(hotline, board, citizen, number)
        await rings(first, number)
        await go_ready(second)
        await answer(second, number)
        await hears_tone(citizen, AGENT_HERTZ)
        await is_paused_for_it(first, board, hotline)
        await first.get_by_test_id("ready").click()
        await shows(first, "空闲")
