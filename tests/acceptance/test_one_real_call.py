"""One real call, end to end: real Asterisk, a SIP phone as the citizen, Chromium as the agent; heard, not assumed."""

from __future__ import annotations

import asyncio
import re
import time

import pytest
from playwright.async_api import Page, expect

from tests.acceptance.conftest import Pages
from tests.acceptance.desk import (
    AGENT_HERTZ,
    CITIZEN_HERTZ,
    HEARD,
    PATIENCE,
    SILENT,
    call_of,
    fill_ticket,
    go_ready,
    hears_tone,
    is_recorded,
    page_hears,
    recordings,
    rings,
    shows,
)
from tests.fakes.citizen import Citizen
from tests.fakes.tones import loudest_level, spoken_seconds
from tests.hotline_process import Desk, HotlineProcess

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(180)]


async def test_a_call_from_the_menu_to_a_saved_ticket(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """The citizen hears the menu, waits, is answered in the browser with the card on screen; both hear each other."""
    number = "13812345678"
    page = await pages.agent("agent1", ready=False)
    async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await citizen.call("12345")
        await citizen.hears_speech(1.0)  # the greeting
        began = time.monotonic()
        citizen.press("5")  # out of the greeting, to self-service
        await citizen.hears_speech(1.5, since=began + 0.3)
        back = time.monotonic()
        citizen.press("0")
        await citizen.hears_speech(0.3, since=back + 0.2, patience=PATIENCE)
        await go_ready(page)
        await rings(page, number)
        steps = await page.get_by_test_id("card-steps").inner_text()
        assert "5" in steps, "what was chosen in the menu is on the card before the agent answers"
        citizen.say(CITIZEN_HERTZ)
        await page.get_by_test_id("answer").click()
        await shows(page, "通话")
        await hears_tone(citizen, AGENT_HERTZ)
        await hotline.until(lambda: page_hears(page, CITIZEN_HERTZ), patience=PATIENCE)
        call_id = call_of(board, number)["id"]
        ticket = await write_ticket(page)
        await is_recorded(hotline, call_id)
        await page.get_by_test_id("hangup").click()
        await hotline.until(lambda: board.state_of(number) == "survey", PATIENCE)
        citizen.hang_up()
        await asyncio.wait_for(citizen.ended.wait(), PATIENCE)
    await shows(page, "话后")
    assert pages.refused == [], "what was said in a call is not asked for while it rings"
    received, sent = await recordings(hotline, call_id)
    assert loudest_level(received, CITIZEN_HERTZ) > HEARD, "the citizen's tone is in the citizen's file"
    assert loudest_level(sent, AGENT_HERTZ) > HEARD, "the agent's tone is in the agent's file"
    assert loudest_level(received, AGENT_HERTZ) < SILENT
    await hear_progress(hotline, number, ticket)


async def write_ticket(page: Page) -> str:
    """Fill the form on the same screen and save; returns the ticket's number."""
    await fill_ticket(page)
    await page.get_by_test_id("save-ticket").click()
    await expect(page.get_by_test_id("saved-number")).to_have_text(re.compile(r"\d{10}"), timeout=PATIENCE * 1000)
    return await page.get_by_test_id("saved-number").inner_text()


async def hear_progress(hotline: HotlineProcess, number: str, ticket: str) -> None:
    """The citizen calls again, keys the ticket's number, and hears how far it is."""
    async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await citizen.call("12345")
        await citizen.hears_speech(1.0)
        citizen.press("5")
        menu = time.monotonic()
        await citizen.hears_speech(1.0, since=menu + 0.3)
        citizen.press("3")
        asked = time.monotonic()
        await citizen.hears_speech(0.8, since=asked + 0.5)
        citizen.press(ticket + "#")
        await hotline.until(lambda: len(citizen.keys_ended) >= len(ticket) + 3)
        heard = await citizen.hears_speech(3.0, since=citizen.keys_ended[-1], patience=20)
        assert spoken_seconds(heard) >= 3.0
