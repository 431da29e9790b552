"""Calling a citizen over HTTP: who may call whom and when, whose telephone rings, and what is kept of it."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest

from hotline.errors import AsteriskAwayError, TelephonyError
from hotline.events import (
    CallAnswered,
    CallArrived,
    CallEnded,
    ConsultChanged,
    OutgoingAnswered,
    OutgoingReleased,
    OutgoingRung,
)
from hotline.storage.citizens import normalise_number
from hotline.telephony.dialler import Ringing
from tests.adapters.ticket_screens import LABOUR, Screens

NUMBER = "13800138000"


class Phones(Screens):
    """A desk whose agents are signed in, and a department's handler who has a telephone."""

    async def seat(self, username: str = "agent1", extension: str = "1001", state: str = "ready") -> None:
        """Whose desk is there, in this state; the user is signed in after it."""
        await self.be(username)
        await self.web.services.agents.set_state(extension, username, state=state)

    async def call_out(self, status: int = 201, **wish: Any) -> dict[str, Any]:
        """What asking for a call answers."""
        return await self.post("calls/out", wish, status)

    async def goes(self, call_id: str, *, extension: str = "1001", answered: bool = True) -> None:
        """What Asterisk tells of a call that the citizen answers, or not; a minute passes."""
        at, tell = self.clock(), self.web.bus.publish
        await tell(OutgoingRung(at=at, call_id=call_id))
        if answered:
            await tell(OutgoingAnswered(at=at, call_id=call_id, extension=extension))
            await tell(OutgoingReleased(at=at, call_id=call_id, extension=extension, talked=42))
        await tell(CallEnded(at=at, call_id=call_id, cause=16 if answered else 17))
        self.clock.pass_by(minutes=1)

    async def history(self, number: str, action: str) -> list[dict[str, Any]]:
        """What the ticket's history says of an action."""
        return [one for one in (await self.get(f"tickets/{number}"))["history"] if one["action"] == action]

    async def kept(self, number: str, many: int = 1) -> list[dict[str, Any]]:
        """Wait until so many calls are kept with a ticket."""
        async with asyncio.timeout(10):
            while len(found := await self.history(number, "call")) < many:
                pass
        return found

    @property
    def rung(self) -> list[Ringing]:
        """What Asterisk was asked to ring."""
        return self.web.rung.asked


@pytest.fixture
def phones(screens: Screens) -> Phones:
    """On a Monday at ten."""
    return Phones(screens.web, screens.clock)


async def test_a_callback_dialled_from_the_list_is_proved_by_its_call(phones: Phones) -> None:
    """The agent's desk rings; the answer's history says that the citizen answered, and for how long."""
    number = await phones.new()
    await phones.answered(number)
    await phones.seat()
    await phones.post(f"callbacks/tickets/{number}/claim")
    told = await phones.call_out(ticket=number)
    call = told["call"]
    assert phones.rung == [
        Ringing(call_id=call["id"], number=NUMBER, extension="1001", seated=True),
    ]
    assert (call["state"], call["ticket"], call["reached"], call["rang"]) == ("placed", number, False, False)
    assert NUMBER not in json.dumps(told)
    await phones.goes(call["id"])
    seen = (await phones.get(f"calls/out/{call['id']}"))["call"]
    assert (seen["state"], seen["reached"], seen["talked"], seen["cause"]) == ("over", True, 42, 16)
    (kept,) = await phones.kept(number)
    proof = {"call": call["id"], "reached": True, "talked": 42}
    assert (kept["actor"], kept["changes"], kept["action_label"]) == ("agent1", proof, "致电市民")
    await phones.move(number, "call_back", contacted=True, solved="yes", satisfied="yes")
    (answer,) = await phones.history(number, "call_back")
    assert {name: answer["changes"][name] for name in proof} == proof


async def test_what_was_typed_against_the_record_is_seen(phones: Phones) -> None:
    """Nobody was reached, says the call; contacted, says the agent: both are kept. Without a call there is no proof."""
    number = await phones.new()
    await phones.answered(number)
    await phones.seat()
    told = await phones.call_out(ticket=number)
    await phones.goes(told["call"]["id"], answered=False)
    assert (await phones.get(f"calls/out/{told['call']['id']}"))["call"]["rang"] is True
    await phones.move(number, "call_back", contacted=True, solved="yes", satisfied="yes")
    (answer,) = await phones.history(number, "call_back")
    assert (answer["changes"]["contacted"], answer["changes"]["reached"]) == (True, False)
    other = await phones.new(citizen_number="13900139000")
    await phones.answered(other)
    await phones.move(other, "call_back", "agent1", contacted=True, solved="yes", satisfied="yes")
    (answer,) = await phones.history(other, "call_back")
    assert "reached" not in answer["changes"]
    for field in ({"proof": {"reached": True}}, {"call": "out-1"}):
        version = (await phones.web.services.tickets.get(other)).version
        body = {"action": "note", "version": version, "note": "已电话联系", **field}
        await phones.post(f"tickets/{other}/moves", body, 422)


