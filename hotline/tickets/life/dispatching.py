"""Giving a ticket to departments: who has it, which limits run from when, what falls due. Pure.

Rule: the clock of a round starts when the round is dispatched, and no return, adjudication or passing on moves the
finish (DB11/T 2021-2022; the abuse that citizens resent most is a return that stops the clock). Only an extension, a
correction of what the rule is chosen by, and a supervisor who sets it by hand do.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from hotline.errors import InputError
from hotline.tickets.clock.extension import extended, set_by_hand
from hotline.tickets.clock.left import cards_of
from hotline.tickets.clock.length import Length, Unit
from hotline.tickets.clock.limits import Deadlines, Limit, Matter, Moments, limits_of
from hotline.tickets.clock.policy import LimitName, Profile
from hotline.tickets.life.duty import Occasion
from hotline.tickets.life.step import Case, Due, Step, Timer, World
from hotline.tickets.model import Part, Ticket, TicketPart, TicketState
from hotline.tickets.words import dated, pressing, to_department

LADDER = ((Due.DAILY, 1), (Due.LISTED, 3), (Due.INTERVIEW, 5))
"""Working days past the red card after which supervision goes a step up (levels: Weifang Measures Art. 26; the days are
the city's own choice)."""
_FOLLOWING = (LimitName.FINISH, LimitName.CALLBACK)
ADJUDICATION_DAYS = 1  # working days in which a return is decided; the clock runs meanwhile


def profile_of(ticket: Ticket, world: World) -> Profile:
    """The policy under which a ticket runs: what was in force at its dispatch stays with it."""
    if ticket.profile in world.policies.profiles:
        return world.policies.profiles[ticket.profile]
    return world.policies.profile_at(ticket.dispatched or world.now)


def deadlines_of(
    ticket: Ticket, world: World, *, handed_over: datetime | None = None, finished: datetime | None = None
) -> Deadlines:
    """A dispatched ticket's limits; a finish that was set by hand stays where it was set.

    handed_over: when the department that has it got it.
    """
    start = ticket.dispatched or world.now
    matter = Matter(type=ticket.type, urgency=ticket.urgency, category=ticket.category)
    moments = Moments(
        dispatched=start,
        accepted=min(ticket.created, start) if ticket.round == 1 else None,
        handed_over=handed_over,
        extended_to=ticket.due if ticket.extended or ticket.due_basis else None,
        finished=finished,
    )
    deadlines = limits_of(profile_of(ticket, world), world.policies.calendar, matter, moments)
    if not ticket.due_basis:
        return deadlines
    return set_by_hand(deadlines, reason=ticket.due_reason, basis=ticket.due_basis, is_extended=bool(ticket.extended))


def put_off(ticket: Ticket, world: World, *, days: int, asked: datetime, field: str) -> Limit:
    """The finish put off by working days, as asked for at a moment.

    field: of the move, where a fault is told. Raises InputError: too late, too long, or not foreseen.
    """
    length = Length(amount=days, unit=Unit.WORKING_DAYS)
    try:
        return extended(deadlines_of(ticket, world), world.policies.calendar, by=length, asked=asked)
    except InputError as fault:
        fields = fault.details.get("fields")
        sentence = "；".join(fields.values()) if isinstance(fields, dict) else fault.message
        raise InputError(fault.message, fields={field: sentence}, rule=fault.details.get("rule", "")) from fault


def timers_of(ticket: Ticket, deadlines: Deadlines, world: World) -> tuple[Timer, ...]:
    """What falls due while a department has the ticket."""
    found: dict[Due, datetime] = {}
    sign = deadlines.limit(LimitName.SIGN)
    if sign:
        found[Due.SIGN] = sign.due
    found |= late_timers(ticket, world)
    return tuple(Timer(due=due, at=at, round=ticket.round) for due, at in found.items())


def late_timers(ticket: Ticket, world: World) -> dict[Due, datetime]:
    """The warning before the limit, the cards and the ladder above them."""
    if ticket.due is None:
        return {}
    cards, warning = profile_of(ticket, world).cards, ticket.due - world.late_soon
    soon = {Due.SOON: warning} if world.late_soon and warning > world.now else {}
    if cards is None:
        return soon
    calendar = world.policies.calendar
    yellow, red = cards_of(calendar, ticket.dispatched or world.now, ticket.due, cards)
    ladder = {due: calendar.opening(calendar.working_day_after(calendar.day_of(red.at), days)) for due, days in LADDER}
    return {**soon, Due.YELLOW: yellow.at, Due.RED: red.at, **ladder}


def limits_after(ticket: Ticket, case: Case, world: World) -> tuple[Limit, ...]:
    """The limits when the finish alone was moved: signing and returning have nothing to do with it, and stay."""
    following = [one for one in deadlines_of(ticket, world).limits if one.name in _FOLLOWING]
    found = (*(one for one in case.limits if one.name not in _FOLLOWING), *following)
    return tuple(sorted(found, key=lambda one: list(LimitName).index(one.name)))


def timers_after(ticket: Ticket, case: Case, world: World) -> tuple[Timer, ...]:
    """What falls due when the finish alone was moved."""
    sign = limit(case.limits, LimitName.SIGN)
    unsigned = {Due.SIGN: sign.due} if sign and ticket.state is TicketState.DISPATCHED else {}
    coming = {**unsigned, **late_timers(ticket, world)}
    return tuple(Timer(due=due, at=at, round=ticket.round) for due, at in coming.items())


def decided_by(world: World) -> dict[Due, datetime]:
    """Until when somebody decides about a return of now."""
    calendar = world.policies.calendar
    day = calendar.working_day_after(calendar.day_of(world.now), ADJUDICATION_DAYS)
    return {Due.ADJUDICATION: calendar.closing(day)}


def given(step: Step, world: World, *, assisting: tuple[str, ...] = ()) -> Step:
    """The step, with the ticket given to its department: a part of its own, limits, timers, and the department told."""
    ticket = step.ticket
    start = ticket.dispatched or world.now
    if ticket.dispatched is None:
        ticket = replace(ticket, dispatched=start, profile=world.policies.profile_at(start).id)
    deadlines = deadlines_of(ticket, world, handed_over=world.now if world.now > start else None)
    finish = deadlines.limit(LimitName.FINISH)
    if not ticket.extended:
        ticket = replace(ticket, due=finish.due if finish else None)
    lead = TicketPart(department=ticket.department, lead=True, state=Part.TO_SIGN, round=ticket.round, given=world.now)
    helpers = tuple(replace(lead, department=code, lead=False) for code in assisting if code != ticket.department)
    told = {"department": ticket.department, "due": ticket.due and ticket.due.isoformat()}
    arrived = pressing(ticket, Occasion.ARRIVED)
    tells = to_department(ticket, ticket.department, "dispatched", _dispatched(ticket), arrived)
    for code in (part.department for part in helpers):
        tells += to_department(ticket, code, "assisting", f"工单{ticket.number}请贵单位协办，请及时签收。", arrived)
    return replace(
        step,
        ticket=ticket,
        parts=(*step.parts, lead, *helpers),
        limits=tuple(deadlines.limits),
        timers=timers_of(ticket, deadlines, world),
        tells=(*step.tells, *tells),
        history=replace(step.history, changes={**step.history.changes, **told}),
    )


def limit(limits: tuple[Limit, ...], name: LimitName) -> Limit | None:
    """The limit of this name."""
    return next((one for one in limits if one.name is name), None)


def _dispatched(ticket: Ticket) -> str:
    until = f"，请于{dated(ticket.due, since=ticket.created)}前办结" if ticket.due else ""
    again = "（重办）" if ticket.round > 1 else ""
    return f"收到新工单{ticket.number}{again}：{ticket.type.label}，{ticket.urgency.label}{until}，请及时签收。"
