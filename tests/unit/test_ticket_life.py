"""What each move makes of a ticket."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hotline.errors import InputError
from hotline.tickets.clock.policy import LimitName
from hotline.tickets.life.step import Due
from hotline.tickets.life.watch import Watch
from hotline.tickets.model import CameBy, Part, TicketState
from hotline.tickets.moves import Action
from hotline.tickets.score import Satisfied, Solved
from tests.fakes.tickets import AGENT, LEAD, OTHER, SUPERVISOR, Life, new_ticket

HOUR = timedelta(hours=1)
S = TicketState


def fields_of(fault: pytest.ExceptionInfo[InputError]) -> dict[str, str]:
    """The faulty fields."""
    told = fault.value.details["fields"]
    assert isinstance(told, dict)
    return told


def moment(text: str) -> datetime:
    """By the city's clock."""
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


def test_the_clock_starts_at_the_dispatch() -> None:
    """A complaint dispatched on Monday is due five working days later, with the rule and its source beside it."""
    life = Life().to(S.DISPATCHED)
    assert life.ticket.dispatched == life.now
    assert life.ticket.due == moment("2026-11-30T17:30")
    assert all(limit.rule and limit.source.citation for limit in life.case.limits)
    assert {timer.due for timer in life.timers} >= {Due.SIGN, Due.YELLOW, Due.RED, Due.DAILY}
    (tell,) = (tell for tell in life.tells if tell.audience == "department")
    assert (tell.to, "王芳" in tell.text, "13800138000" in tell.text) == ("01", False, False)


def test_a_return_and_what_follows_never_move_the_limit() -> None:
    """Returned, given to another, taken from it, given down: the finish stays where the first dispatch put it."""
    life = Life().to(S.RETURNED)
    due = life.ticket.due
    life.now += 30 * HOUR
    life.do(Action.ADJUDICATE, SUPERVISOR, department="02", reason="路灯归住建")
    assert (life.state, life.ticket.department, life.ticket.due) == (S.DISPATCHED, "02", due)
    life.now += 2 * HOUR
    life.do(Action.REDISPATCH, SUPERVISOR, department="01", reason="重新核定")
    life.do(Action.HAND_DOWN, LEAD, department="0101")
    assert (life.ticket.department, life.ticket.due) == ("0101", due)
    assert {Due.YELLOW, Due.RED} <= {timer.due for timer in life.timers}
    assert [part.state for part in life.case.parts] == [Part.LEFT, Part.LEFT, Part.LEFT, Part.TO_SIGN]


def test_a_return_names_its_reason_and_the_duty_it_cites() -> None:
    """Both, and both faults are told at once."""
    life = Life().to(S.DISPATCHED)
    with pytest.raises(InputError) as fault:
        life.do(Action.RETURN, LEAD)
    assert set(fields_of(fault)) == {"reason", "basis"}
    life.do(Action.RETURN, LEAD, reason="不属于我局", basis="三定方案第二条")
    assert life.history[-1].changes["basis"] == "三定方案第二条"


def test_a_return_comes_too_late_after_its_limit() -> None:
    """The rule is told with the moment."""
    life = Life().to(S.DISPATCHED)
    life.now += timedelta(days=6)
    with pytest.raises(InputError) as fault:
        life.do(Action.RETURN, LEAD, reason="不属于我局", basis="三定方案")
    assert "已过" in fields_of(fault)["action"]


def test_what_was_adjudicated_is_not_returned_again() -> None:
    """Weifang Art. 22."""
    life = Life().to(S.RETURNED)
    step = life.do(Action.ADJUDICATE, SUPERVISOR, department="01", reason="属于你局职责")
    assert step.misrouted == ""
    with pytest.raises(InputError, match="已经裁定"):
        life.do(Action.RETURN, LEAD, reason="不属于我局", basis="三定方案")


def test_a_body_that_may_not_return_is_told_so() -> None:
    """Its rules are data of the city."""
    life = Life()
    life.do(Action.DISPATCH, AGENT, department="03")
    user = OTHER.__class__(username="water", department="03")
    with pytest.raises(InputError, match="不允许退单"):
        life.do(Action.RETURN, user, reason="不属于", basis="章程")


