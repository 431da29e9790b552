"""As what somebody acts on a ticket: the one place where a user and a ticket are compared. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hotline.tickets.life.step import Case
from hotline.tickets.model import Part, TicketPart
from hotline.tickets.moves import Party
from hotline.tickets.offices import TicketCity


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Whoever is signed in. desk: as what they work for the hotline (agent, supervisor), None for a handler."""

    username: str
    desk: tuple[Party, ...] = ()
    department: str = ""


def parties_of(user: User, case: Case, city: TicketCity) -> frozenset[Party]:
    """As what somebody acts on a ticket: the one place where a user and a ticket are compared."""
    found = set(user.desk)
    if user.department:
        ticket = case.ticket
        if user.department == ticket.department:
            found.add(Party.LEAD)
        elif any(part.department == user.department and _helps(part) for part in case.parts):
            found.add(Party.ASSISTING)
        elif city.is_above(user.department, ticket.department):
            found.add(Party.UPPER)
    return frozenset(found or {Party.STRANGER})


def _helps(part: TicketPart) -> bool:
    return not part.lead and part.state is not Part.LEFT


def this_round(case: Case) -> Case:
    """The case as a move sees it: with the parts of this round alone."""
    return replace(case, parts=tuple(part for part in case.parts if part.round == case.ticket.round))


def may_see(user: User, case: Case, city: TicketCity) -> bool:
    """Whether somebody may look at a ticket. case: with the parts of every round.

    Those of the hotline see all; a department sees what was given to it, or to a body below it, and not taken away.
    """
    if user.desk:
        return True
    mine = user.department
    if not mine or not case.parts:
        return False
    at_it = {part.department for part in case.parts if part.state is not Part.LEFT} | {case.ticket.department}
    return mine in at_it or any(city.is_above(mine, code) for code in at_it)
