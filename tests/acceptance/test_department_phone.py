"""A handler's day on a telephone: every screen and every act of a department, with a finger, on a real small screen.

The rule: whatever others do meanwhile is done by HTTP; whatever the handler does is tapped on what can be seen.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from playwright.async_api import Page, expect

from tests.acceptance.conftest import Pages
from tests.acceptance.desk import PATIENCE
from tests.hotline_process import DEMO_PASSWORD, HotlineProcess

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(300)]
MS = PATIENCE * 1000
CITIZEN, NAME, LABOUR, POLICE = "13900000911", "申屠若兰", "02", "01"
TOUCH = 44  # CSS pixels, at least, of whatever a finger has to meet
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 16 + b"IEND\xaeB`\x82"
Told = dict[str, Any]

_WIDER = "() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - innerWidth"
_SMALL = """least => [...document.querySelectorAll('a, button, input, textarea, select')]
  .filter(one => {
    const seen = one.getBoundingClientRect()
    if (!seen.width || !seen.height || seen.top >= innerHeight || getComputedStyle(one).opacity === '0') return false
    const box = one.closest('.el-input__wrapper, .el-select__wrapper, .el-input-tag, label') ?? one
    return box.getBoundingClientRect().height < least - 0.5
  })
  .map(one => `${one.tagName} ${one.dataset.testid ?? ''} ${one.textContent.trim().slice(0, 20)}`)"""


class Others:
    """Everybody else, by HTTP."""

    def __init__(self, web: str, session: aiohttp.ClientSession) -> None:
        self._web, self._session = web, session

    async def be(self, user: str) -> None:
        """Ask as this user from now on."""
        self._session.cookie_jar.clear()
        await self._ask("POST", "session", {"username": user, "password": DEMO_PASSWORD})

    async def saves(self, content: str) -> str:
        """An agent writes an urgent ticket for the labour office; its number."""
        await self.be("agent2")
        body = {"type": "help", "category": "0101", "urgency": "urgent", "content": content, "department": LABOUR}
        told = await self._ask("POST", "tickets", body | {"citizen_number": CITIZEN, "citizen_name": NAME})
        return str(told["ticket"]["number"])

    async def moves(self, user: str, number: str, action: str, **fields: str) -> None:
        """Somebody does something to a ticket."""
        await self.be(user)
        version = (await self._ask("GET", f"tickets/{number}"))["ticket"]["version"]
        await self._ask("POST", f"tickets/{number}/moves", {"action": action, "version": version, **fields})

    async def _ask(self, method: str, path: str, body: Told | None = None) -> Told:
        headers = {"Idempotency-Key": secrets.token_hex(8)}
        async with self._session.request(method, f"{self._web}/api/{path}", json=body, headers=headers) as answer:
            told: Told = await answer.json()
            assert answer.status in (200, 201), told
            return told


@asynccontextmanager
async def others_of(hotline: HotlineProcess) -> AsyncIterator[Others]:
    """Everybody else, with a cookie of their own."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield Others(hotline.web, session)


class Handler:
    """A handler's telephone."""

    def __init__(self, page: Page, web: str) -> None:
        self.page, self.web = page, web

    async def sign_in(self, user: str) -> None:
        """With a finger."""
        await self.page.goto(self.web)
        await self.page.get_by_test_id("username").fill(user)
        await self.page.get_by_test_id("password").fill(DEMO_PASSWORD)
        await self.page.get_by_test_id("sign-in").tap()
        await expect(self.page.get_by_test_id("nav-work")).to_be_visible(timeout=MS)

    async def goes(self, path: str, shown: str) -> None:
        """To a screen, which then fits."""
        await self.page.goto(self.web + path)
        await expect(self.page.get_by_test_id(shown).first).to_be_visible(timeout=MS)
        await self.fits(path)

    async def fits(self, what: str) -> None:
        """Nothing is wider than the screen, and a finger meets everything."""
        assert await self.page.evaluate(_WIDER) <= 0, what
        assert await self.page.evaluate(_SMALL, TOUCH) == [], what

    async def begins(self, action: str) -> None:
        """Tap the button of a move, behind the others where it stands there."""
        button = self.page.get_by_test_id(f"do-{action}")
        await expect(button).to_be_attached(timeout=MS)
        if not await button.is_visible():
            await self.page.get_by_test_id("more-moves").tap()
            await self.fits("more moves")
        await button.tap()
        await expect(self.page.get_by_test_id("move-form")).to_be_visible(timeout=MS)
        await self.fits(action)

    async def types(self, **fields: str) -> None:
        """Into the open form."""
        for name, text in fields.items():
            await self.page.get_by_test_id(f"move-{name}").locator("textarea, input").first.fill(text)

    async def sends(self) -> None:
        """The open form, which is then gone."""
        await self.page.get_by_test_id("move-go").tap()
        await expect(self.page.get_by_test_id("move-form")).to_have_count(0, timeout=MS)

    async def asks_for_help(self, department: str, reason: str) -> None:
        """Of another department, which waits for a decision then."""
        await self.begins("ask_assisting")
        await self.page.get_by_test_id("move-department").locator("input").fill(department)
        await self.page.locator(".el-select-dropdown__item:visible").first.tap()
        await self.types(reason=reason)
        await self.sends()
        await expect(self.page.get_by_test_id("assist-requests")).to_contain_text("等待审批", timeout=MS)

    async def hears(self, number: str, text: str) -> None:
        """Of something by itself."""
        news = self.page.locator(f'[data-testid="news-item"][data-number="{number}"]')
        await expect(news).to_contain_text(text, timeout=MS)


