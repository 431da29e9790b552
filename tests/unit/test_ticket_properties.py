"""What no sequence of moves, sensible or not, can do to a ticket."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline.errors import InputError
from hotline.tickets.life.step import Due
from hotline.tickets.life.table import LIFE
from hotline.tickets.model import TicketState
from hotline.tickets.moves import Action
from hotline.tickets.parties import User
from tests.fakes.tickets import AGENT, LEAD, OTHER, SUPERVISOR, Life

USERS = (AGENT, SUPERVISOR, LEAD, OTHER)
TEXT = st.sampled_from(["有理由", "有理由", "有理由", "", "  ", "长" * 5000])
ASKED: dict[str, st.SearchStrategy[Any]] = {
    "reason": TEXT,
    "basis": TEXT,
    "due": st.sampled_from(["2027-01-29T17:30+08:00", "2026-11-27T12:00+08:00", "2000-01-01T00:00Z", "明天", ""]),
    "note": TEXT,
    "public_answer": TEXT,
    "words": TEXT,
    "department": st.sampled_from(["01", "01", "02", "0101", "03", "", "99"]),
    "assisting": st.sampled_from([(), ("02",), ("99",)]),
    "days": st.integers(-2, 30),
    "body": st.sampled_from(["", "110"]),
    "ground": st.sampled_from(["", "litigation"]),
    "channel": TEXT,
    "contacted": st.sampled_from([None, True, False]),
    "solved": st.sampled_from(["no", "yes", "partly", "", "?"]),
    "satisfied": st.sampled_from(["", "yes", "no", "?"]),
    "parent": st.sampled_from(["", "2600000028"]),
    "level": st.sampled_from(["", "daily", "interview"]),
    "answers": st.integers(-1, 2),
    "amended": st.sampled_from([{}, {"type": "enquiry"}, {"urgency": "critical"}, {"content": ""}, {"state": "x"}]),
}
MOVE = st.tuples(
    st.integers(0, 1000),
    st.booleans(),
    st.sampled_from(USERS),
    st.integers(0, 100),
    st.fixed_dictionaries(ASKED),
)
LATE = {Due.YELLOW, Due.RED, Due.DAILY, Due.LISTED, Due.INTERVIEW}
WAITING = (TicketState.DISPATCHED, TicketState.SIGNED, TicketState.RETURNED)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(MOVE, max_size=25))
def test_no_sequence_loses_a_ticket_stops_its_clock_or_finishes_it_without_an_answer(moves: list[Any]) -> None:
    """Whoever does whatever in whatever order, with half of it nonsense."""
    life = Life()
    for which, sensible, user, hours, asked in moves:
        action, before = chosen(life, user, which, sensible=sensible), life.ticket
        life.now += timedelta(hours=hours)
        fired = [timer for timer in life.timers if timer.at <= life.now]
        for timer in fired:
            life.fall_due(timer)
        late = len(life.steps)
        try:
            life.do(action, user, **asked)
        except (InputError, PermissionError):
            assert life.ticket == before
            assert len(life.steps) == late
            continue
        check_move(life, before, action)
        assert len(life.steps) == late + 1


def chosen(life: Life, user: User, which: int, *, sensible: bool) -> Action:
    """An action that the gate lets through, where there is one and it is asked for; else any."""
    open_ones = [action for action in LIFE if life.may(action, user)] if sensible else []
    among = open_ones or list(LIFE)
    return among[which % len(among)]


def check_move(life: Life, before: Any, action: Action) -> None:
    """What holds after every move that was allowed."""
    ticket = life.ticket
    assert ticket.number == before.number
    assert ticket.version in (before.version, before.version + 1)
    if ticket.state in WAITING:
        assert ticket.department
        assert ticket.dispatched
        assert ticket.due
        still = {timer.due for timer in life.timers if timer.due in LATE}
        shown = {line.watch for line in life.oversight}
        assert still or shown, "a clock that nobody would see stop"
        assert life.case.part(ticket.department) or ticket.state is TicketState.RETURNED
    if ticket.round == before.round and before.dispatched:
        assert ticket.dispatched == before.dispatched
        moves = (Action.GRANT_EXTENSION, Action.SET_LIMIT) + (() if before.due_basis else (Action.AMEND,))
        if action not in moves:
            assert ticket.due == before.due
        if action is not Action.SET_LIMIT:
            assert (ticket.due_reason, ticket.due_basis) == (before.due_reason, before.due_basis)
    if ticket.state not in (TicketState.DISPATCHED, TicketState.SIGNED) or ticket.department != before.department:
        assert life.case.extension is None, "it waits for a decision that nobody can make"
        assert not life.case.requests, "they wait for a decision that nobody can make"
    for request in life.case.requests:
        assert life.case.part(request.department) is None, "who is only asked for has a part in the ticket"
    if ticket.state is TicketState.FINISHED:
        assert ticket.public_answer
    if ticket.state is TicketState.DECLINED:
        assert life.history[-1].reason
        assert life.history[-1].changes["channel"]
