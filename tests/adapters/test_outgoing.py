"""The books of our own calls, on real databases: each citizen once at a time, and what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from hotline.calls.model import Outcome
from hotline.calls.outgoing import Outgoing, Wanted
from hotline.calls.store import CallStore
from hotline.errors import ConflictError, InputError, NotFoundError
from hotline.events import CallEnded, OutgoingAnswered, OutgoingReleased, OutgoingRung, Resynced
from hotline.storage.engine import Database
from tests.adapters.storage import Clock, Place, fresh_database

NUMBER, OTHER = "13800138000", "13900139000"
WANTED = Wanted(number=NUMBER, by="agent1", extension="1001", ticket="2600000019")


class Books:
    """The books, and the history of all calls beside them."""

    def __init__(self, database: Database) -> None:
        self.clock = Clock()
        self.calls = Outgoing(database, self.clock)
        self.store = CallStore(database, self.clock)
        self.others = Outgoing(database, self.clock)  # another process's

    async def goes(self, call_id: str, *, answered: bool = True) -> None:
        """A call is rung, perhaps answered, and over after 42 seconds; all of it is heard and written."""
        self.clock.pass_by(seconds=1)
        events = [OutgoingRung(at=self.clock(), call_id=call_id)]
        if answered:
            events.append(OutgoingAnswered(at=self.clock(), call_id=call_id, extension="1001"))
            self.clock.pass_by(seconds=42)
            events.append(OutgoingReleased(at=self.clock(), call_id=call_id, extension="1001", talked=42))
        events.append(CallEnded(at=self.clock(), call_id=call_id, cause=16 if answered else 17))
        for event in events:
            await self.calls.hear(event)
        await self.store.hear(*events)


@pytest_asyncio.fixture
async def books(place: Place) -> AsyncIterator[Books]:
    """Fresh ones."""
    async with fresh_database(place) as database:
        yield Books(database)


async def test_a_citizen_is_called_once_at_a_time(books: Books) -> None:
    """By whomever and for whatever; the same key gives the same call; another citizen may be called."""
    call, is_new = await books.calls.begin(WANTED, "key-1")
    assert (is_new, call.outcome, call.ticket, call.by) == (True, Outcome.PLACED, "2600000019", "agent1")
    assert await books.others.begin(WANTED, "key-1") == (call, False)
    assert await books.calls.begun("key-1", "agent1") == call
    assert await books.calls.begun("key-1", "agent2") is None
    with pytest.raises(ConflictError):
        await books.others.begin(Wanted(number=NUMBER, by="agent2", request=3), "key-2")
    _, is_new = await books.others.begin(Wanted(number=OTHER, by="agent2"), "key-3")
    assert is_new


async def test_of_many_who_ask_at_the_same_moment_one_calls(books: Books) -> None:
    """Each under a key of its own, in two processes."""
    asked = [
        (books.calls, books.others)[number % 2].begin(Wanted(number=NUMBER, by=f"agent{number}"), f"key-{number}")
        for number in range(8)
    ]
    found = await asyncio.gather(*asked, return_exceptions=True)
    assert sorted(isinstance(one, ConflictError) for one in found) == [False] + [True] * 7


async def test_who_was_called_may_be_called_again(books: Books) -> None:
    """As soon as the end is heard, also before it is written."""
    call, _ = await books.calls.begin(WANTED, "key-1")
    assert await books.calls.hear(CallEnded(at=books.clock(), call_id=call.id, cause=0)) == (call.id,)
    again, is_new = await books.calls.begin(WANTED, "key-2")
    assert (is_new, again.id != call.id) == (True, True)
    kept = await books.store.call(call.id)
    assert kept is not None
    assert kept.ended is not None


async def test_the_record_of_a_call_is_the_proof(books: Books) -> None:
    """The last that rang at the citizen's, of this user and of late; one that rang at nobody's is none."""
    began = books.clock()
    first, _ = await books.calls.begin(WANTED, "key-1")
    await books.goes(first.id, answered=False)
    books.clock.pass_by(minutes=5)
    second, _ = await books.calls.begin(WANTED, "key-2")
    await books.goes(second.id)
    third, _ = await books.calls.begin(WANTED, "key-3")
    await books.calls.hear(CallEnded(at=books.clock(), call_id=third.id, cause=0))
    proof = await books.calls.proof(NUMBER, "agent1", began)
    assert proof is not None
    assert (proof.id, proof.talked, proof.outcome) == (second.id, 42, Outcome.ANSWERED)
    assert await books.others.proof(NUMBER, "agent1", began) == proof
    assert await books.calls.proof(NUMBER, "agent2", began) is None
    assert await books.calls.proof(NUMBER, "agent1", books.clock() + timedelta(seconds=1)) is None
    assert [call.id for call in await books.others.ended_since(began)] == [first.id, second.id]


async def test_a_call_that_asterisk_forgot_is_over(books: Books) -> None:
    """After a crash of Asterisk: the citizen may be called again, and the screen says that the call is lost."""
    call, _ = await books.calls.begin(WANTED, "key-1")
    books.clock.pass_by(seconds=5)
    truth = Resynced(at=books.clock(), agents=(), calls=())
    assert await books.calls.hear(truth) == (call.id,)
    await books.store.hear(truth)
    assert (await books.calls.look(call.id)).outcome is Outcome.LOST
    _, is_new = await books.others.begin(WANTED, "key-2")
    assert is_new


async def test_what_is_no_number_and_no_call_is_refused(books: Books) -> None:
    """Whatever asks for it."""
    for number in ("110", "", "0085212345678", "1380013800x"):
        with pytest.raises(InputError):
            await books.calls.begin(Wanted(number=number, by="agent1"), "key-1")
    for name in ("1.1", "out-none", ""):
        with pytest.raises(NotFoundError):
            await books.calls.look(name)
