"""An agent asks somebody while the citizen waits: who that may be, how far it is, and who has the citizen then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import reduce
from types import SimpleNamespace
from typing import Any, cast

import pytest

from hotline.agents.model import Board, board_of, fold
from hotline.answering.consulting import Asked, Consults
from hotline.errors import ConflictError, InputError, TelephonyError
from hotline.events import (
    AgentStateChanged,
    CallAnswered,
    CallArrived,
    CallEnded,
    CallEvent,
    CallReleased,
    ConsultChanged,
    Event,
    OutsideAnswered,
    OutsideReleased,
    Resynced,
    SurveyBegan,
)
from hotline.telephony.consulting import Key
from hotline.telephony.translate import Translator

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
CALL, NUMBER = "1.1", "075781234567"
CITY = SimpleNamespace(
    departments=(
        SimpleNamespace(
            code="01", phones=(SimpleNamespace(number="0757-81234567"), SimpleNamespace(number="0757-8123 4568"))
        ),
        SimpleNamespace(code="02", phones=()),
    )
)


class Desk:
    """Agent 1001 talks with a citizen; 1002 is ready, 1003 on a break. asked: what Asterisk was; told: what we told."""

    def __init__(self) -> None:
        self.now = NOON
        self.asked: list[tuple[str, ...]] = []
        self.told: list[Event] = []
        self.fault: TelephonyError | None = None
        seats = [
            AgentStateChanged(at=NOON, extension=extension, state=state, reason="")
            for extension, state in (("1001", "talking"), ("1002", "ready"), ("1003", "paused"))
        ]
        arrived = CallArrived(at=NOON, call_id=CALL, number="13800138000", dialled="12345", channel="PJSIP/a-1")
        talks = CallAnswered(at=NOON, call_id=CALL, extension="1001", waited=3)
        self.board: Board = reduce(fold, (*seats, arrived, talks), board_of(["1001", "1002", "1003"]))
        self.consults = Consults(
            self,
            board=lambda: self.board,
            city=lambda: cast("Any", CITY),
            numbers=("110", "119"),
            publish=self.publish,
            now=lambda: self.now,
        )

    async def begin(self, call_id: str, extension: str, to: str, *, is_desk: bool) -> None:
        """As telephony.consulting."""
        self.asked.append((call_id, extension, to, "desk" if is_desk else "outside"))
        if self.fault is not None:
            raise self.fault

    async def press(self, call_id: str, extension: str, key: Key) -> None:
        """As telephony.consulting."""
        self.asked.append((call_id, extension, key.name))

    async def drop(self, call_id: str, extension: str, to: str) -> None:
        """As telephony.consulting."""
        self.asked.append((call_id, extension, "drop", to))

    async def publish(self, event: Event) -> None:
        """To the board and back to those who listen."""
        self.told.append(event)
        await self.hear(event)

    async def hear(self, event: Event) -> None:
        """What happens."""
        self.board = fold(self.board, event)
        await self.consults.hear(event)

    async def goes(self, *stages: str, to: str = "1002") -> None:
        """What Asterisk tells of whoever is asked."""
        for stage in stages:
            await self.hear(ConsultChanged(at=self.now, call_id=CALL, to=to, stage=stage))

    async def released(self) -> None:
        """The agent is off the line, ten seconds later."""
        self.now += timedelta(seconds=10)
        await self.hear(CallReleased(at=self.now, call_id=CALL, extension="1001", talked=10))

    def kinds(self) -> list[str]:
        """What we told, in words."""
        return [type(event).__name__ for event in self.told]


async def test_a_colleague_is_asked_and_the_citizen_comes_back() -> None:
    """The board shows whom, and how far; nobody else has had the citizen."""
    desk = Desk()
    await desk.consults.begin(CALL, "1001", Asked(extension="1002"))
    await desk.goes("ringing", "talking")
    assert desk.asked == [(CALL, "1001", "1002", "desk")]
    assert (desk.board.calls[CALL].asked, desk.board.calls[CALL].asking) == ("1002", "talking")
    await desk.consults.act(CALL, "1001", Key.SWAP)
    await desk.consults.act(CALL, "1001", Key.ABORT)
    await desk.goes("over")
    assert (desk.board.calls[CALL].asking, desk.board.calls[CALL].extension, desk.told) == ("", "1001", [])
    with pytest.raises(ConflictError):
        await desk.consults.act(CALL, "1001", Key.COMPLETE)


async def test_a_citizen_passed_to_a_colleague_is_the_colleagues() -> None:
    """On the board and in the books, until that line ends."""
    desk = Desk()
    await desk.consults.begin(CALL, "1001", Asked(extension="1002"))
    await desk.goes("ringing", "talking")
    await desk.consults.act(CALL, "1001", Key.COMPLETE)
    await desk.released()
    await desk.goes("alone", to="1001")
    assert (desk.board.calls[CALL].state, desk.board.calls[CALL].extension) == ("talking", "1002")
    desk.now += timedelta(seconds=30)
    await desk.goes("alone", "over")
    assert desk.kinds() == ["CallAnswered", "ConsultChanged", "CallReleased"]
    assert desk.told[-1] == CallReleased(at=desk.now, call_id=CALL, extension="1002", talked=30)


async def test_three_talk_and_the_agent_leaves_the_two() -> None:
    """A department then has the citizen; what it asked of Asterisk is said once."""
    desk = Desk()
    await desk.consults.begin(CALL, "1001", Asked(department="01"))
    await desk.goes("ringing", "talking", to=NUMBER)
    await desk.consults.act(CALL, "1001", Key.THREE)
    assert desk.board.calls[CALL].asking == "three"
    with pytest.raises(ConflictError):
        await desk.consults.act(CALL, "1001", Key.SWAP)
    await desk.released()
    assert desk.board.calls[CALL].state == "outside"
    desk.now += timedelta(seconds=5)
    await desk.goes("over", to=NUMBER)
    assert [event for event in desk.told if isinstance(event, OutsideAnswered | OutsideReleased)] == [
        OutsideAnswered(at=NOON + timedelta(seconds=10), call_id=CALL, number=NUMBER),
        OutsideReleased(at=NOON + timedelta(seconds=15), call_id=CALL, number=NUMBER, talked=5),
    ]


async def test_an_agent_who_leaves_while_it_rings_passes_the_citizen_when_it_is_answered() -> None:
    """And where nobody answers, nobody has had the citizen."""
    for answered in (True, False):
        desk = Desk()
        await desk.consults.begin(CALL, "1001", Asked(number="110"))
        await desk.goes("ringing", to="110")
        await desk.released()
        assert desk.told == []
        await desk.goes(*(("talking",) if answered else ()), "over", to="110")
        assert desk.kinds() == (["OutsideAnswered", "ConsultChanged", "OutsideReleased"] if answered else [])


async def test_a_survey_that_has_begun_goes_on() -> None:
    """The end of the outside line may be told after it."""
    desk = Desk()
    await desk.consults.begin(CALL, "1001", Asked(number="110"))
    await desk.goes("ringing", "talking", to="110")
    await desk.released()
    await desk.hear(SurveyBegan(at=desk.now, call_id=CALL))
    await desk.goes("over", to="110")
    assert desk.board.calls[CALL].state == "survey"


@pytest.mark.parametrize(
    "asked",
    [
        Asked(extension="1003"),
        Asked(extension="1001"),
        Asked(extension="1009"),
        Asked(department="02"),
        Asked(department="99"),
        Asked(department="01", phone="110"),
        Asked(number="13800138000"),
        Asked(number="12"),
        Asked(number="0085212345678"),
    ],
)
async def test_nobody_is_asked_who_is_not_in_the_books(asked: Asked) -> None:
    """A colleague who is ready, a department's telephone, an emergency: nobody else."""
    desk = Desk()
    with pytest.raises((ConflictError, InputError)):
        await desk.consults.begin(CALL, "1001", asked)
    assert desk.asked == []


