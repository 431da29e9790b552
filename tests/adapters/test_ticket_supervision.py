"""Supervision, appeals and looks on real databases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from hotline.errors import ConflictError, InputError, NotAllowedError, NotFoundError
from hotline.tickets.appeals import Appeals, Of
from hotline.tickets.dossier import Dossiers
from hotline.tickets.model import Ticket
from hotline.tickets.moves import Action
from hotline.tickets.supervising import Supervision
from hotline.tickets.views import Views
from tests.adapters.storage import Place, fresh_database
from tests.adapters.test_worklist import REPLY, Lists
from tests.fakes.tickets import AGENT, LEAD, SUPERVISOR


class Overseers(Lists):
    """A desk with its supervision."""

    def __init__(self, *given: object) -> None:
        super().__init__(*given)
        self.supervision = Supervision(self.database)
        self.appeals = Appeals(self.database, self.bus, self.tickets.world, enlist=self.enlist)
        self.dossiers = Dossiers(self.database)
        self.views = Views(self.database, self.clock)

    async def urged(self) -> Ticket:
        """A ticket that a supervisor has urged."""
        return await self.do(await self.new(), Action.URGE, SUPERVISOR, reason="请尽快")

    async def ask(self, target: int, of: Of = Of.OVERSIGHT, department: str = "01", reason: str = "已在办理") -> int:
        """An appeal's id."""
        return (await self.appeals.ask(of, target, department=department, username="lead", reason=reason)).id


@pytest_asyncio.fixture
async def desk(place: Place) -> AsyncIterator[Overseers]:
    """A fresh one, on a Monday at ten."""
    async with fresh_database(place) as database:
        yield Overseers(database)


async def test_lines_are_listed_by_kind_by_department_and_while_they_are_open(desk: Overseers) -> None:
    """The newest first, page by page; each with its ticket and with what the department answered."""
    first, second = await desk.urged(), await desk.new(department="02")
    await desk.do(second, Action.INSTRUCT, SUPERVISOR, reason="请过问")
    await desk.do(first, Action.EXPLAIN, LEAD, note="已派人", answers=1)

    async def found(**given: object) -> list[int]:
        page = await desk.supervision.listed(**given)  # type: ignore[arg-type]
        assert page.next == 0
        return [one.line.id for one in page.items]

    assert await found() == [2, 1]
    assert await found(watch="instruct") == await found(department="02") == await found(only_open=True) == [2]
    assert await found(watch="urge", only_open=True) == []
    page = await desk.supervision.listed(limit=1)
    assert (page.next, page.items[0].ticket.number) == (2, second.number)
    (last,) = (await desk.supervision.listed(before=page.next, limit=1)).items
    assert (last.line.answer, last.line.answered_by, last.appeal) == ("已派人", "lead", None)
    with pytest.raises(InputError):
        await desk.supervision.listed(watch="blue")


async def test_a_department_appeals_once_and_somebody_else_decides_once(desk: Overseers) -> None:
    """Upheld, the line is settled; both stand in the ticket's history, and both sides are told."""
    ticket = await desk.urged()
    tries = await asyncio.gather(*(desk.ask(1) for _ in range(3)), return_exceptions=True)
    assert sum(isinstance(one, ConflictError) for one in tries) == 2
    with pytest.raises(NotAllowedError):
        await desk.appeals.decide(Of.OVERSIGHT, 1, upheld=True, comment="属实", username="boss")
    decided = await desk.appeals.decide(Of.OVERSIGHT, 1, upheld=True, comment="属实", username="boss2")
    assert (decided.upheld, decided.decided_by, decided.decided) == (True, "boss2", desk.clock.now)
    with pytest.raises(ConflictError):
        await desk.appeals.decide(Of.OVERSIGHT, 1, upheld=False, comment="不属实", username="boss2")
    dossier = await desk.dossiers.of(ticket.number)
    assert [entry.action for entry in dossier.history] == ["dispatch", "urge", "appeal", "decide_appeal"]
    assert dossier.oversight[0].appeal == decided
    assert (dossier.oversight[0].line.answer, dossier.oversight[0].line.answered_by) == ("申诉成立：属实", "boss2")
    assert [text.to for text in desk.texts[-2:]] == ["", "01"]
    assert [event.action for event in desk.told] == ["dispatch", "urge", "appeal", "decide_appeal"]


