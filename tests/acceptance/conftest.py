"""Browsers that are agents and citizens, each with a voice of its own; after each test the line is empty."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, Playwright, ViewportSize, async_playwright

from tests.acceptance.desk import AGENT_HERTZ, PATIENCE, go_ready, seat_of, sign_in
from tests.fakes.tones import tone, write_wav
from tests.hotline_process import Desk, HotlineProcess

BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    "--allow-loopback-in-peer-connection",
]
SCREEN, PHONE = ViewportSize(width=1366, height=768), ViewportSize(width=390, height=844)
FORBIDDEN = 403
EXTENSIONS = ("1001", "1002", "1003", "1004", "1005")


class Browsers:
    """Chromium, once for each tone that its microphone says."""

    def __init__(self, playwright: Playwright, folder: Path) -> None:
        self._playwright, self._folder = playwright, folder
        self._open: dict[int, Browser] = {}

    async def saying(self, hertz: int) -> Browser:
        """The browser whose microphone says this tone."""
        if hertz not in self._open:
            voice = self._folder / f"{hertz}.wav"
            write_wav(voice, tone(hertz, 10.0, 0.4, 48000), 48000)
            self._open[hertz] = await self._playwright.chromium.launch(
                executable_path="/usr/bin/chromium",
                headless=True,
                args=[*BROWSER_FLAGS, f"--use-file-for-fake-audio-capture={voice}"],
            )
        return self._open[hertz]

    async def close(self) -> None:
        """End them all."""
        for browser in self._open.values():
            await browser.close()


class Pages:
    """The pages of one test. refused: the addresses that one asked for and whoever sat there might not have (403)."""

    def __init__(self, hotline: HotlineProcess, browsers: Browsers) -> None:
        self._hotline, self._browsers = hotline, browsers
        self._contexts: list[BrowserContext] = []
        self.refused: list[str] = []

    async def blank(self, *, hertz: int = AGENT_HERTZ, touch: bool = False) -> Page:
        """An empty page in a context of its own. touch: on a telephone's small screen."""
        browser, size = await self._browsers.saying(hertz), PHONE if touch else SCREEN
        context = await browser.new_context(locale="zh-CN", viewport=size, has_touch=touch, is_mobile=touch)
        context.on("response", lambda answer: self.refused.append(answer.url) if answer.status == FORBIDDEN else None)
        self._contexts.append(context)
        return await context.new_page()

    async def agent(self, user: str, *, ready: bool = True, hertz: int = AGENT_HERTZ) -> Page:
        """An agent's console, signed in and, where wanted, ready."""
        page = await self.blank(hertz=hertz)
        await sign_in(page, self._hotline, user)
        if ready:
            await go_ready(page)
        return page

    async def close(self) -> None:
        """Everybody goes home: signed out, and no page left."""
        for context in self._contexts:
            await context.request.delete(f"{self._hotline.web}/api/session")
            await context.close()


@pytest_asyncio.fixture(scope="session")
async def browsers(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browsers]:
    """Browsers, opened when they are first needed."""
    async with async_playwright() as playwright:
        opened = Browsers(playwright, tmp_path_factory.mktemp("microphones"))
        yield opened
        await opened.close()


@pytest_asyncio.fixture(scope="session")
async def board(hotline: HotlineProcess) -> AsyncIterator[Desk]:
    """The supervisor's screen."""
    async with Desk(hotline, "supervisor1") as desk:
        yield desk


@pytest_asyncio.fixture
async def pages(hotline: HotlineProcess, browsers: Browsers, board: Desk) -> AsyncIterator[Pages]:
    """Pages for one test; afterwards nobody is ready, and no call is left."""
    opened = Pages(hotline, browsers)
    yield opened
    await hotline.asterisk("channel request hangup all")
    await opened.close()
    with contextlib.suppress(TimeoutError):
        await hotline.until(lambda: _at_rest(board), patience=PATIENCE)
    assert not board.calls, "a call is left"
    assert _at_rest(board), "an agent is left"


def _at_rest(board: Desk) -> bool:
    seats = [seat_of(board, extension) for extension in EXTENSIONS]
    return not board.calls and all(seat.get("state", "offline") in ("offline", "paused") for seat in seats)
