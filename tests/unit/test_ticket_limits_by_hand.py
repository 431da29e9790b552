"""A finish that a supervisor sets by hand, and what later moves make of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hotline.errors import InputError
from hotline.tickets.clock.policy import Grade, LimitName
from hotline.tickets.life.dispatching import limit
from hotline.tickets.life.step import Audience, Due, Step
from hotline.tickets.model import TicketState
from hotline.tickets.moves import Action
from hotline.tickets.parties import User
from tests.fakes.tickets import LEAD, OTHER, SUPERVISOR, Life

S = TicketState
LAW = "《信访工作条例》第三十四条"
LATER, EARLIER = "2026-12-18T17:30:00+08:00", "2026-11-25T12:00:00+08:00"
BELOW = User(username="below", department="0101")


def moment(text: str) -> datetime:
    """By the city's clock."""
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


def set_limit(life: Life, due: str = LATER, reason: str = "需司法鉴定", basis: str = LAW) -> Step:
    """By the supervisor."""
    return life.do(Action.SET_LIMIT, SUPERVISOR, due=due, reason=reason, basis=basis)


def finish(life: Life) -> tuple[datetime, str, str, Grade]:
    """As the ticket and its limit have it, which must be one."""
    found = limit(life.case.limits, LimitName.FINISH)
    assert found
    assert found.due == life.ticket.due
    return found.due, found.rule, found.source.citation, found.source.grade


SET = (moment("2026-12-18T17:30"), "办结时限另行确定：需司法鉴定", LAW, Grade.BY_HAND)


def test_a_finish_set_by_hand_says_why_and_what_it_rests_on() -> None:
    """The callback, the cards and the ladder follow it; signing and returning stay as they were."""
    life = Life().to(S.DISPATCHED)
    before = {one.name: one.due for one in life.case.limits}
    step = set_limit(life)
    assert finish(life) == SET
    after = {one.name: one.due for one in life.case.limits}
    assert list(after) == list(before)
    assert after[LimitName.CALLBACK] == moment("2026-12-21T17:30")
    assert all(after[name] == before[name] for name in after if name not in (LimitName.FINISH, LimitName.CALLBACK))
    times = {timer.due: timer.at for timer in life.timers}
    assert times[Due.SIGN] == before[LimitName.SIGN]
    assert (times[Due.YELLOW], times[Due.RED]) == (moment("2026-12-17T09:00"), moment("2026-12-21T09:00"))
    assert times[Due.DAILY] == moment("2026-12-22T09:00")
    told = step.history.changes
    assert (told["due_reason"], told["due_basis"]) == ("需司法鉴定", LAW)
    assert (step.history.reason, life.ticket.version) == ("需司法鉴定", 3)


def test_a_signed_ticket_is_not_to_be_signed_again() -> None:
    """Its sign timer does not come back."""
    life = Life().to(S.SIGNED)
    set_limit(life)
    assert Due.SIGN not in {timer.due for timer in life.timers}


def test_the_citizen_is_told_of_a_longer_limit_and_the_department_of_any() -> None:
    """Of each setting once: none has the key of another."""
    life = Life().to(S.SIGNED)
    heard = [(tell.audience, tell.text) for tell in set_limit(life).tells]
    assert heard == [
        (
            Audience.DEPARTMENT,
            f"工单2600000014的办结时限另行确定为12月18日17:30。理由：需司法鉴定；依据：{LAW}。",
        ),
        (
            Audience.CITIZEN,
            f"您反映的事项（工单2600000014）办理期限延长至12月18日17:30，依据：{LAW}。办结后会给您回访。",
        ),
    ]
    sooner = set_limit(life, EARLIER, reason="领导要求提前").tells
    assert [tell.audience for tell in sooner] == [Audience.DEPARTMENT]
    again = set_limit(life).tells
    assert [tell.audience for tell in again] == [Audience.DEPARTMENT, Audience.CITIZEN]
    keys = [tell.key for tell in life.tells]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("due", "why"),
    [
        ("", "请填写"),
        ("  ", "请填写"),
        ("明天下午", "看不懂"),
        ("2026-13-01T10:00+08:00", "看不懂"),
        ("9" * 5000, "看不懂"),
        ("2026-12-01T17:30", "时区"),
        ("2026-12-01", "时区"),
        ("2026-11-23T10:00:00+08:00", "过去.*晚于现在（2026-11-23 10:00）"),
        ("0001-01-01T00:00:00+14:00", "过去"),
        ("2206-12-01T17:30:00+08:00", "两年以后（2028-11-24 10:00）.*年份"),
        ("9999-12-31T23:59:59-14:00", "两年以后"),
    ],
)
def test_a_limit_that_cannot_be_is_refused_with_every_fault_at_once(due: str, why: str) -> None:
    """In the past, of another age, unreadable; without a reason or a basis; and nothing has changed."""
    life = Life().to(S.SIGNED)
    before = life.case
    with pytest.raises(InputError) as fault:
        set_limit(life, due, reason=" ", basis="长" * 501)
    told = fault.value.details["fields"]
    assert isinstance(told, dict)
    assert set(told) == {"due", "reason", "basis"}
    with pytest.raises(InputError, match=why) as fault:
        set_limit(life, due)
    assert list(fault.value.details["fields"]) == ["due"]  # type: ignore[call-overload]
    assert life.case == before


