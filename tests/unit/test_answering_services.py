"""Answering with services that are there, fail, hang, or see the caller go: never silence, never a lost caller."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from hotline.answering.desk import Desk, Outcome
from hotline.answering.line import answer_call
from hotline.answering.services import Bounds, Caller, NoServices
from hotline.errors import HungUpError
from hotline.ivr.effects import Pace, Rated
from hotline.ivr.waits import (
    Booked,
    CallBack,
    Check,
    Heard,
    Item,
    Listen,
    No,
    NotBooked,
    NotChecked,
    NotHeard,
    NotRecorded,
    NotSent,
    Record,
    Recorded,
    Send,
    SendWhat,
    Sent,
    When,
    Why,
    Yes,
)
from tests.fakes.channel import SAID, SAYS, FakeChannel, FakePrompts
from tests.fakes.desks import desk_in
from tests.fakes.services import FakeServices

SHORT = Bounds(listen=0.05, record=0.05, send=0.05, call_back=0.05, check=0.05, rate=0.05)
HOURS = ("hours",)


class Hanging(FakeServices):
    """Services that do not answer, but for the questions at the start of a call."""

    async def listen(self, caller: Caller, wait: Listen, prompt: Sequence[Path] = ()) -> Heard | NotHeard:
        """Never."""
        await asyncio.Event().wait()
        return NotHeard(why=Why.SILENCE)

    async def record(self, caller: Caller, wait: Record) -> Recorded | NotRecorded:
        """Never."""
        await asyncio.Event().wait()
        return NotRecorded(why=Why.SILENCE)

    async def send(self, caller: Caller, wait: Send) -> Sent | NotSent:
        """Never."""
        await asyncio.Event().wait()
        return Sent()

    async def book_callback(self, caller: Caller, wait: CallBack) -> Booked | NotBooked:
        """Never."""
        await asyncio.Event().wait()
        return Booked()

    async def rate(self, caller: Caller, rated: Rated) -> None:
        """Never."""
        await asyncio.Event().wait()


class Failing(FakeServices):
    """Services that break."""

    async def send(self, caller: Caller, wait: Send) -> Sent | NotSent:
        """Break."""
        raise OSError(wait.what)

    async def book_callback(self, caller: Caller, wait: CallBack) -> Booked | NotBooked:
        """Break."""
        raise OSError(wait.number)

    async def check(self, caller: Caller, wait: Check) -> Yes | No | NotChecked:
        """Break."""
        raise OSError(wait.when)

    async def rate(self, caller: Caller, rated: Rated) -> None:
        """Break."""
        raise OSError(rated.value)


class Leaving(FakeServices):
    """The caller hangs up while the message is being recorded."""

    async def record(self, caller: Caller, wait: Record) -> Recorded | NotRecorded:
        """Nobody is there any more."""
        raise HungUpError


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk whose services a test chooses; listening and recording are given a moment beyond their own length."""
    return desk_in(tmp_path, bounds=SHORT)


@pytest.mark.parametrize("services", [Hanging(yes=HOURS), Failing(yes=HOURS)])
@pytest.mark.parametrize(("keys", "heard"), [("21191", "现在不能发送到这个号码"), ("531", "现在不能预约回拨")])
async def test_a_service_that_hangs_or_breaks_leads_on(
    desk: Desk, services: FakeServices, keys: str, heard: str
) -> None:
    """The caller is told, within the service's limit, and nothing is left running."""
    before = asyncio.all_tasks()
    channel = FakeChannel(keys + "0" * (keys == "21191"))
    assert await answer_call(channel, "114", call_id="1.1", desk=replace(desk, services=services)) is Outcome.QUEUE
    assert heard in channel.heard()
    assert asyncio.all_tasks() <= before


async def test_a_recorder_that_hangs_is_given_up(desk: Desk) -> None:
    """The caller is told that nothing was recorded, and the timer had covered the whole of the message."""
    # the bound is beyond the message's own length: less than none makes the whole short
    desk = replace(desk, bounds=replace(SHORT, record=0.05 - 120), services=Hanging(yes=HOURS))
    channel = FakeChannel("52")
    assert await answer_call(channel, "114", call_id="1.1", desk=desk) is Outcome.QUEUE
    assert "没有录到留言" in channel.heard()


