"""A call passed on to a colleague: the colleague knows who calls before answering, and the citizen is never lost."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Page, expect

from tests.acceptance.conftest import Pages
from tests.acceptance.desk import (
    AGENT_HERTZ,
    CITIZEN_HERTZ,
    COLLEAGUE_HERTZ,
    PATIENCE,
    answer,
    call_of,
    go_ready,
    hears_music,
    hears_tone,
    page_hears,
    rings,
    seat_of,
    shows,
    through_the_menu,
    wait_in_line,
)
from tests.fakes.citizen import Citizen
from tests.hotline_process import Desk, HotlineProcess

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(180)]


async def pass_on(page: Page, extension: str) -> None:
    """Send the citizen to a colleague who is ready: F7, choose, confirm."""
    await page.keyboard.press("F7")
    await page.get_by_test_id("transfer-to").select_option(extension)
    await page.get_by_test_id("transfer-go").click()


async def test_to_a_colleague_who_answers(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """The colleague has number and menu path on screen while it rings; both hear each other; the first wraps up."""
    number = "13900000201"
    first = await pages.agent("agent1")
    async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
        citizen.say(CITIZEN_HERTZ)
        await through_the_menu(hotline, board, citizen, number)
        await answer(first, number)
        await hears_tone(citizen, AGENT_HERTZ)
        second = await pages.agent("agent2", hertz=COLLEAGUE_HERTZ)
        await pass_on(first, "1002")
        await rings(second, number)
        await expect(second.get_by_test_id("card-steps")).to_contain_text("5", timeout=PATIENCE * 1000)
        await hotline.until(lambda: call_of(board, number)["extension"] == "1002")
        assert board.state_of(number) == "ringing"
        await second.get_by_test_id("answer").click()
        await hears_tone(citizen, COLLEAGUE_HERTZ)
        await hotline.until(lambda: page_hears(second, CITIZEN_HERTZ), patience=PATIENCE)
        await shows(second, "通话")
        await shows(first, "话后")
        await hotline.until(lambda: board.state_of(number) == "talking")
        assert call_of(board, number)["extension"] == "1002"
        await hotline.until(lambda: seat_of(board, "1001")["state"] == "wrap_up")
        await hotline.until(lambda: seat_of(board, "1002")["state"] == "talking")
        await second.get_by_test_id("hangup").click()
        await hotline.until(lambda: board.state_of(number) == "survey", PATIENCE)
        citizen.hang_up()
        await asyncio.wait_for(citizen.ended.wait(), PATIENCE)
    await shows(second, "话后")
    await hotline.until(lambda: not board.state_of(number))


async def test_to_a_colleague_who_rejects(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """The citizen is first in line again, before one who came meanwhile, and goes to whoever is ready first."""
    number, behind = "13900000202", "13900000203"
    first, second = await asyncio.gather(pages.agent("agent1"), pages.agent("agent2", ready=False))
    port = hotline.ports["sip_port"]
    async with Citizen(port, number=number) as citizen, Citizen(port, number=behind) as other:
        await wait_in_line(hotline, board, citizen, number)
        await answer(first, number)
        await hears_tone(citizen, AGENT_HERTZ)
        await go_ready(second)
        coming = asyncio.create_task(wait_in_line(hotline, board, other, behind))
        await pass_on(first, "1002")
        await rings(second, number)
        await coming
        assert board.state_of(behind) == "queued"
        await second.get_by_test_id("reject").click()
        await shows(second, "示忙")
        await hotline.until(lambda: board.state_of(number) == "queued", patience=PATIENCE)
        await shows(first, "话后")
        await go_ready(first)
        await answer(first, number)
        await hears_tone(citizen, AGENT_HERTZ)
        assert board.state_of(behind) == "queued"


async def test_to_a_colleague_who_does_not_answer(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """After the time to ring the colleague is paused, and the citizen goes to the next agent who is ready."""
    number = "13900000204"
    first, second = await asyncio.gather(pages.agent("agent1"), pages.agent("agent2", ready=False))
    async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await wait_in_line(hotline, board, citizen, number)
        await answer(first, number)
        await hears_tone(citizen, AGENT_HERTZ)
        await go_ready(second)
        await pass_on(first, "1002")
        await rings(second, number)
        await go_ready(first)
        await hears_music(citizen, without=AGENT_HERTZ)
        await rings(first, number)
        await shows(second, "示忙")
        assert seat_of(board, "1002")["reason"] == "Auto-Pause"
        await first.get_by_test_id("answer").click()
        await hears_tone(citizen, AGENT_HERTZ)
        assert not citizen.ended.is_set()
