"""Who may do what with the knowledge: one table, and the one gate to ask it. Pure but for who asks.

Rule: what the table does not name is refused; a handler reaches nothing but what the department keeps, and nothing of
what citizens said. Departments keep their own entries current (Beijing Ordinance, Art. 31); publishing stays with the
hotline.
"""

from __future__ import annotations

from enum import StrEnum

from aiohttp import web

from hotline.accounts.model import Account, Role
from hotline.errors import NotAllowedError
from hotline.web.auth import EVERYBODY, signed_in


class Action(StrEnum):
    """What somebody does with the knowledge."""

    READ = "read"
    """Look at what is published, and search it."""
    UNPUBLISHED = "unpublished"
    """See drafts, what waits for review, and what was published once."""
    WRITE = "write"
    """Write a draft, confirm that an entry still holds, hand it in."""
    JUDGE = "judge"
    """Publish, refuse, withdraw."""
    TABLES = "tables"
    """Import and export everything at once."""
    MISSES = "misses"
    """See and settle what citizens asked and nobody could answer."""
    SUPERVISE = "supervise"
    """See what a department left stale after it was told."""


class Reach(StrEnum):
    """Of whose entries something may be done."""

    OWN = "own"
    """Those of the account's own department."""
    ALL = "all"
    """Everybody's, and those that the hotline keeps itself."""


TABLE: dict[tuple[Role, Action], Reach] = {
    (Role.AGENT, Action.READ): Reach.ALL,
    (Role.AGENT, Action.UNPUBLISHED): Reach.ALL,
    (Role.AGENT, Action.WRITE): Reach.ALL,
    (Role.AGENT, Action.MISSES): Reach.ALL,
    (Role.HANDLER, Action.READ): Reach.ALL,
    (Role.HANDLER, Action.UNPUBLISHED): Reach.OWN,
    (Role.HANDLER, Action.WRITE): Reach.OWN,
    **{(role, action): Reach.ALL for role in (Role.SUPERVISOR, Role.ADMIN) for action in Action},
}


def may(account: Account, action: Action, owner: str | None = None) -> bool:
    """Whether an account may do this with what a department keeps. owner: its code, "" for what the hotline keeps.

    None asks whether it may do so with anything at all.
    """
    reach = TABLE.get((account.role, action))
    if reach is Reach.OWN:
        return bool(account.department) and owner in (None, account.department)
    return reach is Reach.ALL


def who_may(action: Action) -> tuple[Role, ...]:
    """The roles that may do this, if only with what their own department keeps."""
    return tuple(role for role, named in TABLE if named is action)


def within(account: Account, action: Action) -> str:
    """The department whose entries alone an account may do this with, "" for everybody's. Ask may() first."""
    return account.department if TABLE.get((account.role, action)) is Reach.OWN else ""


async def allowed(request: web.Request, action: Action, owner: str | None = None) -> Account:
    """The account behind the request. Raises NotSignedInError; NotAllowedError where it may not do this."""
    account = await signed_in(request, *EVERYBODY)
    require(account, action, owner)
    return account


def require(account: Account, action: Action, owner: str | None) -> None:
    """Raises NotAllowedError where the account may not do this with what this department keeps."""
    if not may(account, action, owner):
        elsewhere = owner is not None and may(account, action)
        raise NotAllowedError("这条资料由别的单位维护。" if elsewhere else "您的角色不能进行这项操作。")