def test_a_wrong_dispatch_is_learnt_from() -> None:
    """Adjudicated to another department, or taken away by hand."""
    life = Life().to(S.RETURNED)
    assert life.do(Action.ADJUDICATE, SUPERVISOR, department="02", reason="归住建").misrouted == "01"
    assert life.do(Action.REDISPATCH, SUPERVISOR, department="03", reason="归供水").misrouted == "02"


def test_work_goes_down_only_to_ones_own() -> None:
    """And not from a body whose rules forbid it."""
    life = Life().to(S.SIGNED)
    with pytest.raises(InputError, match="下级单位"):
        life.do(Action.HAND_DOWN, LEAD, department="02")
    life.do(Action.HAND_DOWN, LEAD, department="010101")
    street = LEAD.__class__(username="street", department="010101")
    with pytest.raises(InputError) as fault:
        life.do(Action.HAND_DOWN, street, department="0101")
    assert set(fields_of(fault)) == {"department", "action"}


def test_the_body_above_adjudicates_among_its_own() -> None:
    """The supervisor may as well."""
    life = Life()
    life.do(Action.DISPATCH, AGENT, department="0101")
    below = LEAD.__class__(username="below", department="0101")
    life.do(Action.RETURN, below, reason="不属于我局", basis="三定方案")
    assert life.may(Action.ADJUDICATE, LEAD)
    assert not life.may(Action.ADJUDICATE, OTHER)


def test_an_extension_is_asked_for_before_the_limit_and_granted_by_a_name() -> None:
    """The new limit, who granted it, and the citizen is told."""
    life = Life().to(S.SIGNED)
    before = life.ticket.due
    life.do(Action.ASK_EXTENSION, LEAD, days=5, reason="需采购灯具")
    with pytest.raises(InputError, match="等待审批"):
        life.do(Action.ASK_EXTENSION, LEAD, days=5, reason="再要")
    step = life.do(Action.GRANT_EXTENSION, SUPERVISOR, reason="情况属实")
    assert before
    assert life.ticket.due == moment("2026-12-07T17:30")
    assert step.extension
    assert (step.extension.approver, step.extension.granted) == ("boss", True)
    assert any(tell.audience == "citizen" and "12月7日" in tell.text for tell in step.tells)
    with pytest.raises(InputError, match="延期过一次"):
        life.do(Action.ASK_EXTENSION, LEAD, days=1, reason="再要")


def test_an_extension_moves_the_finish_and_leaves_signing_and_returning_where_they_are() -> None:
    """Counted from when the department that has it got it, as they were before."""
    life = Life().to(S.RETURNED)
    life.now += 30 * HOUR
    life.do(Action.ADJUDICATE, SUPERVISOR, department="01", reason="应由你局办理")
    before = {limit.name: limit.due for limit in life.case.limits}
    life.do(Action.SIGN, LEAD)
    life.do(Action.ASK_EXTENSION, LEAD, days=5, reason="需采购灯具")
    life.do(Action.GRANT_EXTENSION, SUPERVISOR, reason="情况属实")
    after = {limit.name: limit.due for limit in life.case.limits}
    assert {name for name in before if before[name] != after[name]} <= {LimitName.FINISH, LimitName.CALLBACK}
    assert after[LimitName.FINISH] == life.ticket.due


@pytest.mark.parametrize("days", [0, -1, 11, 10**9])
def test_more_time_than_the_rule_allows_is_refused(days: int) -> None:
    """At the field, whatever was asked."""
    life = Life().to(S.SIGNED)
    with pytest.raises(InputError) as fault:
        life.do(Action.ASK_EXTENSION, LEAD, days=days, reason="复杂")
    assert "days" in fields_of(fault)


def test_an_extension_asked_for_after_the_limit_is_refused() -> None:
    """However good the reason."""
    life = Life().to(S.SIGNED)
    life.now += timedelta(days=40)
    with pytest.raises(InputError, match="已过"):
        life.do(Action.ASK_EXTENSION, LEAD, days=1, reason="复杂")


def test_the_public_answer_is_apart_from_the_note() -> None:
    """Both must be there; the citizen is told the one only, and only when it was looked through."""
    life = Life().to(S.SIGNED)
    with pytest.raises(InputError) as fault:
        life.do(Action.REPLY, LEAD, note="内部情况")
    assert set(fields_of(fault)) == {"public_answer"}
    life.do(Action.REPLY, LEAD, note="承包商拖延，已约谈。", public_answer="路灯已修好。")
    assert not [tell for tell in life.steps[-1].tells if tell.audience == "citizen"]
    step = life.do(Action.APPROVE, SUPERVISOR)
    (told,) = (tell for tell in step.tells if tell.audience == "citizen")
    assert "路灯已修好" in told.text
    assert "约谈" not in told.text