async def test_an_appeal_that_fails_changes_nothing_else(desk: Overseers) -> None:
    """The line still waits for the department's word."""
    ticket = await desk.urged()
    await desk.ask(1)
    await desk.appeals.decide(Of.OVERSIGHT, 1, upheld=False, comment="证据不足", username="boss2")
    (line,) = (await desk.dossiers.of(ticket.number)).oversight
    assert (line.line.answered, line.appeal and line.appeal.upheld) == (None, False)


async def test_only_ones_own_lines_can_be_appealed_against_and_with_a_reason(desk: Overseers) -> None:
    """What is not there is told."""
    await desk.urged()
    with pytest.raises(NotAllowedError):
        await desk.ask(1, department="02")
    with pytest.raises(NotAllowedError):
        await desk.ask(1, department="")
    with pytest.raises(InputError):
        await desk.ask(1, reason=" ")
    with pytest.raises(InputError):
        await desk.ask(1, reason="长" * 501)
    with pytest.raises(NotFoundError):
        await desk.ask(2)
    with pytest.raises(NotFoundError):
        await desk.appeals.decide(Of.OVERSIGHT, 1, upheld=True, comment="属实", username="boss2")
    with pytest.raises(InputError):
        await desk.appeals.decide(Of.OVERSIGHT, 1, upheld=True, comment="", username="boss2")
    assert await desk.appeals.listed() == ()


async def test_a_bad_score_is_appealed_against_by_who_led_that_round(desk: Overseers) -> None:
    """A good one is not; the first round's stays the first department's after re-handling."""
    ticket = await desk.new()
    for action, user, asked in ((Action.SIGN, LEAD, {}), (Action.REPLY, LEAD, REPLY), (Action.APPROVE, SUPERVISOR, {})):
        await desk.do(ticket, action, user, **asked)
    await desk.do(ticket, Action.CALL_BACK, AGENT, contacted=True, solved="no", words="还是不亮")
    with pytest.raises(NotAllowedError):
        await desk.ask(1, Of.CALL_BACK, department="02")
    await desk.ask(1, Of.CALL_BACK)
    (score,) = (await desk.dossiers.of(ticket.number)).scores
    assert (score.id, score.said.words, score.appeal and score.appeal.reason) == (1, "还是不亮", "已在办理")
    other = await desk.new()
    for action, user, asked in ((Action.SIGN, LEAD, {}), (Action.REPLY, LEAD, REPLY), (Action.APPROVE, SUPERVISOR, {})):
        await desk.do(other, action, user, **asked)
    await desk.do(other, Action.CALL_BACK, AGENT, contacted=True, solved="yes", satisfied="yes")
    with pytest.raises(InputError):
        await desk.ask(2, Of.CALL_BACK)


async def test_appeals_are_listed_by_department_and_while_they_are_open(desk: Overseers) -> None:
    """The newest first."""
    await desk.urged()
    await desk.urged()
    first, second = await desk.ask(1), await desk.ask(2)
    await desk.appeals.decide(Of.OVERSIGHT, 1, upheld=False, comment="证据不足", username="boss2")

    async def found(**given: object) -> list[int]:
        return [appeal.id for appeal, _ in await desk.appeals.listed(**given)]  # type: ignore[arg-type]

    assert await found() == await found(department="01") == [second, first]
    assert await found(only_open=True) == [second]
    assert await found(before=second) == [first]
    assert await found(department="02") == []


async def test_a_look_is_kept_once_an_hour(desk: Overseers) -> None:
    """For each who looks; several who look at once disturb nobody."""
    first, second = await desk.new(), await desk.new()
    await desk.views.keep([], "agent1")
    await asyncio.gather(*(desk.views.keep([first.number, second.number], "agent1") for _ in range(5)))
    await desk.views.keep([first.number], "lead")
    desk.clock.pass_by(hours=1)
    await desk.views.keep([first.number], "agent1")
    found = await desk.views.of(first.number)
    assert [(view.username, view.at.hour) for view in found] == [("agent1", 3), ("agent1", 2), ("lead", 2)]
    assert len(await desk.views.of(second.number)) == 1
