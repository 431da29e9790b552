"""Calls on a real Asterisk with a plain telephone in an agent's place: what is told of them, in order."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from hotline.events import (
    AgentDidNotAnswer,
    AgentRung,
    CallAnswered,
    CallArrived,
    CallEnded,
    CallEvent,
    CallJoined,
    CallLeftQueue,
    CallQueued,
    CallReleased,
    Resynced,
)
from hotline.telephony.queue import MemberQueue
from tests.adapters.listener import Listener, listening
from tests.adapters.real_asterisk import DESK, RealAsterisk
from tests.fakes.citizen import Citizen
from tests.fakes.desk_phone import DeskPhone

ON_THE_CALL = (CallArrived, CallQueued, CallLeftQueue, AgentRung, CallAnswered, CallReleased, CallEnded)


async def ready(queue: MemberQueue) -> None:
    """Sign the desk phone's agent in, ready for a call."""
    await queue.add(DESK, DESK, reason="signed-in")
    await queue.unpause(DESK)


@asynccontextmanager
async def ringing(asterisk: RealAsterisk) -> AsyncIterator[tuple[Listener, DeskPhone, Citizen]]:
    """A citizen's call that rings at the agent's desk."""
    async with (
        listening(asterisk) as (ears, queue, _),
        DeskPhone(asterisk.desk_port) as phone,
        Citizen(asterisk.settings.sip_port) as citizen,
    ):
        await ready(queue)
        await citizen.call("12345")
        await phone.rings()
        yield ears, phone, citizen


async def test_an_answered_call_never_left_the_queue_in_vain(asterisk: RealAsterisk) -> None:
    """Asterisk says QueueCallerLeave before AgentConnect, but we say only: rung, answered, released and ended."""
    async with ringing(asterisk) as (ears, phone, _):
        await phone.answer()
        await ears.until(lambda: bool(ears.of(CallAnswered)))
        phone.hang_up()
        await ears.until(lambda: bool(ears.of(CallEnded)) and bool(ears.of(CallReleased)))
        await ears.until(lambda: ears.member(DESK) == "wrap_up wrap-up")
        assert "QueueCallerLeave" in [message["Event"] for message in ears.raw]
        told = ears.of(*ON_THE_CALL)
        kinds = [type(event) for event in told]
        assert kinds[:4] == [CallArrived, CallQueued, AgentRung, CallAnswered]
        assert set(kinds[4:]) == {CallReleased, CallEnded}  # two threads tell them: either may be first
        assert len(kinds) == 6
        assert len({event.call_id for event in told if isinstance(event, CallArrived | CallEnded | CallAnswered)}) == 1
        assert re.search(rf"(?m)^X-Hotline-Call: {_call(told[0])}\r?$", phone.invite)


@pytest.mark.parametrize("key", ["", "5"])
async def test_who_leaves_the_queue_without_a_person_is_told_once(asterisk: RealAsterisk, key: str) -> None:
    """Who hangs up gave up; who presses a key went to the menu."""
    async with listening(asterisk) as (ears, _, _), Citizen(asterisk.settings.sip_port) as citizen:
        await citizen.call("114")
        await ears.until(lambda: bool(ears.of(CallQueued)))
        if key:
            citizen.press(key)
        else:
            citizen.hang_up()
        await ears.until(lambda: bool(ears.of(CallEnded)))
        left = [event.abandoned for event in ears.told if isinstance(event, CallLeftQueue)]
        assert left == [not key]
        assert [query.get("key") for path, query in ears.asked if path == "/key"] == ([key] if key else [])


async def test_a_call_that_is_rejected_pauses_the_agent_and_waits_on(asterisk: RealAsterisk) -> None:
    """The agent is not rung a second time; the citizen keeps the place in the queue."""
    async with ringing(asterisk) as (ears, phone, citizen):
        phone.reject()
        await ears.until(lambda: ears.member(DESK) == "paused Auto-Pause")
        await ears.until(lambda: bool(ears.of(AgentDidNotAnswer)))
        assert not ears.of(CallLeftQueue, CallEnded)
        citizen.hang_up()
        await ears.until(lambda: bool(ears.of(CallEnded)))
        assert len(ears.of(AgentRung)) == 1


