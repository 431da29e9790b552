"""The lists of work on real databases: what stands on which, page by page, and the counts beside them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio
from sqlalchemy import update

from hotline.errors import InputError
from hotline.storage.tables import TicketRow
from hotline.tickets.life.step import Asked
from hotline.tickets.model import Ticket
from hotline.tickets.moves import Action
from hotline.tickets.parties import User
from hotline.tickets.tabs import OF_A_DEPARTMENT, OF_THE_DESK, Tab, Whose
from hotline.tickets.worklist import Worklists, place_of
from tests.adapters.storage import Place, fresh_database
from tests.adapters.ticket_desk import DRAFT
from tests.adapters.ticket_desk import TicketDesk as Desk
from tests.fakes.tickets import AGENT, LEAD, MONDAY, OTHER, SUPERVISOR

REPLY = {"note": "已派人更换。", "public_answer": "路灯已修好。"}
DESK = Whose(username="agent1")


class Lists(Desk):
    """A desk with its lists."""

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self.clock.now = MONDAY
        self.lists = Worklists(self.database, self.tickets.world)
        self.made = 0

    async def new(self, action: Action | None = None, **given: object) -> Ticket:
        """A ticket, taken down by agent1."""
        self.made += 1
        draft = replace(DRAFT, **{"citizen_number": f"1380013{self.made:04d}", **given})  # type: ignore[arg-type]
        asked = Asked(action=action, version=0) if action else None
        return await self.tickets.save(draft, actor="agent1", key=f"key-{self.made}", asked=asked)

    async def do(self, ticket: Ticket, action: Action, user: User, **asked: object) -> Ticket:
        """A move."""
        now = await self.tickets.get(ticket.number)
        words = Asked(action=action, version=now.version, **asked)  # type: ignore[arg-type]
        return await self.tickets.move(ticket.number, words, user=user)

    async def on(self, tab: Tab, department: str = "01", username: str = "lead") -> list[str]:
        """The numbers on a department's list, or the desk's; its count must agree."""
        whose = self.lists.of_department(department, username) if department else replace(DESK, username=username)
        look = await self.lists.look(whose, tab)
        assert look.counts[tab] == len(look.items)
        return [item.ticket.number for item in look.items]


@pytest_asyncio.fixture
async def desk(place: Place) -> AsyncIterator[Lists]:
    """A fresh one, on a Monday at ten."""
    async with fresh_database(place) as database:
        yield Lists(database)


async def test_a_ticket_goes_from_list_to_list_as_it_goes_through_its_life(desk: Lists) -> None:
    """Signed, extended, answered, refused, answered again, reviewed, called back, re-handled, finished."""
    accepted = await desk.new(department="")
    assert await desk.on(Tab.ACCEPTED, "") == [accepted.number]
    ticket = await desk.do(accepted, Action.DISPATCH, AGENT, department="01")
    assert await desk.on(Tab.TO_SIGN) == await desk.on(Tab.UNSIGNED, "") == [ticket.number]
    await desk.do(ticket, Action.SIGN, LEAD)
    assert await desk.on(Tab.TO_ANSWER) == [ticket.number]
    await desk.do(ticket, Action.ASK_EXTENSION, LEAD, days=2, reason="要采购")
    assert await desk.on(Tab.EXTENSIONS, "") == [ticket.number]
    await desk.do(ticket, Action.REPLY, LEAD, **REPLY)
    assert await desk.on(Tab.REPLIED) == await desk.on(Tab.REPLIED, "") == [ticket.number]
    assert await desk.on(Tab.SENT_BACK) == await desk.on(Tab.EXTENSIONS, "") == []
    await desk.do(ticket, Action.REFUSE, SUPERVISOR, reason="没有答复时间")
    assert await desk.on(Tab.SENT_BACK) == await desk.on(Tab.TO_ANSWER) == [ticket.number]
    await desk.do(ticket, Action.REPLY, LEAD, **REPLY)
    await desk.do(ticket, Action.APPROVE, SUPERVISOR)
    assert await desk.on(Tab.CALLBACKS, "") == [ticket.number]
    unsolved = {"contacted": True, "solved": "no", "words": "还是不亮"}
    await desk.do(ticket, Action.CALL_BACK, AGENT, **unsolved)
    assert await desk.on(Tab.REHANDLED) == await desk.on(Tab.TO_SIGN) == [ticket.number]
    assert await desk.on(Tab.SENT_BACK) == []
    for action, user, asked in ((Action.SIGN, LEAD, {}), (Action.REPLY, LEAD, REPLY), (Action.APPROVE, SUPERVISOR, {})):
        await desk.do(ticket, action, user, **asked)
    await desk.do(ticket, Action.CALL_BACK, AGENT, **unsolved)
    assert (await desk.on(Tab.CALLBACKS, ""), await desk.on(Tab.UNDECIDED, "")) == ([], [ticket.number])
    await desk.do(ticket, Action.CLOSE_WITH_NOTE, SUPERVISOR, note="已依法办理")
    assert await desk.on(Tab.FINISHED) == [ticket.number]
    assert await desk.on(Tab.MINE, "", "agent1") == [ticket.number]


async def test_a_return_is_seen_by_who_gave_it_back_by_the_body_above_and_by_the_desk(desk: Lists) -> None:
    """Until somebody has decided; twice returned it stands on a list of its own."""
    ticket = await desk.new(department="0101")
    lower = User(username="lower", department="0101")
    for _ in range(2):
        await desk.do(ticket, Action.RETURN, lower, reason="不属于我局", basis="三定方案")
        assert await desk.on(Tab.RETURNED, "0101") == await desk.on(Tab.RETURNED, "") == [ticket.number]
        assert await desk.on(Tab.TO_ADJUDICATE, "01") == [ticket.number]
        assert await desk.on(Tab.TO_ADJUDICATE, "02") == await desk.on(Tab.RETURNED, "01") == []
        async with desk.database.transaction() as session:
            await session.execute(update(TicketRow).values(adjudicated=False, state="dispatched", returns=1))
    await desk.do(ticket, Action.RETURN, lower, reason="不属于我局", basis="三定方案")
    assert await desk.on(Tab.RETURNED_TWICE, "") == [ticket.number]


async def test_limits_bring_a_ticket_to_due_soon_and_then_to_overdue(desk: Lists) -> None:
    """An answered one is neither."""
    ticket = await desk.new()
    assert ticket.due is not None
    assert await desk.on(Tab.DUE_SOON) == await desk.on(Tab.OVERDUE) == []
    desk.clock.now = ticket.due - timedelta(hours=20)
    assert await desk.on(Tab.DUE_SOON) == await desk.on(Tab.DUE_SOON, "") == [ticket.number]
    desk.clock.now = ticket.due + timedelta(seconds=1)
    assert await desk.on(Tab.OVERDUE) == await desk.on(Tab.OVERDUE, "") == [ticket.number]
    assert await desk.on(Tab.DUE_SOON) == []
    await desk.do(ticket, Action.SIGN, LEAD)
    await desk.do(ticket, Action.REPLY, LEAD, **REPLY)
    assert await desk.on(Tab.OVERDUE) == []


async def test_an_instruction_waits_for_the_departments_word(desk: Lists) -> None:
    """With its kind beside the ticket; another department's list stays empty."""
    ticket = await desk.new()
    await desk.do(ticket, Action.INSTRUCT, SUPERVISOR, reason="请局长亲自过问")
    await desk.do(ticket, Action.URGE, AGENT, reason="市民又来电")
    look = await desk.lists.look(desk.lists.of_department("01", "lead"), Tab.INSTRUCTED)
    assert [(item.ticket.number, item.watches) for item in look.items] == [(ticket.number, ("instruct", "urge"))]
    assert await desk.on(Tab.INSTRUCTED, "02") == []
    for line in (1, 2):
        assert await desk.on(Tab.INSTRUCTED) == [ticket.number]
        await desk.do(ticket, Action.EXPLAIN, LEAD, note="已安排", answers=line)
    assert await desk.on(Tab.INSTRUCTED) == []


