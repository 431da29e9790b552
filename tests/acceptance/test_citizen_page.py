"""The citizen's telephone in a browser: one click to dial, keys in the menu, a talk in both directions."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.acceptance.conftest import Pages
from tests.acceptance.desk import (
    AGENT_HERTZ,
    CITIZEN_HERTZ,
    GREETING_HERTZ,
    HEARD,
    PATIENCE,
    SILENT,
    answer,
    call_of,
    go_ready,
    is_recorded,
    page_hears,
    recordings,
    rings,
    shows,
)
from tests.fakes.tones import loudest_level
from tests.hotline_process import Desk, HotlineProcess

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(180)]


async def test_from_a_click_to_a_talk(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """The citizen hears the greeting, presses a key, is in the menu, talks with the agent, and hangs up."""
    number = "13900000501"
    agent = await pages.agent("agent1", ready=False)
    citizen = await pages.blank(hertz=CITIZEN_HERTZ)
    await citizen.goto(f"{hotline.web}/phone?testtone=1")
    await citizen.get_by_test_id("phone-number").fill(number)
    await citizen.get_by_test_id("dial-12345").click(timeout=PATIENCE * 1000)
    await hotline.until(lambda: page_hears(citizen, GREETING_HERTZ), patience=PATIENCE)
    await citizen.get_by_test_id("key-5").click()
    await hotline.until(lambda: board.state_of(number) == "menu", patience=PATIENCE)
    await citizen.get_by_test_id("key-0").click()
    await hotline.until(lambda: board.state_of(number) == "queued", patience=PATIENCE)
    await go_ready(agent)
    await rings(agent, number)
    await expect(agent.get_by_test_id("card-steps")).to_contain_text("5", timeout=PATIENCE * 1000)
    await answer(agent, number)
    await hotline.until(lambda: page_hears(citizen, AGENT_HERTZ), patience=PATIENCE)
    await hotline.until(lambda: page_hears(agent, CITIZEN_HERTZ), patience=PATIENCE)
    call_id = call_of(board, number)["id"]
    await is_recorded(hotline, call_id)
    await citizen.get_by_test_id("phone-hangup").click()
    await expect(citizen.get_by_test_id("phone-state")).to_have_attribute("data-phase", "idle")
    await shows(agent, "话后")
    await hotline.until(lambda: not board.state_of(number), patience=PATIENCE)
    received, sent = await recordings(hotline, call_id)
    assert loudest_level(received, CITIZEN_HERTZ) > HEARD
    assert loudest_level(received, AGENT_HERTZ) < SILENT
    assert loudest_level(sent, AGENT_HERTZ) > HEARD
    assert loudest_level(sent, CITIZEN_HERTZ) < SILENT


async def test_the_page_is_closed_in_the_queue(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """A citizen who closes the page has hung up: nobody's telephone rings for it."""
    number = "13900000502"
    citizen = await pages.blank(hertz=CITIZEN_HERTZ)
    await citizen.goto(f"{hotline.web}/phone?testtone=1")
    await citizen.get_by_test_id("phone-number").fill(number)
    await citizen.get_by_test_id("dial-12345").click(timeout=PATIENCE * 1000)
    await hotline.until(lambda: board.state_of(number) == "queued", patience=PATIENCE)
    await citizen.close(run_before_unload=True)
    await hotline.until(lambda: not board.state_of(number), patience=PATIENCE)
