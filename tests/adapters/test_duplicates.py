"""The search for duplicates, kept up with a real database, and what it hands to supervision."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio
from sqlalchemy import select

from hotline.errors import ConflictError, InputError
from hotline.events import Event
from hotline.storage.tables import TicketOversightRow
from hotline.tickets.duplicates.service import Duplicate, Duplicates
from hotline.tickets.life.massed import MASSED_NUMBERS
from hotline.tickets.life.step import Asked, Audience
from hotline.tickets.model import Ticket, TicketState
from hotline.tickets.moves import Action
from tests.adapters.storage import Place, fresh_database
from tests.adapters.ticket_desk import DRAFT, TicketDesk
from tests.fakes.tickets import AGENT, LEAD, SUPERVISOR

LAMP = replace(DRAFT, place="湖滨路18号", content="湖滨路路灯不亮已经三天，晚上一片漆黑，请有关部门尽快处理。")


class Console:
    """A desk of one process, with what it knows of duplicates."""

    def __init__(self, desk: TicketDesk) -> None:
        self.desk = desk
        self.saved = 0
        self.duplicates = self.another()

    def another(self) -> Duplicates:
        """The same of another process."""
        desk = self.desk
        return Duplicates(desk.database, desk.bus, desk.tickets, enlist=desk.enlist)

    async def save(self, caller: int = 0, asked: Asked | None = None, **given: str) -> Ticket:
        """A ticket about the lamp. caller: whose number."""
        self.saved += 1
        draft = replace(LAMP, citizen_number=f"1380013{caller:04}", **given)  # type: ignore[arg-type]
        return await self.desk.tickets.save(draft, actor="agent1", key=f"k{self.saved}", asked=asked)

    async def move(self, ticket: Ticket, action: Action, user: object = SUPERVISOR, **asked: object) -> Ticket:
        """Move it as it is now."""
        now = await self.desk.tickets.get(ticket.number)
        words = Asked(action=action, version=now.version, **asked)  # type: ignore[arg-type]
        return await self.desk.tickets.move(ticket.number, words, user=user)  # type: ignore[arg-type]

    async def look(self) -> None:
        """Hear all that was written."""
        while await self.duplicates.look():
            pass

    async def found(self, content: str = "湖滨路20号路灯不亮", duplicates: Duplicates | None = None) -> list[str]:
        """Numbers of what is alike."""
        return [hit.ticket.number for hit in await self.hits(content, duplicates)]

    async def hits(
        self, content: str = "湖滨路路灯不亮", duplicates: Duplicates | None = None
    ) -> tuple[Duplicate, ...]:
        """What is alike."""
        return await (duplicates or self.duplicates).find(title="", content=content, place="", district="")

    async def lines(self) -> list[tuple[str, str]]:
        """Ticket and watch of every line of supervision."""
        async with self.desk.database.reading() as session:
            rows = await session.scalars(select(TicketOversightRow).order_by(TicketOversightRow.id))
            return [(row.ticket_number, row.watch) for row in rows]


@pytest_asyncio.fixture
async def console(place: Place) -> AsyncIterator[Console]:
    """A fresh one, whose index is built."""
    async with fresh_database(place) as database:
        console = Console(TicketDesk(database))
        await console.duplicates.build()
        yield console
        await console.duplicates.close()


async def test_a_saved_ticket_is_found_and_told_with_why(console: Console) -> None:
    """By whoever looks after it."""
    ticket = await console.save()
    await console.look()
    (hit,) = await console.hits()
    assert (hit.ticket.number, hit.joined) == (ticket.number, 0)
    assert hit.reasons[0] == "同一地点：湖滨路"


async def test_what_was_there_before_the_start_is_found(console: Console) -> None:
    """Another process builds its index from the database, and says when it is ready."""
    ticket, other = await console.save(), console.another()
    assert not other.is_ready
    assert await console.found(duplicates=other) == []
    await other.build()
    assert other.is_ready
    assert await console.found(duplicates=other) == [ticket.number]
    await other.close()


async def test_what_another_process_writes_is_heard(console: Console) -> None:
    """Without any event, from the history alone."""
    other = console.another()
    await other.build()
    ticket = await console.save()
    assert await other.look() == 1
    assert await other.look() == 0
    assert await console.found(duplicates=other) == [ticket.number]
    await other.close()


async def test_a_ticket_that_cannot_be_a_parent_any_more_is_not_shown(console: Console) -> None:
    """Not even before anybody has looked."""
    ticket = await console.save()
    await console.look()
    await console.move(ticket, Action.WITHDRAW, AGENT, reason="已修好")
    assert await console.found() == []
    await console.look()
    assert await console.found() == []


async def test_a_ticket_that_was_put_right_is_found_by_what_it_says_now(console: Console) -> None:
    """The old words find it no more."""
    ticket = await console.save()
    await console.move(
        ticket, Action.AMEND, AGENT, reason="记错了", amended={"content": "观澜街停水两天没有通知", "place": "观澜街"}
    )
    await console.look()
    assert await console.found() == []
    assert await console.found("观澜街停水没有通知") == [ticket.number]


async def test_hundreds_of_changes_at_once_are_all_heard(console: Console) -> None:
    """Page after page, however many each page holds."""
    ticket = await console.save()
    for number in range(20):
        await console.move(ticket, Action.NOTE, AGENT, note=f"第{number}次联系")
    last = await console.save(content="观澜街停水两天没有通知", place="观澜街")
    await console.look()
    assert await console.found("观澜街停水没有通知") == [last.number]


async def test_the_running_task_hears_of_what_is_saved(console: Console) -> None:
    """It builds, follows, and ends when it is cancelled."""
    heard, duplicates = asyncio.Event(), console.another()
    console.desk.bus.join(duplicates.hear)
    task = asyncio.create_task(duplicates.run())

    async def tell(event: Event) -> None:
        if getattr(event, "action", "") == str(Action.SUPERVISE):
            heard.set()

    console.desk.bus.join(tell)
    for caller in range(MASSED_NUMBERS):
        await console.save(caller)
    async with asyncio.timeout(30):
        await heard.wait()
    assert duplicates.is_ready
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    await duplicates.close()


async def test_one_key_joins_a_citizen_to_the_parent(console: Console) -> None:
    """Pressed twice it is done once; the parent tells how many were joined."""
    parent = await console.save(1)
    draft = replace(LAMP, citizen_number="13800130002")
    joined = [await console.duplicates.join(draft, parent=parent.number, user=AGENT, key="joining-1") for _ in range(2)]
    assert joined[0] == joined[1]
    assert (joined[0].state, joined[0].parent) == (TicketState.MERGED, parent.number)
    assert await console.desk.rows() == (2, 3)
    await console.look()
    (hit,) = await console.hits()
    assert (hit.ticket.number, hit.joined) == (parent.number, 1)


async def test_each_joined_citizen_is_told_and_called_back_once(console: Console) -> None:
    """Of two calls of one number for one matter, one is called back."""
    parent = await console.save(1)
    children = [
        await console.duplicates.join(
            replace(LAMP, citizen_number=f"1380013{caller:04}"), parent=parent.number, user=AGENT, key=f"joining-{n}"
        )
        for n, caller in enumerate((2, 3, 3, 1))
    ]
    await console.move(parent, Action.SIGN, LEAD)
    await console.move(parent, Action.REPLY, LEAD, note="已更换。", public_answer="路灯已修好。")
    await console.move(parent, Action.APPROVE)
    ends = [(await console.desk.tickets.get(child.number)).state for child in children]
    assert ends == [TicketState.REVIEWED, TicketState.REVIEWED, TicketState.FINISHED, TicketState.FINISHED]
    answers = [text.to for text in console.desk.texts if "路灯已修好" in text.text]
    assert sorted(answers) == [f"1380013{caller:04}" for caller in (1, 2, 3)]


async def test_a_parent_that_is_none_is_refused_before_anything_is_written(console: Console) -> None:
    """Neither a number that nobody has, nor what is over, nor what is merged itself."""
    over = await console.save(1)
    await console.move(over, Action.WITHDRAW, AGENT, reason="已修好")
    before = await console.desk.rows()
    for number in ("", "1", "2600000022", over.number, "' OR 1=1"):
        with pytest.raises(InputError) as fault:
            await console.duplicates.join(LAMP, parent=number, user=AGENT, key="joining-1")
        assert "parent" in fault.value.details["fields"]  # type: ignore[operator]
    assert await console.desk.rows() == before


async def test_the_same_key_for_another_ticket_is_refused(console: Console) -> None:
    """As in saving."""
    parent = await console.save(1)
    await console.duplicates.join(LAMP, parent=parent.number, user=AGENT, key="joining-1")
    with pytest.raises(ConflictError):
        await console.duplicates.join(
            replace(LAMP, content="另一件事"), parent=parent.number, user=AGENT, key="joining-1"
        )


async def test_a_massed_matter_comes_to_supervision_once(console: Console) -> None:
    """On the first ticket, however many more come, and however many processes look."""
    other = console.another()
    await other.build()
    first = await console.save(0)
    for caller in range(1, MASSED_NUMBERS - 1):
        await console.save(caller)
    await console.look()
    assert await console.lines() == []
    for caller in range(MASSED_NUMBERS, MASSED_NUMBERS + 3):
        await console.save(caller)
    await asyncio.gather(console.look(), other.look())
    await console.save(99)
    await console.look()
    assert await console.lines() == [(first.number, "massed")]
    told = [text for text in console.desk.texts if "集中诉求" in text.text]
    assert {text.audience for text in told} == {Audience.DEPARTMENT, Audience.SUPERVISORS}
    await other.close()


async def test_those_that_were_joined_still_count(console: Console) -> None:
    """Joining hides nothing from supervision."""
    parent = await console.save(0)
    for caller in range(1, MASSED_NUMBERS):
        draft = replace(LAMP, citizen_number=f"1380013{caller:04}")
        await console.duplicates.join(draft, parent=parent.number, user=AGENT, key=f"joining-{caller}")
    await console.look()
    assert await console.lines() == [(parent.number, "massed")]


async def test_one_citizen_who_calls_often_is_not_massed(console: Console) -> None:
    """It is repeated: one line on each ticket that repeats."""
    for _ in range(MASSED_NUMBERS):
        await console.save(7)
    await console.look()
    lines = await console.lines()
    assert {watch for _, watch in lines} == {"repeated"}
    assert len(lines) == len({number for number, _ in lines})


async def test_the_same_again_after_it_was_finished_is_repeated(console: Console) -> None:
    """Though nothing of it is open any more."""
    before = await console.save(7)
    await console.move(before, Action.SIGN, LEAD)
    await console.move(before, Action.REPLY, LEAD, note="已更换。", public_answer="路灯已修好。")
    await console.move(before, Action.APPROVE)
    await console.move(before, Action.CALL_BACK, AGENT, contacted=True, solved="yes", satisfied="yes")
    console.desk.clock.pass_by(days=3)
    again = await console.save(7, content="湖滨路的路灯又坏了")
    await console.look()
    assert await console.lines() == [(again.number, "repeated")]


async def test_praise_never_comes_to_supervision(console: Console) -> None:
    """However many praise the same."""
    for caller in range(MASSED_NUMBERS + 1):
        await console.save(caller, type="praise")
    await console.look()
    assert await console.lines() == []


async def test_what_was_taken_down_right_before_a_start_is_examined(console: Console) -> None:
    """A process that died in between has lost nothing."""
    for caller in range(MASSED_NUMBERS):
        ticket = await console.save(caller)
    other = console.another()
    await other.build()
    assert [watch for _, watch in await console.lines()] == ["massed"]
    assert ticket.number in await console.found(duplicates=other)
    await other.close()