async def test_a_day_of_a_handler_on_a_telephone(hotline: HotlineProcess, pages: Pages) -> None:
    """A new ticket comes by itself, is signed, explained, put off, photographed and answered; nobody is named."""
    handler = Handler(await pages.blank(touch=True), hotline.web)
    page = handler.page
    seen: list[str] = []
    page.on("websocket", lambda line: line.on("framereceived", lambda frame: seen.append(str(frame))))
    await handler.sign_in("handler1")
    await handler.goes("/work", "tab-to_sign")
    async with others_of(hotline) as others:
        number = await others.saves(f"{NAME}反映工地拖欠三个月工资，电话{CITIZEN}。")
        await handler.hears(number, "新工单")
        await page.get_by_test_id(f"sign-{number}").tap()
        await expect(page.get_by_test_id(f"sign-{number}")).to_have_count(0, timeout=MS)

        await others.moves("supervisor1", number, "urge", reason="市民再次来电，请于今日内联系。")
        await handler.hears(number, "催办")
        pressed = page.locator(f'[data-testid="pressing-item"][data-number="{number}"]')
        await pressed.locator('[data-testid^="explain-"]').tap()
        await pressed.locator("textarea").fill("已联系工地负责人，三日内答复。")
        await handler.fits("explaining")
        await page.get_by_test_id("pressing-send").tap()
        await expect(pressed).to_have_count(0, timeout=MS)

        await handler.goes(f"/tickets/{number}", "ticket-number")
        await expect(page.get_by_test_id("call-citizen")).to_be_visible()
        await handler.begins("return")
        await page.keyboard.press("Escape")
        await handler.asks_for_help("市公安局", "需要协助核实身份。")
        await others.moves("supervisor1", number, "grant_assisting", department=POLICE)
        await handler.hears(number, "同意协办")
        await handler.begins("ask_extension")
        await handler.types(days="2", reason="需要核对考勤记录。")
        await handler.sends()
        await expect(page.get_by_test_id("extensions")).to_contain_text("核对考勤", timeout=MS)
        photo = {"name": "现场.png", "mimeType": "image/png", "buffer": PNG}
        await expect(page.get_by_test_id("camera")).to_have_attribute("capture", "environment")
        await page.get_by_test_id("camera").set_input_files([photo])
        await expect(page.get_by_test_id("files")).to_contain_text("现场.png", timeout=MS)

        await the_slower_of_two(handler, others, number)
    assert await page.get_by_test_id("tab-figures").count() == 0
    await handler.goes("/work/figures", "card-department-given")
    await page.get_by_test_id(f"drill-given-numerator-{LABOUR}").tap()
    await expect(page.locator(f'[data-testid="drill-item"][data-number="{number}"]')).to_be_visible(timeout=MS)
    assert json.dumps(seen).count('\\"ticket\\"') > 0
    for told in (*seen, await page.content()):
        assert CITIZEN not in told
        assert NAME not in told


async def the_slower_of_two(handler: Handler, others: Others, number: str) -> None:
    """A colleague answers first: the page says so and keeps what was typed; sent back, it is answered from here."""
    page = handler.page
    await handler.begins("reply")
    await handler.types(note="已约谈。", public_answer="工资本周付清。")
    await others.moves("handler1", number, "reply", note="同事先答", public_answer="正在处理。")
    await expect(page.get_by_test_id("overtaken")).to_contain_text("待审核", timeout=MS)
    await expect(page.get_by_test_id("move-public_answer").locator("textarea")).to_have_value("工资本周付清。")
    await handler.fits("overtaken")
    await handler.goes("/work", "tab-replied")
    await others.moves("supervisor1", number, "refuse", reason="请写明付清的日期。")
    await handler.hears(number, "审核退回")
    await page.locator(f'[data-testid="news-item"][data-number="{number}"] a').tap()
    await handler.begins("reply")
    await handler.types(note="已约谈。", public_answer="工资十一月三十日前付清。")
    await handler.sends()
    await expect(page.get_by_test_id("ticket-state")).to_have_text("待审核", timeout=MS)


async def test_every_screen_of_a_department_fits_a_telephone(hotline: HotlineProcess, pages: Pages) -> None:
    """Lists, renewals, figures, knowledge, notices, supervision, reports and rules, on a small and a smaller screen."""
    handler = Handler(await pages.blank(touch=True), hotline.web)
    await handler.sign_in("handler3")  # who has something to renew
    await handler.goes("/work/renew", "renew-item")
    await handler.page.locator('[data-testid^="confirm-"]').first.tap()
    await handler.fits("confirming")
    for width, height in ((390, 844), (360, 740)):
        await handler.page.set_viewport_size({"width": width, "height": height})
        for path, shown in (
            ("/work/to_sign", "tab-to_sign"),
            ("/work/renew", "renew"),
            ("/work/figures", "own-figures"),
            ("/knowledge/own", "own"),
            ("/knowledge/entries", "entries"),
            ("/knowledge/edit", "new-question"),
            ("/supervision/notices", "nav-notices"),
            ("/supervision/lines", "watch-filter"),
            ("/reports/assessment", "nav-reports"),
            ("/policies", "nav-work"),
        ):
            await handler.goes(path, shown)
