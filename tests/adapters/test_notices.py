"""The outbox on a real database: once asked for, once kept, sent at least once, given up in the end."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from hotline.errors import GatewayError, NoticeRefusedError
from hotline.notices.gateway import LocalGateway
from hotline.notices.model import A_CALL, A_DAY, LEASE, LONGEST_TEXT, MOST_TRIES, Draft, Notice, Refused, State, short
from hotline.notices.service import Outbox
from tests.adapters.storage import Clock, Place, fresh_database

MOBILE = "13800138000"


class FakeGateway:
    """Implements Gateway. faults: raised one after the other, then all is well; sent: what was taken."""

    def __init__(self, *faults: Exception) -> None:
        self.faults = list(faults)
        self.sent: list[Notice] = []
        self.news = asyncio.Event()

    async def send(self, notice: Notice) -> None:
        """Take it, or raise the next fault."""
        if self.faults:
            raise self.faults.pop(0)
        self.sent.append(notice)
        self.news.set()


def draft(number: str = MOBILE, text: str = "社保局 服务电话：0757-12345", **given: str) -> Draft:
    """Any text."""
    return Draft(to=number, text=text, **{"kind": "department", "code": "01", "call_id": "c1", **given})


@asynccontextmanager
async def opened(place: Place, gateway: FakeGateway) -> AsyncGenerator[tuple[Outbox, Clock]]:
    """An empty outbox, and the clock it goes by."""
    clock = Clock()
    async with fresh_database(place) as database:
        yield Outbox(database, gateway, clock), clock


async def test_the_same_text_is_sent_once(place: Place) -> None:
    """However often a caller asks for it, and however the number is written."""
    gateway = FakeGateway()
    async with opened(place, gateway) as (outbox, _):
        for number in (MOBILE, "+86 138 0013 8000", "008613800138000"):
            assert await outbox.put(draft(number)) is None
        assert await outbox.deliver() == 1
        assert await outbox.deliver() == 0
        (kept,) = await outbox.latest()
    assert [notice.to for notice in gateway.sent] == [MOBILE]
    assert (kept.state, kept.tries, kept.kind, kept.code, kept.call_id) == (State.SENT, 1, "department", "01", "c1")
    assert kept.sent == kept.created


@pytest.mark.parametrize("number", ["", "12345", "075712345678", "0085298765432", "110", "128001380000", "1380013800x"])
async def test_only_mobiles_of_the_mainland_get_texts(place: Place, number: str) -> None:
    """Whatever else a caller keys in, or the network gives, costs nothing."""
    async with opened(place, FakeGateway()) as (outbox, _):
        assert await outbox.put(draft(number)) is Refused.NUMBER
        assert await outbox.latest() == ()


async def test_one_call_and_one_number_get_only_so_many(place: Place) -> None:
    """A prankster's call ends at 5, a victim's telephone at 20 a day, and the next day begins anew."""
    async with opened(place, FakeGateway()) as (outbox, clock):
        for number in range(A_DAY):
            assert await outbox.put(draft(text=f"第{number}条", call_id=f"c{number // A_CALL}")) is None
        assert await outbox.put(draft("13900139000", call_id="c0")) is Refused.LIMIT
        assert await outbox.put(draft(call_id="another")) is Refused.LIMIT
        assert await outbox.put(draft(text="第0条", call_id="c0")) is None  # asked for again: it is on its way
        clock.pass_by(hours=25)
        assert await outbox.put(draft(call_id="another")) is None


async def test_a_gateway_that_fails_is_tried_again_with_growing_pauses(place: Place) -> None:
    """Until it takes the text; a fault of the gateway's own code is no different."""
    gateway = FakeGateway(GatewayError("no network"), ValueError("a mistake"), GatewayError("no network"))
    async with opened(place, gateway) as (outbox, clock):
        await outbox.put(draft())
        pauses = []
        for _ in range(3):
            assert await outbox.deliver() == 1
            (kept,) = await outbox.latest(state="waiting")
            assert kept.why
            pauses.append((kept.next_try - clock.now).total_seconds())
            assert await outbox.deliver() == 0
            clock.now = kept.next_try
        assert pauses == [30, 90, 270]
        assert await outbox.deliver() == 1
        assert [(notice.state, notice.tries, notice.why) for notice in await outbox.latest()] == [(State.SENT, 4, "")]


