"""The pages that nobody signs in to: the hall's big screen, and the citizens' page on a telephone."""

from __future__ import annotations

import gzip
import os
import signal
from pathlib import Path

import pytest
from playwright.async_api import Page, Response, expect

from tests.acceptance.conftest import Pages
from tests.acceptance.desk import PATIENCE, wait_in_line
from tests.conftest import WALL_KEY
from tests.fakes.citizen import Citizen
from tests.hotline_process import Desk, HotlineProcess

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(180)]
MS = PATIENCE * 1000
PHONE, HALL, LARGE_HALL = (390, 844), (1920, 1080), (3840, 2160)
LIGHTEST = 150_000  # bytes by gzip of all that the citizens' page loads
SMALLEST = 24  # the picture's height by that of the smallest letters
LETTERS = """() => [...document.querySelectorAll('.screen *')]
  .filter(one => [...one.childNodes].some(part => part.nodeType === 3 && part.textContent.trim()))
  .map(one => parseFloat(getComputedStyle(one).fontSize))"""
OVERFLOWS = "() => document.documentElement.scrollWidth > innerWidth"


class Watched:
    """A page of which everything that goes wrong is kept, and whatever it loads."""

    def __init__(self, page: Page, web: str) -> None:
        self.page, self.web = page, web
        self.faults: list[str] = []
        self.elsewhere: list[str] = []
        self.loaded: list[Response] = []
        page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        page.on("request", lambda asked: None if asked.url.startswith(web) else self.elsewhere.append(asked.url))
        page.on("response", self._came)

    def _came(self, response: Response) -> None:
        self.loaded.append(response)

    async def weight(self) -> int:
        """Bytes by gzip of everything loaded so far."""
        return sum([len(gzip.compress(await one.body())) for one in self.loaded if one.status == 200])

    async def is_clean(self) -> None:
        """No fault, no host but ours, no cookie, nothing kept."""
        assert (self.faults, self.elsewhere) == ([], [])
        assert await self.page.context.cookies() == []
        assert await self.page.evaluate("() => [localStorage.length, sessionStorage.length]") == [0, 0]


async def opened(hotline: HotlineProcess, pages: Pages, size: tuple[int, int]) -> Watched:
    """An empty page of this size."""
    page = await pages.blank()
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    return Watched(page, hotline.web)


async def saved(board: Desk, key: str) -> dict[str, str]:
    """A ticket as a supervisor takes it down."""
    categories = await board.get("/api/kb/categories")
    body = {
        "type": "help",
        "category": categories["categories"][0]["children"][0]["code"],
        "content": "路灯不亮已经三天，晚上看不清路。",
        "citizen_number": "13900000911",
        "citizen_name": "欧阳小芳",
    }
    told = await board.post("/api/tickets", body, **{"Idempotency-Key": key})
    ticket: dict[str, str] = told["ticket"]
    return ticket


async def test_the_halls_screen(hotline: HotlineProcess, pages: Pages, board: Desk, tmp_path: Path) -> None:
    """It turns by itself, counts a real call that waits, says when it is old, and is right again by itself."""
    ticket = await saved(board, "open-pages-1")
    screen = await opened(hotline, pages, HALL)
    page = screen.page
    await page.goto(f"{hotline.web}/wall#key={WALL_KEY}&seconds=3")
    await expect(page.get_by_test_id("accepted")).not_to_have_text("—", timeout=MS)
    for wide, high in (HALL, LARGE_HALL):
        await page.set_viewport_size({"width": wide, "height": high})
        assert min(await page.evaluate(LETTERS)) * SMALLEST >= high * 0.97
    await page.set_viewport_size({"width": HALL[0], "height": HALL[1]})
    async with Citizen(hotline.ports["sip_port"], number="13900000901") as citizen:
        await wait_in_line(hotline, board, citizen, "13900000901")
        await expect(page.get_by_test_id("waiting")).to_have_text("1人", timeout=MS)
        shown = await page.content()
        for secret in (ticket["number"], ticket["query_code"], "13900000901", "13900000911", "欧阳小芳", "路灯"):
            assert secret not in shown
    for panel in ("hot", "chosen", "tickets"):
        await expect(page.get_by_test_id(f"panel-{panel}")).to_be_visible(timeout=MS)
        await page.screenshot(path=tmp_path / f"wall-{panel}.png")
    await screen.is_clean()
    os.kill(hotline.pid_of("serve"), signal.SIGKILL)
    await expect(page.get_by_test_id("stale")).to_be_visible(timeout=MS)
    await page.screenshot(path=tmp_path / "wall-stale.png")
    await expect(page.get_by_test_id("stale")).to_have_count(0, timeout=MS)
    await hotline.until(lambda: board.fresh, patience=PATIENCE)


