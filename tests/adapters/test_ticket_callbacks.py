"""The callback list on real databases: who may be called now, by which agent, and about what together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from hotline.errors import ConflictError, InputError, NotFoundError
from hotline.tickets.callbacks import Callbacks
from hotline.tickets.claims import CLAIM
from hotline.tickets.model import Ticket
from hotline.tickets.moves import Action
from tests.adapters.storage import Place, fresh_database
from tests.adapters.test_worklist import REPLY, Lists
from tests.fakes.tickets import AGENT, LEAD, MONDAY, SUPERVISOR

MOBILE, OTHER_MOBILE = "13900139000", "13700137000"


class Phones(Lists):
    """A desk with its callback list."""

    def __init__(self, *given: object) -> None:
        super().__init__(*given)
        self.callbacks = Callbacks(self.database, self.tickets.world)

    async def reviewed(self, mobile: str = MOBILE) -> Ticket:
        """A ticket whose citizen is to be asked; a minute passes."""
        ticket = await self.new(citizen_number=mobile)
        await self.do(ticket, Action.SIGN, LEAD)
        await self.do(ticket, Action.REPLY, LEAD, **REPLY)
        self.clock.pass_by(minutes=1)
        return await self.do(ticket, Action.APPROVE, SUPERVISOR)

    async def waiting(self) -> list[str]:
        """The numbers of the tickets on the list."""
        return [item.ticket.number for item in (await self.callbacks.waiting()).items]


@pytest_asyncio.fixture
async def desk(place: Place) -> AsyncIterator[Phones]:
    """A fresh one, on a Monday at ten."""
    async with fresh_database(place) as database:
        yield Phones(database)


async def test_the_longest_waiting_comes_first_and_each_citizen_once(desk: Phones) -> None:
    """With how many tickets of the same number wait; pages follow one another."""
    first, same, other = await desk.reviewed(), await desk.reviewed(), await desk.reviewed(OTHER_MOBILE)
    found = await desk.callbacks.waiting()
    assert [(item.ticket.number, item.together) for item in found.items] == [(first.number, 2), (other.number, 1)]
    assert (found.is_open, found.next, found.items[0].last, found.items[0].claimed_by) == (True, "", None, "")
    page = await desk.callbacks.waiting(limit=1)
    rest = await desk.callbacks.waiting(after=page.next)
    assert [item.ticket.number for item in rest.items] == [other.number]
    assert same.number not in await desk.waiting()
    with pytest.raises(InputError):
        await desk.callbacks.waiting(after="x")


async def test_nobody_is_called_at_night(desk: Phones) -> None:
    """The list says when it opens, and nothing is claimed."""
    ticket = await desk.reviewed()
    desk.clock.now = MONDAY + timedelta(hours=10)
    found = await desk.callbacks.waiting()
    assert (found.is_open, found.items) == (False, ())
    assert found.next_open == MONDAY + timedelta(hours=22, minutes=30)
    with pytest.raises(ConflictError, match="08:30"):
        await desk.callbacks.claim(ticket.number, "agent1")


async def test_a_claimed_citizen_is_one_agents_for_ten_minutes(desk: Phones) -> None:
    """All that the citizen waits for comes with it; of many who claim at once one has it."""
    first, same = await desk.reviewed(), await desk.reviewed()
    tries = [desk.callbacks.claim(number, f"agent{n}") for n, number in enumerate((first.number, same.number) * 3)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    (claim,) = [result for result in results if not isinstance(result, BaseException)]
    assert all(isinstance(result, ConflictError) for result in results if result is not claim)
    assert [ticket.number for ticket in claim.tickets] == [first.number, same.number]
    assert claim.until == desk.clock.now + CLAIM
    (shown,) = (await desk.callbacks.waiting()).items
    holder = shown.claimed_by
    await desk.callbacks.check(first, holder)
    with pytest.raises(ConflictError):
        await desk.callbacks.check(same, "agent9")
    desk.clock.pass_by(minutes=9)
    assert (await desk.callbacks.claim(first.number, holder)).until == desk.clock.now + CLAIM
    desk.clock.pass_by(minutes=10)
    assert (await desk.callbacks.claim(first.number, "agent9")).tickets
    with pytest.raises(ConflictError):
        await desk.callbacks.claim(first.number, holder)


async def test_what_is_given_back_is_anybodys(desk: Phones) -> None:
    """But only by who has it; old claims are forgotten."""
    ticket = await desk.reviewed()
    await desk.callbacks.claim(ticket.number, "agent1")
    await desk.callbacks.give_back(ticket.number, "agent2")
    with pytest.raises(ConflictError):
        await desk.callbacks.claim(ticket.number, "agent2")
    await desk.callbacks.give_back(ticket.number, "agent1")
    await desk.callbacks.claim(ticket.number, "agent2")
    desk.clock.pass_by(days=2)
    await desk.callbacks.claim(ticket.number, "agent1")


async def test_a_citizen_who_was_not_reached_is_left_alone_for_three_hours(desk: Phones) -> None:
    """Whatever else waits for the same number; the third try ends it."""
    first, same = await desk.reviewed(), await desk.reviewed()
    for tries in range(1, 4):
        await desk.callbacks.claim(first.number, "agent1")
        await desk.do(first, Action.CALL_BACK, AGENT, contacted=False)
        await desk.callbacks.claim(same.number, "agent1")  # still on the phone: the other matter is asked too
        assert await desk.waiting() == []
        await desk.callbacks.give_back(same.number, "agent1")
        with pytest.raises(ConflictError, match="以后再打"):
            await desk.callbacks.claim(same.number, "agent2")
        desk.clock.now = MONDAY + timedelta(days=tries)
        assert await desk.waiting() == [first.number if tries < 3 else same.number]
    assert str((await desk.tickets.get(first.number)).state) == "finished"
    (left,) = (await desk.callbacks.waiting()).items
    assert (left.together, left.last) == (1, None)


async def test_who_has_answered_is_not_called_again_for_the_same(desk: Phones) -> None:
    """Neither satisfied nor still unsolved: that is for a supervisor to decide."""
    ticket = await desk.reviewed()
    said = {"contacted": True, "solved": "no", "words": "还是不亮"}
    await desk.do(ticket, Action.CALL_BACK, AGENT, **said)
    with pytest.raises(ConflictError, match="待签收"):
        await desk.callbacks.claim(ticket.number, "agent1")
    for action, user, asked in ((Action.SIGN, LEAD, {}), (Action.REPLY, LEAD, REPLY), (Action.APPROVE, SUPERVISOR, {})):
        await desk.do(ticket, action, user, **asked)
    desk.clock.pass_by(minutes=31)
    assert await desk.waiting() == [ticket.number]
    await desk.do(ticket, Action.CALL_BACK, AGENT, **said)
    desk.clock.pass_by(hours=3, minutes=1)
    assert await desk.waiting() == []
    with pytest.raises(ConflictError, match="已经完成"):
        await desk.callbacks.claim(ticket.number, "agent1")


async def test_who_was_reached_is_called_about_another_matter_after_half_an_hour(desk: Phones) -> None:
    """Not within minutes of the first call; only who was not reached is left alone for three hours."""
    first = await desk.reviewed()
    await desk.do(first, Action.CALL_BACK, AGENT, contacted=True, solved="yes")
    other = await desk.reviewed()
    assert await desk.waiting() == []
    (later,) = (await desk.callbacks.later()).items
    assert (later.ticket.number, later.next_try) == (other.number, MONDAY + timedelta(minutes=31))
    with pytest.raises(ConflictError, match="10:31以后再打"):
        await desk.callbacks.claim(other.number, "agent1")
    desk.clock.pass_by(minutes=31)
    assert await desk.waiting() == [other.number]
    await desk.callbacks.claim(other.number, "agent1")
    await desk.do(other, Action.CALL_BACK, AGENT, contacted=False)
    desk.clock.pass_by(minutes=31)
    (later,) = (await desk.callbacks.later()).items
    assert later.next_try == desk.clock.now - timedelta(minutes=31) + timedelta(hours=3)


async def test_a_new_matter_of_who_was_not_reached_waits_with_the_old_one(desk: Phones) -> None:
    """Whoever did not answer is not rung again minutes later for something else; both are asked in the next call."""
    first = await desk.reviewed()
    await desk.do(first, Action.CALL_BACK, AGENT, contacted=False)
    tried = desk.clock.now
    other = await desk.reviewed()
    (later,) = (await desk.callbacks.later()).items
    assert (later.ticket.number, later.together, later.next_try) == (first.number, 2, tried + timedelta(hours=3))
    with pytest.raises(ConflictError, match="以后再打"):
        await desk.callbacks.claim(other.number, "agent1")
    desk.clock.pass_by(hours=3)
    claim = await desk.callbacks.claim(other.number, "agent1")
    assert [ticket.number for ticket in claim.tickets] == [first.number, other.number]


@pytest.mark.parametrize("number", ["2600000014", "1", "\x00", "2600000099"])
async def test_a_ticket_that_is_not_there_is_told(desk: Phones, number: str) -> None:
    """Also a number that can be none."""
    with pytest.raises(NotFoundError):
        await desk.callbacks.claim(number, "agent1")
    with pytest.raises(NotFoundError):
        await desk.callbacks.give_back(number, "agent1")
