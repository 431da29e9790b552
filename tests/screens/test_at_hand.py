"""What an agent has at hand of the knowledge, in a browser without a call: favourites, read aloud, what is new."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from hotline.cli.ui import UI, build_ui
from hotline.events import AgentStateChanged
from hotline.settings import Settings
from tests.acceptance.conftest import Browsers
from tests.acceptance.desk import AGENT_HERTZ, PATIENCE
from tests.adapters.conftest import shelf
from tests.adapters.storage import Clock
from tests.adapters.web_hotline import QUESTION, Desk, Shelf, WebHotline, web_hotline
from tests.hotline_process import DEMO_PASSWORD

__all__ = ["shelf"]  # the fixture
pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(300)]
MS = PATIENCE * 1000


@pytest_asyncio.fixture
async def web(tmp_path: Path, shelf: Shelf) -> AsyncIterator[WebHotline]:
    """The demo city, whose agent1 went home yesterday; since then a question was published."""
    ui = Settings().ui_dir
    if ui == UI / "dist":  # pages that somebody else built are left alone
        await asyncio.to_thread(build_ui)
    clock = Clock(datetime.now(UTC))
    async with web_hotline(Settings(state_dir=tmp_path, ui_dir=ui), shelf, now=clock) as hotline:
        clock.now += timedelta(days=2)
        desk = Desk(hotline)
        for state, hours in (("paused", 30), ("offline", 20)):
            at = clock.now - timedelta(hours=hours)
            await hotline.services.days.hear(AgentStateChanged(at=at, extension="1001", state=state, reason=""))
        await desk.publish_question({**QUESTION, "department": "市公安局"})
        yield hotline


@pytest_asyncio.fixture
async def page(web: WebHotline, browsers: Browsers) -> AsyncIterator[Page]:
    """agent1's console."""
    browser = await browsers.saying(AGENT_HERTZ)
    context = await browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page = await context.new_page()
    await page.goto(web.origin)
    await page.get_by_test_id("username").fill("agent1")
    await page.get_by_test_id("password").fill(DEMO_PASSWORD)
    await page.get_by_test_id("sign-in").click()
    await expect(page.get_by_test_id("kb-search")).to_be_visible(timeout=MS)
    yield page
    await context.close()


async def test_a_favourite_stands_first_and_what_is_new_after_it(page: Page, tmp_path: Path) -> None:
    """Before anything is typed; after a reload too; what the menus say is there to be read out."""
    rows = page.get_by_test_id("kb-list").get_by_role("option")
    await expect(rows.first).to_contain_text(QUESTION["question"], timeout=MS)
    await expect(rows.first).to_contain_text("新")
    await page.get_by_test_id("kb-search").fill("身份证丢了怎么补")
    await page.get_by_test_id("kb-hit").first.click(timeout=MS)
    await page.get_by_test_id("kb-star").click()
    await expect(page.get_by_test_id("kb-star")).to_have_attribute("aria-pressed", "true")
    await page.get_by_test_id("kb-aloud").click()
    await expect(page.get_by_test_id("kb-words")).to_contain_text("材料", timeout=MS)
    await page.screenshot(path=tmp_path / "entry.png")
    title = await page.get_by_test_id("kb-entry").locator("h3").inner_text()
    await page.reload()
    await expect(rows.first).to_contain_text(f"★ {title}", timeout=MS)
    await expect(rows.nth(1)).to_contain_text(QUESTION["question"])
    await page.screenshot(path=tmp_path / "list.png")
    await rows.first.click()
    await page.get_by_test_id("kb-star").click()
    await page.get_by_test_id("kb-back").click()
    await expect(rows.first).to_contain_text(QUESTION["question"])
