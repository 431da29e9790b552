"""What callbacks say of themselves for the reports: whose work, which answer; also those that were there before."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest_asyncio
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, insert, select, text, update

from hotline.reports.catalogue import CATALOGUE
from hotline.reports.period import CITY_TIME, Period
from hotline.reports.report import Report
from hotline.storage.engine import make_engine, open_database, parse_url
from hotline.storage.migrate import alembic_config
from hotline.storage.tables import TicketAppealRow, TicketCallBackRow, TicketPartRow, TicketRow
from hotline.tickets.life.step import Due
from hotline.tickets.model import Part, Ticket, TicketState
from hotline.tickets.moves import Action
from tests.adapters.storage import Clock, Place, fresh_database, fresh_url
from tests.adapters.test_reports import over
from tests.adapters.test_ticket_callbacks import Phones
from tests.adapters.test_worklist import REPLY
from tests.fakes.tickets import AGENT, LEAD, SUPERVISOR, Life

ANSWERED = {"contacted": True, "solved": "yes", "satisfied": "yes"}
UNSOLVED = {"contacted": True, "solved": "no", "satisfied": "no", "words": "还是不亮"}
Marks = tuple[str, bool, bool, bool]


@pytest_asyncio.fixture
async def desk(place: Place) -> AsyncIterator[Phones]:
    """A fresh one, on a Monday at ten."""
    async with fresh_database(place) as database:
        yield Phones(database)


async def marks(desk: Phones) -> list[Marks]:
    """Department, concluded, first and final answer of every try."""
    row = TicketCallBackRow
    asked = select(row.department, row.concluded, row.first_answer, row.final_answer).order_by(row.id)
    async with desk.database.reading() as session:
        return [
            (one.department, one.concluded, one.first_answer, one.final_answer) for one in await session.execute(asked)
        ]


async def call(desk: Phones, ticket: Ticket, **said: Any) -> Ticket:
    """A try, four hours after the last."""
    desk.clock.pass_by(hours=4)
    return await desk.do(ticket, Action.CALL_BACK, AGENT, **said)


async def report(desk: Phones, name: str) -> Report:
    """A report of the days that the clock has passed."""
    today = desk.clock.now.astimezone(CITY_TIME).date()
    period = Period(first=today - timedelta(days=7), last=today + timedelta(days=30))
    return await over(desk.database, Clock(desk.clock.now)).report(CATALOGUE[name], period)


def amounts(made: Report) -> dict[str, tuple[int, int]]:
    """Of the whole, by code."""
    (row,) = made.section("whole").rows
    return {one.definition.code: (one.amount.numerator, one.amount.denominator) for one in row.figures}


async def test_the_first_and_the_final_answer_stand_apart(desk: Phones) -> None:
    """Unsolved at first, solved after re-handling: one of each, and the tries between are neither."""
    ticket = await desk.reviewed()
    ticket = await call(desk, ticket, contacted=False)
    ticket = await call(desk, ticket, **UNSOLVED)
    assert await marks(desk) == [("01", False, False, False), ("01", True, True, True)]
    ticket = await desk.do(ticket, Action.SIGN, LEAD)
    ticket = await desk.do(ticket, Action.REPLY, LEAD, **REPLY)
    ticket = await desk.do(ticket, Action.APPROVE, SUPERVISOR)
    await call(desk, ticket, **ANSWERED)
    assert (await marks(desk))[1:] == [("01", True, True, False), ("01", True, False, True)]
    told = amounts(await report(desk, "assessment"))
    assert (told["solved_first"], told["solved_final"]) == ((0, 1), (1, 1))
    assert (told["satisfied_first"], told["satisfied_final"]) == ((0, 1), (1, 1))
    assert (told["contacted"], told["rehandled"], told["given"]) == ((2, 2), (1, 1), (2, 0))


async def test_three_tries_in_vain_are_one_that_nobody_answered(desk: Phones) -> None:
    """The citizen was not reached: one result, and no answer."""
    ticket = await desk.reviewed()
    for _ in range(3):
        ticket = await call(desk, ticket, contacted=False)
    assert await marks(desk) == [("01", False, False, False)] * 2 + [("01", True, False, False)]
    told = amounts(await report(desk, "assessment"))
    assert (told["contacted"], told["solved_first"], told["satisfied_final"]) == ((0, 1), (0, 0), (0, 0))


async def test_an_answer_that_was_appealed_against_rightly_does_not_count(desk: Phones) -> None:
    """While nobody has decided it does."""
    await call(desk, await desk.reviewed(), **ANSWERED)
    appeal = {"ticket_number": "x", "of": "call_back", "target": 1, "department": "01", "reason": "", "by": "lead"}
    async with desk.database.transaction() as session:
        number = await session.scalar(select(TicketCallBackRow.ticket_number))
        appeal |= {"ticket_number": number, "at": desk.clock.now}
        await session.execute(insert(TicketAppealRow).values(**appeal))
    assert amounts(await report(desk, "assessment"))["solved_first"] == (1, 1)
    async with desk.database.transaction() as session:
        await session.execute(update(TicketAppealRow).values(upheld=True, decided=desk.clock.now))
    assert amounts(await report(desk, "assessment"))["solved_first"] == (0, 0)


def test_a_part_remembers_that_it_was_urged_and_that_it_was_returned() -> None:
    """Also when it is signed at last; whoever gets the ticket next begins anew."""
    life = Life().to(TicketState.DISPATCHED)
    life.fall_due(next(timer for timer in life.timers if timer.due is Due.SIGN))
    life.do(Action.SIGN, LEAD)
    assert [(part.urged, part.returned, part.state) for part in life.case.parts] == [(True, False, Part.SIGNED)]
    life = Life().to(TicketState.RETURNED)
    life.do(Action.ADJUDICATE, SUPERVISOR, department="02", reason="属市住建局职责")
    assert [(part.department, part.urged, part.returned) for part in life.case.parts] == [
        ("01", False, True),
        ("02", False, False),
    ]


async def test_callbacks_that_were_there_before_are_marked_as_they_would_have_been(place: Place) -> None:
    """Department, third try, first and last that reached the citizen; parts likewise; who called came by telephone."""
    async with fresh_url(place) as url:
        engine = make_engine(parse_url(url), write=True)
        async with engine.begin() as connection:
            await connection.run_sync(_before_reports)
            for words in _OLD:
                await connection.execute(text(words))
            await connection.run_sync(lambda inner: command.upgrade(alembic_config(inner), "head"))
        await engine.dispose()
        database = open_database(url)
        row = TicketCallBackRow
        asked = select(row.department, row.concluded, row.first_answer, row.final_answer).order_by(row.id)
        part = TicketPartRow
        async with database.reading() as session:
            found = [tuple(one) for one in await session.execute(asked)]
            parts = await session.execute(select(part.department, part.urged, part.returned).order_by(part.id))
            ways = await session.execute(select(TicketRow.came_by).order_by(TicketRow.number))
            assert [one.came_by for one in ways] == ["", "", "phone"]
            assert [tuple(one) for one in parts] == [("03", True, True), ("01", False, False), ("02", False, False)]
        await database.close()
    assert found == [
        ("01", False, False, False),
        ("01", True, True, False),
        ("02", True, False, True),
        ("", False, False, False),
        ("", False, False, False),
        ("", True, False, False),
    ]


def _before_reports(connection: Connection) -> None:
    """As the database was before reports were kept."""
    scripts = ScriptDirectory.from_config(alembic_config(connection))
    (ours,) = (one for one in scripts.walk_revisions() if (one.doc or "").startswith("Reports:"))
    command.upgrade(alembic_config(connection), str(ours.down_revision))


def _ticket(number: str, department: str, call: str = "") -> str:
    columns = "number, type, category, place, content, department, confidential, citizen_number, citizen_name, call_id"
    values = f"'{number}', 'help', '0301', '', '', '{department}', false, '', '', '{call}'"
    return (
        f"INSERT INTO tickets ({columns}, state, created, created_by, updated, version) VALUES "  # noqa: S608 our own
        f"({values}, 'reviewed', '2026-10-01', 'agent1', '2026-10-01', 1)"
    )


def _part(number: str, department: str, round_: int, state: str, given: str) -> str:
    return (
        "INSERT INTO ticket_parts (ticket_number, department, lead, state, round, given, note, answer, by) VALUES "  # noqa: S608
        f"('{number}', '{department}', true, '{state}', {round_}, '{given}', '', '', '')"
    )


def _urged(department: str, by: str, at: str) -> str:
    return (
        "INSERT INTO ticket_oversight (ticket_number, watch, department, reason, rule, by, at, answer, answered_by) "  # noqa: S608
        f"VALUES ('1', 'urge', '{department}', '', '', '{by}', '{at}', '', '')"
    )


def _done(action: str, at: str) -> str:
    return (
        "INSERT INTO ticket_history (ticket_number, at, actor, action, reason, changes) VALUES "  # noqa: S608
        f"('1', '{at}', 'lead', '{action}', '', '{{}}')"
    )


def _try(number: str, round_: int, contacted: str) -> str:
    return (
        "INSERT INTO ticket_call_backs (ticket_number, round, at, by, contacted, solved, satisfied, words) VALUES "  # noqa: S608
        f"('{number}', {round_}, '2026-10-02', 'agent1', {contacted}, '', '', '')"
    )


_OLD = (
    _ticket("1", "02"),
    _part("1", "03", 1, "left", "2026-10-01"),
    _part("1", "01", 1, "replied", "2026-10-04"),
    _part("1", "02", 2, "replied", "2026-10-06"),
    _urged("03", "clock", "2026-10-02"),
    _urged("02", "boss", "2026-10-07"),
    _done("return", "2026-10-03"),
    _done("note", "2026-10-05"),
    _try("1", 1, "false"),
    _try("1", 1, "true"),
    _try("1", 2, "true"),
    _ticket("2", ""),
    *[_try("2", 1, "false")] * 3,
    _ticket("3", "", call="c3"),
)
