"""Citizens called through the hotline from a real browser: heard on both sides, and kept as the proof of contact."""

from __future__ import annotations

import asyncio
import re
import secrets
import socket
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from hotline.storage.citizens import normalise_number
from tests.acceptance.conftest import Browsers, Pages
from tests.acceptance.desk import (
    AGENT_HERTZ,
    CITIZEN_HERTZ,
    HEARD,
    PATIENCE,
    answer,
    hears_music,
    hears_tone,
    page_hears,
    recordings,
    wait_in_line,
)
from tests.fakes.carrier import TRUNK, Carrier
from tests.fakes.citizen import Citizen
from tests.fakes.talking_phone import TalkingPhone
from tests.fakes.tones import Samples, level_of, spoken_seconds
from tests.hotline_process import DEMO_PASSWORD, Desk, HotlineProcess, free_ports

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(240)]
CITIZEN, BUSY, OFFICE, SHOWN = "13900000501", "13900000503", "13700000502", "075755512345"
OFFICE_HERTZ = 740.0
MS = PATIENCE * 1000


@dataclass
class Line:
    """A hotline with a trunk, and the telephones at its other end."""

    hotline: HotlineProcess
    office_port: int
    citizen_port: int
    citizen: TalkingPhone
    office: TalkingPhone
    carrier: Carrier
    pages: Pages


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def trunked(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[HotlineProcess, int]]:
    """A running hotline with a trunk, and the carrier's port."""
    (port,) = free_ports(1, socket.SOCK_DGRAM)
    extra = {
        "HOTLINE_OUTSIDE_TRUNK": "outside",
        "HOTLINE_OUTGOING_NUMBER": SHOWN,
        "HOTLINE_CALL_BACK_HOURS": "00:00-24:00",
    }
    running = HotlineProcess(tmp_path_factory.mktemp("calling"), extra)
    custom = running.state / "asterisk" / "custom"
    custom.mkdir(parents=True)
    (custom / "trunk.conf").write_text(TRUNK.format(port=port))
    await running.start()
    yield running, port
    assert await running.stop() == 0


@pytest_asyncio.fixture(loop_scope="session")
async def line(trunked: tuple[HotlineProcess, int], browsers: Browsers) -> AsyncIterator[Line]:
    """The telephones of one test; afterwards no call is left."""
    hotline, port = trunked
    citizen_port, office_port = free_ports(2, socket.SOCK_DGRAM)
    pages = Pages(hotline, browsers)
    async with (
        TalkingPhone(citizen_port, hertz=CITIZEN_HERTZ) as citizen,
        TalkingPhone(office_port, hertz=OFFICE_HERTZ) as office,
        Carrier(port, {CITIZEN: citizen_port, BUSY: citizen_port, OFFICE: office_port}) as carrier,
    ):
        yield Line(
            hotline=hotline,
            office_port=office_port,
            citizen_port=citizen_port,
            citizen=citizen,
            office=office,
            carrier=carrier,
            pages=pages,
        )
        await hotline.asterisk("channel request hangup all")
        await pages.close()


async def ticket_of(hotline: HotlineProcess, citizen: str = CITIZEN, *, reviewed: bool) -> str:
    """A ticket of the police; reviewed: it waits for its callback."""
    draft = {"type": "help", "content": "路灯不亮，请尽快修理。", "department": "01", "citizen_number": citizen}
    async with Desk(hotline, "agent1") as agent:
        categories = (await agent.get("/api/kb/categories"))["categories"]
        body = {**draft, "category": categories[0]["children"][0]["code"], "citizen_name": "王芳"}
        number = str((await agent.post("/api/tickets", body, **_key()))["ticket"]["number"])
    if reviewed:
        reply = {"note": "已换灯泡", "public_answer": "路灯已修好。"}
        await _move(hotline, "handler2", number, "sign", {})
        await _move(hotline, "handler2", number, "reply", reply)
        await _move(hotline, "supervisor1", number, "approve", {})
    return number


async def _move(hotline: HotlineProcess, user: str, number: str, action: str, fields: dict[str, Any]) -> None:
    """As somebody who has no page open."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        who = {"username": user, "password": DEMO_PASSWORD}
        async with session.post(f"{hotline.web}/api/session", json=who) as answer:
            assert answer.status == 200
        async with session.get(f"{hotline.web}/api/tickets/{number}") as answer:
            version = (await answer.json())["ticket"]["version"]
        body = {"action": action, "version": version, **fields}
        async with session.post(f"{hotline.web}/api/tickets/{number}/moves", json=body, headers=_key()) as answer:
            assert answer.status == 200, await answer.text()


def _key() -> dict[str, str]:
    return {"Idempotency-Key": secrets.token_hex(8)}


async def history(hotline: HotlineProcess, number: str, action: str) -> list[dict[str, Any]]:
    """What the ticket's history says of an action."""
    async with Desk(hotline, "supervisor1") as desk:
        whole = await desk.get(f"/api/tickets/{number}")
        return [one for one in whole["history"] if one["action"] == action]