def test_a_refused_answer_goes_back_under_the_same_limit() -> None:
    """The cards that were put away while it was answered are to come again."""
    life = Life().to(S.REPLIED)
    due = life.ticket.due
    assert life.timers == []
    life.do(Action.REFUSE, SUPERVISOR, reason="未说明修复时间")
    assert (life.state, life.ticket.due, life.ticket.answered) == (S.SIGNED, due, None)
    assert {timer.due for timer in life.timers} >= {Due.YELLOW, Due.RED}


def test_assisting_departments_have_a_part_of_their_own() -> None:
    """They sign and answer for themselves; the lead answers for the whole."""
    life = Life()
    life.do(Action.DISPATCH, AGENT, department="01", assisting=("02",))
    assert life.may(Action.ASSIST_SIGN, OTHER)
    assert not life.may(Action.REPLY, OTHER)
    version = life.ticket.version
    life.do(Action.ASSIST_SIGN, OTHER)
    life.do(Action.ASSIST_REPLY, OTHER, note="电缆已检查。")
    assert life.ticket.version == version
    part = life.case.part("02")
    assert part
    assert (part.state, part.note, life.state) == (Part.REPLIED, "电缆已检查。", S.DISPATCHED)


def test_a_solved_callback_finishes() -> None:
    """The three answers are three."""
    life = Life().to(S.REVIEWED)
    step = life.do(Action.CALL_BACK, AGENT, contacted=True, solved="yes", satisfied="no")
    assert step.call_back
    assert (step.call_back.contacted, step.call_back.solved, step.call_back.satisfied) == (
        True,
        Solved.YES,
        Satisfied.NO,
    )
    assert (life.state, life.timers) == (S.FINISHED, [])


def test_an_unsolved_callback_is_handled_again_with_the_citizens_words() -> None:
    """A new round has a clock of its own; a second unsolved one waits for somebody to decide."""
    life = Life().to(S.REVIEWED)
    life.now += timedelta(days=2)
    with pytest.raises(InputError) as fault:
        life.do(Action.CALL_BACK, AGENT, contacted=True, solved="no")
    assert set(fields_of(fault)) == {"words"}
    life.do(Action.CALL_BACK, AGENT, contacted=True, solved="no", words="还是不亮")
    ticket = life.ticket
    assert (ticket.state, ticket.round, ticket.dispatched, ticket.department) == (S.DISPATCHED, 2, life.now, "01")
    assert life.history[-1].reason == "还是不亮"
    life.do(Action.SIGN, LEAD)
    life.do(Action.REPLY, LEAD, note="再修", public_answer="已换新灯。")
    life.do(Action.APPROVE, SUPERVISOR)
    assert not life.ticket.reached, "in this round nobody has called yet"
    life.do(Action.CALL_BACK, AGENT, contacted=True, solved="no", words="还要求赔偿")
    assert (life.state, life.ticket.reached) == (S.REVIEWED, True)
    life.do(Action.CLOSE_WITH_NOTE, SUPERVISOR, note="赔偿应通过诉讼主张。")
    assert life.state is S.FINISHED


def test_a_first_handling_is_not_closed_with_a_note() -> None:
    """Jinan Art. 25 is for a matter that was handled again."""
    life = Life().to(S.REVIEWED)
    with pytest.raises(InputError, match="先重办"):
        life.do(Action.CLOSE_WITH_NOTE, SUPERVISOR, note="就这样。")


def test_three_tries_at_different_hours_and_no_more() -> None:
    """A try too soon after the last is not one."""
    life = Life().to(S.REVIEWED)
    life.do(Action.CALL_BACK, AGENT, contacted=False)
    with pytest.raises(InputError, match="3小时"):
        life.do(Action.CALL_BACK, AGENT, contacted=False)
    for _ in range(2):
        assert life.state is S.REVIEWED
        life.now += 4 * HOUR
        life.do(Action.CALL_BACK, AGENT, contacted=False)
    assert (life.state, life.ticket.attempts, life.ticket.reached) == (S.FINISHED, 3, False)


