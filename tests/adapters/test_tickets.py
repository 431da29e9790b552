"""Tickets, saved, moved and found again on a real database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from hotline.calls.store import CallStore
from hotline.errors import ConflictError, InputError, NotAllowedError, NotFoundError
from hotline.tickets.life.step import Asked
from hotline.tickets.model import TicketState, TicketType
from hotline.tickets.moves import Action
from hotline.tickets.number import number_of
from tests.adapters.storage import START, Place, fresh_database
from tests.adapters.ticket_desk import DRAFT
from tests.adapters.ticket_desk import TicketDesk as Desk
from tests.fakes.tickets import AGENT, LEAD, OTHER, SUPERVISOR

FIRST, SECOND = number_of("26", 1), number_of("26", 2)


@pytest_asyncio.fixture
async def desk(place: Place) -> AsyncIterator[Desk]:
    """A fresh one."""
    async with fresh_database(place) as database:
        yield Desk(database)


async def test_a_saved_ticket_is_kept_told_and_found(desk: Desk) -> None:
    """By its number, by the citizen's however written, and among the newest; its history has begun."""
    ticket = await desk.tickets.save(DRAFT, actor="agent1", key="k1")
    assert ticket.number == FIRST
    assert (ticket.type, ticket.state, ticket.version) == (TicketType.HELP, TicketState.DISPATCHED, 1)
    assert (ticket.citizen_number, ticket.created, ticket.created_by) == ("13800138000", START, "agent1")
    (told,) = desk.told
    assert (told.number, told.actor, told.action, told.department) == (FIRST, "agent1", "dispatch", "01")
    assert await desk.tickets.get(ticket.number) == ticket
    assert await desk.tickets.list_for("138 0013 8000") == (ticket,)
    assert await desk.tickets.latest() == (ticket,)
    (entry,) = await desk.history(ticket.number)
    assert (entry.at, entry.actor, entry.action, entry.changes["department"]) == (START, "agent1", "dispatch", "01")


async def test_who_is_asked_for_behind_a_switchboard_is_kept_with_the_ticket(desk: Desk) -> None:
    """The citizen is the switchboard's number; whoever calls back reads the extension too."""
    draft = replace(DRAFT, citizen_number="0755－88866666（转8012）")
    ticket = await desk.tickets.save(draft, actor="agent1", key="k1")
    assert (ticket.citizen_number, ticket.citizen_extension) == ("075588866666", "8012")
    assert await desk.tickets.list_for("0755-88866666") == (await desk.tickets.get(ticket.number),) == (ticket,)


async def test_an_old_open_ticket_stands_before_the_newer_that_are_over(desk: Desk) -> None:
    """On the citizen's card; of those that are over the last twenty, of those that are open all."""
    asked = Asked(action=Action.ANSWER, version=0, public_answer="请带身份证到窗口。")
    open_one = await desk.tickets.save(DRAFT, actor="agent1", key="k0")
    over = [await desk.tickets.save(DRAFT, actor="agent1", key=f"k{one}", asked=asked) for one in range(1, 22)]
    found = [ticket.number for ticket in await desk.tickets.of_caller("138 0013 8000")]
    assert found == [open_one.number, *(ticket.number for ticket in reversed(over[1:]))]
    assert await desk.tickets.of_caller("anonymous") == ()


async def test_a_ticket_without_a_department_waits_for_one(desk: Desk) -> None:
    """It is accepted, and no clock runs that nobody could stop."""
    ticket = await desk.tickets.save(replace(DRAFT, department=""), actor="agent1", key="k1")
    assert (ticket.state, ticket.due) == (TicketState.ACCEPTED, None)


async def test_what_was_answered_on_the_spot_is_finished(desk: Desk) -> None:
    """With the answer that the citizen heard."""
    asked = Asked(action=Action.ANSWER, version=0, public_answer="请带身份证到窗口。")
    ticket = await desk.tickets.save(DRAFT, actor="agent1", key="k1", asked=asked)
    assert (ticket.state, ticket.public_answer) == (TicketState.FINISHED, "请带身份证到窗口。")


async def test_what_a_new_ticket_cannot_become_is_refused(desk: Desk) -> None:
    """A reply belongs to a department."""
    with pytest.raises(InputError):
        await desk.tickets.save(DRAFT, actor="agent1", key="k1", asked=Asked(action=Action.REPLY, version=0))
    assert await desk.rows() == (0, 0)


