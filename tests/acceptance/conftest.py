"""Browsers that are agents and citizens."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.fakes.tones import tone, write_wav

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


@pytest_asyncio.fixture(scope="session")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    """Chromium whose microphone says 440 Hz."""
    voice = tmp_path_factory.mktemp("microphone") / "agent440.wav"
    write_wav(Path(voice), tone(440, 10.0, 0.4, 48000), 48000)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            headless=True,
            args=[*BROWSER_FLAGS, f"--use-file-for-fake-audio-capture={voice}"],
        )
        yield chromium
        await chromium.close()
