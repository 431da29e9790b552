"""After the agent has hung up, on a real Asterisk: the citizen is asked how it was, and is let go whatever fails."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import pytest

from hotline.errors import HungUpError
from hotline.events import (
    CallAnswered,
    CallArrived,
    CallEnded,
    CallEvent,
    CallQueued,
    CallReleased,
    SurveyBegan,
)
from hotline.telephony.agi_channel import CallChannel
from hotline.telephony.ami_link import AmiLink
from hotline.telephony.queue import MemberQueue
from hotline.telephony.resync import resync
from tests.adapters.listener import Listener, listening
from tests.adapters.real_asterisk import DESK, RealAsterisk
from tests.adapters.test_real_calls import ready
from tests.fakes.citizen import Citizen
from tests.fakes.desk_phone import DeskPhone
from tests.fakes.tones import loudest_level

GOODBYE_HERTZ = 900.0  # real_asterisk writes each static prompt as a tone: this one is the fourth
TOLD = (CallArrived, CallQueued, CallAnswered, CallReleased, SurveyBegan, CallEnded)


class Asker(Listener):
    """A controller that asks one question. keys: what was answered; asking: it asks now; trouble: dies, or hangs."""

    def __init__(self, *, trouble: str = "") -> None:
        super().__init__()
        self.keys: list[str] = []
        self.asking = asyncio.Event()
        self._trouble = trouble

    async def answer(self, channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
        """A new caller goes to the queue; who has talked is asked for a key, and 0 leads to the queue."""
        if path != "/survey":
            await super().answer(channel, path, query)
            return
        self.asked.append((path, dict(query)))
        self.asking.set()
        if self._trouble == "dies":
            raise HungUpError  # the session is closed, as by a kill
        if self._trouble == "hangs":
            await asyncio.Event().wait()
        await channel.set_absolute_timeout(30)
        self.keys.append(await channel.wait_digit(20))
        await channel.set_variable("IVR_NEXT", "queue" if self.keys[-1] == "0" else "hangup")


@asynccontextmanager
async def talking(asterisk: RealAsterisk, asker: Asker) -> AsyncIterator[tuple[Listener, AmiLink, DeskPhone, Citizen]]:
    """A citizen and an agent who talk."""
    async with (
        listening(asterisk, asker.answer) as (ears, queue, link),
        DeskPhone(asterisk.desk_port) as phone,
        Citizen(asterisk.settings.sip_port) as citizen,
    ):
        await ready(queue)
        await citizen.call("12345")
        await phone.rings()
        await phone.answer()
        await ears.until(lambda: bool(ears.of(CallAnswered)))
        yield ears, link, phone, citizen


async def test_who_is_left_by_the_agent_is_asked_on_the_same_call(asterisk: RealAsterisk) -> None:
    """The agent wraps up at once, talk time has ended, and the key that is pressed reaches the controller."""
    asker = Asker()
    async with talking(asterisk, asker) as (ears, _, phone, citizen):
        phone.hang_up()
        await asyncio.wait_for(asker.asking.wait(), 10)
        await ears.until(lambda: ears.member(DESK) == "wrap_up wrap-up")
        await ears.until(lambda: bool(ears.of(SurveyBegan)) and bool(ears.of(CallReleased)))
        assert not citizen.ended.is_set()
        citizen.press("2")
        await ears.until(lambda: bool(ears.of(CallEnded)))
        assert asker.keys == ["2"]
        ((_, query),) = [asked for asked in asker.asked if asked[0] == "/survey"]
        (arrived,) = [event for event in ears.told if isinstance(event, CallArrived)]
        assert (query["call"], query["number"], query["dialled"]) == (arrived.call_id, arrived.number, "12345")
        assert {event.call_id for event in ears.told if isinstance(event, CallEvent)} == {arrived.call_id}
        assert [type(event) for event in ears.of(*TOLD)][-1] is CallEnded
        assert len(ears.of(CallReleased)) == len(ears.of(CallQueued)) == 1


async def test_who_hangs_up_first_is_asked_nothing(asterisk: RealAsterisk) -> None:
    """The call is over."""
    asker = Asker()
    async with talking(asterisk, asker) as (ears, _, _, citizen):
        citizen.hang_up()
        await ears.until(lambda: bool(ears.of(CallEnded)) and bool(ears.of(CallReleased)))
        assert not ears.of(SurveyBegan)
        assert not asker.asking.is_set()


async def test_who_presses_0_waits_for_a_person_again(asterisk: RealAsterisk) -> None:
    """And is asked again when that person has hung up."""
    asker = Asker()
    async with talking(asterisk, asker) as (ears, link, phone, citizen):
        phone.hang_up()
        await asyncio.wait_for(asker.asking.wait(), 10)
        citizen.press("0")
        await ears.until(lambda: len(ears.of(CallQueued)) == 2)
        asker.asking.clear()
        await MemberQueue(link).unpause(DESK)
        await phone.rings()
        await phone.answer()
        await ears.until(lambda: len(ears.of(CallAnswered)) == 2)
        phone.hang_up()
        await asyncio.wait_for(asker.asking.wait(), 10)
        citizen.press("1")
        await ears.until(lambda: bool(ears.of(CallEnded)))
        assert asker.keys == ["0", "1"]


async def test_a_controller_that_comes_back_sees_who_is_asked(asterisk: RealAsterisk) -> None:
    """The truth says that the call was answered, by whom and how long, and that the agent is off it."""
    asker = Asker()
    async with talking(asterisk, asker) as (ears, link, phone, citizen):
        phone.hang_up()
        await asyncio.wait_for(asker.asking.wait(), 10)
        await ears.until(lambda: bool(ears.of(CallReleased)))
        truth = (await resync(link)).calls
        assert [type(event) for event in truth] == [CallArrived, CallAnswered, CallReleased, SurveyBegan]
        (live,) = [event for event in ears.told if isinstance(event, CallReleased)]
        (again,) = [event for event in truth if isinstance(event, CallReleased)]
        assert again.extension == live.extension == DESK
        assert again.at <= live.at, "what was heard as it happened is not counted twice"
        citizen.press("1")
        await ears.until(lambda: bool(ears.of(CallEnded)))


@pytest.mark.parametrize("trouble", ["dies", "hangs"])
async def test_a_controller_that_fails_lets_the_caller_go(asterisk: RealAsterisk, trouble: str) -> None:
    """A word of thanks, and the line is free: nobody is sent to a person again."""
    asker = Asker(trouble=trouble)
    async with talking(asterisk, asker) as (ears, _, phone, citizen):
        phone.hang_up()
        await asyncio.wait_for(asker.asking.wait(), 10)
        await citizen.hears(lambda heard: loudest_level(heard, GOODBYE_HERTZ, 0.2) > 0.1)
        await ears.until(lambda: bool(ears.of(CallEnded)))
        assert len(ears.of(CallQueued)) == 1


async def test_asterisk_has_nothing_to_complain_of(asterisk: RealAsterisk) -> None:
    """All that was asked of it here was understood; a citizen may be gone between two lines of the dialplan."""
    complaints = [line for line in asterisk.log() if re.search(r"\b(WARNING|ERROR)\b", line)]
    assert [line for line in complaints if "not found!  Variable 'HOTLINE_ASKED' will be blank" not in line] == []