async def test_the_citizens_name_is_remembered(desk: Desk) -> None:
    """The newest name counts, and a ticket without one takes none away."""
    calls = CallStore(desk.database)
    await desk.tickets.save(DRAFT, actor="agent1", key="k1")
    await desk.tickets.save(replace(DRAFT, citizen_name="王小姐"), actor="agent1", key="k2")
    await desk.tickets.save(replace(DRAFT, citizen_name=""), actor="agent1", key="k3")
    citizen = (await calls.known("", "13800138000")).citizen
    assert citizen is not None
    assert citizen.name == "王小姐"


async def test_pressing_save_twice_makes_one_ticket(desk: Desk) -> None:
    """Also at the same moment; it is told once."""
    both = await asyncio.gather(*(desk.tickets.save(DRAFT, actor="agent1", key="k1") for _ in range(5)))
    assert len(set(both)) == 1
    assert await desk.rows() == (1, 1)
    assert len(desk.told) == 1


async def test_a_key_is_good_for_one_draft_of_one_user(desk: Desk) -> None:
    """Another draft, or another user, under the same key is a conflict and changes nothing."""
    await desk.tickets.save(DRAFT, actor="agent1", key="k1")
    with pytest.raises(ConflictError):
        await desk.tickets.save(replace(DRAFT, content="别的事"), actor="agent1", key="k1")
    with pytest.raises(ConflictError):
        await desk.tickets.save(DRAFT, actor="agent2", key="k1")
    assert await desk.rows() == (1, 1)


@pytest.mark.parametrize("key", ["", "k" * 101, "a\x00b", "\ud800"])
async def test_a_key_that_is_none_is_refused(desk: Desk, key: str) -> None:
    """Before anything is kept."""
    with pytest.raises(InputError):
        await desk.tickets.save(DRAFT, actor="agent1", key=key)
    assert await desk.rows() == (0, 0)


async def test_many_who_save_at_once_get_numbers_one_after_the_other(desk: Desk) -> None:
    """None twice and none left out."""
    saved = await asyncio.gather(
        *(desk.tickets.save(replace(DRAFT, content=f"第{n}件"), actor="agent1", key=f"k{n}") for n in range(20))
    )
    assert sorted(ticket.number for ticket in saved) == sorted(number_of("26", n) for n in range(1, 21))


async def test_two_processes_that_save_at_once_get_different_numbers(desk: Desk) -> None:
    """Each with its own connections to the same database."""
    other = Desk(desk.database)
    saved = await asyncio.gather(
        *(
            side.tickets.save(DRAFT, actor="agent1", key=f"{name}{n}")
            for name, side in (("a", desk), ("b", other))
            for n in range(5)
        )
    )
    assert len({ticket.number for ticket in saved}) == 10


async def test_numbers_begin_anew_with_the_citys_year(desk: Desk) -> None:
    """Midnight in Shanghai is 16:00 in UTC."""
    await desk.tickets.save(DRAFT, actor="agent1", key="k1")
    desk.clock.now = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    ticket = await desk.tickets.save(DRAFT, actor="agent1", key="k2")
    assert ticket.number == number_of("27", 1)
    assert [found.number for found in await desk.tickets.latest()] == [ticket.number, FIRST]


async def test_a_faulty_draft_is_refused_whole(desk: Desk) -> None:
    """Every field's sentence at once, and nothing is kept or told."""
    with pytest.raises(InputError) as fault:
        await desk.tickets.save(
            replace(DRAFT, content="", department="99", citizen_number="张三"), actor="agent1", key="k1"
        )
    fields = fault.value.details["fields"]
    assert isinstance(fields, dict)
    assert set(fields) == {"content", "department", "citizen_number"}
    assert await desk.rows() == (0, 0)
    assert desk.told == []


async def test_progress_is_for_whoever_calls_from_the_number_or_has_the_code(desk: Desk) -> None:
    """A mistyped number is none, whatever is keyed; a stranger is asked for the code."""
    ticket = await desk.tickets.save(DRAFT, actor="agent1", key="k1")
    told = f"工单{FIRST}，11月21日受理，已转市城管局，正在办理，应于11月27日前办结。"
    assert await desk.tickets.progress(FIRST, caller="+8613800138000") == told
    assert await desk.tickets.progress(FIRST, caller="02012345678", code=ticket.query_code) == told
    for caller, code in (("13900139000", ""), ("", ""), ("anonymous", "000000"), ("", ticket.query_code[:-1])):
        with pytest.raises(NotAllowedError):
            await desk.tickets.progress(FIRST, caller=caller, code=code)
    wrong = FIRST[:-1] + str((int(FIRST[-1]) + 1) % 10)
    for keyed in (SECOND, wrong, "1", "", "2026112100011", "２６０００００１９", "26\x00000001"):
        assert await desk.tickets.progress(keyed, caller="13800138000") is None