async def test_only_the_call_on_ones_own_desk() -> None:
    """And one consultation at a time; one that Asterisk refused may be begun again."""
    desk = Desk()
    for call_id, extension in ((CALL, "1002"), ("9.9", "1001")):
        with pytest.raises(ConflictError):
            await desk.consults.begin(call_id, extension, Asked(number="110"))
    desk.fault = TelephonyError("No such channel")
    with pytest.raises(TelephonyError):
        await desk.consults.begin(CALL, "1001", Asked(number="110"))
    desk.fault = None
    await desk.consults.begin(CALL, "1001", Asked(department="01", phone="0757-8123 4568"))
    assert desk.asked[-1][2] == "075781234568"
    for again in (Asked(number="110"), Asked(extension="1002")):
        with pytest.raises(ConflictError):
            await desk.consults.begin(CALL, "1001", again)
    with pytest.raises(ConflictError):  # nobody has answered yet
        await desk.consults.act(CALL, "1001", Key.THREE)
    await desk.consults.act(CALL, "1001", Key.ABORT)


async def test_of_three_whoever_was_asked_is_let_go() -> None:
    """Not before all three talk, and not by another desk; then the call is the agent's alone again."""
    desk = Desk()
    await desk.consults.begin(CALL, "1001", Asked(extension="1002"))
    await desk.goes("talking")
    with pytest.raises(ConflictError):
        await desk.consults.drop(CALL, "1001")
    await desk.consults.act(CALL, "1001", Key.THREE)
    with pytest.raises(ConflictError):
        await desk.consults.drop(CALL, "1002")
    await desk.consults.drop(CALL, "1001")
    assert desk.asked[-1] == (CALL, "1001", "drop", "1002")
    await desk.goes("over")
    assert (desk.board.calls[CALL].asking, desk.board.calls[CALL].extension) == ("", "1001")


@pytest.mark.parametrize(
    "end", [CallEnded(at=NOON, call_id=CALL, cause=16), Resynced(at=NOON, agents=(), calls=())], ids=["ended", "gap"]
)
async def test_what_has_ended_is_forgotten(end: Event) -> None:
    """A late word of it says nothing."""
    desk = Desk()
    await desk.consults.begin(CALL, "1001", Asked(number="110"))
    await desk.hear(end)
    await desk.goes("talking", "over", to="110")
    assert desk.told == []


def test_the_dialplan_tells_of_it() -> None:
    """With a stage that is known, and a number that is one."""
    say = {"Event": "UserEvent", "UserEvent": "HotlineConsult", "Call": CALL}
    told = [
        Translator().translate({**say, "Stage": stage, "To": to}, NOON)
        for stage, to in (("talking", "110"), ("over", "x;y"), ("flying", "110"))
    ]
    expected: list[CallEvent | None] = [
        ConsultChanged(at=NOON, call_id=CALL, to="110", stage="talking"),
        ConsultChanged(at=NOON, call_id=CALL, to="", stage="over"),
        None,
    ]
    assert told == expected
