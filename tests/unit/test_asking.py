"""What a department asks for: who decides it, and how it ends without anybody deciding."""

from __future__ import annotations

import pytest

from hotline.tickets.model import TicketState
from hotline.tickets.moves import Action
from hotline.tickets.parties import User
from tests.fakes.tickets import AGENT, LEAD, SUPERVISOR, Life

S = TicketState
LEAVING: tuple[tuple[Action, User, dict[str, object]], ...] = (
    (Action.RETURN, LEAD, {"reason": "不属于我局", "basis": "三定方案"}),
    (Action.HAND_DOWN, LEAD, {"department": "0101"}),
    (Action.REDISPATCH, SUPERVISOR, {"department": "03", "reason": "属供水"}),
    (Action.REPLY, LEAD, {"note": "已派人更换。", "public_answer": "路灯已修好。"}),
    (Action.WITHDRAW, AGENT, {"reason": "已自行解决"}),
    (Action.MERGE, AGENT, {"parent": "2600000028"}),
)
"""What takes a ticket that is worked on from the department that has it."""


@pytest.mark.parametrize(("action", "user", "asked"), LEAVING)
def test_a_request_for_more_time_ends_when_the_ticket_leaves_who_asked(
    action: Action, user: User, asked: dict[str, object]
) -> None:
    """However it leaves: nobody can decide it any more, and the next department does not inherit it."""
    life = Life().to(S.SIGNED)
    life.do(Action.ASK_EXTENSION, LEAD, days=2, reason="要采购")
    step = life.do(action, user, **asked)
    assert life.case.extension is None
    assert step.extension
    assert (step.extension.granted, step.extension.approver) == (False, user.username)
    assert (step.extension.decided, step.extension.comment) == (life.now, f"工单已{action.label}")


def test_what_leaves_the_ticket_where_it_is_leaves_the_request_open() -> None:
    """A note, an urging, another limit."""
    life = Life().to(S.SIGNED)
    life.do(Action.ASK_EXTENSION, LEAD, days=2, reason="要采购")
    life.do(Action.NOTE, LEAD, note="已到场。")
    life.do(Action.URGE, AGENT, reason="市民又来电")
    life.do(Action.SET_LIMIT, SUPERVISOR, due="2026-11-27T17:30+08:00", reason="需鉴定", basis="《条例》第三条")
    assert life.case.extension
