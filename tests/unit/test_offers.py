"""The buttons of a ticket's screen: what is offered is what would pass."""

from __future__ import annotations

from dataclasses import fields

import pytest

from hotline.tickets.life.step import Asked
from hotline.tickets.model import Part, TicketPart, TicketState
from hotline.tickets.moves import Action, Party, allowed
from hotline.tickets.offers import FORMS, Occasion, offers
from hotline.tickets.parties import User, may_see, parties_of
from tests.fakes.tickets import AGENT, CITY, LEAD, MONDAY, OTHER, SUPERVISOR, Life

USERS = (AGENT, SUPERVISOR, LEAD, OTHER, User(username="upper", department="01"), User(username="nobody"))
WAY: dict[Action, dict[str, object]] = {
    Action.DISPATCH: {"department": "01"},
    Action.RETURN: {"reason": "不属于我局", "basis": "三定方案"},
    Action.ADJUDICATE: {"department": "01", "reason": "属城管"},
    Action.ASK_EXTENSION: {"days": 2, "reason": "采购"},
}


def offered(life: Life, user: User, **occasion: object) -> set[Action]:
    """The actions that are offered."""
    found = offers(user, life.case, CITY, Occasion(now=life.now, **occasion))  # type: ignore[arg-type]
    return {offer.action for offer in found}


def test_every_action_of_a_person_has_its_form() -> None:
    """Its fields are those that a move can be asked with."""
    assert set(FORMS) == set(Action) - {Action.FOLLOW, Action.RELEASE}
    known = {field.name for field in fields(Asked)} | {"file"}
    assert all(form.fields <= known for form in FORMS.values())


@pytest.mark.parametrize("state", list(TicketState))
def test_nothing_is_offered_that_the_gate_would_refuse(state: TicketState) -> None:
    """To nobody, in no state."""
    life = Life().to(state)
    for user in USERS:
        assert offered(life, user, unanswered=(1,)) <= set(allowed(state, parties_of(user, life.case, CITY)))


def test_what_has_no_occasion_is_not_offered() -> None:
    """An extension before one is asked for, a second return, an answer to no line, a file too many."""
    life = Life().to(TicketState.SIGNED)
    assert Action.SET_LIMIT in offered(life, SUPERVISOR)
    assert {Action.ASK_EXTENSION, Action.RETURN, Action.HAND_DOWN, Action.ATTACH} <= offered(life, LEAD)
    assert Action.EXPLAIN not in offered(life, LEAD)
    assert Action.EXPLAIN in offered(life, LEAD, unanswered=(1,))
    assert Action.ATTACH not in offered(life, LEAD, has_files_room=False)
    assert Action.GRANT_EXTENSION not in offered(life, SUPERVISOR)
    assert Action.MERGE not in offered(life, AGENT, has_children=True)
    life.do(Action.ASK_EXTENSION, LEAD, **WAY[Action.ASK_EXTENSION])
    assert {Action.GRANT_EXTENSION, Action.REFUSE_EXTENSION} <= offered(life, SUPERVISOR)
    assert Action.ASK_EXTENSION not in offered(life, LEAD)
    longer = Life().to(TicketState.SIGNED)
    longer.do(Action.SET_LIMIT, SUPERVISOR, due="2026-12-18T17:30+08:00", reason="需鉴定", basis="《条例》第三条")
    assert Action.ASK_EXTENSION not in offered(longer, LEAD)
    again = Life().to(TicketState.RETURNED)
    again.do(Action.ADJUDICATE, SUPERVISOR, **WAY[Action.ADJUDICATE])
    assert Action.RETURN not in offered(again, LEAD)