async def hears(phone: TalkingPhone, hertz: float) -> None:
    """Wait until this tone comes through for a whole second."""
    async with asyncio.timeout(PATIENCE):
        while not _clear(phone.since(time.monotonic() - 1.5), hertz):  # noqa: ASYNC110 sound gives no event
            await asyncio.sleep(0.05)


def _clear(heard: Samples, hertz: float) -> bool:
    """For more than a second: the talk is told in whole ones."""
    return len(heard) > 10000 and level_of(heard, hertz) > HEARD


async def open_callbacks(page: Page, hotline: HotlineProcess) -> None:
    """The callback list, with a microphone that takes no tone for noise."""
    await page.goto(f"{hotline.web}/callbacks?testtone=1")
    await expect(page.get_by_test_id("ready")).to_be_enabled(timeout=MS)


async def choose(page: Page, label: str) -> None:
    """Press a choice of the callback's form."""
    await page.get_by_test_id("call-back-ask").get_by_text(label, exact=True).click()


async def test_a_callback_dialled_from_the_list(line: Line) -> None:
    """Both are heard, another screen costs nothing, the answer is proposed, and the history keeps the proof."""
    number = await ticket_of(line.hotline, reviewed=True)
    page = await line.pages.agent("agent1", ready=False)
    await open_callbacks(page, line.hotline)
    await page.get_by_test_id(f"claim-{number}").click()
    await expect(page.get_by_test_id("call-back-number")).to_contain_text(CITIZEN, timeout=MS)
    async with Desk(line.hotline, "supervisor1") as board:
        await page.get_by_test_id("call-citizen").click()
        await line.citizen.rings()
        assert f"sip:{SHOWN}@" in line.citizen.invite
        await expect(page.get_by_test_id("call-state")).to_have_attribute("data-state", "ringing", timeout=MS)
        (call,) = [call for call in board.calls.values() if call["out"]]
        assert (call["state"], call["extension"], CITIZEN in call["number"]) == ("calling", "1001", False)
        await line.citizen.answer()
        await hears(line.citizen, AGENT_HERTZ)
        await line.hotline.until(lambda: page_hears(page, CITIZEN_HERTZ), PATIENCE)
        await expect(page.get_by_test_id("call-proof")).to_be_visible(timeout=MS)
        chosen = page.get_by_test_id("reached").get_by_role("radio", name="联系上", exact=True)
        await expect(chosen).to_be_checked(timeout=MS)
        await page.get_by_test_id("mute").click()
        await page.get_by_test_id("callbacks-kb").click()
        await page.get_by_test_id("callbacks-kb").click()
        await page.keyboard.press("F6")
        await page.locator('header a[href="/"]').first.click()
        await expect(page.get_by_test_id("call-back-ask")).to_have_count(0)
        await page.go_back()
        await expect(page.get_by_test_id("call-back-number")).to_contain_text(CITIZEN)
        await page.get_by_test_id("call-hangup").click()
        await asyncio.wait_for(line.citizen.ended.wait(), PATIENCE)
        await expect(page.get_by_test_id("call-state")).to_have_attribute("data-state", "over", timeout=MS)
        await line.hotline.until(lambda: not board.calls, PATIENCE)
    await choose(page, "已解决")
    await choose(page, "满意")
    await page.get_by_test_id("call-back-go").click()
    await expect(page.get_by_test_id("call-back-ask")).to_have_count(0, timeout=MS)
    (told,) = await history(line.hotline, number, "call_back")
    (called,) = await history(line.hotline, number, "call")
    proof = {"call": call["id"], "reached": True}
    assert {name: told["changes"][name] for name in proof} == proof
    assert (called["actor"], called["changes"]["call"]) == ("agent1", call["id"])
    assert called["changes"]["talked"] >= 1
    citizen, agent = await recordings(line.hotline, call["id"])
    assert level_of(citizen, CITIZEN_HERTZ) > HEARD
    assert level_of(agent, AGENT_HERTZ) > HEARD


async def test_a_citizen_who_is_not_reached(line: Line) -> None:
    """Busy is said, not reached is proposed, and the agent's page is free for the next."""
    number = await ticket_of(line.hotline, BUSY, reviewed=True)
    page = await line.pages.agent("agent1", ready=False)
    await open_callbacks(page, line.hotline)
    await page.get_by_test_id(f"claim-{number}").click()
    await page.get_by_test_id("call-citizen").click()
    await line.citizen.rings()
    line.citizen.reject()
    await expect(page.get_by_test_id("call-state")).to_have_text("市民电话占线", timeout=MS)
    chosen = page.get_by_test_id("reached").get_by_role("radio", name="未联系上", exact=True)
    await expect(chosen).to_be_checked(timeout=MS)
    await page.get_by_test_id("call-back-go").click()
    await expect(page.get_by_test_id("call-back-ask")).to_have_count(0, timeout=MS)
    (told,) = await history(line.hotline, number, "call_back")
    assert (told["changes"]["contacted"], told["changes"]["reached"]) == (False, False)


