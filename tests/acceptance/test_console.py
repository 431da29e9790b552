"""The agent's console in a browser: everything of a call on one screen, by keys, and nothing that was typed is lost."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
from pathlib import Path

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
    shows,
    sign_in,
    wait_in_line,
)
from tests.fakes.citizen import Citizen
from tests.hotline_process import Desk, HotlineProcess

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(180)]
MS = PATIENCE * 1000
SIZES = ((1366, 768), (1920, 1080))
HEADSET = (Path(__file__).parent / "fake_headset.js").read_text(encoding="utf-8")
PLACES = """ids => ids.map(id => {
  const found = document.querySelector(`[data-testid="${id}"]`)?.getBoundingClientRect()
  return found ? [found.top >= 0, found.left >= 0, found.bottom <= innerHeight, found.right <= innerWidth] : [id]
}).flat()"""
ON_SCREEN = ["hold", "mute", "transfer", "hangup", "card-number", "card-steps", "form-category", "form-district"]
ON_SCREEN += ["form-place", "form-content", "limits", "form-number", "save-ticket", "kb-search", "board-waiting"]


async def type_ticket(page: Page) -> None:
    """A category by its first letters, the street, the text."""
    await page.get_by_test_id("form-category").fill("ld")
    await page.locator(".el-cascader__suggestion-item:visible").get_by_text("路灯与井盖").click()
    await page.get_by_test_id("form-district").fill("hbj")
    await page.locator(".el-cascader__suggestion-item:visible").get_by_text("湖滨街道").click()
    await page.get_by_test_id("form-place").press("End")
    await page.get_by_test_id("form-place").press_sequentially("18号")
    await page.get_by_test_id("form-content").fill("路灯不亮已经三天。")


async def test_all_of_a_call_is_on_one_screen(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """At both sizes nothing of it must be scrolled to; the page itself does not scroll."""
    number = "13900000801"
    page = await pages.agent("agent1")
    async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await wait_in_line(hotline, board, citizen, number)
        await answer(page, number)
        await type_ticket(page)
        await expect(page.get_by_test_id("form-place")).to_have_value("湖滨街道18号")
        await expect(page.get_by_test_id("limits")).to_contain_text("《", timeout=MS)
        await expect(page.get_by_test_id("ask").first).to_be_visible()
        for width, height in SIZES:
            await page.set_viewport_size({"width": width, "height": height})
            seen = await page.evaluate(PLACES, ON_SCREEN)
            assert seen == [True] * 4 * len(ON_SCREEN), f"{width}x{height}: {seen}"
            assert await page.evaluate("document.documentElement.scrollHeight <= innerHeight")


async def test_questions_are_written_by_key(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """Alt+Q writes the next one that has no answer, with the cursor behind it; an answer ticks it off."""
    page = await pages.agent("agent1", ready=False)
    await type_ticket(page)
    await page.keyboard.press("Alt+q")
    await page.keyboard.type("A-017")
    await page.keyboard.press("Alt+q")
    await page.keyboard.type("两处，从周一起")
    text = await page.get_by_test_id("form-content").input_value()
    assert [line.partition("：")[2] for line in text.splitlines()[1:]] == ["A-017", "两处，从周一起"]
    await expect(page.locator('[data-testid="ask"][aria-pressed="true"]')).to_have_count(2)


async def test_the_sheet_of_keys(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """A question mark opens it, but not while somebody types; Alt with a letter leads to a field."""
    page = await pages.agent("agent1", ready=False)
    await page.keyboard.press("Alt+n")
    await page.keyboard.type("为什么?")
    await expect(page.get_by_test_id("form-content")).to_have_value("为什么?")
    await expect(page.get_by_test_id("key-sheet")).to_have_count(0)
    await page.get_by_test_id("form-content").blur()
    await page.keyboard.press("?")
    await expect(page.get_by_test_id("key-sheet")).to_contain_text("Ctrl+Enter")
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("key-sheet")).to_be_hidden()


async def test_another_call_takes_no_tickets_place(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """What is being typed stays while it rings; answered, the form is the new caller's and the old one waits."""
    number = "13900000802"
    page = await pages.agent("agent1")
    await page.get_by_test_id("form-content").fill("上一位市民反映的事")
    async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await wait_in_line(hotline, board, citizen, number)
        await rings(page, number)
        await expect(page.get_by_test_id("form-content")).to_have_value("上一位市民反映的事")
        await page.get_by_test_id("answer").click()
        await expect(page.get_by_test_id("form-number")).to_have_value(number, timeout=MS)
        await expect(page.get_by_test_id("form-content")).to_have_value("")
        await page.get_by_test_id("draft").click()
        await expect(page.get_by_test_id("form-content")).to_have_value("上一位市民反映的事")
        await page.get_by_text("回到当前来电").click()
        await expect(page.get_by_test_id("form-content")).to_have_value("")
        await expect(page.get_by_test_id("form-number")).to_have_value(number)