def test_help_is_asked_for_by_the_lead_and_decided_once_it_is_asked() -> None:
    """Signed or not; by nobody else, and granted or refused by nobody but a supervisor."""
    for state in (TicketState.DISPATCHED, TicketState.SIGNED):
        life = Life().to(state)
        deciding = {Action.GRANT_ASSISTING, Action.REFUSE_ASSISTING}
        assert [Action.ASK_ASSISTING in offered(life, user) for user in USERS] == [
            False,
            False,
            True,
            False,
            True,
            False,
        ]
        assert not deciding & offered(life, SUPERVISOR)
        life.do(Action.ASK_ASSISTING, LEAD, department="02", reason="需查线路")
        assert deciding <= offered(life, SUPERVISOR)
        assert Action.ASK_ASSISTING in offered(life, LEAD), "of yet another department"
        assert offered(life, OTHER) == set()
        assert not any(deciding & offered(life, user) for user in USERS if user is not SUPERVISOR)


def test_what_is_too_late_is_not_offered() -> None:
    """A return past its limit, an extension past the finish."""
    life = Life().to(TicketState.SIGNED)
    life.now = MONDAY.replace(year=2027)
    assert not {Action.RETURN, Action.ASK_EXTENSION} & offered(life, LEAD)


def test_a_helper_signs_once_and_answers_once() -> None:
    """Then there is nothing more to press but notes, files and the telephone."""
    life = Life()
    life.do(Action.DISPATCH, AGENT, department="01", assisting=("02",))
    assert {Action.ASSIST_SIGN, Action.ASSIST_REPLY} <= offered(life, OTHER)
    life.do(Action.ASSIST_SIGN, OTHER)
    assert Action.ASSIST_SIGN not in offered(life, OTHER)
    life.do(Action.ASSIST_REPLY, OTHER, note="线路已查")
    assert offered(life, OTHER) == {Action.NOTE, Action.ATTACH, Action.CALL}


def test_a_department_sees_what_was_given_to_it_and_not_what_was_taken_away() -> None:
    """A draft that names it is none of its business; the body above sees what its own have."""
    upper, lower = User(username="upper", department="01"), User(username="lower", department="0101")
    life = Life()
    assert [may_see(user, life.case, CITY) for user in (AGENT, SUPERVISOR, LEAD)] == [True, True, False]
    life.do(Action.DISPATCH, AGENT, department="0101")
    assert [may_see(user, life.case, CITY) for user in (lower, upper, OTHER)] == [True, True, False]
    life.do(Action.REDISPATCH, SUPERVISOR, department="02", reason="属住建")
    assert [may_see(user, life.case, CITY) for user in (lower, upper, OTHER)] == [False, False, True]
    assert not may_see(User(username="x"), life.case, CITY)


def test_a_department_that_is_only_asked_for_sees_nothing_until_it_is_granted() -> None:
    """Neither it nor the body above it; refused, it never does."""
    asked_for, above = User(username="x", department="0101"), User(username="y", department="01")
    life = Life()
    life.do(Action.DISPATCH, AGENT, department="02")
    for _ in range(2):
        life.do(Action.ASK_ASSISTING, OTHER, department="0101", reason="需查线路")
        assert [may_see(user, life.case, CITY) for user in (asked_for, above)] == [False, False]
        assert parties_of(asked_for, life.case, CITY) == {Party.STRANGER}
        life.do(Action.REFUSE_ASSISTING, SUPERVISOR, department="0101", reason="请自行处理")
        assert not may_see(asked_for, life.case, CITY)
    life.do(Action.ASK_ASSISTING, OTHER, department="0101", reason="需查线路")
    life.do(Action.GRANT_ASSISTING, SUPERVISOR, department="0101")
    assert [may_see(user, life.case, CITY) for user in (asked_for, above)] == [True, True]


def test_who_answered_an_earlier_round_still_sees_it() -> None:
    """Its answer stands in it; who returned it does not."""
    life = Life().to(TicketState.REVIEWED)
    old = TicketPart(department="03", lead=True, state=Part.LEFT, round=1, given=MONDAY)
    life.case = life.case.__class__(ticket=life.ticket, parts=(*life.case.parts, old))
    assert may_see(LEAD, life.case, CITY)
    assert not may_see(User(username="x", department="03"), life.case, CITY)
