"""After a conversation the citizen is asked how it was, by telephone, while the agent wraps up."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from playwright.async_api import expect

from hotline.settings import Settings
from tests.acceptance.conftest import Pages
from tests.acceptance.desk import AGENT_HERTZ, PATIENCE, answer, call_of, go_ready, hears_tone, shows, wait_in_line
from tests.acceptance.told import ALIKE, Piece, Sounds, Told, find
from tests.fakes.citizen import FRAME, Citizen
from tests.hotline_process import Desk, HotlineProcess

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(180)]


class Ear:
    """What the hotline says on one call, listened for. since: nothing that was heard before counts."""

    def __init__(self, hotline: HotlineProcess, citizen: Citizen, call_id: str) -> None:
        recorded = Path(hotline.extra["HOTLINE_RECORDED_DIR"])
        self._hotline, self._citizen, self._call_id = hotline, citizen, call_id
        self._told = Told(hotline.state / "logs" / "controller.log")
        settings = Settings(state_dir=hotline.state, recorded_dir=recorded, voice="pyttsx3")
        self._sounds = Sounds(settings, hotline.state)
        self._heard: list[Piece] = []
        self.since = time.monotonic()

    async def hears(self, words: str) -> None:
        """Wait until a piece with these words was spoken on the call, and its sound was heard to its end."""

        def spoken() -> Piece | None:
            return next((piece for piece in self._told.on(self._call_id) if words in piece.text), None)

        piece: Piece = await self._hotline.until(spoken, 2 * PATIENCE)
        sound = self._sounds.made(piece)[:-FRAME]  # the last part of a frame is not sent, and nothing follows it
        await self._citizen.hears(lambda heard: find(sound, heard)[0] > ALIKE, since=self.since, patience=2 * PATIENCE)
        self._heard.append(piece)

    async def check(self) -> None:
        """Whether each sound was that of the whole text: it takes longer than a caller waits."""
        try:
            for piece in self._heard:
                await self._sounds.sound(piece)
        finally:
            await self._sounds.close()


async def test_the_citizen_rates_the_call_and_the_next_agent_sees_it(
    hotline: HotlineProcess, pages: Pages, board: Desk
) -> None:
    """The agent hangs up by the button and is in wrap-up; two questions, two keys, goodbye; the card tells it all."""
    number = "13900000301"
    page = await pages.agent("agent1")
    async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await wait_in_line(hotline, board, citizen, number)
        await answer(page, number)
        await hears_tone(citizen, AGENT_HERTZ)
        call_id = str(call_of(board, number)["id"])
        ear = Ear(hotline, citizen, call_id)
        await page.get_by_test_id("hangup").click()
        await hotline.until(lambda: board.state_of(number) == "survey", PATIENCE)
        await shows(page, "话后")
        await ear.hears("您的问题解决了吗")
        citizen.press("1")
        await ear.hears("您对服务满意吗")
        citizen.press("2")
        await ear.hears("感谢您的来电")
        await asyncio.wait_for(citizen.ended.wait(), PATIENCE)
    await ear.check()
    (call,) = [one for one in (await board.get("/api/calls"))["calls"] if one["id"] == call_id]
    assert (call["outcome"], call["extension"]) == ("answered", "1001")
    async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await go_ready(page)
        await wait_in_line(hotline, board, citizen, number)
        await expect(page.get_by_test_id("card-rating")).to_contain_text("已解决", timeout=PATIENCE * 1000)
        await expect(page.get_by_test_id("card-rating")).to_contain_text("基本满意")
        await page.get_by_test_id("card-play").click()
        sound = await page.get_by_test_id("card-sound").element_handle()
        assert sound is not None
        # they have talked for a third of a second
        await page.wait_for_function("sound => sound.duration > 0.1 && sound.currentTime > 0.1", arg=sound)
        citizen.hang_up()
        await hotline.until(lambda: not board.state_of(number), PATIENCE)


async def test_who_hangs_up_first_is_asked_nothing(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """The call is over at once, and the agent wraps up."""
    number = "13900000302"
    page = await pages.agent("agent1")
    async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await wait_in_line(hotline, board, citizen, number)
        await answer(page, number)
        await hears_tone(citizen, AGENT_HERTZ)
        seen = len(board.messages)
        citizen.hang_up()
        await shows(page, "话后")
        await hotline.until(lambda: not board.state_of(number), PATIENCE)
    states = [message["call"]["state"] for message in board.messages[seen:] if message["type"] == "call"]
    assert "survey" not in states
