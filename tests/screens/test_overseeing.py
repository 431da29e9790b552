"""The supervision desk and the health of the knowledge base in a browser.

The rule: no call is placed here, so the web side runs by itself, with the real pages and a database of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, Route, expect

from hotline.cli.ui import UI, build_ui
from hotline.settings import Settings
from hotline.tickets.falling_due import FallingDue
from tests.acceptance.conftest import Browsers
from tests.acceptance.desk import AGENT_HERTZ, PATIENCE
from tests.adapters.conftest import shelf
from tests.adapters.storage import Clock
from tests.adapters.ticket_screens import LABOUR, POLICE, Screens
from tests.adapters.web_hotline import Shelf, web_hotline
from tests.hotline_process import DEMO_PASSWORD

__all__ = ["shelf"]  # the fixture
pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(300)]
MS = PATIENCE * 1000
PICTURES = ((1366, 768), (1920, 1080))


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A supervisor before a browser, and the others at their screens."""

    page: Page
    screens: Screens

    async def be(self, user: str, path: str) -> None:
        """Sign in, and open a page."""
        await self.page.context.clear_cookies()
        await self.page.goto(self.screens.web.origin)
        await self.page.get_by_test_id("username").fill(user)
        await self.page.get_by_test_id("password").fill(DEMO_PASSWORD)
        await self.page.get_by_test_id("sign-in").click()
        await expect(self.page.get_by_test_id("sign-out")).to_be_visible(timeout=MS)
        await self.page.goto(f"{self.screens.web.origin}{path}")

    async def overdue(self) -> tuple[str, str, str]:
        """Three tickets whose limit is past, each with its red card."""
        now = self.screens.clock.now
        self.screens.clock.now = now - timedelta(days=40)
        numbers = [
            await self.screens.new(citizen_number=f"1380013800{n}", department=department, title="路灯不亮")
            for n, department in enumerate((POLICE, LABOUR, POLICE))
        ]
        self.screens.clock.now = now
        hotline = self.screens.web
        due = FallingDue(hotline.database, hotline.bus, hotline.services.tickets.world)
        while await due.look():
            pass
        return numbers[0], numbers[1], numbers[2]


@pytest_asyncio.fixture
async def desk(tmp_path: Path, shelf: Shelf, browsers: Browsers) -> AsyncIterator[Desk]:
    """The demo city now, and a browser before it."""
    ui = Settings().ui_dir
    if ui == UI / "dist":  # pages that somebody else built are left alone
        await asyncio.to_thread(build_ui)
    clock = Clock(datetime.now(UTC).replace(hour=3, minute=0))
    async with web_hotline(Settings(state_dir=tmp_path, ui_dir=ui), shelf, now=clock, clock=clock) as web:
        browser = await browsers.saying(AGENT_HERTZ)
        context = await browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
        yield Desk(page=await context.new_page(), screens=Screens(web, clock))
        await context.close()


