"""What agents know of a number, on a real database; and the services of the menus on all that is behind them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from hotline.agents.model import Board
from hotline.answering.checks import Checks
from hotline.answering.city_services import CityServices
from hotline.answering.recording import Recording
from hotline.answering.services import Caller, LineServices
from hotline.calls.marks import LONGEST_REASON, Mark, Marks, NewMark
from hotline.calls.store import CallStore
from hotline.errors import InputError
from hotline.events import CallArrived
from hotline.ivr.effects import Rated
from hotline.ivr.waits import (
    Booked,
    CallBack,
    Check,
    Item,
    Listen,
    NotBooked,
    NotHeard,
    NotRecorded,
    NotSent,
    Record,
    Send,
    SendWhat,
    Sent,
    When,
    Why,
    Yes,
)
from hotline.kb.city import City
from hotline.kb.model import Department, Outline, Phone
from hotline.notices.model import A_CALL
from hotline.notices.service import Outbox
from hotline.requests.service import Requests
from tests.adapters.storage import START, Clock, fresh_database
from tests.adapters.test_notices import FakeGateway
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import works

MOBILE = "13800138000"
OLD = NewMark(mark=Mark.ELDERLY, reason="独居，听力不好")
OFFICE = Item(title="社保局", kind="department", code="05")
CITY = City(
    outline=Outline(name="云川市"),
    departments=(Department(code="05", name="市人社局", phones=(Phone(number="88123456"),)),),
)


async def test_a_mark_is_kept_by_the_number_however_it_is_written(tmp_path: Path) -> None:
    """Who set it stays until it is changed; a hidden number has none and gets none."""
    async with fresh_database(tmp_path) as database:
        marks = Marks(database, Clock())
        await marks.put("+86" + MOBILE, [OLD], actor="agent1")
        (kept,) = await marks.put(MOBILE, [OLD, OLD], actor="agent2")
        assert (kept.mark, kept.reason, kept.until, kept.marked_by) == (Mark.ELDERLY, OLD.reason, None, "agent1")
        assert await marks.has("0086" + MOBILE, Mark.ELDERLY)
        assert not await marks.has("", Mark.ELDERLY)
        with pytest.raises(InputError):
            await marks.put("隐藏", [OLD], actor="agent1")
        (changed,) = await marks.put(MOBILE, [NewMark(mark=Mark.ELDERLY, reason="长" * 999)], actor="agent2")
        assert (len(changed.reason), changed.marked_by) == (LONGEST_REASON, "agent2")
        assert await marks.put(MOBILE, [], actor="agent1") == ()
        assert not await marks.has(MOBILE, Mark.ELDERLY)


async def test_a_mark_ends_when_it_was_to_end(tmp_path: Path) -> None:
    """It counts no more, and is still shown to whoever wonders."""
    clock = Clock()
    async with fresh_database(tmp_path) as database:
        marks = Marks(database, clock)
        await marks.put(MOBILE, [NewMark(mark=Mark.ELDERLY, until=START + timedelta(days=1))], actor="agent1")
        assert await marks.has(MOBILE, Mark.ELDERLY)
        clock.pass_by(days=1)
        assert not await marks.has(MOBILE, Mark.ELDERLY)
        assert len(await marks.of(MOBILE)) == 1


async def test_a_caller_is_known_by_an_earlier_call(tmp_path: Path) -> None:
    """The call that asks is none."""
    async with fresh_database(tmp_path) as database:
        marks, calls = Marks(database), CallStore(database)
        for call in ("c1", "c2"):
            await calls.hear(CallArrived(at=START, call_id=call, number=MOBILE, dialled="12345", channel="x"))
            assert await marks.called_before("+86" + MOBILE, call) is (call == "c2")
        assert not await marks.called_before("", "c3")


async def test_the_menus_services_do_what_they_say(tmp_path: Path) -> None:
    """A text in the outbox, a call promised, an answer kept; and each no has its reason."""
    async with fresh_database(tmp_path) as database:
        requests, outbox = Requests(database, tmp_path), Outbox(database, FakeGateway())
        marks = Marks(database)
        services: LineServices = CityServices(
            recording=Recording(folder=tmp_path, tone=tmp_path / "tone.wav", keep=requests.keep_message),
            put=outbox.put,
            requests=requests,
            checks=Checks(hours=lambda: (), board=Board, overload=10, citizens=marks, works=works),
            city=lambda: CITY,
        )
        caller = Caller(call_id="c1", number="+86" + MOBILE, dialled="114", channel=FakeChannel())
        hidden = Caller(call_id="c2", number="", dialled="114", channel=FakeChannel())
        text = Send(what=SendWhat.TEXT, item=OFFICE)
        assert await services.send(caller, text) == Sent()
        assert await services.send(caller, text) == Sent()
        assert [(one.to, one.kind, one.code, one.call_id) for one in await outbox.latest()] == [
            (MOBILE, "department", "05", "c1")
        ]
        assert await services.send(hidden, text) == NotSent(why=Why.NUMBER)
        assert await services.send(caller, Send(what=SendWhat.FORM, item=OFFICE)) == NotSent(why=Why.NOTHING)
        for last in range(A_CALL - 1):
            other = Send(what=SendWhat.TEXT, item=OFFICE, number=f"1390013900{last}")
            assert await services.send(caller, other) == Sent()
        other = Send(what=SendWhat.TEXT, item=OFFICE, number="13900139009")
        assert await services.send(caller, other) == NotSent(why=Why.LIMIT)
        assert await services.book_callback(caller, CallBack()) == Booked()
        assert await services.book_callback(hidden, CallBack()) == NotBooked(why=Why.NUMBER)
        assert await services.book_callback(hidden, CallBack(number="87654321")) == Booked()
        assert {one.number for one in await requests.callbacks()} == {MOBILE, "87654321"}
        assert await services.check(caller, Check(when=When.HOURS)) == Yes()
        assert await services.record(caller, Record(seconds=5)) == NotRecorded(why=Why.NOT_AVAILABLE)
        assert await services.listen(caller, Listen()) == NotHeard(why=Why.NOT_AVAILABLE)
        await services.rate(caller, Rated(question="solved", value="partly"))
