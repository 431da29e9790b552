"""What departments' people see at once and of themselves: their live websocket, and their own figures."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import aiohttp

from hotline.events import AgentStateChanged, BroadcastChanged, CallArrived, CallQueued, LinkChanged, Resynced
from tests.adapters.ticket_screens import LABOUR, POLICE, Screens, Told
from tests.fakes.tickets import MONDAY

OCTOBER = {"from": "2026-10-01", "to": "2026-10-31"}
NOVEMBER = {"from": "2026-11-01", "to": "2026-11-23"}


class Ear:
    """A handler's open page: all that it was told, but that somebody is there."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.heard: list[Told] = []

    async def next(self) -> Told:
        """The next message that says something."""
        async with asyncio.timeout(5):
            while True:
                message: Told = await self.socket.receive_json()
                if message["type"] != "beat":
                    self.heard.append(message)
                    return message

    async def of(self, number: str) -> Told:
        """The next message about a ticket."""
        while (message := await self.next()).get("number") != number:
            pass
        return message


@asynccontextmanager
async def listening(screens: Screens, username: str) -> AsyncIterator[Ear]:
    """A handler's page, which has been greeted."""
    await screens.be(username)
    socket = await screens.web.live()
    ear = Ear(socket)
    assert (await ear.next())["type"] == "hello"
    try:
        yield ear
    finally:
        await socket.close()


async def test_a_handler_hears_at_once_what_is_done_to_the_department_s_tickets(screens: Screens) -> None:
    """A new one, an urging, a signature, a refused answer: each with its word, and the own doing marked as such."""
    async with listening(screens, "handler2") as ear:
        number = await screens.new()
        assert await ear.next() == _told(number, "dispatch", news=True)
        await screens.move(number, "urge", "supervisor1", reason="请尽快")
        assert await ear.next() == _told(number, "urge", watch="urge")
        await screens.move(number, "sign", "handler2")
        assert await ear.next() == _told(number, "sign", mine=True)
        await screens.move(number, "reply", note="已派工", public_answer="路灯已修好。")
        await ear.next()
        await screens.move(number, "refuse", "supervisor1", reason="没有说明时间")
        assert await ear.next() == _told(number, "refuse")


def _told(number: str, action: str, watch: str = "", **marks: bool) -> Told:
    told: dict[str, Any] = {"type": "ticket", "number": number, "action": action, "watch": watch}
    return told | {"news": False, "mine": False} | marks


async def test_a_handler_hears_nothing_of_another_department(screens: Screens) -> None:
    """What the police get, sign and answer never reaches the labour office's page; what comes to it then does."""
    async with listening(screens, "handler1") as ear:
        theirs = await screens.new()
        await screens.move(theirs, "urge", "supervisor1", reason="请尽快")
        await screens.answered(theirs)
        own = await screens.new(department=LABOUR)
        assert (await ear.next())["number"] == own
        assert all(theirs not in json.dumps(one) for one in ear.heard)


async def test_a_handler_hears_nothing_of_calls_agents_or_the_board(screens: Screens) -> None:
    """A whole call, an agent's break, a lost link, a resync and a broadcast: not a word of any of them."""
    say = screens.web.bus.publish
    async with listening(screens, "handler2") as ear:
        await say(LinkChanged(at=MONDAY, fresh=False, why="gone"))
        await say(CallArrived(at=MONDAY, call_id="c9", number="13800138000", dialled="12345", channel="x"))
        await say(CallQueued(at=MONDAY, call_id="c9", queue="hotline", position=1))
        await say(AgentStateChanged(at=MONDAY, extension="1001", state="paused", reason="break:用餐"))
        await say(Resynced(at=MONDAY, agents=(), calls=()))
        await say(BroadcastChanged(at=MONDAY, id=1, actor="supervisor1"))
        number = await screens.new()
        await ear.of(number)
        assert [one["type"] for one in ear.heard] == ["hello", "ticket"]
        assert set(ear.heard[0]) == {"type", "at", "account", "agent", "fresh", "why"}