async def test_a_recogniser_that_hangs_leaves_the_keys(desk: Desk) -> None:
    """The same question by keys."""
    services = Hanging(yes=(*HOURS, "recogniser"))
    channel = FakeChannel("0")
    desk = replace(desk, bounds=replace(SHORT, listen=0.05 - 17), services=services)
    assert await answer_call(channel, "114", call_id="1.1", desk=desk) is Outcome.QUEUE
    assert "部门电话地址请按1" in channel.heard()


async def test_a_survey_is_kept_by_the_history_alone(desk: Desk) -> None:
    """Figures that cannot be written hold nobody up."""
    for services in (Hanging(), Failing()):
        channel = FakeChannel("11")
        ended = await answer_call(
            channel, "12345", call_id="1.1", desk=replace(desk, services=services), entry="survey"
        )
        assert ended is Outcome.HANG_UP
        assert "感谢您的来电" in channel.heard()


async def test_conditions_that_break_greet_the_caller_all_the_same(desk: Desk) -> None:
    """Whoever cannot tell the hour is no reason to send a caller away."""
    channel = FakeChannel()
    assert await answer_call(channel, "12345", call_id="1.1", desk=replace(desk, services=Failing())) is Outcome.QUEUE
    assert "正在转接人工" in channel.heard()


async def test_a_hang_up_in_a_service_is_an_ordinary_end(desk: Desk) -> None:
    """Nobody is told anything, and nothing is set."""
    channel = FakeChannel("52")
    ended = await answer_call(channel, "114", call_id="1.1", desk=replace(desk, services=Leaving(yes=HOURS)))
    assert ended is Outcome.CALLER_LEFT
    assert channel.variables == {}


async def test_a_hotline_without_services_says_so() -> None:
    """Every answer is an honest no; that nothing listens is known for certain, the rest is not."""
    caller = Caller(call_id="1.1", number="", dialled="114", channel=FakeChannel())
    none = NoServices()
    assert await none.listen(caller, Listen()) == NotHeard(why=Why.NOT_AVAILABLE)
    assert await none.record(caller, Record(seconds=5)) == NotRecorded(why=Why.NOT_AVAILABLE)
    sent = await none.send(caller, Send(what=SendWhat.TEXT, item=Item(title="教育局")))
    assert sent == NotSent(why=Why.NOT_AVAILABLE)
    assert await none.book_callback(caller, CallBack()) == NotBooked(why=Why.NOT_AVAILABLE)
    assert await none.check(caller, Check(when=When.RECOGNISER)) == No()
    assert await none.check(caller, Check(when=When.HOURS)) == NotChecked(why=Why.NOT_AVAILABLE)
    await none.rate(caller, Rated(question="solved", value="solved"))


async def test_another_language_and_pace_have_voices_of_their_own(desk: Desk, tmp_path: Path) -> None:
    """Where there is one; slow English is spoken by the English voice where there is no slow one."""
    english, slow = FakePrompts(tmp_path / "en"), FakePrompts(tmp_path / "slow")
    for folder in ("en", "slow"):
        (tmp_path / folder).mkdir()
    manners = {("en", Pace.NORMAL): english, ("zh-CN", Pace.SLOW): slow}
    channel = Listening("56" + "55" + "3" + "0")
    await answer_call(channel, "114", call_id="1.1", desk=replace(desk, manners=manners))
    assert [folder for folder in dict.fromkeys(channel.folders) if folder in ("en", "slow")] == ["slow", "en"]
    assert channel.folders[-1] == "en"


class Listening(FakeChannel):
    """Notes whose sounds are played."""

    def __init__(self, keys: str) -> None:
        super().__init__(keys)
        self.folders: list[str] = []

    async def play(self, path: Path, keys: str) -> str:
        """Note the folder."""
        self.folders.append(path.parent.name)
        return await super().play(path, keys)


async def test_what_a_caller_was_offered_and_did_not_want_is_collected(desk: Desk) -> None:
    """Once, in the caller's own words, when the last offer is refused; the menu goes on."""
    refused: list[str] = []
    desk = replace(desk, services=FakeServices(yes=(*HOURS, "recogniser")), refused=refused.append)
    said = "".join(f"{SAYS}{words}{SAID}" for words in ("婚姻还是收养", "不是", "不是"))
    channel = FakeChannel(said + "0")
    assert await answer_call(channel, "114", call_id="1.1", desk=desk) is Outcome.QUEUE
    assert "您是问收养登记吗" in channel.heard()
    assert refused == ["婚姻还是收养"]
