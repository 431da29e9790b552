"""One real call, end to end: real Asterisk, a SIP phone as the citizen, Chromium as the agent; heard, not assumed."""

from __future__ import annotations

import asyncio
import time

import pytest
from playwright.async_api import Browser, Page, expect

from tests.fakes.citizen import Citizen
from tests.fakes.tones import loudest_level, read_wav, spoken_seconds
from tests.hotline_process import DEMO_PASSWORD, HotlineProcess

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(180)]


async def sign_in(page: Page, hotline: HotlineProcess, user: str) -> None:
    """Open the console as a user and go ready."""
    await page.goto(f"{hotline.web}/?testtone=1")
    await page.get_by_test_id("username").fill(user)
    await page.get_by_test_id("password").fill(DEMO_PASSWORD)
    await page.get_by_test_id("sign-in").click()
    await expect(page.get_by_test_id("ready")).to_be_enabled(timeout=15000)
    await page.get_by_test_id("ready").click()
    await expect(page.get_by_test_id("state")).to_contain_text("空闲", timeout=15000)


async def test_a_call_from_the_menu_to_a_saved_ticket(hotline: HotlineProcess, browser: Browser) -> None:
    """The citizen hears the menu, waits, is answered in the browser with the card on screen; both hear each other."""
    context = await browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
    page = await context.new_page()
    number = "13812345678"
    async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await citizen.call("12345")
        await citizen.hears_speech(1.0)  # the greeting
        began = time.monotonic()
        citizen.press("5")  # out of the queue, to self-service
        await citizen.hears_speech(1.5, since=began + 0.3)
        back = time.monotonic()
        citizen.press("0")
        await citizen.hears_speech(0.3, since=back + 0.2, patience=20)
        await sign_in(page, hotline, "agent1")
        await expect(page.get_by_test_id("card-number")).to_contain_text(number, timeout=15000)
        await expect(page.get_by_test_id("answer")).to_be_enabled()
        steps = await page.get_by_test_id("card-steps").inner_text()
        assert steps.strip(), "what was chosen in the menu is on the card before the agent answers"
        citizen.say(1000)
        await page.get_by_test_id("answer").click()
        await expect(page.get_by_test_id("state")).to_contain_text("通话", timeout=15000)
        talking = time.monotonic()
        await citizen.hears(lambda heard: loudest_level(heard, 440) > 0.05, since=talking, patience=20)
        ticket = await write_ticket(page)
        await page.get_by_test_id("hangup").click()
        await asyncio.wait_for(citizen.ended.wait(), 10)
    await expect(page.get_by_test_id("state")).to_contain_text("话后", timeout=10000)
    received, sent = await recordings(hotline)
    assert loudest_level(received, 1000) > 0.05, "the citizen's tone is in the citizen's file"
    assert loudest_level(sent, 440) > 0.05, "the agent's tone is in the agent's file"
    assert loudest_level(received, 440) < 0.02
    await hear_progress(hotline, number, ticket)
    await context.close()


async def write_ticket(page: Page) -> str:
    """Fill the form on the same screen and save; returns the ticket's number."""
    await page.get_by_test_id("form-category").click()
    menus = page.locator(".el-cascader-menu:visible")
    await menus.nth(0).locator(".el-cascader-node").first.click()
    await menus.nth(1).locator(".el-cascader-node").first.click()
    await page.get_by_test_id("form-department").fill("公安")
    await page.locator(".el-select-dropdown__item:visible").first.click()
    await page.get_by_test_id("form-place").fill("桂江路18号")
    await page.get_by_test_id("form-content").fill("路灯不亮已经三天，晚上看不清路。")
    await page.get_by_test_id("save-ticket").click()
    await expect(page.get_by_test_id("saved-number")).to_contain_text("20", timeout=10000)
    text = await page.get_by_test_id("saved-number").inner_text()
    return "".join(character for character in text if character.isdigit())[-12:]


async def recordings(hotline: HotlineProcess) -> tuple[object, object]:
    """The samples of both sides of the newest conversation, once both files are there."""

    def newest() -> tuple[object, object] | None:
        received = sorted(hotline.state.rglob("*-citizen.wav"), key=lambda file: file.stat().st_mtime)
        sent = sorted(hotline.state.rglob("*-agent.wav"), key=lambda file: file.stat().st_mtime)
        if not received or not sent or sent[-1].stat().st_size < 16000:
            return None
        return read_wav(received[-1]), read_wav(sent[-1])

    found: tuple[object, object] = await hotline.until(newest)
    return found


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
