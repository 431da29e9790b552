"""Signing in and staying in: wrong passwords are told in words, and the page says when it must not be trusted."""

from __future__ import annotations

import os
import signal

import pytest
from playwright.async_api import expect

from tests.acceptance.conftest import Pages
from tests.acceptance.desk import PATIENCE, go_ready, seat_of, shows
from tests.hotline_process import DEMO_PASSWORD, Desk, HotlineProcess

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(180)]


async def test_a_wrong_password(hotline: HotlineProcess, pages: Pages) -> None:
    """It is refused in words, and the right one after it is taken."""
    page = await pages.blank()
    await page.goto(hotline.web)
    await page.get_by_test_id("username").fill("agent1")
    await page.get_by_test_id("password").fill("not-it")
    await page.get_by_test_id("password").press("Enter")
    await expect(page.get_by_role("alert")).to_have_text("用户名或密码不正确", timeout=PATIENCE * 1000)
    await expect(page.get_by_test_id("state")).to_have_count(0)
    await page.get_by_test_id("password").fill(DEMO_PASSWORD)
    await page.get_by_test_id("password").press("Enter")
    await shows(page, "示忙")


async def test_signing_out(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """The sign-in page is back, also after a reload, and no call comes to the desk any more."""
    page = await pages.agent("agent1")
    await page.get_by_test_id("sign-out").click()
    await expect(page.get_by_test_id("username")).to_be_visible(timeout=PATIENCE * 1000)
    await hotline.until(lambda: seat_of(board, "1001")["state"] == "offline", patience=PATIENCE)
    await page.reload()
    await expect(page.get_by_test_id("username")).to_be_visible(timeout=PATIENCE * 1000)


async def test_reload_stays_signed_in(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """The page needs no password again, and shows the state in which the agent was."""
    page = await pages.agent("agent1")
    await page.reload()
    await shows(page, "空闲")
    await hotline.until(lambda: seat_of(board, "1001")["state"] == "ready", patience=PATIENCE)


async def test_the_controller_is_killed(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """The page says that it is out of date, and takes it back by itself; the agent is as ready as before."""
    page = await pages.agent("agent1")
    await expect(page.get_by_test_id("stale")).to_have_count(0)
    os.kill(hotline.pid_of("serve"), signal.SIGKILL)
    await expect(page.get_by_test_id("stale")).to_be_visible(timeout=PATIENCE * 1000)
    await expect(page.get_by_test_id("stale")).to_have_count(0, timeout=PATIENCE * 1000)
    await shows(page, "空闲")
    await hotline.until(lambda: board.fresh and seat_of(board, "1001")["state"] == "ready", patience=PATIENCE)
    await page.get_by_test_id("pause").click()
    await shows(page, "示忙")
    await go_ready(page)