async def test_the_address_of_the_screen_alone_shows_nothing(hotline: HotlineProcess, pages: Pages) -> None:
    """Without the key, and with another one."""
    for address in ("", "#key=", f"#key={WALL_KEY[:-1]}"):
        page = (await opened(hotline, pages, HALL)).page
        await page.goto(f"{hotline.web}/wall{address}")
        await expect(page.get_by_test_id("refused")).to_be_visible(timeout=MS)
        assert "云川市" not in await page.content()


async def test_a_citizen_looks_up_a_ticket(hotline: HotlineProcess, pages: Pages, board: Desk, tmp_path: Path) -> None:
    """By number and code, in three languages and large text, on a telephone; the code stands in no address."""
    ticket = await saved(board, "open-pages-2")
    screen = await opened(hotline, pages, PHONE)
    page = screen.page
    await page.goto(f"{hotline.web}/public")
    for language, size in (("zh-CN", 1), ("zh-TW", 1), ("en", 1), ("zh-CN", 2)):
        await page.get_by_test_id(f"language-{language}").click()
        if size == 2:
            await page.get_by_test_id("big").click()
        await page.get_by_test_id("number").fill(f" {ticket['number']}")
        await page.get_by_test_id("code").fill(ticket["query_code"])
        await page.get_by_test_id("look").click()
        await expect(page.get_by_test_id("progress")).to_contain_text("正在派单", timeout=MS)
        assert ticket["query_code"] not in page.url
        assert not await page.evaluate(OVERFLOWS)
        await page.screenshot(path=tmp_path / f"public-progress-{language}-{size}.png", full_page=True)
    await page.get_by_test_id("code").fill("000000" if ticket["query_code"] != "000000" else "111111")
    screen.faults.clear()
    await page.get_by_test_id("look").click()
    await expect(page.get_by_test_id("trouble")).to_contain_text("没有查到", timeout=MS)
    assert all("404" in fault for fault in screen.faults)  # the browser's own line of a refused question
    screen.faults.clear()
    await screen.is_clean()


async def test_a_citizen_asks_and_looks_round(hotline: HotlineProcess, pages: Pages, tmp_path: Path) -> None:
    """An answer in full, an office that is found by its short name, the bulletin; light, and nothing overflows."""
    screen = await opened(hotline, pages, PHONE)
    page = screen.page
    await page.goto(f"{hotline.web}/public?lang=zh-CN#search")
    await page.get_by_test_id("question").fill("工伤认定要带什么材料")
    await page.get_by_test_id("question").press("Enter")
    await page.get_by_test_id("hit").first.click(timeout=MS)
    await expect(page.get_by_test_id("entry")).to_contain_text("要带的材料", timeout=MS)
    await expect(page.get_by_test_id("form").first).to_be_visible()
    await page.screenshot(path=tmp_path / "public-entry.png", full_page=True)
    await page.get_by_test_id("tab-departments").click()
    await page.go_back()
    await expect(page.get_by_test_id("entry")).to_be_visible(timeout=MS)
    await page.go_forward()
    await page.get_by_test_id("wanted").fill("人社局")
    await expect(page.get_by_test_id("office")).to_have_count(1, timeout=MS)
    await page.get_by_test_id("office").click()
    await expect(page.get_by_test_id("office")).to_contain_text("文昌路26号")
    await page.screenshot(path=tmp_path / "public-office.png", full_page=True)
    await page.get_by_test_id("tab-bulletin").click()
    await expect(page.get_by_test_id("nothing")).to_be_visible(timeout=MS)
    assert not await page.evaluate(OVERFLOWS)
    assert await screen.weight() < LIGHTEST
    await screen.is_clean()