async def test_three_tickets_are_urged_by_a_text_and_the_one_that_cannot_be_says_why(
    desk: Desk, tmp_path: Path
) -> None:
    """Chosen and urged by keys; one was transferred a moment before; the department reads its own words."""
    first, second, third = await desk.overdue()
    page = desk.page
    await desk.be("supervisor1", "/supervision/desk")
    await expect(page.get_by_test_id("concern-red")).to_contain_text("3", timeout=MS)
    await page.get_by_test_id("concern-overdue").click()
    for number in (first, second, third):
        await page.get_by_test_id(f"choose-{number}").check()
    await page.get_by_test_id(f"choose-{third}").press("u")
    await page.get_by_test_id("template-find").fill("yjcq")
    await page.get_by_test_id("template-find").press("Enter")
    await expect(page.get_by_test_id("act-preview")).to_contain_text(f"工单{first}应于", timeout=MS)
    for width, height in PICTURES:
        await page.set_viewport_size({"width": width, "height": height})
        await page.screenshot(path=tmp_path / f"supervision-desk-{width}.png")
    await desk.screens.move(second, "transfer", "agent1", body="110")
    await page.get_by_test_id("act-go").click()
    result = page.get_by_test_id("act-result")
    await expect(result).to_contain_text("2件已完成", timeout=MS)
    await expect(result.get_by_test_id("act-failed")).to_have_count(1)
    await expect(result.get_by_test_id("act-failed")).to_contain_text(
        f"{second} 工单现在的状态是“已转办其他机构”，不能催办。"
    )
    await _other_lists(desk, tmp_path)
    await desk.screens.be("handler2")
    lines = (await desk.screens.get(f"tickets/{first}"))["oversight"]
    urged = [one["reason"] for one in lines if one["watch"] == "urge" and one["by_name"] == "吴志强"]
    assert len(urged) == 1
    assert urged[0].startswith(f"工单{first}应于")
    assert "请市公安局立即办理" in urged[0]


async def _other_lists(desk: Desk, tmp_path: Path) -> None:
    """Each offers what its tickets allow, and stays open when the page is loaded anew."""
    page, screens = desk.page, desk.screens
    told = await screens.new(citizen_number="13800138009", title="供暖不热")
    await screens.answered(told)
    said = {"contacted": True, "solved": "partly", "satisfied": "no", "words": "还是不热"}
    await screens.move(told, "call_back", "agent1", **said)
    for concern in ("yellow", "returned_twice", "massed"):
        await page.get_by_test_id(f"concern-{concern}").click()
        await expect(page.get_by_test_id("desk-none")).to_be_visible(timeout=MS)
        await expect(page.get_by_test_id("together-urge")).to_have_count(0)
    await page.get_by_test_id("concern-unsatisfied").click()
    await page.reload()
    await page.get_by_test_id(f"choose-{told}").check()
    await expect(page.get_by_test_id("together-urge")).to_have_count(0)
    await page.get_by_test_id("together-rehandle").click()
    await page.get_by_test_id("act-reason").fill("室温仍不达标")
    await page.screenshot(path=tmp_path / "supervision-unsatisfied-1366.png")
    await page.get_by_test_id("act-go").click()
    await expect(page.get_by_test_id("act-result")).to_contain_text("1件已完成", timeout=MS)
    await expect(page.get_by_test_id("desk-none")).to_be_visible(timeout=MS)


async def warned(route: Route) -> None:
    """What a burst would say; reckoning one takes long."""
    why = "近7天有12人反映，此前28天有4人（照此7天约1.0人），若非有事发生，达到这个人数的可能性不足万分之一，故预警。"
    one = {"id": "2026-11-22:1", "at": "2026-11-22T03:00:00+00:00", "name": "宝山路停水", "recent": 12, "why": why}
    await route.fulfill(json={"pressing": 3, "warned": [one]})


async def test_a_leaders_instruction_is_followed_to_its_end(desk: Desk, tmp_path: Path) -> None:
    """Given to one ticket at the desk, answered by the department, closed with what came of it; a warning is read."""
    number, _, _ = await desk.overdue()
    page = desk.page
    await page.route("**/api/supervision/count", warned)
    await desk.be("supervisor1", "/supervision/desk")
    await expect(page.get_by_test_id("warned")).to_contain_text("宝山路停水", timeout=MS)
    await page.screenshot(path=tmp_path / "warned-1366.png")
    await page.get_by_test_id("warned-read").click()
    await expect(page.get_by_test_id("warned")).to_have_count(0)
    await page.get_by_test_id(f"choose-{number}").check()
    await page.get_by_test_id("together-instruct").click()
    await page.get_by_test_id("act-leader").fill("张副市长")
    await page.get_by_test_id("act-reason").fill("三天内解决。")
    await page.get_by_test_id("act-go").click()
    await expect(page.get_by_test_id("act-result")).to_contain_text("1件已完成", timeout=MS)
    await desk.screens.be("supervisor1")
    (line,) = (await desk.screens.get("supervision/instructions"))["items"]
    await desk.screens.move(number, "explain", "handler2", note="已修好", answers=line["id"])
    await page.get_by_test_id("tab-instructions").click()
    await expect(page.get_by_test_id("instruction")).to_contain_text("已修好", timeout=MS)
    await page.get_by_test_id(f"outcome-{line['id']}").fill("现场看过")
    await page.get_by_test_id(f"close-{line['id']}").click()
    await page.get_by_test_id("followed-closed").click()
    await expect(page.get_by_test_id("instruction")).to_contain_text("现场看过", timeout=MS)
    await page.screenshot(path=tmp_path / "instructions-1366.png")