def test_whoever_has_no_number_is_not_called_back() -> None:
    """The ticket is finished when its answer is good."""
    life = Life(new_ticket(citizen_number="")).to(S.REPLIED)
    life.do(Action.APPROVE, SUPERVISOR)
    assert life.state is S.FINISHED


def test_a_refusal_has_a_ground_a_reason_and_a_channel() -> None:
    """All three, told to the citizen."""
    life = Life()
    with pytest.raises(InputError) as fault:
        life.do(Action.DECLINE, AGENT)
    assert set(fields_of(fault)) == {"ground", "reason", "channel"}
    life.do(Action.DECLINE, AGENT, ground="litigation", reason="法院已受理", channel="向区人民法院反映")
    assert any("区人民法院" in tell.text for tell in life.tells)


def test_a_correction_never_goes_unseen() -> None:
    """A complaint that becomes an enquiry says why, and its limit is reckoned anew from the same start."""
    life = Life(now=moment("2027-01-11T10:00")).to(S.SIGNED)
    assert life.ticket.profile == "sichuan-2025"
    with pytest.raises(InputError) as fault:
        life.do(Action.AMEND, AGENT, amended={"type": "joke", "content": "", "district": "99"})
    assert set(fields_of(fault)) == {"reason", "type", "content", "district"}
    step = life.do(Action.AMEND, AGENT, amended={"type": "enquiry"}, reason="市民只想了解情况")
    assert step.history.changes["type"] == "enquiry"
    assert life.ticket.due == moment("2027-01-14T17:30")
    assert life.ticket.dispatched == life.now


def test_what_a_matter_came_by_is_put_right_unless_a_call_says_otherwise() -> None:
    """With its reason, as everything that is put right; a ticket of a call did not come in a letter."""
    life = Life().to(S.SIGNED)
    with pytest.raises(InputError) as fault:
        life.do(Action.AMEND, AGENT, amended={"came_by": "letter"}, reason="信件")
    assert "came_by" in fields_of(fault)
    without = Life(new_ticket(call_id="")).to(S.SIGNED)
    step = without.do(Action.AMEND, AGENT, amended={"came_by": "letter"}, reason="是信件，不是电话")
    assert (step.ticket.came_by, step.history.changes["came_by"]) == (CameBy.LETTER, "letter")


def test_a_returned_ticket_that_is_corrected_still_waits_for_its_decision() -> None:
    """Supervision is reminded of it, whatever its type is by then."""
    life = Life().to(S.RETURNED)
    life.do(Action.AMEND, AGENT, amended={"type": "enquiry"}, reason="市民只想了解情况")
    assert Due.ADJUDICATION in {timer.due for timer in life.timers}


def test_cards_come_one_after_the_other_and_the_department_sees_why() -> None:
    """Yellow, red, and up the ladder; each with its rule."""
    life = Life().to(S.SIGNED)
    for timer in sorted(life.timers, key=lambda timer: timer.at):
        life.fall_due(timer)
    assert [line.watch for line in life.oversight] == [
        Watch.YELLOW,
        Watch.RED,
        Watch.DAILY,
        Watch.LISTED,
        Watch.INTERVIEW,
    ]
    assert all(line.rule and line.department == "01" for line in life.oversight)
    life.do(Action.EXPLAIN, LEAD, note="配件缺货，周五到。", answers=1)
    assert life.steps[-1].answered == 1


def test_what_was_answered_in_time_gets_no_card() -> None:
    """Nor does an earlier round's timer touch a later one."""
    life = Life().to(S.SIGNED)
    timers = list(life.timers)
    life.do(Action.REPLY, LEAD, note="好了", public_answer="已修好。")
    assert [life.fall_due(timer) for timer in timers] == [None] * len(timers)


def test_a_return_that_nobody_decides_comes_to_supervision() -> None:
    """And the cards come all the same, because the clock runs."""
    life = Life().to(S.RETURNED)
    due = {timer.due for timer in life.timers}
    assert due >= {Due.ADJUDICATION, Due.YELLOW, Due.RED}
    (timer,) = (timer for timer in life.timers if timer.due is Due.ADJUDICATION)
    step = life.fall_due(timer)
    assert step
    assert step.tells[0].audience == "supervisors"
