"""Who may do what with the knowledge: every role and every action."""

from __future__ import annotations

from itertools import product

import pytest

from hotline.accounts.model import Account, Role
from hotline.errors import NotAllowedError
from hotline.web.rights import Action, may, require, within

EVERYTHING = set(Action)
MINE, OTHERS, NOBODYS = "02", "01", ""
BY_ROLE = {
    Role.AGENT: {Action.READ, Action.UNPUBLISHED, Action.WRITE, Action.MISSES},
    Role.SUPERVISOR: EVERYTHING,
    Role.ADMIN: EVERYTHING,
}


def account(role: Role, department: str = "") -> Account:
    """Somebody of a role."""
    return Account(id=1, username="a", name="甲", role=role, extension="", department=department)


@pytest.mark.parametrize(("role", "action"), list(product(BY_ROLE, Action)))
def test_who_answers_citizens_may_do_the_same_with_every_departments_entries(role: Role, action: Action) -> None:
    """Agents write what supervisors and administrators judge, import and supervise."""
    for owner in (None, MINE, OTHERS, NOBODYS):
        assert may(account(role), action, owner) == (action in BY_ROLE[role])
    assert within(account(role), action) == ""


@pytest.mark.parametrize("action", list(Action))
def test_a_handler_writes_what_the_department_keeps_and_nothing_else(action: Action) -> None:
    """Reads all that is published; judges nothing, imports nothing, and hears nothing of what citizens asked."""
    handler = account(Role.HANDLER, MINE)
    own = action in (Action.WRITE, Action.UNPUBLISHED)
    assert may(handler, action, MINE) == (own or action is Action.READ)
    assert may(handler, action) == (own or action is Action.READ)
    for owner in (OTHERS, NOBODYS):
        assert may(handler, action, owner) == (action is Action.READ)
    assert within(handler, action) == (MINE if own else "")


@pytest.mark.parametrize("action", list(Action))
def test_a_handler_of_no_department_only_reads(action: Action) -> None:
    """Also what nobody keeps is not his."""
    for owner in (None, MINE, NOBODYS):
        assert may(account(Role.HANDLER), action, owner) == (action is Action.READ)


def test_a_refusal_says_whether_it_is_the_role_or_the_entry() -> None:
    """So that a handler knows whom to ask."""
    handler = account(Role.HANDLER, MINE)
    with pytest.raises(NotAllowedError, match="别的单位"):
        require(handler, Action.WRITE, OTHERS)
    with pytest.raises(NotAllowedError, match="您的角色"):
        require(handler, Action.JUDGE, MINE)
    require(handler, Action.WRITE, MINE)