async def test_a_text_with_a_fault_is_not_saved_and_says_why(desk: Desk, tmp_path: Path) -> None:
    """A place that there is not, and one for the citizen; put right, it is previewed with a ticket and saved."""
    number, _, _ = await desk.overdue()
    page = desk.page
    await desk.be("supervisor1", "/supervision/templates")
    await page.get_by_test_id("template-new").click()
    await page.get_by_test_id("template-title").fill("本市催办")
    await page.get_by_test_id("template-code").fill("urge-own")
    await page.get_by_test_id("template-text").fill("请{市民姓名}处理工单{工单号}。")
    await page.get_by_test_id("template-save").click()
    form = page.get_by_test_id("template-form")
    await expect(form).to_contain_text("模板里不能填入市民的身份或联系方式", timeout=MS)
    await expect(form).to_contain_text("是不是{工单编号}")
    await page.get_by_test_id("template-text").fill("请{承办单位}处理工单{工单编号}。")
    await page.get_by_test_id("preview-number").fill(number)
    await expect(page.get_by_test_id("preview-text")).to_have_text(f"请市公安局处理工单{number}。", timeout=MS)
    await page.screenshot(path=tmp_path / "templates-1366.png")
    await page.get_by_test_id("template-save").click()
    await expect(page.get_by_test_id("text-urge-own")).to_contain_text("本市催办", timeout=MS)


async def test_the_health_of_the_knowledge_base_leads_to_the_entry_and_its_keeper(desk: Desk, tmp_path: Path) -> None:
    """The figures are those of the list of stale entries; a keeper is told, and an entry opens."""
    page = desk.page
    await desk.screens.be("supervisor1")
    stale = (await desk.screens.get("kb/stale"))["entries"]
    await desk.screens.post("kb/missed", {"question": "怎样领养流浪猫"})
    await desk.be("supervisor1", "/knowledge/health")
    await expect(page.get_by_test_id("ailment-stale")).to_contain_text(str(len(stale)), timeout=MS)
    await expect(page.get_by_test_id("health-row")).to_have_count(len(stale))
    for width, height in PICTURES:
        await page.set_viewport_size({"width": width, "height": height})
        await page.screenshot(path=tmp_path / f"knowledge-health-{width}.png")
    row = page.get_by_test_id("health-row").filter(has_text="云川热力集团").first
    await row.get_by_role("checkbox").check()
    await page.get_by_test_id("health-tell").click()
    await expect(page.get_by_test_id("health-said")).to_contain_text("尚冰", timeout=MS)
    await page.get_by_test_id("ailment-missed").click()
    await expect(page.get_by_test_id("health-rows")).to_contain_text("怎样领养流浪猫", timeout=MS)
    await page.get_by_test_id("health-departments").click()
    await expect(page.get_by_test_id("coverage")).to_contain_text("云川热力集团", timeout=MS)
    await page.get_by_test_id("ailment-stale").click()
    title = await row.get_by_role("link").first.inner_text()
    await row.get_by_role("link").first.click()
    await expect(page.locator("main")).to_contain_text(title, timeout=MS)
