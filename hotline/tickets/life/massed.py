"""Which complaints come to supervision by themselves: one citizen's again and again, many citizens' of one. Pure.

The principle is the rules' (Weifang 12345 Regulation Art. 26, Jinan 12345 Regulation Art. 28: repeated and massed
complaints are supervised), the counts and days are the city's own choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from hotline.tickets.life.falling_due import shown
from hotline.tickets.life.step import Case, Step, World
from hotline.tickets.life.watch import Watch
from hotline.tickets.model import Ticket, TicketState, TicketType

MASSED_NUMBERS, MASSED_DAYS = 5, 7
"""So many different numbers tell of the same matter within so many days."""
REPEATED_DAYS, REPEATED_OPEN = 30, 3
"""The same number tells of the same category so soon after it was finished, or has so many of it open at once."""
COMPLAINTS = frozenset({TicketType.HELP, TicketType.COMPLAINT, TicketType.REPORT})
"""Who asks, praises or suggests twice complains of nothing."""
RULE = "重复、集中反映的诉求列入督办（潍坊市12345规定第二十六条、济南市12345条例第二十八条，次数和天数由本市设定）"
_MOST_TOLD = 10  # numbers of tickets in a reason


def massed(ticket: Ticket, alike: Sequence[Ticket]) -> str | None:
    """Why a ticket and those about the same matter are massed; None where they are not. Hidden numbers do not count."""
    since = ticket.created - timedelta(days=MASSED_DAYS)
    counted = {one.number: one for one in (ticket, *alike) if one.created >= since and one.citizen_number}
    people = {one.citizen_number for one in counted.values()}
    if len(people) < MASSED_NUMBERS:
        return None
    numbers = sorted(counted)
    told = "、".join(numbers[:_MOST_TOLD]) + ("等" if len(numbers) > _MOST_TOLD else "")
    return f"{MASSED_DAYS}日内有{len(people)}个号码反映同一事项（工单{told}），请统筹办理。"


def carrier(ticket: Ticket, alike: Sequence[Ticket]) -> Ticket | None:
    """The ticket that stands for a massed matter: the first that a department has, else the first; None without any."""
    living = [one for one in (ticket, *alike) if one.state.is_open and one.state is not TicketState.DRAFT]
    return min(living, key=lambda one: (not one.department, one.created, one.number), default=None)


def repeated(ticket: Ticket, earlier: Sequence[Ticket]) -> str | None:
    """Why a ticket repeats what its citizen has told before; None where it does not. earlier: any of that number.

    What was answered on the spot was asked, and never handled: it does not count as finished.
    """
    if not ticket.citizen_number:
        return None
    same = [
        one
        for one in earlier
        if one.number != ticket.number
        and one.citizen_number == ticket.citizen_number
        and one.category == ticket.category
        and one.type in COMPLAINTS
    ]
    if any(_just_finished(one, ticket) for one in same):
        return f"同一诉求人的同类事项办结后{REPEATED_DAYS}日内再次反映，请核实前次办理是否到位。"
    count = 1 + sum(one.state.is_open and one.state is not TicketState.DRAFT for one in same)
    if count >= REPEATED_OPEN:
        return f"同一诉求人的同类事项有{count}张工单在办，请一并核实办理。"
    return None


def watched(case: Case, world: World, watch: Watch, reason: str) -> Step:
    """The line of supervision, which the department answers and the supervisors are told of."""
    return shown(case, world, watch, reason, RULE)


def _just_finished(one: Ticket, ticket: Ticket) -> bool:
    if one.state is not TicketState.FINISHED or one.finished is None or one.dispatched is None:
        return False
    return timedelta(0) <= ticket.created - one.finished <= timedelta(days=REPEATED_DAYS)