async def test_who_helps_has_a_list_of_its_own_until_it_has_answered(desk: Lists) -> None:
    """The lead's lists do not show it to the helper, nor the helper's to the lead."""
    ticket = await desk.new(assisting=("02",))
    assert await desk.on(Tab.ASSISTING, "02") == [ticket.number]
    assert await desk.on(Tab.ASSISTING, "01") == await desk.on(Tab.TO_SIGN, "02") == []
    await desk.do(ticket, Action.ASSIST_SIGN, OTHER)
    assert await desk.on(Tab.ASSISTING, "02") == [ticket.number]
    await desk.do(ticket, Action.ASSIST_REPLY, OTHER, note="线路已查")
    assert await desk.on(Tab.ASSISTING, "02") == []


async def test_help_that_is_asked_for_waits_on_the_desks_list_and_on_no_departments(desk: Lists) -> None:
    """Refused it is gone, granted it is the helper's; two asked for, the ticket stands there once, until both are."""
    ticket = await desk.new()
    for department in ("02", "03"):
        await desk.do(ticket, Action.ASK_ASSISTING, LEAD, department=department, reason="需查线路")
    assert await desk.on(Tab.ASSIST_REQUESTS, "") == [ticket.number]
    assert [await desk.on(tab, "02") for tab in OF_A_DEPARTMENT] == [[]] * len(OF_A_DEPARTMENT)
    await desk.do(ticket, Action.REFUSE_ASSISTING, SUPERVISOR, department="03", reason="不涉及供水")
    assert await desk.on(Tab.ASSIST_REQUESTS, "") == [ticket.number]
    await desk.do(ticket, Action.GRANT_ASSISTING, SUPERVISOR, department="02")
    assert (await desk.on(Tab.ASSIST_REQUESTS, ""), await desk.on(Tab.ASSISTING, "02")) == ([], [ticket.number])
    assert await desk.on(Tab.ASSISTING, "03") == []


