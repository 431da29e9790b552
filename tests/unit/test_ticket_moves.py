"""The table of moves: every state, action and role, against what the desk expects, written down apart."""

from __future__ import annotations

from itertools import product

from hotline.tickets.life.table import LIFE
from hotline.tickets.model import CLOSED, TicketState
from hotline.tickets.moves import MOVES, QUIET, Action, Party, Refusal, allowed, refusal
from hotline.tickets.words import clause

AT_WORK = "dispatched signed returned replied"
OPEN = f"accepted {AT_WORK} reviewed"
EXPECTED = {
    "save_draft": ("agent supervisor", "draft"),
    "accept": ("agent supervisor", "draft"),
    "answer": ("agent supervisor", "draft accepted"),
    "dispatch": ("agent supervisor", "draft accepted"),
    "sign": ("lead", "dispatched"),
    "return": ("lead", "dispatched signed"),
    "adjudicate": ("supervisor upper", "returned"),
    "hand_down": ("lead", "dispatched signed"),
    "redispatch": ("supervisor", "dispatched signed"),
    "add_assisting": ("agent supervisor", "dispatched signed"),
    "ask_assisting": ("lead", "dispatched signed"),
    "grant_assisting": ("supervisor", "dispatched signed"),
    "refuse_assisting": ("supervisor", "dispatched signed"),
    "note": ("agent supervisor lead assisting", f"{OPEN} finished"),
    "attach": ("agent supervisor lead assisting", OPEN),
    "call": ("agent supervisor lead assisting", OPEN),
    "ask_extension": ("lead", "signed"),
    "grant_extension": ("supervisor", "signed"),
    "refuse_extension": ("supervisor", "signed"),
    "set_limit": ("supervisor", "dispatched signed"),
    "assist_sign": ("assisting", "dispatched signed"),
    "assist_reply": ("assisting", "dispatched signed"),
    "reply": ("lead", "signed"),
    "approve": ("supervisor", "replied"),
    "refuse": ("supervisor", "replied"),
    "call_back": ("agent supervisor", "reviewed"),
    "close_with_note": ("supervisor", "reviewed"),
    "rehandle": ("supervisor", "reviewed finished"),
    "transfer": ("agent supervisor", "draft accepted dispatched returned"),
    "decline": ("agent supervisor", "draft accepted returned"),
    "withdraw": ("agent supervisor", f"draft {OPEN}"),
    "merge": ("agent supervisor", "accepted dispatched signed returned"),
    "amend": ("agent supervisor", "accepted dispatched signed returned"),
    "urge": ("agent supervisor clock", AT_WORK),
    "instruct": ("supervisor", AT_WORK),
    "supervise": ("supervisor clock", f"{OPEN} finished"),
    "close_instruction": ("supervisor", f"accepted {AT_WORK} reviewed finished transferred declined withdrawn merged"),
    "explain": ("lead", f"{AT_WORK} reviewed finished"),
    "follow": ("clock", "merged"),
    "release": ("clock", "merged"),
}


def test_every_action_stands_in_the_table() -> None:
    """With a word for people, and a function of its own unless only the clock does it."""
    assert set(MOVES) == set(Action) == {Action(name) for name in EXPECTED}
    assert set(LIFE) == set(Action) - {Action.FOLLOW, Action.RELEASE}
    assert all(action.label for action in Action)
    assert all(state.label for state in TicketState)


def test_the_gate_is_open_where_the_desk_expects_it() -> None:
    """And shut everywhere else, saying whether it is the person or the moment: every state, action and role."""
    for action, state, party in product(Action, TicketState, Party):
        parties, states = (words.split() for words in EXPECTED[action])
        expected = Refusal.PARTY if party not in parties else Refusal.STATE if state not in states else None
        assert refusal(action, state, {party}) is expected, (action, state, party)


def test_nothing_is_asked_of_a_stranger() -> None:
    """Whoever has nothing to do with a ticket has no button."""
    assert all(allowed(state, {Party.STRANGER}) == () for state in TicketState)


def test_a_closed_ticket_opens_again_only_by_rehandling() -> None:
    """All that can otherwise be done to it adds words and changes nothing; a merged one follows its parent."""
    people = set(Party) - {Party.CLOCK}
    for state in CLOSED:
        changing = {action for action in allowed(state, people) if action not in QUIET}
        assert changing == ({Action.REHANDLE} if state is TicketState.FINISHED else set())


def test_the_buttons_of_several_roles_are_those_of_each() -> None:
    """A supervisor who also takes calls has both."""
    both = set(allowed(TicketState.RETURNED, {Party.AGENT, Party.SUPERVISOR}))
    assert both == {*allowed(TicketState.RETURNED, {Party.AGENT}), *allowed(TicketState.RETURNED, {Party.SUPERVISOR})}


def test_a_reason_within_a_sentence_brings_no_full_stop_of_its_own() -> None:
    """However many it ends with; those within it stay."""
    assert clause("一周内答复。请现场查看。。\n") == "一周内答复。请现场查看"
