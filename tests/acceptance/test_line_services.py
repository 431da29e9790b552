"""What a menu can have done, by telephone: a message, a call back, a text, and who is known to be old."""

from __future__ import annotations

import asyncio
import io
import time
import wave

import numpy as np
import pytest

from hotline.answering.recording import TONE_HERTZ
from tests.acceptance.desk import HEARD, PATIENCE
from tests.fakes.citizen import Citizen
from tests.fakes.tones import loudest_level, spoken_seconds
from tests.hotline_process import Desk, HotlineProcess

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(180)]
CITIZEN_HERTZ = 620.0


async def choose(citizen: Citizen, keys: str) -> None:
    """Press each key when something is said, and hear what follows."""
    for key in keys:
        began = time.monotonic()
        citizen.press(key)
        await citizen.hears_speech(0.5, since=began + 0.3, patience=PATIENCE)


async def test_a_message_left_by_telephone_is_heard_at_the_desk(hotline: HotlineProcess, board: Desk) -> None:
    """114, other services, a message: after the tone the citizen speaks, and an agent listens to it."""
    number = "13811110001"
    async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await citizen.call("114")
        await citizen.hears_speech(0.5, patience=PATIENCE)
        await choose(citizen, "5")
        chosen = time.monotonic()
        citizen.press("2")
        await citizen.hears(
            lambda heard: loudest_level(heard, TONE_HERTZ, 0.1) > HEARD, since=chosen, patience=2 * PATIENCE
        )
        await citizen.says(CITIZEN_HERTZ, 1.5)
        citizen.say(0)
        await choose(citizen, "#")
        citizen.hang_up()
    (message,) = [one for one in (await board.get("/api/messages"))["messages"] if one["number"] == number]
    assert (message["about"], message["state"]) == ("message", "new")
    async with board.session.get(f"{hotline.web}/api/messages/{message['id']}/audio") as response:
        sound = await response.read()
    with wave.open(io.BytesIO(sound)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), dtype=np.int16)
    assert spoken_seconds(samples) > 1.0
    assert loudest_level(samples, CITIZEN_HERTZ, 0.5) > HEARD


async def test_a_departments_telephone_is_sent_as_a_text(hotline: HotlineProcess, board: Desk) -> None:
    """By its code, then 9 and 1: the outbox has it, and hands it over at once, to the number that called."""
    number = "13811110002"

    async def sent() -> list[dict[str, str]]:
        found = (await board.get("/api/outbox?state=sent"))["outbox"]
        return [one for one in found if one["to"] == number]

    async with Citizen(hotline.ports["sip_port"], number="+86" + number) as citizen:
        await citizen.call("114")
        await citizen.hears_speech(0.5, patience=PATIENCE)
        await choose(citizen, "3")
        began = time.monotonic()
        citizen.press("12#")
        await citizen.hears_speech(1.0, since=began + 1.0, patience=PATIENCE)
        await choose(citizen, "91")
        (notice,) = await hotline.until(sent, patience=PATIENCE)
    assert notice["about"] == {"kind": "department", "code": "12"}
    assert "电话：" in notice["text"]
    assert number in (hotline.state / "outbox" / "messages.jsonl").read_text(encoding="utf-8")


async def test_who_asks_to_be_rung_waits_on_the_list(hotline: HotlineProcess, board: Desk) -> None:
    """The citizen is thanked and may go; the list has the number once."""
    number = "13811110003"
    for _ in range(2):
        async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
            await citizen.call("114")
            await citizen.hears_speech(0.5, patience=PATIENCE)
            await choose(citizen, "531")
            async with asyncio.timeout(PATIENCE):
                await citizen.ended.wait()
    waiting = (await board.get("/api/callbacks?state=waiting"))["callbacks"]
    assert [one["number"] for one in waiting if one["number"] == number] == [number]


async def test_who_is_known_to_be_old_goes_to_a_person(hotline: HotlineProcess, board: Desk) -> None:
    """Also at 114, where others choose from a menu; set by an agent."""
    number = "13811110004"
    marks = {"marks": [{"mark": "elderly", "reason": "听力不好"}]}
    async with board.session.put(f"{hotline.web}/api/citizens/{number}/marks", json=marks) as response:
        assert response.status == 200
    async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await citizen.call("114")
        await hotline.until(lambda: board.state_of(number) == "queued", patience=PATIENCE)


async def test_an_emergency_without_a_trunk_is_the_first_in_the_queue(hotline: HotlineProcess, board: Desk) -> None:
    """9 alone asks for the police: there is no line to them, so a person takes the call before all others."""
    number = "13811110005"
    async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await citizen.call("114")
        await citizen.hears_speech(0.5, patience=PATIENCE)
        await choose(citizen, "9")
        await hotline.until(lambda: board.state_of(number) == "queued", patience=2 * PATIENCE)