async def test_a_draft_survives_signing_out_and_a_crash(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """Signed in again it is there; so it is in a new tab after the old one has died."""
    page = await pages.agent("agent1", ready=False)
    await page.get_by_test_id("form-content").fill("路灯不亮")
    await page.get_by_test_id("sign-out").click()
    await expect(page.get_by_test_id("username")).to_be_visible(timeout=MS)
    await sign_in(page, hotline, "agent1")
    await expect(page.get_by_test_id("form-content")).to_have_value("路灯不亮")
    context = page.context
    devtools = await context.new_cdp_session(page)
    async with page.expect_event("crash"):
        dying = asyncio.ensure_future(devtools.send("Page.crash"))  # never answered
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    again = await context.new_page()
    await again.goto(hotline.web)
    await expect(again.get_by_test_id("form-content")).to_have_value("路灯不亮", timeout=MS)


async def test_a_lost_link_is_marked_and_costs_nothing(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """A controller that hangs says nothing; the page does, keeps what is typed meanwhile, and comes back by itself."""
    page = await pages.agent("agent1", ready=False)
    await page.get_by_test_id("form-content").fill("路灯不亮")
    await expect(page.get_by_test_id("stale")).to_have_count(0)
    controller = hotline.pid_of("serve")
    os.kill(controller, signal.SIGSTOP)
    await expect(page.get_by_test_id("stale")).to_be_visible(timeout=MS)
    await page.get_by_test_id("form-content").press("End")
    await page.get_by_test_id("form-content").press_sequentially("了")
    with contextlib.suppress(ProcessLookupError):  # its watchdog may have ended it
        os.kill(controller, signal.SIGCONT)
    await expect(page.get_by_test_id("stale")).to_have_count(0, timeout=MS)
    await expect(page.get_by_test_id("form-content")).to_have_value("路灯不亮了")


async def test_a_broadcast_reaches_the_desk(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """The supervisor writes it on the board; the agent sees it at once, reads it, and the supervisor sees that."""
    agent, boss = await asyncio.gather(pages.agent("agent1", ready=False), pages.blank())
    await boss.goto(f"{hotline.web}/board")
    await boss.get_by_test_id("username").fill("supervisor1")
    await boss.get_by_test_id("password").fill("hotline-demo")
    await boss.get_by_test_id("sign-in").click()
    await boss.get_by_test_id("broadcast-text").fill("城南停水至22:00")
    await boss.get_by_test_id("broadcast-send").click()
    await expect(agent.get_by_test_id("broadcast")).to_contain_text("城南停水至22:00", timeout=MS)
    await agent.get_by_test_id("broadcast-read").click()
    await expect(agent.get_by_test_id("broadcast")).to_have_count(0)
    await expect(boss.get_by_test_id("broadcast-sent").first).to_contain_text("1人已读", timeout=MS)
    await boss.get_by_test_id("broadcast-sent").first.get_by_role("button").click()
    await expect(boss.get_by_test_id("broadcast-sent")).to_have_count(0, timeout=MS)


async def test_the_day_counts_what_rang(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """A call refused and the same call taken: both are in the figures of the day, the refused one in the list."""
    number = "13900000803"
    page = await pages.agent("agent2", ready=False)
    before = json.loads(await page.evaluate("fetch('/api/desk/day').then(said => said.text())"))
    await go_ready(page)
    async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await wait_in_line(hotline, board, citizen, number)
        await rings(page, number)
        await page.keyboard.press("Control+F2")
        await shows(page, "示忙")
        await go_ready(page)
        await answer(page, number)
        await hears_tone(citizen, AGENT_HERTZ)
        await page.get_by_test_id("hangup").click()
        await shows(page, "话后")
    await go_ready(page)
    await expect(page.get_by_test_id("day-refused")).to_have_text(str(before["refused"] + 1), timeout=MS)
    await expect(page.get_by_test_id("day-taken")).to_have_text(str(before["taken"] + 1), timeout=MS)
    await expect(page.get_by_test_id("not-taken").locator("li").first).to_contain_text(number)
    await expect(page.get_by_test_id("not-taken").locator("li").first).to_contain_text("拒接")


async def test_a_headset_answers_and_hangs_up(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """Its hook takes the call that rings and ends it, as the page's own buttons do."""
    number = "13900000804"
    page = await pages.blank()
    await page.add_init_script(HEADSET)
    await sign_in(page, hotline, "agent1")
    await expect(page.get_by_test_id("headset")).to_contain_text("测试耳机", timeout=MS)
    await go_ready(page)
    async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await wait_in_line(hotline, board, citizen, number)
        await rings(page, number)
        await page.evaluate("fakeHeadset.hook(true)")
        await shows(page, "通话")
        await hears_tone(citizen, AGENT_HERTZ)
        assert await page.evaluate("fakeHeadset.lamps.at(-1)") == 1
        await page.evaluate("fakeHeadset.hook(false)")
        await shows(page, "话后")


async def test_one_window_has_the_telephone(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """Another one takes it over when asked, but from no call, and has it and its drafts when the first is closed."""
    number = "13900000806"
    page = await pages.agent("agent1", ready=False)
    second = await page.context.new_page()
    await second.goto(f"{hotline.web}/?testtone=1")
    for taking, losing in ((second, page), (page, second)):
        await taking.get_by_test_id("phone-here").click(timeout=MS)
        await expect(losing.get_by_test_id("phone-elsewhere")).to_be_visible(timeout=MS)
        await expect(losing.get_by_test_id("ready")).to_be_disabled(timeout=MS)
        await expect(taking.get_by_test_id("ready")).to_be_enabled(timeout=MS)
    await go_ready(page)
    async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await wait_in_line(hotline, board, citizen, number)
        await answer(page, number)
        await hears_tone(citizen, AGENT_HERTZ)
        await second.get_by_test_id("phone-here").click()
        await expect(second.get_by_test_id("phone-busy")).to_be_visible(timeout=MS)
        await page.get_by_test_id("form-confidential").check()
        await expect(second.get_by_test_id("draft")).to_have_count(0)
        await page.get_by_test_id("hangup").click()
        await shows(page, "话后")
    await page.close()
    await go_ready(second)
    await second.get_by_test_id("draft").click()
    await expect(second.get_by_test_id("form-confidential")).to_be_checked()
    await expect(second.get_by_test_id("form-number")).to_have_value(number)
