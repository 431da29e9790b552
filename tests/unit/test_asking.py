"""What a department asks for: who decides it, and how it ends without anybody deciding."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.errors import InputError
from hotline.tickets.model import Part, TicketState
from hotline.tickets.moves import Action
from hotline.tickets.parties import User
from tests.fakes.tickets import AGENT, LEAD, OTHER, SUPERVISOR, Life

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


@pytest.mark.parametrize(("action", "user", "asked"), [*LEAVING, (Action.TRANSFER, AGENT, {"body": "110"})])
def test_a_request_for_help_ends_when_the_ticket_leaves_who_asked(
    action: Action, user: User, asked: dict[str, object]
) -> None:
    """However it leaves, without a decision; who was asked for never had to do with it, and is told nothing."""
    life = Life().to(S.DISPATCHED if action is Action.TRANSFER else S.SIGNED)
    for department in ("02", "0101"):
        life.do(Action.ASK_ASSISTING, LEAD, department=department, reason="需查线路")
    step = life.do(action, user, **asked)
    assert life.case.requests == ()
    assert [(one.department, one.granted, one.decided) for one in step.requests] == [
        ("02", None, life.now),
        ("0101", None, life.now),
    ]
    assert {(one.approver, one.comment) for one in step.requests} == {(user.username, f"工单已{action.label}")}
    assert "02" not in {part.department for part in life.case.parts}
    assert "02" not in {tell.to for tell in life.tells}


def test_what_leaves_the_ticket_where_it_is_leaves_the_requests_open() -> None:
    """A signature, a note, an urging, another limit."""
    life = Life().to(S.DISPATCHED)
    life.do(Action.ASK_ASSISTING, LEAD, department="02", reason="需查线路")
    life.do(Action.SIGN, LEAD)
    life.do(Action.ASK_EXTENSION, LEAD, days=2, reason="要采购")
    life.do(Action.NOTE, LEAD, note="已到场。")
    life.do(Action.URGE, AGENT, reason="市民又来电")
    life.do(Action.SET_LIMIT, SUPERVISOR, due="2026-11-27T17:30+08:00", reason="需鉴定", basis="《条例》第三条")
    assert life.case.extension
    assert [one.department for one in life.case.requests] == ["02"]


@pytest.mark.parametrize("state", [S.DISPATCHED, S.SIGNED])
def test_granted_help_is_the_help_that_the_desk_adds(state: S) -> None:
    """The same part and the same notice to who helps; who asked hears of it, and the citizen does not."""
    added, asking = Life().to(state), Life().to(state)
    plain = added.do(Action.ADD_ASSISTING, SUPERVISOR, department="02")
    asked = asking.do(Action.ASK_ASSISTING, LEAD, department="02", reason="需查线路")
    assert [(tell.audience, tell.text) for tell in asked.tells] == [
        ("supervisors", f"市城管局申请工单{asking.ticket.number}由市住建局协办，请审批。")
    ]
    assert (asked.history.reason, asked.history.changes) == ("需查线路", {"assist_asked": "02"})
    step = asking.do(Action.GRANT_ASSISTING, SUPERVISOR, department="02", reason="情况属实")
    assert (step.parts, step.history.changes) == (plain.parts, plain.history.changes)
    assert [part.state for part in step.parts] == [Part.TO_SIGN]
    assert step.tells[0] == plain.tells[0]
    assert [(tell.to, tell.text) for tell in step.tells[1:]] == [
        ("01", f"工单{asking.ticket.number}同意由市住建局协办。")
    ]
    (request,) = step.requests
    assert (request.granted, request.approver, request.comment) == (True, "boss", "情况属实")
    assert (asking.case.requests, asking.ticket) == ((), added.ticket)
    asking.do(Action.ASSIST_SIGN, OTHER)


def test_refused_help_is_told_to_who_asked_alone() -> None:
    """With the reason that it needs; asked for and refused once more it is told once more."""
    life = Life().to(S.SIGNED)
    for _ in range(2):
        life.now += timedelta(hours=1)
        life.do(Action.ASK_ASSISTING, LEAD, department="02", reason="需查线路")
        with pytest.raises(InputError) as fault:
            life.do(Action.REFUSE_ASSISTING, SUPERVISOR, department="02")
        assert fault.value.details["fields"] == {"reason": "请填写不同意的理由。"}
        step = life.do(Action.REFUSE_ASSISTING, SUPERVISOR, department="02", reason="请自行查明。")
        assert [(tell.to, tell.text) for tell in step.tells] == [
            ("01", f"工单{life.ticket.number}不同意由市住建局协办：请自行查明。")
        ]
        assert [(one.granted, one.comment) for one in step.requests] == [(False, "请自行查明。")]
    assert len({tell.key for tell in life.tells}) == len(life.tells)
    assert life.case.part("02") is None


def test_the_desk_answers_a_request_by_adding_the_department() -> None:
    """Whoever of the desk does it; other requests wait on, and a department that nobody asked for answers none."""
    life = Life().to(S.SIGNED)
    for department in ("02", "03"):
        life.do(Action.ASK_ASSISTING, LEAD, department=department, reason="需查线路")
    assert life.do(Action.ADD_ASSISTING, AGENT, department="0101").requests == ()
    step = life.do(Action.ADD_ASSISTING, AGENT, department="02")
    assert [(one.department, one.granted, one.approver) for one in step.requests] == [("02", True, "agent1")]
    assert [tell.to for tell in step.tells] == ["02", "01"]
    assert [one.department for one in life.case.requests] == ["03"]


@pytest.mark.parametrize(
    ("department", "said"),
    [
        ("", "请选择协办单位"),
        ("99", "请选择协办单位"),
        ("01", "贵单位是主办单位"),
        ("03", "已在办理这张工单"),
        ("02", "已在等待审批"),
    ],
)
def test_a_department_that_cannot_be_asked_for_is_told_at_its_field(department: str, said: str) -> None:
    """None, unknown, itself, at it already, asked for already; a reason that is missing is told beside it."""
    life = Life()
    life.do(Action.DISPATCH, AGENT, department="01", assisting=("03",))
    life.do(Action.ASK_ASSISTING, LEAD, department="02", reason="需查线路")
    with pytest.raises(InputError) as fault:
        life.do(Action.ASK_ASSISTING, LEAD, department=department, reason=" ")
    told = fault.value.details["fields"]
    assert isinstance(told, dict)
    assert set(told) == {"department", "reason"}
    assert said in told["department"]


@pytest.mark.parametrize("action", [Action.GRANT_ASSISTING, Action.REFUSE_ASSISTING])
@pytest.mark.parametrize("department", ["", "01", "03", "99"])
def test_what_nobody_asked_for_is_not_decided(action: Action, department: str) -> None:
    """Though another department is asked for: it is told at the field."""
    life = Life().to(S.SIGNED)
    life.do(Action.ASK_ASSISTING, LEAD, department="02", reason="需查线路")
    with pytest.raises(InputError) as fault:
        life.do(action, SUPERVISOR, department=department, reason="好")
    assert fault.value.details["fields"] == {"department": "没有等待审批的申请请该单位协办。"}


def test_asking_for_help_takes_nothing_from_an_answer_that_is_being_written() -> None:
    """Asked, granted, refused: the version that a colleague answers with is still the ticket's."""
    life = Life().to(S.SIGNED)
    version = life.ticket.version
    for department, action in (("02", Action.GRANT_ASSISTING), ("03", Action.REFUSE_ASSISTING)):
        life.do(Action.ASK_ASSISTING, LEAD, department=department, reason="需查线路")
        life.do(action, SUPERVISOR, department=department, reason="好")
    assert life.ticket.version == version
