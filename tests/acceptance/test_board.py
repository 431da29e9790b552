"""The supervisor's live board in a browser: real calls on it, heard and taken from it; forty agents in sight."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, Route, WebSocketRoute, expect

from tests.acceptance.conftest import Pages
from tests.acceptance.desk import (
    AGENT_HERTZ,
    CITIZEN_HERTZ,
    COLLEAGUE_HERTZ,
    PATIENCE,
    SILENT,
    answer,
    hears_tone,
    lately,
    page_hears,
    shows,
    wait_in_line,
)
from tests.fakes.citizen import Citizen
from tests.fakes.tones import level_of
from tests.hotline_process import Desk, HotlineProcess

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(240)]
MS = PATIENCE * 1000
SIZES = ((1366, 768), (1920, 1080))
NAMES = "林晓燕 周建国 陈思 何敏 邱雅宁 韩立群 尚冰 唐颖 梁伟 罗丹"
REASONS = ("break:小休", "break:用餐", "break:会议", "Auto-Pause")
NOW = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)


async def supervisor(pages: Pages) -> Page:
    """The board, with the telephone at hand; the supervisor says a tone of its own."""
    page = await pages.agent("supervisor1", ready=False, hertz=COLLEAGUE_HERTZ)
    await page.goto(page.url.partition("?")[0].rstrip("/").removesuffix("/board") + "/board?testtone=1")
    await expect(page.get_by_test_id("today-arrived")).to_be_visible(timeout=MS)
    await expect(page.get_by_test_id("phone-link")).to_have_count(0, timeout=MS)
    return page


async def number_in(page: Page, testid: str) -> int:
    """A number that stands on the board."""
    return int(await page.get_by_test_id(testid).inner_text())


async def test_a_call_is_on_the_board_and_is_heard_joined_and_taken(
    hotline: HotlineProcess, pages: Pages, board: Desk
) -> None:
    """From the queue to the supervisor's own desk: who hears whom, what the agent is told, and what is in the books."""
    number = "13900000901"
    agent, boss = await pages.agent("agent1"), await supervisor(pages)
    arrived = await number_in(boss, "today-arrived")
    row = boss.get_by_test_id("board-calls").locator("li", has_text=number)
    async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
        citizen.say(CITIZEN_HERTZ)
        await wait_in_line(hotline, board, citizen, number)
        await expect(boss.get_by_test_id("board-waiting")).to_contain_text(number, timeout=MS)
        await expect(boss.get_by_test_id("longest-wait")).to_contain_text("最长", timeout=MS)
        await answer(agent, number)
        await expect(row).to_contain_text("林晓燕", timeout=MS)
        await expect(boss.get_by_test_id("today-arrived")).to_have_text(str(arrived + 1), timeout=MS)

        await row.get_by_test_id("listen").click()
        await expect(boss.get_by_test_id("watch-bar")).to_have_attribute("data-way", "listen", timeout=MS)
        await hotline.until(lambda: page_hears(boss, CITIZEN_HERTZ), PATIENCE)
        await hotline.until(lambda: page_hears(boss, AGENT_HERTZ), PATIENCE)
        await expect(agent.get_by_test_id("watched")).to_contain_text("吴志强 正在旁听", timeout=MS)
        assert level_of(lately(citizen), COLLEAGUE_HERTZ) < SILENT

        await boss.get_by_test_id("watch-whisper").click()
        await expect(agent.get_by_test_id("watched")).to_contain_text("只有您听到", timeout=MS)
        await hotline.until(lambda: page_hears(agent, COLLEAGUE_HERTZ), PATIENCE)
        assert level_of(lately(citizen), COLLEAGUE_HERTZ) < SILENT

        await boss.get_by_test_id("watch-join").click()
        await hears_tone(citizen, COLLEAGUE_HERTZ)

        await row.get_by_test_id("take-over").click()
        await boss.locator(".el-popconfirm:visible .el-button--primary").click()
        await expect(agent.get_by_test_id("supervised")).to_contain_text("吴志强 接管了您的通话", timeout=MS)
        await shows(agent, "话后")
        await expect(boss.get_by_test_id("card-number")).to_contain_text(number, timeout=MS)
        await hears_tone(citizen, COLLEAGUE_HERTZ)
        await hotline.until(lambda: page_hears(boss, CITIZEN_HERTZ), PATIENCE)
        await citizen.hears(lambda _: level_of(lately(citizen), AGENT_HERTZ) < SILENT, patience=PATIENCE)
        await boss.get_by_test_id("hangup").click()
    acts = (await board.get("/api/board/acts"))["acts"][:4]
    assert [(one["act"], one["by"], one["extension"], one["failed"]) for one in acts] == [
        (act, "supervisor1", "1001", "") for act in ("take_over", "join", "whisper", "listen")
    ]
    assert all(one["began"] and one["ended"] for one in acts[1:])


