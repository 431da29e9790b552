"""What tickets teach the next training, on a real database and from the command line."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest_asyncio
from typer.testing import CliRunner

from hotline.cli.main import app
from hotline.errors import InputError
from hotline.tickets.life.step import Asked
from hotline.tickets.model import TicketState
from hotline.tickets.moves import Action
from hotline.tickets.parties import User
from hotline.tickets.routing.feedback import Lesson, lessons
from hotline.tickets.routing.training_table import read_examples
from tests.adapters.storage import Place, fresh_database
from tests.adapters.ticket_desk import DRAFT, TicketDesk
from tests.fakes.tickets import AGENT, LEAD, OTHER, SUPERVISOR


@pytest_asyncio.fixture
async def desk(place: Place) -> AsyncIterator[TicketDesk]:
    """A fresh one."""
    async with fresh_database(place) as database:
        yield TicketDesk(database)


async def _move(desk: TicketDesk, number: str, action: Action, user: User, **given: object) -> TicketState:
    version = (await desk.tickets.get(number)).version
    asked = Asked(action=action, version=version, **given)
    return (await desk.tickets.move(number, asked, user=user, key=f"{number}-{version}")).state


async def _finish(desk: TicketDesk, number: str, user: User) -> None:
    """The department signs and answers, the citizen is content."""
    await _move(desk, number, Action.SIGN, user)
    await _move(desk, number, Action.REPLY, user, note="已办。", public_answer="已办好。")
    await _move(desk, number, Action.APPROVE, SUPERVISOR)
    said = {"contacted": True, "solved": "yes", "satisfied": "by_and_large"}
    assert await _move(desk, number, Action.CALL_BACK, AGENT, **said) is TicketState.FINISHED


async def test_finished_and_corrected_tickets_teach_where_they_belong(desk: TicketDesk) -> None:
    """One row each with its last department; what is still open under its first department teaches nothing."""
    drafts = {
        "finished": replace(DRAFT, title="路灯", content="王女士说路灯坏了，电话138-0013-8000"),
        "corrected": replace(DRAFT, content="小区电梯坏了"),
        "both": replace(DRAFT, content="屋顶漏水"),
        "open": replace(DRAFT, content="井盖没了"),
        "confidential": replace(DRAFT, content="举报某人", confidential=True),
    }
    numbers = {name: (await desk.tickets.save(one, actor="agent1", key=name)).number for name, one in drafts.items()}
    for name in ("finished", "confidential"):
        await _finish(desk, numbers[name], LEAD)
    for name in ("corrected", "both"):
        await _move(desk, numbers[name], Action.RETURN, LEAD, reason="不属于我局", basis="三定方案")
        await _move(desk, numbers[name], Action.ADJUDICATE, SUPERVISOR, department="02", reason="住建职责")
    await _finish(desk, numbers["both"], OTHER)
    assert [one async for one in lessons(desk.database)] == [
        Lesson(title="路灯", content="***说路灯坏了，电话***", label="01", source="finished"),
        Lesson(title="", content="小区电梯坏了", label="02", source="corrected"),
        Lesson(title="", content="屋顶漏水", label="02", source="corrected"),
    ]


async def test_the_lessons_are_read_a_page_at_a_time(desk: TicketDesk) -> None:
    """None is left out where a page ends."""
    asked = Asked(action=Action.ANSWER, version=0, public_answer="请带身份证。")
    for number in range(3):
        await desk.tickets.save(replace(DRAFT, content=f"问题{number}"), actor="a", key=f"k{number}", asked=asked)
    told = [one.content async for one in lessons(desk.database, at_once=2)]
    assert told == ["问题0", "问题1", "问题2"]


def test_the_command_writes_a_table_that_training_reads(tmp_path: Path) -> None:
    """Only its owner may read it; a file that is there is not overwritten unless told."""
    out, env = tmp_path / "feedback.csv", {"HOTLINE_STATE_DIR": str(tmp_path / "state")}
    (tmp_path / "state").mkdir()
    told = CliRunner().invoke(app, ["routing", "feedback", str(out)], env=env)
    assert told.exit_code == 0, told.output
    assert "办结的0行" in told.output
    assert out.stat().st_mode & 0o777 == 0o600
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [["title", "content", "label", "source"]]
    assert read_examples([out])[0] == []
    again = CliRunner().invoke(app, ["routing", "feedback", str(out)], env=env)
    assert isinstance(again.exception, InputError)
    assert CliRunner().invoke(app, ["routing", "feedback", str(out), "--replace"], env=env).exit_code == 0