async def test_a_draft_is_its_agents_alone_and_no_departments(desk: Lists) -> None:
    """Also where its department is named already; what was answered on the spot was never given to one."""
    draft = await desk.new(Action.SAVE_DRAFT)
    assert await desk.on(Tab.DRAFTS, "", "agent1") == [draft.number]
    assert await desk.on(Tab.DRAFTS, "", "agent2") == []
    await desk.do(draft, Action.ANSWER, AGENT, public_answer="请带身份证。")
    everywhere = [await desk.on(tab) for tab in OF_A_DEPARTMENT]
    assert everywhere == [[]] * len(OF_A_DEPARTMENT)


@pytest.mark.parametrize("tab", [Tab.TO_SIGN, Tab.FINISHED, Tab.MINE])
async def test_pages_follow_one_another_without_a_gap(desk: Lists, tab: Tab) -> None:
    """By due and number, those without a limit last; what leaves the list meanwhile shifts nothing."""
    tickets = [await desk.new() for _ in range(7)]
    state = "finished" if tab is Tab.FINISHED else "dispatched"
    async with desk.database.transaction() as session:
        for place, ticket in enumerate(tickets):
            due = None if place in (2, 5) else MONDAY + timedelta(days=place // 2)
            row = update(TicketRow).where(TicketRow.number == ticket.number)
            await session.execute(row.values(due=due, state=state))
    whose = DESK if tab is Tab.MINE else desk.lists.of_department("01", "lead")
    whole = await desk.lists.look(whose, tab)
    pages, after = [], ""
    while True:
        look = await desk.lists.look(whose, tab, after=after, limit=2)
        pages.append([item.ticket.number for item in look.items])
        after = look.next
        if not after:
            break
    assert [number for page in pages for number in page] == [item.ticket.number for item in whole.items]
    assert [len(page) for page in pages] == [2, 2, 2, 1]
    places = {Tab.TO_SIGN: [0, 1, 3, 4, 6, 2, 5], Tab.FINISHED: [6, 4, 3, 1, 0, 5, 2], Tab.MINE: [6, 5, 4, 3, 2, 1, 0]}
    assert [item.ticket.number for item in whole.items] == [tickets[place].number for place in places[tab]]


@pytest.mark.parametrize(
    ("whose", "tab", "after"),
    [
        (DESK, "to_sign", ""),
        (DESK, "'; DROP TABLE tickets", ""),
        (replace(DESK, department="01"), "drafts", ""),
        (DESK, "accepted", "yesterday"),
        (DESK, "accepted", "20261399000000000000-2600000014"),
        (DESK, "accepted", "-2600000015"),
        (DESK, "accepted", "\x00"),
    ],
)
async def test_a_list_or_a_place_that_there_is_not_is_told(desk: Lists, whose: Whose, tab: str, after: str) -> None:
    """By the field that is wrong."""
    with pytest.raises(InputError) as fault:
        await desk.lists.look(whose, tab, after=after)
    assert set(fault.value.details["fields"]) == {"after" if after else "tab"}  # type: ignore[call-overload]


async def test_every_list_can_be_asked_for(desk: Lists) -> None:
    """Of both kinds; the first is the one that is shown unasked."""
    for tab in OF_A_DEPARTMENT:
        assert await desk.on(tab) == []
    for tab in OF_THE_DESK:
        assert await desk.on(tab, "") == []
    assert (await desk.lists.look(DESK)).tab is OF_THE_DESK[0]
    assert place_of("") is None
