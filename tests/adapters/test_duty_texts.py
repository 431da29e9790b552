"""Texts to a department's duty telephone, from the move to the outbox: what, to whom, when, once, and nobody's name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest_asyncio

from hotline.notices.model import Notice
from hotline.settings import Settings
from hotline.tickets.call_hours import CallHours
from hotline.tickets.duty import DutyRules
from hotline.tickets.falling_due import FallingDue
from hotline.tickets.model import Urgency
from hotline.wiring.ticket_telling import DUTY, enlisting
from tests.adapters.storage import Clock
from tests.adapters.ticket_screens import LABOUR, POLICE, Screens
from tests.adapters.web_hotline import Shelf, web_hotline
from tests.fakes.tickets import MONDAY

ON_DUTY, HANDLER = "13700000001", "13700000002"
RULES = DutyRules(
    arrived=frozenset({Urgency.URGENT, Urgency.CRITICAL}),
    urged=True,
    carded=True,
    late_soon=timedelta(hours=4),
    hours=CallHours.of("08:00-21:00"),
    at_once=frozenset({Urgency.CRITICAL}),
    phones={POLICE: (ON_DUTY,)},
)


class Duty(Screens):
    """A web side whose departments have duty telephones."""

    async def texts(self) -> list[Notice]:
        """What was put for duty telephones, the oldest first."""
        return [one for one in reversed(await self.web.services.outbox.latest(200)) if one.kind == DUTY]

    async def fall_due(self) -> None:
        """What the clock does now."""
        hotline = self.web.services
        enlist = enlisting(hotline.outbox, RULES, hotline.accounts.phones_in)
        await FallingDue(self.web.database, self.web.bus, hotline.tickets.world, enlist=enlist, every=0).look()


@pytest_asyncio.fixture
async def duty(tmp_path: Path, shelf: Shelf) -> AsyncIterator[Duty]:
    """On a Monday at ten; the police have a duty telephone, the labour office a handler with a mobile."""
    clock = Clock(MONDAY)
    settings = Settings(state_dir=tmp_path, ui_dir=tmp_path / "ui")
    async with web_hotline(settings, shelf, clock=clock, duty=RULES) as running:
        await running.give_phone("handler1", HANDLER)
        yield Duty(running, clock)


async def test_an_urgent_ticket_rings_where_the_department_can_be_reached(duty: Duty) -> None:
    """At its duty telephone, or where it has none at its handlers' mobiles; those who assist too; a normal one not."""
    await duty.new()
    assert await duty.texts() == []
    number = await duty.new(urgency="urgent", assisting=[LABOUR])
    texts = await duty.texts()
    assert [(one.to, one.code) for one in texts] == [(ON_DUTY, number), (HANDLER, number)]
    assert texts[0].text.startswith(f"【热线】贵单位收到紧急工单{number}，办结时限")


async def test_no_text_names_the_citizen_or_says_what_the_matter_is(duty: Duty) -> None:
    """Not even where whoever urges writes the citizen's name and number into the urging."""
    number = await duty.new(urgency="urgent")
    await duty.move(number, "urge", "supervisor1", reason="王芳13800138000又来电催办路灯")
    texts = await duty.texts()
    assert len(texts) == 2
    for one in texts:
        assert not any(word in one.text for word in ("王芳", "138", "路灯", "桂江路"))


async def test_each_urging_is_told_once_and_two_are_told_twice(duty: Duty) -> None:
    """The same move sent again sends nothing more."""
    number = await duty.new()
    await duty.be("supervisor1")
    again = {"action": "urge", "version": 1, "reason": "请尽快"}
    for _ in range(2):
        await duty.call("POST", f"tickets/{number}/moves", json=again, headers={"Idempotency-Key": "urge-once-000"})
    assert len(await duty.texts()) == 1
    duty.clock.pass_by(minutes=5)
    await duty.move(number, "urge", reason="再催")
    assert ["催办" in one.text for one in await duty.texts()] == [True, True]


async def test_cards_and_what_is_late_soon_are_told_in_their_time_and_once(duty: Duty) -> None:
    """Yellow, then four hours before the limit, then red; each once, however often the clock looks."""
    number = await duty.new()
    await duty.move(number, "sign", "handler2")
    due = (await duty.web.services.tickets.get(number)).due
    assert due is not None
    told: list[str] = []
    while duty.clock.now < due + timedelta(days=4):
        duty.clock.pass_by(hours=1)
        await duty.fall_due()
        texts = await duty.texts()
        told += [_word(one.text) for one in texts[len(told) :]]
        if told and told[-1] == "到期" and len(told) == 2:
            assert timedelta(hours=3) <= due - texts[-1].created <= timedelta(hours=4)
    assert told[:3] == ["黄牌", "到期", "红牌"]
    assert len(set(told)) == len(told)


async def test_at_night_it_waits_for_the_morning_unless_it_is_an_emergency(duty: Duty) -> None:
    """By the city's clock: an urgent one is sent when the hours begin, a critical one at once."""
    duty.clock.now = MONDAY + timedelta(hours=13)  # eleven at night
    await duty.new(urgency="urgent")
    await duty.new(urgency="critical")
    waits, goes = await duty.texts()
    assert goes.next_try == duty.clock.now
    assert waits.next_try == _morning(duty.clock.now)


async def test_a_department_nobody_can_be_reached_at_is_told_on_its_console_alone(duty: Duty) -> None:
    """Nothing is sent, and nothing fails."""
    await duty.web.give_phone("handler1", "")
    await duty.new(urgency="critical", department=LABOUR)
    assert await duty.texts() == []
    await duty.be("handler1")
    assert (await duty.get("notices"))["notices"]


def _morning(night: datetime) -> datetime:
    """Eight o'clock of the city's next day."""
    return night + timedelta(hours=9)


WORDS = ("黄牌", "红牌", "到期", "日常督办", "挂牌督办", "约谈", "催办")


def _word(text: str) -> str:
    return next((word for word in WORDS if word in text), text)