async def test_the_same_press_rings_once_and_no_citizen_twice(phones: Phones) -> None:
    """Sent again it is the same call; another user is told that the citizen is being called."""
    number = await phones.new()
    await phones.seat()
    same = {"Idempotency-Key": "the-same-press"}
    calls = [await phones.call("POST", "calls/out", 201, json={"ticket": number}, headers=same) for _ in range(2)]
    assert calls[0]["call"]["id"] == calls[1]["call"]["id"]
    await phones.seat("agent2", "1002")
    other = await phones.new()
    await phones.seat("agent2", "1002")
    for ticket in (number, other):
        told = await phones.call_out(409, ticket=ticket)
        assert "市民" in told["error"]["message"]
    await phones.get(f"calls/out/{calls[0]['call']['id']}", 404)  # another's
    assert len(phones.rung) == 1


async def test_nobody_is_called_at_night_or_while_on_the_line(phones: Phones) -> None:
    """Nor from a desk that talks, or is not there."""
    number = await phones.new()
    await phones.seat(state="offline")
    await phones.call_out(409, ticket=number)
    await phones.seat()
    citizen = CallArrived(at=phones.clock(), call_id="9.9", number=f"+86{NUMBER}", dialled="12345", channel="PJSIP/x-1")
    await phones.web.bus.publish(citizen)
    assert "正在与热线通话" in (await phones.call_out(409, ticket=number))["error"]["message"]
    await phones.web.bus.publish(CallEnded(at=phones.clock(), call_id="9.9", cause=16))
    phones.clock.now += timedelta(hours=11)
    assert "以后再打" in (await phones.call_out(409, ticket=number))["error"]["message"]
    assert phones.rung == []


async def test_a_citizen_whom_another_agent_has_claimed_is_that_agents(phones: Phones) -> None:
    """And whoever was tried is not tried again at once."""
    number = await phones.new()
    await phones.answered(number)
    await phones.seat("agent2", "1002")
    await phones.post(f"callbacks/tickets/{number}/claim")
    await phones.seat()
    await phones.call_out(409, ticket=number)
    await phones.seat("agent2", "1002")
    told = await phones.call_out(ticket=number)
    await phones.goes(told["call"]["id"], extension="1002", answered=False)
    await phones.move(number, "call_back", contacted=False)
    await phones.call("DELETE", f"callbacks/tickets/{number}/claim")
    await phones.call_out(409, ticket=number)


async def test_a_promise_to_ring_is_kept_by_the_call(phones: Phones) -> None:
    """A citizen who answered is off the list; one who did not waits on."""
    await phones.seat()
    requests = phones.web.services.requests
    await requests.book(number=NUMBER, call_id="c1")
    (promise,) = await requests.callbacks()
    for answered in (False, True):
        told = await phones.call_out(request=promise.id)
        assert (await requests.callback(promise.id)).state == "waiting"
        await phones.goes(told["call"]["id"], answered=answered)
    async with asyncio.timeout(10):
        while (await requests.callback(promise.id)).state == "waiting":
            pass
    assert (await requests.callback(promise.id)).done_by == "agent1"
    await phones.call_out(409, request=promise.id)
    await phones.call_out(404, request=99)


async def test_a_department_reaches_its_citizen_without_the_number(phones: Phones) -> None:
    """Its own telephone rings; the call stands in the ticket's history; no answer tells who the citizen is."""
    number = await phones.new()
    await phones.be("handler2")
    told = await phones.call_out(409, ticket=number)
    assert "没有登记电话" in told["error"]["message"]
    await phones.web.give_phone("handler2", "13900139001")
    told = await phones.call_out(ticket=number)
    call_id = told["call"]["id"]
    assert phones.rung == [Ringing(call_id=call_id, number=NUMBER, office="13900139001")]
    await phones.goes(call_id, extension="")
    kept = await phones.kept(number)
    assert (kept[0]["actor_name"], kept[0]["changes"]["talked"]) == ("韩立群", 42)
    whole = await phones.get(f"tickets/{number}")
    seen = await phones.get(f"calls/out/{call_id}")
    assert "call" in [offer["action"] for offer in whole["actions"]]
    assert NUMBER not in json.dumps([told, whole, seen])


