"""Reports in words, on the map and by mail, in a browser: from a subscription to a mailbox.

The rule: the mail server is a real one on a free port, and what it got is read.
"""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import AsyncIterator
from pathlib import Path

import openpyxl
import pytest
import pytest_asyncio
from playwright.async_api import expect

from hotline.cli.ui import UI, build_ui
from hotline.settings import Settings
from hotline.storage.tables import KbEntryRow, KbMissRow, KbVersionRow, UserRow
from tests.acceptance.conftest import Browsers
from tests.acceptance.desk import AGENT_HERTZ, PATIENCE
from tests.adapters.conftest import shelf
from tests.adapters.mail_server import Mailbox, mail_server
from tests.adapters.storage import Clock
from tests.adapters.web_hotline import Shelf, web_hotline
from tests.fakes.report_books import NOW, made, put
from tests.screens.test_reports import PICTURES, Desk

__all__ = ["shelf"]  # the fixture
pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(300)]
MS = PATIENCE * 1000


@pytest_asyncio.fixture
async def box() -> AsyncIterator[Mailbox]:
    """A mailbox."""
    async with mail_server() as running:
        yield running


@pytest_asyncio.fixture
async def desk(tmp_path: Path, shelf: Shelf, browsers: Browsers, box: Mailbox) -> AsyncIterator[Desk]:
    """A small month, a mail server, and a browser before them."""
    ui = Settings().ui_dir
    if ui == UI / "dist":  # pages that somebody else built are left alone
        await asyncio.to_thread(build_ui)
    books = made(20261031, calls=600, tickets=900)
    for table in (UserRow, KbEntryRow, KbVersionRow, KbMissRow):
        books.rows.pop(table)  # the demo city has its own
    settings = Settings(
        state_dir=tmp_path,
        ui_dir=ui,
        smtp_host="127.0.0.1",
        smtp_port=box.port,
        smtp_tls="none",
        smtp_sender="12345@city.gov.cn",
    )
    async with web_hotline(settings, shelf, now=Clock(NOW), clock=Clock(NOW)) as web:
        await put(web.database, books)
        browser = await browsers.saying(AGENT_HERTZ)
        context = await browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
        yield Desk(page=await context.new_page(), web=web)
        await context.close()


async def test_a_subscription_ends_in_a_mailbox(desk: Desk, box: Mailbox, tmp_path: Path) -> None:
    """A supervisor is told of a wrong address, subscribes, tries it, and the workbook that comes opens."""
    page = desk.page
    await desk.be("supervisor1")
    await page.get_by_test_id("tab-mails").click()
    await page.get_by_test_id("mail-new").click()
    await page.get_by_test_id("mail-report").select_option("assessment")
    await page.get_by_test_id("mail-monthly").check()
    await page.get_by_test_id("mail-recipients").fill("leader@evil.example\nleader@city.gov.cn")
    await page.get_by_test_id("mail-save").click()
    await expect(page.get_by_test_id("mail-recipients-fault")).to_contain_text("不在允许的域名内", timeout=MS)
    await page.screenshot(path=tmp_path / "form-1366.png")
    await page.get_by_test_id("mail-recipients").fill("leader@city.gov.cn")
    await page.get_by_test_id("mail-save").click()
    row = page.get_by_test_id("mail-row")
    await expect(row).to_contain_text("考核指标", timeout=MS)
    await row.get_by_test_id("mail-now").click()
    await expect(page.get_by_test_id("mail-sent")).to_contain_text("2026-10-01 – 2026-10-31", timeout=6 * MS)
    (message,) = box.got
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "assessment-2026-10.xlsx"
    content = attached.get_content()  # type: ignore[attr-defined]
    assert "总览" in openpyxl.load_workbook(io.BytesIO(content)).sheetnames
    await row.get_by_test_id("mail-switch").click()
    await expect(row).to_contain_text("已停止", timeout=MS)
    for wide, high in PICTURES:
        await page.set_viewport_size({"width": wide, "height": high})
        await page.screenshot(path=tmp_path / f"mails-{wide}.png")
        assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


async def test_the_map_leads_to_a_districts_tickets(desk: Desk, tmp_path: Path) -> None:
    """By another figure, with the keys alone; few cases are hatched; the table stands beside it."""
    page = desk.page
    await desk.be("supervisor1")
    await desk.opens("tickets")
    section = page.get_by_test_id("section-district")
    drawn = section.get_by_test_id("district-map")
    await expect(drawn.get_by_role("button")).to_have_count(6, timeout=MS)
    await expect(drawn).to_contain_text("示意图")
    await expect(section.get_by_test_id("table-district")).to_be_visible()
    await drawn.get_by_test_id("map-figure").select_option("finished")
    first = drawn.get_by_test_id("map-01")
    await expect(first).to_have_attribute("aria-label", re.compile(r"云湖区：.*%（\d+/\d+）"))
    await section.scroll_into_view_if_needed()
    await drawn.screenshot(path=tmp_path / "map.png")
    await page.screenshot(path=tmp_path / "map-1366.png")
    await first.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("drill-item").first).to_be_visible(timeout=MS)
    await desk.opens("tickets", "from=2026-10-03&to=2026-10-03")
    await drawn.get_by_test_id("map-figure").select_option("finished")
    await expect(drawn.locator('[data-standing="few"]').first).to_have_attribute(
        "aria-label", re.compile("少于30件不比较")
    )


async def test_the_brief_is_read_on_the_screen(desk: Desk, tmp_path: Path) -> None:
    """In words, with drawings beside; its first number is the figure of the card below."""
    page = desk.page
    await desk.be("supervisor1")
    await desk.opens("brief")
    prose = page.get_by_test_id("prose")
    await expect(prose.get_by_role("heading").first).to_have_text("总体情况", timeout=6 * MS)
    taken = (await page.get_by_test_id("card-tickets-accepted").locator(".value button").inner_text()).strip()
    await expect(prose).to_contain_text(f"共受理工单{taken}件")
    await expect(prose.get_by_test_id("district-map")).to_be_visible()
    for wide, high in PICTURES:
        await page.set_viewport_size({"width": wide, "height": high})
        await page.screenshot(path=tmp_path / f"brief-{wide}.png")
        assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    async with page.expect_download(timeout=6 * MS) as coming:
        await page.get_by_test_id("file-html").click()
    download = await coming.value
    content = await asyncio.to_thread(Path(await download.path()).read_text, "utf-8")
    assert f"共受理工单{taken}件" in content
