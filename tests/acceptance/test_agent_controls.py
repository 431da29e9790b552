"""The desk's keys in a real call: each does what its button does, and the citizen hears it."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import expect

from tests.acceptance.conftest import Pages
from tests.acceptance.desk import (
    AGENT_HERTZ,
    CITIZEN_HERTZ,
    PATIENCE,
    fill_ticket,
    go_ready,
    hears_music,
    hears_nothing,
    hears_tone,
    page_hears,
    rings,
    seat_of,
    shows,
    wait_in_line,
)
from tests.fakes.citizen import Citizen
from tests.hotline_process import Desk, HotlineProcess

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(180)]


async def test_ready_and_pause_by_key(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """F9 makes the agent ready, and F9 again pauses for a short break, on the board as well."""
    page = await pages.agent("agent1", ready=False)
    await page.keyboard.press("F9")
    await shows(page, "空闲")
    await hotline.until(lambda: seat_of(board, "1001")["state"] == "ready")
    await page.keyboard.press("F9")
    await shows(page, "示忙")
    await hotline.until(lambda: seat_of(board, "1001")["reason"] == "break:小休")


async def test_hold_and_mute_by_key(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """F4 gives the citizen music in the agent's place, F6 silence; pressed again each brings the agent's voice back."""
    number = "13900000101"
    page = await pages.agent("agent1")
    async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await wait_in_line(hotline, board, citizen, number)
        await rings(page, number)
        await page.keyboard.press("F2")
        await hears_tone(citizen, AGENT_HERTZ)
        await page.keyboard.press("F4")
        await hears_music(citizen, without=AGENT_HERTZ)
        await expect(page.get_by_test_id("call-stage")).to_have_attribute("data-stage", "held")
        await hotline.until(lambda: board.state_of(number) == "held")
        await page.keyboard.press("F4")
        await hears_tone(citizen, AGENT_HERTZ)
        await hotline.until(lambda: board.state_of(number) == "talking")
        await page.keyboard.press("F6")
        await hears_nothing(citizen)
        await page.keyboard.press("F6")
        await hears_tone(citizen, AGENT_HERTZ)


async def test_answer_save_and_hang_up_by_key(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """F2 answers, Ctrl+Enter saves from within the text, F8 hangs up; wrap-up follows, and F9 ends it."""
    number = "13900000102"
    page = await pages.agent("agent1", ready=False)
    async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
        citizen.say(CITIZEN_HERTZ)
        waiting = asyncio.create_task(wait_in_line(hotline, board, citizen, number))
        await go_ready(page)
        await waiting
        await rings(page, number)
        await page.keyboard.press("F2")
        await shows(page, "通话")
        await hears_tone(citizen, AGENT_HERTZ)
        await hotline.until(lambda: page_hears(page, CITIZEN_HERTZ))
        await fill_ticket(page)
        await page.keyboard.press("Control+Enter")
        await expect(page.get_by_test_id("saved-number")).to_have_text(re.compile(r"\d{10}"), timeout=PATIENCE * 1000)
        await hears_tone(citizen, AGENT_HERTZ)
        await page.keyboard.press("F8")
        await hotline.until(lambda: board.state_of(number) == "survey", PATIENCE)
        citizen.hang_up()
        await asyncio.wait_for(citizen.ended.wait(), PATIENCE)
    await shows(page, "话后")
    await expect(page.get_by_test_id("call-stage")).to_have_attribute("data-stage", "over")
    await page.keyboard.press("F9")
    await shows(page, "空闲")