async def test_a_department_calls_nobody_else(phones: Phones) -> None:
    """Not another department's citizen, no promise to ring, no number, and not when all is over."""
    number, other = await phones.new(), await phones.new(department=LABOUR, citizen_number="13700137000")
    await phones.web.give_phone("handler2", "13900139001")
    await phones.be("handler2")
    await phones.call_out(403, ticket=other)
    await phones.call_out(403, request=1)
    await phones.call_out(403, number="13700137000")
    await phones.move(number, "withdraw", "agent1", reason="市民撤回")
    await phones.be("handler2")
    told = await phones.call_out(403, ticket=number)
    assert "不能再致电" in told["error"]["message"]
    assert phones.rung == []


async def test_a_free_number_is_the_supervisors(phones: Phones) -> None:
    """And a line of this country in any case."""
    await phones.seat()
    await phones.call_out(403, number="13700137000")
    await phones.seat("supervisor1", "1005")
    for number in ("110", "0085212345678", "hotline", "1380013800x"):
        told = await phones.call_out(422, number=number)
        assert "number" in told["error"]["details"]["fields"]
    await phones.call_out(number="+86 137-0013-7000")
    assert [one.number for one in phones.rung] == ["13700137000"]


@pytest.mark.parametrize("wish", [{}, {"ticket": "1", "request": 2}, {"request": True}, {"request": -1}, {"ticket": 5}])
async def test_what_is_asked_for_must_be_one_thing(phones: Phones, wish: dict[str, Any]) -> None:
    """A clear word, and nobody is rung."""
    await phones.seat()
    await phones.call_out(422, **wish)
    assert phones.rung == []


async def test_a_call_that_asterisk_refuses_is_over(phones: Phones) -> None:
    """And may be asked for again; one of which nobody knows whether it rings stays open, and is not sent twice."""
    number = await phones.new()
    await phones.seat()
    phones.web.rung.fault = TelephonyError("No such context")
    await phones.call_out(503, ticket=number)
    phones.web.rung.fault = AsteriskAwayError("Asterisk did not answer Originate within 5 s", sent=True)
    await phones.call_out(503, ticket=number)
    phones.web.rung.fault = None
    await phones.call_out(409, ticket=number)
    assert len(phones.rung) == 2


async def test_the_ticket_of_a_citizen_without_a_number_offers_no_call(phones: Phones) -> None:
    """Neither on the screen nor when it is asked for."""
    number = await phones.new(citizen_number="")
    whole = await phones.get(f"tickets/{number}")
    assert "call" not in [offer["action"] for offer in whole["actions"]]
    await phones.seat()
    await phones.call_out(409, ticket=number)
    await phones.post(f"tickets/{number}/moves", {"action": "call", "version": 1}, 422)


async def test_an_agent_asks_a_department_while_the_citizen_waits(phones: Phones) -> None:
    """From the desk that has the call; the number is the department's own, and 110 only where there is a trunk."""
    await phones.seat()
    at, tell = phones.clock(), phones.web.bus.publish
    await tell(CallArrived(at=at, call_id="9.9", number=NUMBER, dialled="12345", channel="PJSIP/x-1"))
    await tell(CallAnswered(at=at, call_id="9.9", extension="1001", waited=1))
    await phones.post("calls/9.9/consult", {"department": "01"}, 202)
    ((_, _, to, kind),) = phones.web.rung.consulted
    known = next(one for one in phones.web.services.library.city.departments if one.code == "01")
    assert (to, kind) == (normalise_number(known.phone), "outside")
    await tell(ConsultChanged(at=at, call_id="9.9", to=to, stage="talking"))
    for what in ("three", "fly"):
        await phones.post(f"calls/9.9/consult/{what}", {}, 202 if what == "three" else 404)
    assert phones.web.rung.consulted[-1] == ("9.9", "1001", "THREE")
    await phones.post("calls/9.9/consult/drop", {}, 202)
    assert phones.web.rung.consulted[-1] == ("9.9", "1001", "drop", to)
    await phones.post("calls/9.9/consult", {"department": "01", "number": "110"}, 422)
    assert (await phones.get("consult/numbers"))["numbers"] == []
    await phones.be("agent2")
    await phones.post("calls/9.9/consult", {"number": "110"}, 409)
    await phones.be("handler2")
    await phones.post("calls/9.9/consult", {"number": "110"}, 403)
    await phones.get("consult/numbers", 403)