async def test_a_line_lost_in_a_call_brings_the_citizen_back_to_the_head_of_the_queue(asterisk: RealAsterisk) -> None:
    """A page that is reloaded ends its leg with cause 38: that is no goodbye, and who waited longer does not matter."""
    async with listening(asterisk) as (ears, queue, _), DeskPhone(asterisk.desk_port) as phone:
        await ready(queue)
        port = asterisk.settings.sip_port
        async with Citizen(port) as citizen, Citizen(port, number="13900139000") as other:
            await citizen.call("12345")
            await phone.rings()
            await phone.answer()
            await ears.until(lambda: bool(ears.of(CallAnswered)))
            await other.call("12345")
            await ears.until(lambda: len(ears.of(CallQueued)) == 2)
            phone.hang_up("Q.850;cause=38")
            await ears.until(lambda: len(ears.of(CallQueued)) == 3)
            assert not citizen.ended.is_set()
        calls = [(event.call_id, event.position) for event in ears.told if isinstance(event, CallQueued)]
        assert calls[2] == (calls[0][0], 1)
        joined = [(event.call_id, event.joined) for event in ears.told if isinstance(event, CallJoined)]
        assert joined == [(calls[0][0], True), (calls[0][0], False)]
        assert ears.member(DESK) == "wrap_up wrap-up"


async def test_an_agent_who_is_gone_in_the_moment_of_answering_is_off_the_call(asterisk: RealAsterisk) -> None:
    """However far Asterisk had come with the answer: the talk is over, and the citizen waits on or is let go."""
    async with ringing(asterisk) as (ears, phone, citizen):
        await phone.answer()
        phone.hang_up()
        await phone.ended.wait()
        await ears.until(lambda: bool(ears.of(CallReleased)))
        await ears.until(lambda: len(ears.of(CallQueued)) == 2 or bool(ears.of(CallEnded)))
        if ears.of(CallQueued)[1:]:
            await phone.rings()
            citizen.hang_up()
            await phone.ended.wait()
        await ears.until(lambda: bool(ears.of(CallEnded)))
        (answered,) = ears.of(CallAnswered)
        (released,) = ears.of(CallReleased)
        assert isinstance(answered, CallAnswered)
        assert isinstance(released, CallReleased)
        assert (released.call_id, released.extension) == (answered.call_id, DESK)


async def test_a_controller_that_comes_back_sees_who_talks_and_who_waits(asterisk: RealAsterisk) -> None:
    """The calls of the old controller are all in the truth that the new one asks for."""
    port = asterisk.settings.sip_port
    async with (
        DeskPhone(asterisk.desk_port) as phone,
        Citizen(port, number="+8613800138000") as citizen,
        Citizen(port) as other,
    ):
        async with listening(asterisk) as (ears, queue, _):
            await ready(queue)
            await citizen.call("12345")
            await phone.rings()
            await phone.answer()
            await ears.until(lambda: bool(ears.of(CallAnswered)))
            await other.call("114")
            await ears.until(lambda: len(ears.of(CallQueued)) == 2)
        async with listening(asterisk) as (ears, _, _):
            truth = ears.told[0]
            assert isinstance(truth, Resynced)
            assert _story(truth, "12345") == ["CallArrived +8613800138000", "AgentRung", "CallAnswered"]
            assert _story(truth, "114") == ["CallArrived 13800138000", "CallQueued"]


def _story(truth: Resynced, dialled: str) -> list[str]:
    """The facts of the one call to this number."""
    (call,) = [event.call_id for event in truth.calls if isinstance(event, CallArrived) and event.dialled == dialled]
    return [_word(event) for event in truth.calls if event.call_id == call]


def _word(event: CallEvent) -> str:
    return type(event).__name__ + (f" {event.number}" if isinstance(event, CallArrived) else "")


def _call(event: object) -> str:
    assert isinstance(event, CallArrived)
    return re.escape(event.call_id)