async def test_an_agent_is_paused_from_the_board_and_overflow_is_opened(
    hotline: HotlineProcess, pages: Pages, board: Desk
) -> None:
    """The agent is told by whom; overflow stays open through a restart of the controller, and the board is right."""
    agent, boss = await pages.agent("agent2"), await supervisor(pages)
    tile = boss.locator('[data-testid="board-agents"] [data-extension="1002"]')
    await expect(tile).to_contain_text("空闲", timeout=MS)
    await tile.get_by_role("button").click()
    await boss.get_by_test_id("set-reason").select_option("会议")
    await boss.get_by_test_id("set-paused").click()
    await expect(agent.get_by_test_id("supervised")).to_contain_text("吴志强 把您设为示忙", timeout=MS)
    await expect(tile).to_contain_text("会议", timeout=MS)
    await boss.keyboard.press("Escape")
    await boss.get_by_test_id("overflow-open").click()
    await expect(boss.get_by_test_id("overflow-said")).to_contain_text("吴志强", timeout=MS)
    since = await tile.locator(".time").inner_text()

    os.kill(hotline.pid_of("serve"), signal.SIGKILL)
    await expect(boss.get_by_test_id("board-stale")).to_be_visible(timeout=MS)
    await expect(boss.get_by_test_id("board-stale")).to_have_count(0, timeout=2 * MS)
    await expect(tile).to_contain_text("会议", timeout=MS)
    await expect(boss.get_by_test_id("overflow-said")).to_contain_text("吴志强", timeout=MS)
    assert await tile.locator(".time").inner_text() >= since
    await boss.get_by_test_id("overflow-auto").click()
    await expect(boss.get_by_test_id("overflow-said")).to_contain_text("人等待时打开", timeout=MS)


async def test_a_caller_reaches_whoever_has_the_skill(hotline: HotlineProcess, pages: Pages, board: Desk) -> None:
    """Two are free; the old caller reaches the one of whom the supervisor has just said that he has the skill."""
    number = "13900000902"
    other, agent, boss = await pages.agent("agent1"), await pages.agent("agent2"), await supervisor(pages)
    marks = {"marks": [{"mark": "elderly", "reason": "听力不好"}]}
    async with board.session.put(f"{hotline.web}/api/citizens/{number}/marks", json=marks) as response:
        assert response.status == 200
    tile = boss.locator('[data-testid="board-agents"] [data-extension="1002"]')
    await tile.get_by_role("button").click()
    await boss.get_by_test_id("skill-elderly").click()
    await expect(agent.get_by_test_id("supervised")).to_contain_text("吴志强 设置了您的技能", timeout=MS)
    await expect(tile.get_by_test_id("seat-skills")).to_have_attribute("title", "长者", timeout=MS)
    await boss.keyboard.press("Escape")
    async with Citizen(hotline.ports["sip_port"], number=number) as citizen:
        await citizen.call("12345")
        await answer(agent, number)
        row = boss.get_by_test_id("board-calls").locator("li", has_text=number)
        await expect(row).to_contain_text("周建国", timeout=MS)
        await shows(other, "空闲")
    await boss.reload()
    await expect(tile.get_by_test_id("seat-skills")).to_have_attribute("title", "长者", timeout=MS)


def at(seconds: float) -> str:
    """So many seconds before now, as the server writes it."""
    return (NOW - timedelta(seconds=seconds)).isoformat()


