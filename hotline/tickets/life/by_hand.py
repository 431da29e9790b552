"""A finish that a supervisor sets by hand, because another law or order gives the matter another time. Pure.

Rule: a longer legal limit prevails and the citizen is told of it; what it rests on is named, and stands beside the
limit from then on.
"""

from __future__ import annotations

from dataclasses import replace

from hotline.tickets.clock.extension import due_by_hand
from hotline.tickets.life.desk import LONGEST_REASON, text
from hotline.tickets.life.dispatching import limits_after, timers_after
from hotline.tickets.life.step import Actor, Asked, Case, Step, Tell, World, moved, needs
from hotline.tickets.model import Ticket
from hotline.tickets.words import clause, dated, to_citizen, to_department


def set_limit(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """Another date for the finish of this round; cards and supervision follow it.

    The department is always told, the citizen where it is later than it was.
    """
    due = due_by_hand(asked.due, now=world.now)
    needs(
        due=due if isinstance(due, str) else None,
        reason=text(asked.reason, "改定时限的理由", LONGEST_REASON),
        basis=text(asked.basis, "依据（法律法规或文件的名称和条款）", LONGEST_REASON),
    )
    step = moved(case, world, actor, asked, state=None, due=due, due_reason=asked.reason, due_basis=asked.basis)
    return replace(
        step,
        limits=limits_after(step.ticket, case, world),
        timers=timers_after(step.ticket, case, world),
        tells=_tells(step.ticket, case.ticket),
    )


def _tells(ticket: Ticket, before: Ticket) -> tuple[Tell, ...]:
    """Once for each setting: the version of the ticket is in both keys."""
    if ticket.due is None:
        return ()
    until, number, why = dated(ticket.due, since=ticket.created), ticket.number, f"依据：{clause(ticket.due_basis)}"
    told = f"工单{number}的办结时限另行确定为{until}。理由：{clause(ticket.due_reason)}；{why}。"
    tells = to_department(ticket, ticket.department, "limit-set", told)
    if before.due is not None and ticket.due <= before.due:
        return tells
    longer = f"您反映的事项（工单{number}）办理期限延长至{until}，{why}。办结后会给您回访。"
    return (*tells, *to_citizen(ticket, f"limit-set-{ticket.version}", longer))
