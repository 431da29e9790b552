"""Reports in a browser, over a made-up month: from the period to a figure, to its tickets, to a file.

The rule: no call is placed here, so the web side runs by itself, with the real pages and a database of its own.
"""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from hotline.cli.ui import UI, build_ui
from hotline.settings import Settings
from hotline.storage.tables import KbEntryRow, KbMissRow, KbVersionRow, UserRow
from tests.acceptance.conftest import Browsers
from tests.acceptance.desk import AGENT_HERTZ, PATIENCE
from tests.adapters.conftest import shelf
from tests.adapters.storage import Clock
from tests.adapters.web_hotline import Shelf, WebHotline, web_hotline
from tests.fakes.report_books import NOW, made, put
from tests.hotline_process import DEMO_PASSWORD

__all__ = ["shelf"]  # the fixture
pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(300)]
MS = PATIENCE * 1000
OCTOBER = "from=2026-10-01&to=2026-10-31"
PICTURES = ((1366, 768), (1920, 1080))


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Somebody at a screen of reports."""

    page: Page
    web: WebHotline

    async def be(self, user: str) -> None:
        """Sign in."""
        await self.page.context.clear_cookies()
        await self.page.goto(f"{self.web.origin}/reports")
        await self.page.get_by_test_id("username").fill(user)
        await self.page.get_by_test_id("password").fill(DEMO_PASSWORD)
        await self.page.get_by_test_id("sign-in").click()
        await expect(self.page.get_by_test_id("sign-out")).to_be_visible(timeout=MS)

    async def opens(self, name: str, days: str = OCTOBER) -> None:
        """A report of these days, until it is there."""
        await self.page.goto(f"{self.web.origin}/reports/{name}?{days}")
        await expect(self.page.get_by_test_id(f"tab-{name}")).to_have_attribute("aria-current", "page", timeout=MS)
        await expect(self.page.locator('.body[aria-busy="false"] .panel').first).to_be_visible(timeout=MS)

    def count(self, figure: str, row: str, part: str = "numerator") -> Locator:
        """A number of a department that leads to its tickets."""
        section = self.page.get_by_test_id("section-department")
        return section.get_by_test_id(f"drill-{figure}-{part}-{row}")


@pytest_asyncio.fixture
async def desk(tmp_path: Path, shelf: Shelf, browsers: Browsers) -> AsyncIterator[Desk]:
    """A small month, closed, and a browser before it."""
    ui = Settings().ui_dir
    if ui == UI / "dist":  # pages that somebody else built are left alone
        await asyncio.to_thread(build_ui)
    books = made(20261031, calls=600, tickets=900)
    for table in (UserRow, KbEntryRow, KbVersionRow, KbMissRow):
        books.rows.pop(table)  # the demo city has its own
    settings = Settings(state_dir=tmp_path, ui_dir=ui)
    async with web_hotline(settings, shelf, now=Clock(NOW), clock=Clock(NOW)) as web:
        await put(web.database, books)
        browser = await browsers.saying(AGENT_HERTZ)
        context = await browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
        yield Desk(page=await context.new_page(), web=web)
        await context.close()


async def test_from_a_period_down_to_a_ticket(desk: Desk) -> None:
    """A supervisor is reminded of October, closes it, and follows a department's figure to a ticket's page."""
    await desk.be("supervisor1")
    await expect(desk.page.get_by_test_id("closing-late")).to_have_count(1, timeout=MS)  # below "more" where it is full
    await desk.page.get_by_test_id("tab-assessment").click()
    await desk.page.get_by_test_id("kind-month").check(force=True)
    await desk.page.get_by_test_id("month").select_option("2026-10")
    await expect(desk.page.get_by_test_id("not-closed")).to_contain_text("2026-10 未结账", timeout=MS)
    await desk.page.get_by_test_id("close-month").click()
    await desk.page.get_by_test_id("confirm-closing").click()
    await expect(desk.page.get_by_test_id("closing")).to_contain_text("吴志强", timeout=6 * MS)
    await expect(desk.page.get_by_test_id("closing-late")).to_have_count(0)
    await expect(desk.page.get_by_test_id("month")).to_contain_text("2026-10　✓ 已结账")
    card = desk.page.get_by_test_id("card-whole-finished_on_time")
    await expect(card).to_contain_text("95%区间")
    await expect(card).to_contain_text("在办结时限之前答复的工单÷应办结的工单")
    await expect(desk.page.get_by_test_id("section-department").locator("svg").first).to_be_visible(timeout=MS)
    number = desk.count("finished_on_time", "01")
    count = int((await number.inner_text()).replace(",", ""))
    await number.click()
    rows = desk.page.get_by_test_id("drill-item")
    await expect(rows.first).to_be_visible(timeout=MS)
    assert await rows.count() == min(count, 50)
    of = await rows.first.get_attribute("data-number")
    await rows.first.get_by_role("link").click()
    await expect(desk.page.get_by_test_id("ticket-number")).to_have_text(str(of), timeout=MS)


async def test_few_cases_are_marked_and_have_no_place(desk: Desk) -> None:
    """The last departments of the month have few; a press on a heading leaves them at the end."""
    await desk.be("supervisor1")
    await desk.opens("assessment")
    table = desk.page.get_by_test_id("table-department")
    few = table.locator("td:nth-of-type(5)").filter(has_text="样本少")
    await expect(few.first).to_be_visible(timeout=MS)
    await expect(few.filter(has_text="第")).to_have_count(0)
    await desk.page.get_by_test_id("sort-department-finished_on_time").click()
    rows = table.locator("tbody tr")
    await expect(rows.first.locator("td:nth-of-type(5)")).to_contain_text("第1")
    await expect(rows.last.locator("td:nth-of-type(5)")).not_to_contain_text("第")


async def test_a_report_is_downloaded(desk: Desk) -> None:
    """As a table, a workbook with charts and a PDF, each named by its month."""
    await desk.be("supervisor1")
    await desk.opens("tickets")
    for form, begins in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("pdf", b"%PDF-")):
        async with desk.page.expect_download(timeout=6 * MS) as coming:
            await desk.page.get_by_test_id(f"file-{form}").click()
        download = await coming.value
        assert download.suggested_filename == f"tickets-2026-10.{form}"
        content = await asyncio.to_thread(Path(await download.path()).read_bytes)
        assert content.startswith(begins)
        if form == "xlsx":
            assert "图表" in openpyxl.load_workbook(io.BytesIO(content)).sheetnames


async def test_hot_issues_are_listed_with_their_trend(desk: Desk) -> None:
    """What everybody tells of is one matter, with its tickets."""
    await desk.be("supervisor1")
    await desk.opens("hot", "from=2026-10-25&to=2026-10-31")
    issue = desk.page.get_by_test_id("hot-issue").first
    await expect(issue).to_be_visible(timeout=6 * MS)
    await expect(issue.get_by_test_id("hot-trend")).to_have_text(re.compile("上升|持平|下降|新出现"))
    await expect(issue.locator("a").first).to_have_attribute("href", re.compile(r"/tickets/26\d{8}"))
    async with desk.page.expect_download(timeout=6 * MS) as coming:
        await desk.page.get_by_test_id("file-csv").click()
    assert (await coming.value).suggested_filename == "hot-2026-10-25-2026-10-31.csv"


async def test_a_department_sees_its_own_figures(desk: Desk) -> None:
    """Its row as cards, its tickets without the citizen, and no other report."""
    await desk.be("handler2")
    await desk.opens("assessment")
    await expect(desk.page.get_by_test_id("tab-telephone")).to_have_count(0)
    await expect(desk.page.get_by_test_id("tab-hot")).to_have_count(0)
    await expect(desk.page.get_by_test_id("section-department").get_by_role("heading", level=2)).to_contain_text(
        "公安局"
    )
    await desk.count("given", "01").click()
    rows = desk.page.get_by_test_id("drill-item")
    await expect(rows.first).to_be_visible(timeout=MS)
    assert "王芳" not in await desk.page.locator(".el-drawer").inner_text()


async def test_every_report_fits_the_screens_of_the_desks(desk: Desk, tmp_path: Path) -> None:
    """At both sizes no page is wider than its window, and no picture is without words."""
    await desk.be("supervisor1")
    for wide, high in PICTURES:
        await desk.page.set_viewport_size({"width": wide, "height": high})
        for name in ("telephone", "tickets", "assessment", "agents", "quality", "knowledge", "bulletin", "hot"):
            await desk.opens(name)
            await desk.page.screenshot(path=tmp_path / f"{name}-{wide}.png")
            assert await desk.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
            named = ':not([role="img"]):not([role="group"][aria-label])'  # a map is a group of districts
            silent = f'[role="img"]:not([aria-label]), svg{named}:not([aria-hidden]):not([role="img"] svg)'
            assert await desk.page.locator(f".body :is({silent})").count() == 0, name