async def test_what_can_never_be_sent_is_given_up(place: Place) -> None:
    """At once where the gateway refuses it for good, else after the last try; it says why."""
    gateway = FakeGateway(NoticeRefusedError("空号"), *[GatewayError("no network")] * MOST_TRIES)
    async with opened(place, gateway) as (outbox, clock):
        await outbox.put(draft(text="一"))
        await outbox.deliver()
        await outbox.put(draft(text="二"))
        while await outbox.latest(state="waiting"):
            await outbox.deliver()
            clock.pass_by(hours=3)
        found = [(notice.text, notice.state, notice.tries, notice.why) for notice in await outbox.latest()]
        assert found == [("二", State.FAILED, MOST_TRIES, "no network"), ("一", State.FAILED, 1, "空号")]
        assert await outbox.deliver() == 0
    assert gateway.sent == []


async def test_two_processes_send_it_once(place: Place) -> None:
    """Whoever counts the try first has it."""
    gateway = FakeGateway()
    async with fresh_database(place) as database:
        first, second = Outbox(database, gateway, Clock()), Outbox(database, gateway, Clock())
        for number in range(A_CALL):
            await first.put(draft(text=f"第{number}条"))
        tried = await asyncio.gather(first.deliver(), second.deliver())
    assert sum(tried) == A_CALL
    assert sorted(notice.text for notice in gateway.sent) == [f"第{number}条" for number in range(A_CALL)]


async def test_a_process_that_dies_in_a_try_leaves_it_to_the_next(place: Place) -> None:
    """Its lease runs out: at least once, never lost."""

    class Dying(FakeGateway):
        async def send(self, notice: Notice) -> None:
            raise asyncio.CancelledError

    gateway = FakeGateway()
    async with fresh_database(place) as database:
        clock = Clock()
        dying, living = Outbox(database, Dying(), clock), Outbox(database, gateway, clock)
        await dying.put(draft())
        with pytest.raises(asyncio.CancelledError):
            await dying.deliver()
        assert await living.deliver() == 0
        clock.now += LEASE
        assert await living.deliver() == 1
        assert [notice.state for notice in await living.latest()] == [State.SENT]
    assert len(gateway.sent) == 1


async def test_the_sender_sends_as_soon_as_there_is_something(place: Place) -> None:
    """The task that wiring keeps running is told of a new text, and finds what an earlier process left."""
    gateway = FakeGateway()
    async with opened(place, gateway) as (outbox, _):
        await outbox.put(draft(text="昨天的"))
        sender = asyncio.create_task(outbox.run())
        for text in ("昨天的", "今天的"):
            async with asyncio.timeout(5):
                await gateway.news.wait()
            gateway.news.clear()
            assert gateway.sent[-1].text == text
            await outbox.put(draft(text="今天的"))
        sender.cancel()
        await asyncio.gather(sender, return_exceptions=True)


async def test_the_gateway_of_this_machine_writes_a_line_for_each(tmp_path: Path) -> None:
    """Readable by its owner only; a citizen's words cannot make a second line; a full disk is tried again."""
    clock = Clock()
    file = tmp_path / "outbox" / "messages.jsonl"
    async with fresh_database(tmp_path) as database:
        outbox = Outbox(database, LocalGateway(file, clock), clock)
        for text in ('一\n"二"', "三\u2028四\0"):
            await outbox.put(draft(text=text))
        await outbox.deliver()
        lines = [json.loads(line) for line in file.read_bytes().splitlines()]
        assert [(line["to"], line["text"], line["channel"]) for line in lines] == [
            (MOBILE, '一\n"二"', "sms"),
            (MOBILE, "三\u2028四", "sms"),
        ]
        assert file.stat().st_mode & 0o777 == 0o600
        nowhere = Outbox(database, LocalGateway(file / "no-folder", clock), clock)
        await nowhere.put(draft(text="五"))
        await nowhere.deliver()
        assert [notice.why != "" for notice in await nowhere.latest(state="waiting")] == [True]


def test_a_long_text_ends_with_a_sentence() -> None:
    """Within the length of a message; where there is no sentence to end with, an ellipsis says that it was cut."""
    assert short("短。") == "短。"
    long = short("第一句话。" * 200)
    assert len(long) <= LONGEST_TEXT
    assert long.endswith("。")
    assert short("长" * 600) == "长" * (LONGEST_TEXT - 1) + "…"