async def test_what_is_told_never_carries_the_citizen_or_anything_typed(screens: Screens) -> None:
    """The message is a number and words of the product's own, whatever an agent wrote into the ticket."""
    async with listening(screens, "handler2") as ear:
        number = await screens.new()
        await screens.move(number, "instruct", "supervisor1", reason="王芳13800138000的路灯要当天修好")
        await ear.of(number)
        await ear.of(number)
        text = json.dumps(ear.heard[1:], ensure_ascii=False)
        assert not any(word in text for word in ("王芳", "13800138000", "路灯", "桂江路"))


async def test_who_assists_and_who_is_above_hear_it_too_and_who_loses_it_hears_that_it_is_gone(
    screens: Screens,
) -> None:
    """An assisting department has news of its own; the one it is taken from hears its number and no more."""
    async with listening(screens, "handler2") as police:
        number = await screens.new(department=LABOUR, assisting=[POLICE])
        assert (await police.of(number))["news"] is True
    async with listening(screens, "handler1") as labour:
        await screens.move(number, "redispatch", "supervisor1", department="03", reason="属医保局职责")
        assert await labour.of(number) == {"type": "ticket", "number": number}
        await screens.move(number, "urge", reason="请尽快")
        own = await screens.new(department=LABOUR)
        assert (await labour.next())["number"] == own


async def test_who_is_only_asked_for_help_hears_of_it_when_it_is_granted(screens: Screens) -> None:
    """As of a new ticket; of the asking and of a refusal nothing at all."""
    async with listening(screens, "handler1") as labour:
        number, other = await screens.new(), await screens.new(citizen_number="13800138001")
        for one in (number, other):
            await screens.move(one, "ask_assisting", "handler2", department=LABOUR, reason="涉及欠薪")
        await screens.move(other, "refuse_assisting", "supervisor1", department=LABOUR, reason="不涉及")
        await screens.move(number, "grant_assisting", department=LABOUR)
        assert await labour.next() == _told(number, "grant_assisting", news=True)


async def test_a_page_that_comes_back_is_greeted_and_hears_what_comes_after(screens: Screens) -> None:
    """The greeting is what tells it to ask for its lists anew."""
    async with listening(screens, "handler2"):
        pass
    await screens.new()
    async with listening(screens, "handler2") as ear:
        number = await screens.new()
        await ear.of(number)


async def test_own_figures_are_the_reports_own_row(screens: Screens) -> None:
    """Of both months: what the department reads is what the supervisor's report says of it, figure by figure."""
    screens.clock.now = MONDAY - timedelta(days=30)
    await screens.answered(await screens.new())
    screens.clock.now = MONDAY
    for _ in range(2):
        await screens.move(await screens.new(), "sign", "handler2")
    await screens.new(department=LABOUR)
    await screens.be("handler2")
    told = await screens.get("department/figures")
    assert (told["department"], [month["period"] for month in told["months"]]) == (POLICE, [NOVEMBER, OCTOBER])
    await screens.be("supervisor1")
    for month, days in zip(told["months"], (NOVEMBER, OCTOBER), strict=True):
        report = await screens.get("reports/assessment", **days)
        (row,) = [one for one in _rows(report) if one["key"] == POLICE]
        assert _rows(month) == [row]
        assert [one for one in report["definitions"] if one["code"] in _codes(row)] == month["definitions"]
    given = {one["code"]: one["numerator"] for one in _rows(told["months"][0])[0]["figures"]}["given"]
    assert given == 2
    await screens.be("handler2")
    listed = await screens.get("reports/assessment/tickets", figure="given", **NOVEMBER)
    assert len(listed["items"]) == given


def _rows(report: Told) -> list[Told]:
    (section,) = [one for one in report["sections"] if one["by"] == "department"]
    rows: list[Told] = section["rows"]
    return rows


def _codes(row: Told) -> set[str]:
    return {one["code"] for one in row["figures"]}


async def test_own_figures_are_a_department_s_and_a_supervisor_s(screens: Screens) -> None:
    """A handler gets the own ones whatever is asked for; a supervisor names the department; an agent gets none."""
    await screens.be("handler1")
    assert (await screens.get("department/figures", department=POLICE))["department"] == LABOUR
    await screens.be("supervisor1")
    assert (await screens.get("department/figures", department=POLICE))["department"] == POLICE
    await screens.get("department/figures", 422, department="9999")
    await screens.be("agent1")
    await screens.get("department/figures", 403)
    await screens.be("")
    await screens.get("department/figures", 401)
