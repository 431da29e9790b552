"""The whole product with a real ear: a citizen speaks on the line, and the agent's page shows what was said."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from hotline.calls.transcript import Side
from hotline.settings import Settings
from tests.acceptance.conftest import Browsers, Pages
from tests.acceptance.desk import PATIENCE, answer
from tests.adapters.ear_models import WHISPER_BASE, model_folder
from tests.bench.two_voices import spoken_talk, voices_there
from tests.conftest import GREETING_HERTZ
from tests.fakes.speaking import SpeakingCitizen
from tests.fakes.tones import tone, write_wav
from tests.hotline_process import HotlineProcess

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(600)]
NUMBER = "13900000791"
EAR_MS = 120_000
"""For the first words: the ear measures the machine when it starts for the first time."""


@pytest_asyncio.fixture
async def listening_hotline(tmp_path: Path) -> AsyncIterator[HotlineProcess]:
    """A hotline that hears conversations."""
    if not voices_there(Settings()):
        pytest.skip("the natural voice's parts are not installed in this state folder")
    model, state = model_folder(WHISPER_BASE), tmp_path / "state"
    (state / "ear").mkdir(parents=True)
    (tmp_path / "recorded").mkdir()
    (state / "ear" / WHISPER_BASE).symlink_to(model)
    for name in ("12345-greeting", "12345-to_person"):
        write_wav(tmp_path / "recorded" / f"{name}.wav", tone(GREETING_HERTZ, 1.0))
    ear = {"HOTLINE_EAR_CONVERSATION": WHISPER_BASE, "HOTLINE_EAR_STREAMS": "4"}
    running = HotlineProcess(state, ear | {"HOTLINE_RECORDED_DIR": str(tmp_path / "recorded")})
    await running.start()
    try:
        yield running
    finally:
        await running.stop()


async def test_what_a_citizen_says_stands_on_the_agents_page(
    listening_hotline: HotlineProcess, browsers: Browsers, tmp_path: Path
) -> None:
    """Spoken into a telephone, heard by the ear, told to the page, and drafted as a ticket, while the call lasts."""
    hotline, pages = listening_hotline, Pages(listening_hotline, browsers)
    lines, _ = await spoken_talk(Settings(), tmp_path)
    line = next(one for one in lines if one.side is Side.CITIZEN)
    page = await pages.agent("agent1")
    try:
        async with SpeakingCitizen(hotline.ports["sip_port"], number=NUMBER) as citizen:
            await citizen.call("12345")
            await citizen.hears_speech(0.5)
            citizen.press("50")
            await answer(page, NUMBER)
            await expect(page.get_by_test_id("aside-transcript")).to_be_visible(timeout=PATIENCE * 1000)
            await citizen.mouth.say(line.sound)
            said = page.locator('[data-testid="utterance"].citizen')
            await expect(said.first).to_contain_text("下水道", timeout=EAR_MS)
            await expect(page.get_by_test_id("offer-content")).to_contain_text("下水道", timeout=PATIENCE * 1000)
    finally:
        await pages.close()