def test_no_later_move_puts_it_back() -> None:
    """Returned, adjudicated, taken away, handed down, corrected to another kind, answered and sent back."""
    life = Life(now=moment("2027-01-11T10:00")).to(S.DISPATCHED)
    law = (moment("2027-05-31T17:30"), *SET[1:])
    set_limit(life, "2027-05-31T17:30:00+08:00")
    steps: tuple[tuple[Action, User, dict[str, object]], ...] = (
        (Action.SIGN, LEAD, {}),
        (Action.RETURN, LEAD, {"reason": "不属于我局", "basis": "三定方案"}),
        (Action.AMEND, SUPERVISOR, {"amended": {"urgency": "critical"}, "reason": "有人受伤"}),
        (Action.ADJUDICATE, SUPERVISOR, {"department": "02", "reason": "归住建"}),
        (Action.REDISPATCH, SUPERVISOR, {"department": "01", "reason": "重新核定"}),
        (Action.HAND_DOWN, LEAD, {"department": "0101"}),
        (Action.AMEND, SUPERVISOR, {"amended": {"type": "enquiry"}, "reason": "只是咨询"}),
        (Action.SIGN, BELOW, {}),
        (Action.REPLY, BELOW, {"note": "好", "public_answer": "已修好。"}),
        (Action.REFUSE, SUPERVISOR, {"reason": "未说明时间"}),
    )
    for action, user, asked in steps:
        life.now += timedelta(hours=1)
        life.do(action, user, **asked)
        assert finish(life) == law, action
        red = [timer.at for timer in life.timers if timer.due is Due.RED]
        assert red == ([] if life.state is S.REPLIED else [moment("2027-06-01T09:00")]), action


def test_another_round_has_the_limit_of_the_policy() -> None:
    """What was set was set for the round before."""
    life = Life().to(S.SIGNED)
    set_limit(life)
    life.do(Action.REPLY, LEAD, note="好", public_answer="已修好。")
    life.do(Action.APPROVE, SUPERVISOR)
    life.do(Action.REHANDLE, SUPERVISOR, reason="未解决")
    ticket = life.ticket
    assert (ticket.due_reason, ticket.due_basis, ticket.due) == ("", "", moment("2026-11-30T17:30"))
    assert finish(life)[3] is Grade.A


def test_an_extension_after_it_counts_from_it_and_stays_within_the_policy() -> None:
    """The latest date is the policy's; where the limit set is past that, no more time is given."""
    life = Life().to(S.SIGNED)
    set_limit(life, "2026-12-10T17:30:00+08:00")
    with pytest.raises(InputError, match="最晚只能延到2026-12-14 17:30"):
        life.do(Action.ASK_EXTENSION, LEAD, days=3, reason="复杂")
    life.do(Action.ASK_EXTENSION, LEAD, days=2, reason="复杂")
    life.do(Action.GRANT_EXTENSION, SUPERVISOR)
    assert finish(life) == (moment("2026-12-14T17:30"), f"{SET[1]}；本轮已批准延期", LAW, Grade.BY_HAND)
    other = Life().to(S.SIGNED)
    set_limit(other)
    with pytest.raises(InputError, match=r"已另行确定.*2026-12-14 17:30，不能再延期"):
        other.do(Action.ASK_EXTENSION, LEAD, days=1, reason="复杂")


def test_an_open_request_that_would_go_too_far_cannot_be_granted_any_more() -> None:
    """It is told where the supervisor reads it, and may still be refused."""
    life = Life().to(S.SIGNED)
    life.do(Action.ASK_EXTENSION, LEAD, days=10, reason="复杂")
    set_limit(life, "2026-12-10T17:30:00+08:00")
    with pytest.raises(InputError) as fault:
        life.do(Action.GRANT_EXTENSION, SUPERVISOR)
    assert list(fault.value.details["fields"]) == ["action"]  # type: ignore[call-overload]
    life.do(Action.REFUSE_EXTENSION, SUPERVISOR, reason="时限已另定")


def test_a_correction_after_an_extension_shows_the_limit_that_runs() -> None:
    """What was granted stays where it is longer, on the ticket and on its screen."""
    life = Life(now=moment("2027-01-11T10:00")).to(S.SIGNED)
    life.do(Action.ASK_EXTENSION, LEAD, days=5, reason="需采购灯具")
    life.do(Action.GRANT_EXTENSION, SUPERVISOR)
    granted = life.ticket.due
    life.do(Action.AMEND, SUPERVISOR, amended={"type": "enquiry"}, reason="只是咨询")
    assert finish(life)[0] == granted


def test_only_a_supervisor_sets_a_limit() -> None:
    """Not the department that has it, nor another."""
    life = Life().to(S.SIGNED)
    for user in (LEAD, OTHER):
        with pytest.raises(PermissionError):
            life.do(Action.SET_LIMIT, user, due=LATER, reason="复杂", basis=LAW)
