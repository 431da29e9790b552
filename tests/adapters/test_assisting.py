"""What a lead asks of other departments, on real databases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest_asyncio
from alembic import command
from sqlalchemy import update

from hotline.errors import InputError
from hotline.storage.engine import make_engine, open_database, parse_url
from hotline.storage.migrate import alembic_config, migrate
from hotline.storage.tables import TicketRow
from hotline.tickets import store
from hotline.tickets.life.step import Asked
from hotline.tickets.model import AssistRequest, Ticket
from hotline.tickets.moves import Action
from hotline.tickets.number import number_of
from hotline.tickets.parties import User
from tests.adapters.storage import START, Place, fresh_database, fresh_url
from tests.adapters.ticket_desk import DRAFT
from tests.adapters.ticket_desk import TicketDesk as Desk
from tests.fakes.tickets import LEAD, SUPERVISOR

FIRST = number_of("26", 1)


@pytest_asyncio.fixture
async def desk(place: Place) -> AsyncIterator[Desk]:
    """A fresh one, with a ticket of department 01."""
    async with fresh_database(place) as database:
        desk = Desk(database)
        await desk.tickets.save(DRAFT, actor="agent1", key="k1")
        yield desk


async def move(desk: Desk, action: Action, user: User, number: str = FIRST, **asked: object) -> Ticket:
    """A move of a ticket as its screen shows it."""
    version = (await desk.tickets.get(number)).version
    return await desk.tickets.move(number, Asked(action=action, version=version, **asked), user=user)  # type: ignore[arg-type]


async def kept(desk: Desk) -> tuple[AssistRequest, ...]:
    """Every request."""
    async with desk.database.reading() as session:
        return await store.requests(session, FIRST)


async def test_what_the_lead_asked_of_others_is_kept_with_what_became_of_it(desk: Desk) -> None:
    """Granted, refused, asked for once more, and ended with the ticket's return; each row once."""
    for department in ("02", "03"):
        await move(desk, Action.ASK_ASSISTING, LEAD, department=department, reason="需查线路")
    case = await desk.tickets.whole(FIRST)
    assert [(one.department, one.reason, one.asked_by, one.asked) for one in case.requests] == [
        ("02", "需查线路", "lead", START),
        ("03", "需查线路", "lead", START),
    ]
    await move(desk, Action.GRANT_ASSISTING, SUPERVISOR, department="02", reason="同意")
    await move(desk, Action.REFUSE_ASSISTING, SUPERVISOR, department="03", reason="不涉及供水")
    await move(desk, Action.ASK_ASSISTING, LEAD, department="03", reason="涉及供水井盖")
    assert [one.department for one in (await desk.tickets.whole(FIRST)).requests] == ["03"]
    await move(desk, Action.RETURN, LEAD, reason="不属于我局", basis="三定方案")
    assert (await desk.tickets.whole(FIRST)).requests == ()
    assert [(one.department, one.granted, one.approver, one.comment) for one in await kept(desk)] == [
        ("02", True, "boss", "同意"),
        ("03", False, "boss", "不涉及供水"),
        ("03", None, "lead", "工单已退单"),
    ]
    assert all(one.decided == START for one in await kept(desk))


async def test_of_two_who_ask_for_the_same_help_at_once_one_has_asked(desk: Desk) -> None:
    """There is one row, and the other is told at the field."""
    asked = Asked(action=Action.ASK_ASSISTING, version=1, department="02", reason="需查线路")
    tries = (desk.tickets.move(FIRST, asked, user=LEAD) for _ in range(2))
    (fault,) = (one for one in await asyncio.gather(*tries, return_exceptions=True) if isinstance(one, Exception))
    assert isinstance(fault, InputError)
    assert fault.details["fields"] == {"department": "请该单位协办的申请已在等待审批。"}
    assert len(await kept(desk)) == 1


async def test_old_requests_for_more_time_that_nobody_can_decide_are_ended(place: Place) -> None:
    """Those whose ticket is not worked on any more; what waits for a decision still does."""
    async with fresh_url(place) as url:
        await migrate(url)
        database = open_database(url)
        desk = Desk(database)
        try:
            numbers = []
            for key in ("k1", "k2"):
                draft = replace(DRAFT, citizen_number=f"1380013800{len(numbers)}")
                numbers.append((await desk.tickets.save(draft, actor="agent1", key=key)).number)
                await move(desk, Action.SIGN, LEAD, numbers[-1])
                await move(desk, Action.ASK_EXTENSION, LEAD, numbers[-1], days=2, reason="要采购")
            async with database.transaction() as session:
                left = update(TicketRow).where(TicketRow.number == numbers[0])
                await session.execute(left.values(state="withdrawn"))
            engine = make_engine(parse_url(url), write=True)
            async with engine.begin() as connection:
                await connection.run_sync(lambda link: command.downgrade(alembic_config(link), "0028"))
            await engine.dispose()
            await migrate(url)
            async with database.reading() as session:
                (ended,), (waits,) = [await store.extensions(session, number) for number in numbers]
        finally:
            await database.close()
        assert (ended.granted, ended.comment, waits.granted, waits.decided) == (
            False,
            "工单已不在该单位办理",
            None,
            None,
        )
        assert ended.decided is not None