async def test_what_is_not_there_is_told(desk: Desk) -> None:
    """A ticket that is not there is a fault; the tickets of a hidden number are none."""
    for number in ("202611219999", "2026\x0011219999", "\ud800"):
        with pytest.raises(NotFoundError):
            await desk.tickets.get(number)
    await desk.tickets.save(replace(DRAFT, citizen_number=""), actor="agent1", key="k1")
    assert await desk.tickets.list_for("anonymous") == ()
    assert await desk.tickets.latest(0) == ()


async def move(desk: Desk, action: Action, user: object, **asked: object) -> TicketState:
    """A move of the first ticket as its screen shows it."""
    version = (await desk.tickets.get(FIRST)).version
    words = Asked(action=action, version=version, **asked)  # type: ignore[arg-type]
    return (await desk.tickets.move(FIRST, words, user=user)).state  # type: ignore[arg-type]


async def test_a_ticket_lives_through_return_adjudication_answer_and_rehandling(desk: Desk) -> None:
    """Every move is one row of history, and everything that was said is kept."""
    await desk.tickets.save(DRAFT, actor="agent1", key="k1")
    await move(desk, Action.RETURN, LEAD, reason="不属于我局", basis="三定方案第二条")
    await move(desk, Action.ADJUDICATE, SUPERVISOR, department="02", reason="属住建职责")
    await move(desk, Action.SIGN, OTHER)
    await move(desk, Action.ASK_EXTENSION, OTHER, days=3, reason="需采购")
    await move(desk, Action.GRANT_EXTENSION, SUPERVISOR)
    await move(desk, Action.REPLY, OTHER, note="已派工。", public_answer="路灯已修好。")
    await move(desk, Action.APPROVE, SUPERVISOR)
    said = {"contacted": True, "solved": "no", "words": "还是不亮"}
    assert await move(desk, Action.CALL_BACK, AGENT, **said) is TicketState.DISPATCHED
    await move(desk, Action.SIGN, OTHER)
    await move(desk, Action.REPLY, OTHER, note="换线路。", public_answer="已换新线路。")
    await move(desk, Action.APPROVE, SUPERVISOR)
    said = {"contacted": True, "solved": "yes", "satisfied": "by_and_large"}
    assert await move(desk, Action.CALL_BACK, AGENT, **said) is TicketState.FINISHED
    case = await desk.tickets.whole(FIRST)
    assert [(part.department, part.round, str(part.state)) for part in case.parts] == [
        ("01", 1, "left"),
        ("02", 1, "replied"),
        ("02", 2, "replied"),
    ]
    assert [(tried.round, tried.solved and str(tried.solved)) for tried in case.call_backs] == [(1, "no"), (2, "yes")]
    assert len(await desk.history(FIRST)) == 13
    assert len(desk.told) == 13
    assert await desk.wrong_dispatches() == [("01", "02")]


async def test_of_two_who_act_at_once_one_wins_and_the_other_is_told_the_new_state(desk: Desk) -> None:
    """Nothing of the winner's is lost, and the loser has changed nothing."""
    await desk.tickets.save(DRAFT, actor="agent1", key="k1")
    asked = Asked(action=Action.SIGN, version=1)
    tries = (desk.tickets.move(FIRST, asked, user=LEAD) for _ in range(5))
    results = await asyncio.gather(*tries, return_exceptions=True)
    lost = [result for result in results if isinstance(result, ConflictError)]
    assert len(lost) == 4
    assert all(fault.details["state"] == "signed" and fault.details["version"] == 2 for fault in lost)
    assert "办理中" in lost[0].message
    assert len(await desk.history(FIRST)) == 2


async def test_what_is_not_ones_own_to_do_changes_nothing(desk: Desk) -> None:
    """Neither another department's nor a move out of its time."""
    await desk.tickets.save(DRAFT, actor="agent1", key="k1")
    with pytest.raises(NotAllowedError):
        await move(desk, Action.SIGN, OTHER)
    with pytest.raises(ConflictError, match="待签收"):
        await move(desk, Action.REPLY, LEAD, note="好", public_answer="好")
    with pytest.raises(NotFoundError):
        await desk.tickets.move(SECOND, Asked(action=Action.SIGN, version=1), user=LEAD)
    assert len(await desk.history(FIRST)) == 1


