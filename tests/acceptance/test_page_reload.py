"""A page that goes away, on purpose or not, costs the citizen a moment, never the call."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Page, expect

from tests.acceptance.conftest import Pages
from tests.acceptance.desk import (
    AGENT_HERTZ,
    CITIZEN_HERTZ,
    PATIENCE,
    answer,
    go_ready,
    hears_prompt,
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


async def test_reload_in_mid_call(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """The citizen is told, waits first in line, and is answered again by the same agent, in wrap-up till then."""
    number, behind = "13900000401", "13900000402"
    port = hotline.ports["sip_port"]
    page = await pages.agent("agent1")
    async with Citizen(port, number=number) as citizen, Citizen(port, number=behind) as other:
        citizen.say(CITIZEN_HERTZ)
        await wait_in_line(hotline, board, citizen, number)
        await answer(page, number)
        await hears_tone(citizen, AGENT_HERTZ)
        await wait_in_line(hotline, board, other, behind)
        await page.get_by_test_id("form-content").fill("路灯不亮")
        await page.reload()
        await hears_prompt(hotline, citizen, "line-lost")
        await shows(page, "话后")
        await expect(page.get_by_test_id("call-stage")).to_have_attribute("data-stage", "none")
        await hotline.until(lambda: board.state_of(number) == "queued", patience=PATIENCE)
        await go_ready(page)
        await answer(page, number)
        await hears_tone(citizen, AGENT_HERTZ)
        await hotline.until(lambda: page_hears(page, CITIZEN_HERTZ), patience=PATIENCE)
        await expect(page.get_by_test_id("form-content")).to_have_value("路灯不亮")
        assert board.state_of(behind) == "queued"


async def test_tab_closed_in_mid_call(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """The citizen is told and goes to the next agent who is ready; the desk of the closed tab is offline."""
    number = "13900000403"
    first, second = await asyncio.gather(pages.agent("agent1"), pages.agent("agent2", ready=False))
    async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await wait_in_line(hotline, board, citizen, number)
        await answer(first, number)
        await hears_tone(citizen, AGENT_HERTZ)
        await go_ready(second)
        await close_tab(first)
        await hears_prompt(hotline, citizen, "line-lost")
        await answer(second, number)
        await hears_tone(citizen, AGENT_HERTZ)
        await hotline.until(lambda: seat_of(board, "1001")["state"] == "offline", patience=PATIENCE)


async def test_tab_crashes_in_mid_call(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """A page that can say nothing any more is missed by its silence: the citizen goes to the next agent."""
    number = "13900000405"
    first, second = await asyncio.gather(pages.agent("agent1"), pages.agent("agent2", ready=False))
    async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await wait_in_line(hotline, board, citizen, number)
        await answer(first, number)
        await hears_tone(citizen, AGENT_HERTZ)
        await go_ready(second)
        await crash(first)
        await hears_prompt(hotline, citizen, "line-lost")
        await answer(second, number)
        await hears_tone(citizen, AGENT_HERTZ)


async def crash(page: Page) -> None:
    """Kill what shows the page, as a lack of memory would."""
    devtools = await page.context.new_cdp_session(page)
    async with page.expect_event("crash"):
        dying = asyncio.ensure_future(devtools.send("Page.crash"))  # never answered
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)


async def close_tab(page: Page) -> None:
    """Close the tab as a person does, and confirm where the page asks."""
    page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.accept()))
    async with page.expect_event("close"):
        await page.close(run_before_unload=True)


async def test_reload_while_it_rings(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """The card and the button to answer are back, and the call can be taken."""
    number = "13900000404"
    page = await pages.agent("agent1")
    async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await wait_in_line(hotline, board, citizen, number)
        await rings(page, number)
        await page.reload()
        await rings(page, number)
        await expect(page.get_by_test_id("card-steps")).to_be_visible(timeout=PATIENCE * 1000)
        await answer(page, number)
        await hears_tone(citizen, AGENT_HERTZ)
