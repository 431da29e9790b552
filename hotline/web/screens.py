"""Who looks at tickets, and with which eyes: the identity firewall of the web side.

Rule: whatever tells of a ticket goes through a Screen; a screen that is hidden tells nothing of who called.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from hotline.accounts.model import Account, Role
from hotline.errors import NotAllowedError
from hotline.tickets.life.step import Case, World
from hotline.tickets.model import Ticket
from hotline.tickets.moves import Party
from hotline.tickets.parties import User, may_see
from hotline.tickets.veil import veiled, veiled_changes
from hotline.web.auth import EVERYBODY, signed_in
from hotline.web.services import services

SUPERVISING = (Role.SUPERVISOR, Role.ADMIN)
SYSTEM = "系统"
"""Who did what nobody did."""
_DESK: Mapping[Role, tuple[Party, ...]] = {
    Role.AGENT: (Party.AGENT,),
    Role.SUPERVISOR: (Party.SUPERVISOR,),
    Role.ADMIN: (Party.SUPERVISOR,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """Somebody's eyes. people: names by user name; hidden: whether the citizen is."""

    user: User
    people: Mapping[str, str]
    world: World
    hidden: bool

    def person(self, username: str) -> str:
        """Somebody's name."""
        return SYSTEM if username == "clock" else self.people.get(username, username)

    def office(self, code: str) -> str:
        """A department's name, "" for none."""
        return self.world.city.name(code) if code else ""

    def text(self, text: str, ticket: Ticket) -> str:
        """A text of a ticket as it may be read here."""
        return veiled(text, ticket, self.world.city.public) if self.hidden else text

    def changes(self, changes: Mapping[str, object], ticket: Ticket) -> dict[str, object]:
        """What a row of history tells, as it may be read here."""
        return veiled_changes(changes, ticket, self.world.city.public) if self.hidden else dict(changes)


def user_of(account: Account) -> User:
    """As what an account acts on tickets."""
    own = account.department if account.role is Role.HANDLER else ""
    return User(username=account.username, desk=_DESK.get(account.role, ()), department=own)


async def screen_of(request: web.Request, account: Account) -> Screen:
    """The eyes of an account."""
    hotline, user = services(request), user_of(account)
    people = await hotline.accounts.people()
    return Screen(user=user, people=people, world=hotline.tickets.world(), hidden=not user.desk)


async def everybody(request: web.Request) -> Account:
    """Whoever is signed in; a handler only with a department. Raises as signed_in."""
    account = await signed_in(request, *EVERYBODY)
    if account.role is Role.HANDLER and not account.department:
        raise NotAllowedError("您的账号没有所属单位，请联系管理员。")
    return account


def require_sight(screen: Screen, case: Case) -> None:
    """Raises NotAllowedError where this user may not look at this ticket. case: with the parts of every round."""
    if not may_see(screen.user, case, screen.world.city):
        raise NotAllowedError("这张工单不在贵单位办理。")
