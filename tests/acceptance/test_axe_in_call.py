"""axe and the keys over a console in a real call: what is there only while somebody is on the line."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.acceptance.conftest import Pages
from tests.acceptance.desk import PATIENCE, answer, rings, shows, wait_in_line
from tests.fakes.citizen import Citizen
from tests.hotline_process import Desk, HotlineProcess
from tests.screens.axe import Axe
from tests.screens.keyboard import tab_to

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(240)]
MS = PATIENCE * 1000
NUMBER = "13900000951"


async def test_a_call_and_its_forms_have_no_fault_and_need_no_mouse(
    hotline: HotlineProcess, pages: Pages, board: Desk
) -> None:
    """It rings as an alert; talking, the keypad, whom to send it to, after it: without a fault, by keys."""
    agent, axe = await pages.agent("agent1"), Axe()
    await agent.emulate_media(reduced_motion="reduce")
    async with Citizen(hotline.ports["sip_port"], number=NUMBER) as citizen:
        await wait_in_line(hotline, board, citizen, NUMBER)
        await rings(agent, NUMBER)
        await expect(agent.get_by_role("alert").filter(has_text=NUMBER)).to_have_count(1, timeout=MS)
        assert await axe.faults(agent) == []
        await answer(agent, NUMBER)
        assert await axe.faults(agent) == []
        await tab_to(agent, agent.get_by_test_id("keypad"))
        await agent.keyboard.press("Enter")
        await expect(agent.get_by_test_id("key-5")).to_be_visible(timeout=MS)
        assert await axe.faults(agent) == []
        await agent.keyboard.press("Escape")
        await agent.keyboard.press("F7")
        await expect(agent.get_by_test_id("transfer-to")).to_be_focused(timeout=MS)
        assert await axe.faults(agent) == []
        await agent.keyboard.press("F8")
        await shows(agent, "话后")
        assert await axe.faults(agent) == []
