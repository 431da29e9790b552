"""Another department helps: the desk adds it, or the lead asks for it and a supervisor decides. Pure.

Rule: until somebody has granted it, the department that is asked for has no part in the ticket, is told nothing, and so
sees nothing of it: a request stands in no TicketPart.
"""

from __future__ import annotations

from dataclasses import replace

from hotline.tickets.life.asking import decided
from hotline.tickets.life.desk import LONGEST_REASON, office, text
from hotline.tickets.life.step import Actor, Asked, Case, Step, World, also, moved, needs
from hotline.tickets.model import AssistRequest, Part, TicketPart
from hotline.tickets.words import clause, to_department, to_supervisors

_AT_IT = "该单位已在办理这张工单。"


def add_assisting(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """One more department helps; the lead's limit stays. Where the lead had asked for it, that is granted by it."""
    at_it = case.part(asked.department)
    needs(department=office(asked.department, world) or (_AT_IT if at_it else None))
    step = also(moved(case, world, actor, asked, state=None), assisting=[asked.department])
    ticket = step.ticket
    part = TicketPart(department=asked.department, lead=False, state=Part.TO_SIGN, round=ticket.round, given=world.now)
    told = f"工单{ticket.number}请贵单位协办，请及时签收。"
    step = replace(step, parts=(part,), tells=to_department(ticket, asked.department, "assisting", told))
    return _answered(step, case, asked, actor, world)


def ask_assisting(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """The lead names a department and why it is needed; a supervisor decides."""
    needs(
        department=_not_to_ask(case, asked.department, world), reason=text(asked.reason, "请协办的理由", LONGEST_REASON)
    )
    step = also(moved(case, world, actor, asked, state=None), assist_asked=asked.department)
    ticket, name = step.ticket, world.city.name
    request = AssistRequest(
        id=0,
        round=ticket.round,
        department=asked.department,
        reason=asked.reason,
        asked_by=actor.username,
        asked=world.now,
    )
    told = f"{name(ticket.department)}申请工单{ticket.number}由{name(asked.department)}协办，请审批。"
    # a quiet move: the version does not tell two of them apart
    occasion = f"assist-asked-{asked.department}-{world.now.isoformat()}"
    return replace(step, requests=(request,), tells=to_supervisors(ticket, occasion, told))


def grant_assisting(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """The department helps from now on, as if the desk had added it; the lead is told."""
    needs(department=_unasked(case, asked.department))
    return add_assisting(case, asked, actor, world)


def refuse_assisting(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """It does not help, with the reason, which the lead alone is told."""
    request = case.request(asked.department)
    needs(
        department=_unasked(case, asked.department),
        reason=text(asked.reason, "不同意的理由", LONGEST_REASON),
    )
    step = also(moved(case, world, actor, asked, state=None), assist_asked=asked.department)
    if request is None:
        return step
    ticket, name = step.ticket, world.city.name(asked.department)
    told = f"工单{ticket.number}不同意由{name}协办：{clause(asked.reason)}。"
    tells = to_department(ticket, ticket.department, f"assist-refused-{request.id}", told)
    return replace(step, requests=(decided(request, actor, world, asked.reason, granted=False),), tells=tells)


def _answered(step: Step, case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """The step, with the lead's request for this department granted, and the lead told, where there is one."""
    request, ticket = case.request(asked.department), step.ticket
    if request is None:
        return step
    told = f"工单{ticket.number}同意由{world.city.name(asked.department)}协办。"
    tells = to_department(ticket, ticket.department, f"assist-granted-{request.id}", told)
    granted = decided(request, actor, world, asked.reason, granted=True)
    return replace(step, requests=(granted,), tells=(*step.tells, *tells))


def _not_to_ask(case: Case, department: str, world: World) -> str | None:
    if department not in world.city.offices:
        return "请选择协办单位。"
    if department == case.ticket.department:
        return "贵单位是主办单位，请选择另一个单位。"
    if case.part(department):
        return _AT_IT
    return "请该单位协办的申请已在等待审批。" if case.request(department) else None


def _unasked(case: Case, department: str) -> str | None:
    return None if case.request(department) else "没有等待审批的申请请该单位协办。"