async def test_a_move_sent_twice_is_done_once(desk: Desk) -> None:
    """Under the key of one act; the same key for another act is a conflict."""
    await desk.tickets.save(DRAFT, actor="agent1", key="k1")
    asked = Asked(action=Action.SIGN, version=1)
    first = await desk.tickets.move(FIRST, asked, user=LEAD, key="m1")
    assert await desk.tickets.move(FIRST, asked, user=LEAD, key="m1") == first
    with pytest.raises(ConflictError):
        await desk.tickets.move(FIRST, replace(asked, version=2), user=LEAD, key="m1")
    assert len(await desk.history(FIRST)) == 2


async def test_the_merged_hear_what_the_parent_was_answered_and_are_called_once(desk: Desk) -> None:
    """Each citizen: the parent's own number is not called a second time."""
    await desk.tickets.save(DRAFT, actor="agent1", key="k1")
    for number, key in (("13900139000", "k2"), ("13900139000", "k3"), ("13800138000", "k4")):
        await desk.tickets.save(replace(DRAFT, citizen_number=number), actor="agent1", key=key)
    for sequence in (2, 3, 4):
        merge = Asked(action=Action.MERGE, version=1, parent=FIRST)
        await desk.tickets.move(number_of("26", sequence), merge, user=AGENT)
    await move(desk, Action.SIGN, LEAD)
    await move(desk, Action.REPLY, LEAD, note="好", public_answer="路灯已修好。")
    await move(desk, Action.APPROVE, SUPERVISOR)
    states = [str((await desk.tickets.get(number_of("26", n))).state) for n in (1, 2, 3, 4)]
    assert states == ["reviewed", "reviewed", "finished", "finished"]
    answers = [text.to for text in desk.texts if "已办理" in text.text]
    assert answers == ["13800138000", "13900139000"]


async def test_the_merged_are_on_their_own_again_where_the_parent_ends_without_an_answer(desk: Desk) -> None:
    """They wait to be dispatched, and the supervisors are told."""
    await desk.tickets.save(DRAFT, actor="agent1", key="k1")
    await desk.tickets.save(replace(DRAFT, citizen_number="13900139000"), actor="agent1", key="k2")
    await desk.tickets.move(SECOND, Asked(action=Action.MERGE, version=1, parent=FIRST), user=AGENT)
    await move(desk, Action.WITHDRAW, AGENT, reason="已自行解决")
    child = await desk.tickets.get(SECOND)
    assert (child.state, child.parent) == (TicketState.ACCEPTED, "")
    assert any(text.to == "" and SECOND in text.text for text in desk.texts)


@pytest.mark.parametrize("parent", ["", "123", FIRST, SECOND])
async def test_a_ticket_is_merged_only_into_an_open_one(desk: Desk, parent: str) -> None:
    """Not into itself, nor into what is not there."""
    await desk.tickets.save(DRAFT, actor="agent1", key="k1")
    with pytest.raises(InputError) as fault:
        await move(desk, Action.MERGE, AGENT, parent=parent)
    assert "parent" in fault.value.details["fields"]  # type: ignore[operator]


async def test_nobody_is_forgotten_who_is_merged_while_the_parent_is_answered(desk: Desk) -> None:
    """Either it came in time and is called back with the parent, or it is refused and stays on its own."""
    await desk.tickets.save(DRAFT, actor="agent1", key="k1")
    await move(desk, Action.SIGN, LEAD)
    await move(desk, Action.REPLY, LEAD, note="好", public_answer="路灯已修好。")
    await move(desk, Action.REFUSE, SUPERVISOR, reason="再查")
    for number in (2, 3, 4, 5):
        other = replace(DRAFT, citizen_number=f"1390013900{number}")
        await desk.tickets.save(other, actor="agent1", key=f"k{number}")
    version = (await desk.tickets.get(FIRST)).version
    reply = Asked(action=Action.REPLY, version=version, note="好", public_answer="路灯已修好。")
    joins = [Asked(action=Action.MERGE, version=1, parent=FIRST)] * 4
    moves = [desk.tickets.move(number_of("26", n), join, user=AGENT) for n, join in enumerate(joins, 2)]
    moves.insert(2, desk.tickets.move(FIRST, reply, user=LEAD))
    results = await asyncio.gather(*moves, return_exceptions=True)
    assert not [fault for fault in results if isinstance(fault, BaseException) and not isinstance(fault, InputError)]
    await move(desk, Action.APPROVE, SUPERVISOR)
    states = {str((await desk.tickets.get(number_of("26", n))).state) for n in (2, 3, 4, 5)}
    assert "merged" not in states
    assert states <= {"reviewed", "dispatched"}