async def test_a_department_calls_its_citizen_unseen(line: Line) -> None:
    """Its own telephone rings, 1 connects, both hear each other, and the number is on no screen."""
    number = await ticket_of(line.hotline, reviewed=False)
    await _give_phone(line.hotline, "handler2", OFFICE)
    page = await line.pages.blank()
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(f"{line.hotline.web}/tickets/{number}")
    await page.get_by_test_id("username").fill("handler2")
    await page.get_by_test_id("password").fill(DEMO_PASSWORD)
    await page.get_by_test_id("sign-in").click()
    await page.get_by_test_id("call-citizen").click(timeout=MS)
    await line.office.rings()
    assert f"sip:{SHOWN}@" in line.office.invite
    await line.office.answer()
    async with asyncio.timeout(PATIENCE):
        while spoken_seconds(line.office.since(0)) < 0.3:  # noqa: ASYNC110 sound gives no event
            await asyncio.sleep(0.05)
    line.office.press("1")
    await line.citizen.rings()
    await line.citizen.answer()
    await asyncio.gather(hears(line.citizen, OFFICE_HERTZ), hears(line.office, CITIZEN_HERTZ))
    line.office.hang_up()
    await expect(page.get_by_test_id("call-state")).to_have_text(re.compile("已接通"), timeout=MS)
    await expect(page.get_by_test_id("ticket-history")).to_contain_text("致电市民", timeout=2 * MS)
    assert CITIZEN not in await page.content()
    assert CITIZEN not in line.office.all_received
    (called,) = await history(line.hotline, number, "call")
    assert (called["actor"], called["changes"]["reached"]) == ("handler2", True)


async def _give_phone(hotline: HotlineProcess, username: str, phone: str) -> None:
    command = [sys.executable, "-m", "hotline.cli.main", "accounts", "change", username, "--phone", phone]
    done = await asyncio.create_subprocess_exec(*command, env=hotline.environment)
    assert await done.wait() == 0


async def test_a_department_is_asked_then_all_three_talk(line: Line) -> None:
    """Music meanwhile; to and fro; each hears the others; the third is let go, and another one gets the citizen."""
    page = await line.pages.agent("agent1")
    async with Desk(line.hotline, "supervisor1") as board, Citizen(line.hotline.ports["sip_port"]) as caller:
        departments = (await board.get("/api/kb/departments"))["departments"]
        police = next(one for one in departments if one["code"] == "01")
        line.carrier.add(normalise_number(police["phone"]), line.office_port)
        caller.say(CITIZEN_HERTZ)
        await wait_in_line(line.hotline, board, caller, "13800138000")
        await answer(page, "13800138000")
        await hears_tone(caller, AGENT_HERTZ)
        await page.keyboard.press("F7")
        await page.get_by_test_id("transfer-to").select_option("department")
        await page.get_by_test_id("consult-department").fill(police["name"])
        await page.get_by_test_id("consult-go").click()
        await line.office.rings()
        await expect(page.get_by_test_id("consult")).to_have_attribute("data-stage", "ringing", timeout=MS)
        await line.office.answer()
        await expect(page.get_by_test_id("consult")).to_have_attribute("data-stage", "talking", timeout=MS)
        await line.hotline.until(lambda: page_hears(page, OFFICE_HERTZ), PATIENCE)
        await hears_music(caller, without=AGENT_HERTZ)
        await page.get_by_test_id("consult-swap").click()
        await hears_tone(caller, AGENT_HERTZ)
        await page.get_by_test_id("consult-three").click()
        await expect(page.get_by_test_id("consult")).to_have_attribute("data-stage", "three", timeout=MS)
        await asyncio.gather(hears_tone(caller, AGENT_HERTZ), hears_tone(caller, OFFICE_HERTZ))
        await line.hotline.until(lambda: page_hears(page, CITIZEN_HERTZ), PATIENCE)
        await page.get_by_test_id("consult-drop").click()
        await asyncio.wait_for(line.office.ended.wait(), PATIENCE)
        await expect(page.get_by_test_id("consult")).to_have_count(0, timeout=MS)
        await hears_tone(caller, AGENT_HERTZ)
        await _ask_110(line, page)
        await page.get_by_test_id("consult-complete").click()
        await line.hotline.until(lambda: board.state_of("13800138000") == "outside", PATIENCE)
        await asyncio.gather(hears_tone(caller, CITIZEN_HERTZ), hears(line.citizen, CITIZEN_HERTZ))
        line.citizen.hang_up()
        await line.hotline.until(lambda: board.state_of("13800138000") in ("survey", ""), PATIENCE)


async def _ask_110(line: Line, page: Page) -> None:
    """The other telephone of the test is that of the police; it has the citizen's voice."""
    line.carrier.add("110", line.citizen_port)
    await page.get_by_test_id("transfer-to").select_option("110")
    await page.get_by_test_id("consult-go").click()
    await line.citizen.rings()
    await line.citizen.answer()
    await expect(page.get_by_test_id("consult")).to_have_attribute("data-stage", "talking", timeout=MS)