def crowd() -> dict[str, Any]:
    """The first message of a busy morning: forty agents and twelve calls."""
    given = NAMES.split()
    states = ["talking"] * 14 + ["wrap_up"] * 4 + ["ready"] * 10 + ["paused"] * 6 + ["ringing"] * 2 + ["offline"] * 4
    agents = [
        {
            "extension": str(1001 + place),
            "name": given[place % 10] if place < 30 else f"{given[place % 10][0]}志强",
            "state": states[(place * 7) % 40],
            "reason": REASONS[place % 4] if states[(place * 7) % 40] == "paused" else "",
            "since": at(20 + (place * 137) % 1900),
            "call_id": "",
        }
        for place in range(40)
    ]
    talking = [agent["extension"] for agent in agents if agent["state"] == "talking"]
    plan = ["queued"] * 4 + ["ringing"] + ["talking"] * 4 + ["held", "outside", "calling"]
    calls = []
    for place, state in enumerate(plan):
        with_agent = state in ("talking", "held", "calling", "ringing")
        calls.append(
            {
                "id": f"c{place}",
                "state": state,
                "number": "138****8000" if state == "calling" else f"1390000{place:04}",
                "out": state == "calling",
                "asked": "",
                "asking": "",
                "dialled": "12345" if place % 3 else "114",
                "extension": talking[place] if with_agent else "",
                "arrived": at(600),
                "since": at(12 + place * 31),
                "skill": {0: "yue", 2: "elderly"}.get(place, ""),
                "waits": at((75, 34, 16, 6, 22)[place]) if place < 5 else None,
                "watched": [{"by": "1006", "name": "邱雅宁", "way": "listen"}] if place == 5 else [],
            }
        )
    figures = {"arrived": [1284, 0], "asked": [1101, 1284], "answered": [1052, 1101], "wait": [11_572, 1052]}
    figures |= {"answered_in_15_s": [968, 1101], "abandoned": [38, 1101]}
    account = {"id": 5, "username": "supervisor1", "name": "吴志强", "role": "supervisor", "extension": "1005"}
    return {
        "type": "hello",
        "at": at(0),
        "account": {**account, "department": ""},
        "agent": agents[4],
        "board": {"agents": agents, "calls": calls, "fresh": True, "why": ""},
        "fresh": True,
        "why": "",
        "today": {"day": "2026-11-21", "at": at(1), "sure": True, "figures": figures},
        "overflow": {"mode": "open", "at": at(1800), "actor": "吴志强", "reason": "暴雨", "callers": 10},
    }


async def able(route: Route) -> None:
    """Every other desk speaks Cantonese, and half of these can do everything."""
    skills = [
        {"code": code, "names": {"zh-CN": name, "zh-TW": name, "en": name}, "seconds": 40}
        for code, name in (("yue", "粤语"), ("en", "英语"), ("business", "企业服务"), ("elderly", "长者"))
    ]
    everything = [skill["code"] for skill in skills]
    held = {str(1001 + place): everything if place % 4 == 0 else ["yue"] for place in range(0, 40, 2)}
    await route.fulfill(json={"skills": skills, "held": held, "trouble": ""})


def busy(socket: WebSocketRoute) -> None:
    """A live line on which a busy morning is told, and then beats."""
    socket.send(json.dumps(crowd(), ensure_ascii=False))


async def test_forty_agents_and_twelve_calls_are_in_sight(
    hotline: HotlineProcess, pages: Pages, tmp_path: Path
) -> None:
    """At both sizes: every desk without scrolling, every call, and the figures, on a PC whose clock is minutes off."""
    page = await pages.agent("supervisor1", ready=False)
    await page.clock.install(time=NOW - timedelta(minutes=3))
    await page.route_web_socket("**/api/live", busy)
    await page.route("**/api/board/skills", able)
    await page.goto(f"{hotline.web}/board")
    await expect(page.locator('[data-testid="board-agents"] li')).to_have_count(40, timeout=MS)
    await expect(page.get_by_test_id("longest-wait")).to_have_text(re.compile("01:1[5-9]"))  # and not 00:00
    for width, height in SIZES:
        await page.set_viewport_size({"width": width, "height": height})
        await page.screenshot(path=_pictures(tmp_path) / f"board-{width}.png")
        for rows in ("board-agents", "board-calls", "board-waiting"):
            fits = "list => list.scrollHeight <= list.clientHeight + 1 && list.scrollWidth <= list.clientWidth + 1"
            assert await page.get_by_test_id(rows).evaluate(fits), f"{rows} at {width}"
        assert await page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def _pictures(otherwise: Path) -> Path:
    """Where pictures of screens are kept: a folder of the owner's, or the test's own."""
    folder = Path(os.environ.get("HOTLINE_TEST_PICTURES") or otherwise)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(parents=True)
    return folder
