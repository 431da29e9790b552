"""A real call inspected: drawn by rule, heard in the browser, scored, appealed against and decided."""

from __future__ import annotations

import asyncio
import contextlib
import re
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Page, expect

from tests.acceptance.conftest import Pages
from tests.acceptance.desk import (
    AGENT_HERTZ,
    PATIENCE,
    answer,
    call_of,
    fill_ticket,
    hears_tone,
    is_recorded,
    recordings,
    shows,
    wait_in_line,
)
from tests.fakes.citizen import Citizen
from tests.hotline_process import DEMO_PASSWORD, Desk, HotlineProcess

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(240)]
MS = PATIENCE * 1000
NUMBER = "13900000781"
WEEKS = 3  # back: the hotline itself draws the last week when it starts


async def test_a_recorded_call_from_the_draw_to_the_appeal(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """The supervisor plays and marks the agent's call and takes points; the agent appeals; another one decides."""
    call_id = await _talk(hotline, pages, board)
    week = await asyncio.to_thread(_as_if_weeks_ago, hotline, call_id)
    boss = await _at(hotline, pages, "supervisor1", "/quality/draws")
    await boss.get_by_test_id("period").select_option(week)
    await boss.get_by_test_id("draw").click()
    await expect(boss.get_by_test_id("drawn")).to_contain_text(week, timeout=MS)
    await boss.goto(f"{hotline.web}/quality/inspect")
    row = boss.locator(f'[data-testid="quality-row"][data-call="{call_id}"]')
    await expect(row).to_contain_text("林晓燕", timeout=MS)
    await row.get_by_role("link").click()
    await _score(boss)
    mine = await _at(hotline, pages, "agent1", "/quality")
    await expect(mine.get_by_test_id("quality-waits")).to_have_text("1", timeout=MS)
    await mine.locator(f'[data-call="{call_id}"]').get_by_role("link").click()
    await expect(mine.get_by_test_id("item-listening")).to_contain_text("没有复述地点", timeout=MS)
    await expect(mine.get_by_test_id("sound-mark")).to_contain_text("没有复述")
    await mine.get_by_test_id("appeal-why").fill("录音里复述过地点")
    await mine.get_by_test_id("appeal").click()
    await expect(mine.get_by_test_id("appeal-said")).to_have_text("录音里复述过地点", timeout=MS)
    other = await _at(hotline, pages, "admin1", "/quality/appeals")
    await other.locator(f'[data-call="{call_id}"]').get_by_role("link").click()
    await _calibrate(hotline, other)
    await other.get_by_test_id("rescore").check(timeout=MS)
    await other.locator('[data-testid="item-listening"] input[value="partial"]').check(force=True)
    await other.get_by_test_id("decide-why").fill("复述了路名，没有复述门牌")
    await other.get_by_test_id("decide").click()
    await expect(other.get_by_test_id("quality-history")).to_contain_text("否 → 部分", timeout=MS)
    await expect(other.get_by_test_id("hearings")).to_contain_text("吴志强")
    await mine.reload()
    await expect(mine.get_by_test_id("decision")).to_contain_text("没有复述门牌", timeout=MS)
    await expect(mine.get_by_test_id("total")).to_contain_text("93")


async def _calibrate(hotline: HotlineProcess, page: Page) -> None:
    """Score it too without a look, see where the two differ, here and over the period, and come back by the figures."""
    await page.get_by_test_id("calibrate").click()
    for item in await page.locator('[data-testid="calibration"] [role="radiogroup"]').all():
        await item.locator('input[value="yes"]').check(force=True)
    await page.get_by_test_id("calibrate-send").click()
    await expect(page.get_by_test_id("differs")).to_contain_text("倾听和确认", timeout=MS)
    await expect(page.get_by_test_id("differs")).to_have_count(1)
    address = page.url
    await page.goto(f"{hotline.web}/quality/agreement")
    await page.locator('[data-row="item listening"]').get_by_role("button").click(timeout=MS)
    await expect(page.locator('[data-row="item listening"]')).to_contain_text("样本少")
    await expect(page.locator('[data-row="admin1 supervisor1"]')).to_contain_text("15.0")
    line = page.get_by_test_id("agreement-calls").locator("tbody tr")
    await expect(line).to_contain_text("倾听和确认")
    await line.get_by_role("link").click()
    await expect(page.get_by_test_id("wave").locator("path")).to_have_count(2, timeout=MS)
    assert page.url == address


async def _talk(hotline: HotlineProcess, pages: Pages, board: Desk) -> str:
    """A call with a ticket, recorded on both sides; its id."""
    page = await pages.agent("agent1")
    async with Citizen(hotline.ports["sip_port"], number=NUMBER) as citizen:
        await wait_in_line(hotline, board, citizen, NUMBER)
        await answer(page, NUMBER)
        await hears_tone(citizen, AGENT_HERTZ)
        call_id = str(call_of(board, NUMBER)["id"])
        await fill_ticket(page)
        await page.get_by_test_id("save-ticket").click()
        await is_recorded(hotline, call_id)
        citizen.hang_up()
        await shows(page, "话后")
    await recordings(hotline, call_id)
    await hotline.until(lambda: _ended(hotline, call_id), PATIENCE)
    return call_id


def _ended(hotline: HotlineProcess, call_id: str) -> bool:
    with contextlib.closing(sqlite3.connect(hotline.state / "hotline.db")) as books:
        row = books.execute("SELECT ended, released FROM calls WHERE id = ?", (call_id,)).fetchone()
    return bool(row and row[0] and row[1])


def _as_if_weeks_ago(hotline: HotlineProcess, call_id: str) -> str:
    """Put the call into a week that is over and that nobody has drawn; the week's name."""
    at = datetime.now(UTC) - timedelta(weeks=WEEKS)
    with contextlib.closing(sqlite3.connect(hotline.state / "hotline.db", timeout=PATIENCE)) as books:
        books.execute("UPDATE calls SET arrived = ? WHERE id = ?", (f"{at:%Y-%m-%d %H:%M:%S.%f}", call_id))
        books.commit()
    local = at + timedelta(hours=8)
    return f"{local.isocalendar().year}-W{local.isocalendar().week:02}"


async def _at(hotline: HotlineProcess, pages: Pages, user: str, path: str) -> Page:
    """Somebody at a screen."""
    page = await pages.blank()
    await page.goto(f"{hotline.web}{path}")
    await page.get_by_test_id("username").fill(user)
    await page.get_by_test_id("password").fill(DEMO_PASSWORD)
    await page.get_by_test_id("sign-in").click()
    await expect(page.get_by_test_id("sign-out")).to_be_visible(timeout=MS)
    if not page.url.endswith(path):  # who supervises begins at the board
        await page.goto(f"{hotline.web}{path}")
    return page


async def _score(page: Page) -> None:
    """Listen by keys, mark the moment, say yes to all but one item, and tell the agent."""
    await expect(page.get_by_test_id("beside-ticket")).to_contain_text("路灯不亮", timeout=MS)
    await expect(page.get_by_test_id("wave").locator("path")).to_have_count(2)
    await page.get_by_test_id("wave").focus()
    await page.keyboard.press("Space")
    await expect(page.get_by_test_id("clock")).to_have_text(re.compile(r"^0:0[1-9]"), timeout=MS)
    await page.keyboard.press("Space")
    await page.keyboard.press("m")
    await page.get_by_test_id("sound-mark").locator("input").fill("没有复述")
    for radio in await page.locator('[role="radiogroup"] input[value="yes"]').all():
        await radio.check(force=True)
    await page.locator('[data-testid="item-listening"] input[value="no"]').check(force=True)
    await page.get_by_test_id("submit-score").click()
    await expect(page.get_by_test_id("item-listening")).to_contain_text("扣分要写明理由", timeout=MS)
    await page.get_by_test_id("note-listening").fill("没有复述地点")
    await page.get_by_test_id("submit-score").click()
    await expect(page.get_by_test_id("quality-history")).to_contain_text("提交评分", timeout=MS)
    await expect(page.get_by_test_id("total")).to_contain_text("85")
