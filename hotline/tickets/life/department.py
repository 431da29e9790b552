"""The moves of a department: it signs, works, asks for time, answers, or says that the matter is not its duty. Pure."""

from __future__ import annotations

from dataclasses import replace

from hotline.errors import InputError
from hotline.tickets.clock.length import LONGEST
from hotline.tickets.clock.policy import LimitName
from hotline.tickets.life.desk import LONGEST_REASON, office, text
from hotline.tickets.life.dispatching import decided_by, given, late_timers, limit, put_off
from hotline.tickets.life.step import Actor, Asked, Case, Step, Timer, World, also, moved, needs
from hotline.tickets.model import Extension, Part, TicketPart, TicketState
from hotline.tickets.words import clause, day, moment, to_department, to_supervisors


def sign(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """The department takes it."""
    step = moved(case, world, actor, asked, state=TicketState.SIGNED)
    part = replace(lead_of(case), state=Part.SIGNED, signed=world.now, by=actor.username)
    timers = tuple(
        Timer(due=due, at=at, round=step.ticket.round) for due, at in late_timers(step.ticket, world).items()
    )
    return replace(step, parts=(part,), timers=timers)


def give_back(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """Returned: not its duty, says the department, by this rule. The clock runs on, and somebody above decides.

    Refused after an adjudication (Weifang Art. 22), past the return's limit (Anyang Art. 50: 24 h; Shandong 2020: 2
    working days), and to a body whose rules allow no return.
    """
    ticket, own = case.ticket, world.city.office(case.ticket.department)
    due = limit(case.limits, LimitName.RETURN)
    late = due is not None and world.now > due.due
    needs(
        reason=text(asked.reason, "退单理由", LONGEST_REASON),
        basis=text(asked.basis, "职责依据（文件名称和条款）", LONGEST_REASON),
        action="这张工单已经裁定，不能再退单。"
        if ticket.adjudicated
        else "本单位的规则不允许退单，请联系热线管理部门。"
        if own is not None and not own.may_return
        else f"退单时限{moment(due.due)}已过（{due.rule}），不能再退单。"
        if due is not None and late
        else None,
    )
    step = moved(case, world, actor, asked, state=TicketState.RETURNED, returns=ticket.returns + 1)
    step = also(step, basis=asked.basis)
    part = replace(lead_of(case), state=Part.LEFT, note=asked.reason, returned=True)
    who = world.city.name(ticket.department)
    told = f"{who}退回工单{ticket.number}，请裁定。理由：{clause(asked.reason)}；依据：{clause(asked.basis)}。"
    waiting = {**decided_by(world), **late_timers(step.ticket, world)}
    timers = tuple(Timer(due=due, at=at, round=ticket.round) for due, at in waiting.items())
    return replace(step, parts=(part,), timers=timers, tells=to_supervisors(step.ticket, "returned", told))


def hand_down(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """A level down, with its deadline: the body that gets it must be one of its own."""
    ticket, own = case.ticket, world.city.office(case.ticket.department)
    below = asked.department in world.city.offices and world.city.is_above(ticket.department, asked.department)
    needs(
        department=office(asked.department, world) or (None if below else "只能下派给本单位的下级单位。"),
        action=None if own is None or own.may_hand_down else "本单位的规则不允许下派，应由首接单位办理。",
    )
    step = moved(case, world, actor, asked, state=TicketState.DISPATCHED, department=asked.department)
    step = replace(step, parts=(replace(lead_of(case), state=Part.LEFT),))
    return given(step, world)


def ask_extension(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """More time, asked for before the limit with a reason; a named person decides. Once in each round."""
    ticket = case.ticket
    needs(
        reason=text(asked.reason, "延期理由", LONGEST_REASON),
        days=None if 1 <= asked.days <= LONGEST else "请填写延长几个工作日。",
        action="已有一份延期申请在等待审批。"
        if case.extension
        else "本轮办理已经延期过一次，不能再次延期。"
        if ticket.extended
        else None,
    )
    until = put_off(ticket, world, days=asked.days, asked=world.now, field="days")
    step = also(moved(case, world, actor, asked, state=None), days=asked.days, until=until.due.isoformat())
    request = Extension(
        id=0, round=ticket.round, days=asked.days, reason=asked.reason, asked_by=actor.username, asked=world.now
    )
    who = world.city.name(ticket.department)
    told = f"{who}申请工单{ticket.number}延期{asked.days}个工作日，至{day(until.due)}，请审批。"
    return replace(step, extension=request, tells=to_supervisors(step.ticket, "extension", told))


def assist_sign(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """An assisting department takes its part."""
    part = case.part(actor.department)
    needs(action=None if part and part.state is Part.TO_SIGN else "贵单位的协办任务已经签收。")
    step = also(moved(case, world, actor, asked, state=None), assisting=actor.department)
    signed = replace(own_part(case, actor), state=Part.SIGNED, signed=world.now, by=actor.username)
    return replace(step, parts=(signed,))


def assist_reply(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """An assisting department's answer to the lead."""
    needs(note=text(asked.note, "协办意见"))
    step = also(moved(case, world, actor, asked, state=None), assisting=actor.department, note=asked.note)
    part = own_part(case, actor)
    replied = replace(
        part, state=Part.REPLIED, signed=part.signed or world.now, replied=world.now, note=asked.note, by=actor.username
    )
    told = f"{world.city.name(actor.department)}已答复工单{step.ticket.number}的协办意见。"
    tells = to_department(step.ticket, step.ticket.department, f"assisted-{actor.department}", told)
    return replace(step, parts=(replied,), tells=tells)


def note(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """What was done, noted for those who work on it; the citizen does not see it."""
    needs(note=text(asked.note, "办理记录"))
    return also(moved(case, world, actor, asked, state=None), note=asked.note)


def attach(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """A file was put to it; the service has kept the file."""
    needs(note=text(asked.note, "附件名称", 200))
    return also(moved(case, world, actor, asked, state=None), file=asked.note)


def called(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """Somebody has called the citizen through the hotline: what the call's own record says of it, and nobody typed."""
    return also(moved(case, world, actor, asked, state=None), **asked.proof)


def reply(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """The department's answer: a note for the hotline, and apart from it what the citizen shall hear."""
    needs(note=text(asked.note, "办理情况（内部）"), public_answer=text(asked.public_answer, "答复市民的内容"))
    step = moved(
        case,
        world,
        actor,
        asked,
        state=TicketState.REPLIED,
        public_answer=asked.public_answer,
        answered=world.now,
    )
    step = also(step, note=asked.note)
    part = replace(
        lead_of(case),
        state=Part.REPLIED,
        replied=world.now,
        note=asked.note,
        answer=asked.public_answer,
        by=actor.username,
    )
    told = f"{world.city.name(step.ticket.department)}已答复工单{step.ticket.number}，请审核。"
    return replace(step, parts=(part,), timers=(), tells=to_supervisors(step.ticket, "replied", told))


def explain(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """The department's answer to a card, an urging or an instruction. answers: which line of supervision."""
    needs(
        note=text(asked.note, "情况说明", LONGEST_REASON),
        answers=None if asked.answers > 0 else "请选择要说明的督办记录。",
    )
    step = also(moved(case, world, actor, asked, state=None), note=asked.note)
    return replace(step, answered=asked.answers)


def lead_of(case: Case) -> TicketPart:
    """The part of the department that answers for the ticket."""
    ticket = case.ticket
    return case.part(ticket.department) or TicketPart(
        department=ticket.department,
        lead=True,
        state=Part.TO_SIGN,
        round=ticket.round,
        given=ticket.dispatched or ticket.created,
    )


def own_part(case: Case, actor: Actor) -> TicketPart:
    """The part of the department that acts. Raises InputError where it has none."""
    part = case.part(actor.department)
    if part is None:
        raise InputError("贵单位没有这张工单的协办任务。")
    return part
