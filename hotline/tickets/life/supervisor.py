"""The moves of those who answer for the hotline: whose matter it is, more time, whether an answer is good. Pure."""

from __future__ import annotations

from dataclasses import replace

from hotline.errors import InputError
from hotline.tickets.clock.policy import LimitName
from hotline.tickets.life.asking import decided
from hotline.tickets.life.department import lead_of
from hotline.tickets.life.desk import LONGEST_REASON, office, text
from hotline.tickets.life.dispatching import deadlines_of, given, limits_after, put_off, timers_after, timers_of
from hotline.tickets.life.falling_due import pressed
from hotline.tickets.life.step import Actor, Asked, Case, Due, Step, Timer, World, also, moved, needs
from hotline.tickets.life.watch import Oversight, Watch
from hotline.tickets.model import Extension, Part, TicketState
from hotline.tickets.words import clause, day, moment, to_citizen, to_department


def adjudicate(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """Whose it is, after a return; it is not returned again (Weifang Art. 22), and its clock has never stopped.

    The department that had it: the return is refused. Another: the ticket was routed wrongly, which the routing learns.
    """
    needs(department=office(asked.department, world), reason=text(asked.reason, "裁定理由", LONGEST_REASON))
    before = case.ticket.department
    step = moved(case, world, actor, asked, state=TicketState.DISPATCHED, department=asked.department, adjudicated=True)
    step = given(step, world)
    if asked.department == before:
        told = f"工单{step.ticket.number}的退单未获同意，请按时限办理。理由：{clause(asked.reason)}。"
        return replace(step, tells=(*step.tells, *to_department(step.ticket, before, "upheld", told)))
    return replace(step, misrouted=before)


def redispatch(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """To another department before it is returned; the clock runs on."""
    before = case.ticket.department
    same = "工单已在该单位，请选择另一个单位。" if asked.department == before else None
    needs(department=office(asked.department, world) or same, reason=text(asked.reason, "改派理由", LONGEST_REASON))
    step = moved(case, world, actor, asked, state=TicketState.DISPATCHED, department=asked.department)
    step = replace(step, parts=(replace(lead_of(case), state=Part.LEFT),), misrouted=before)
    told = f"工单{step.ticket.number}已改派其他单位，贵单位不必再办。"
    return given(replace(step, tells=to_department(step.ticket, before, "taken", told)), world)


def grant_extension(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """More time, by a named person; the citizen is told."""
    request = _open_request(case)
    until = put_off(case.ticket, world, days=request.days, asked=request.asked, field="action")
    step = moved(case, world, actor, asked, state=None, due=until.due, extended=request.days)
    told = f"您反映的事项（工单{step.ticket.number}）情况复杂，办理期限延长至{day(until.due)}，办结后会给您回访。"
    granted = f"工单{step.ticket.number}同意延期，新的办结时限为{moment(until.due)}。"
    return replace(
        step,
        extension=decided(request, actor, world, asked.reason, granted=True),
        limits=limits_after(step.ticket, case, world),
        timers=timers_after(step.ticket, case, world),
        tells=(
            *to_citizen(step.ticket, "extended", told),
            *to_department(step.ticket, step.ticket.department, "extended", granted),
        ),
    )


def refuse_extension(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """No more time, with the reason."""
    request = _open_request(case)
    needs(reason=text(asked.reason, "不同意的理由", LONGEST_REASON))
    step = moved(case, world, actor, asked, state=None)
    told = f"工单{step.ticket.number}不同意延期：{clause(asked.reason)}。请按原时限办理。"
    return replace(
        step,
        extension=decided(request, actor, world, asked.reason, granted=False),
        tells=to_department(step.ticket, step.ticket.department, "not-extended", told),
    )


def approve(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """The answer is good: the citizen is called back, or, where nobody can be reached, the ticket is finished."""
    ticket = case.ticket
    if not ticket.citizen_number:
        return also(
            moved(case, world, actor, asked, state=TicketState.FINISHED, finished=world.now), call_back="no number"
        )
    step = moved(case, world, actor, asked, state=TicketState.REVIEWED)
    deadlines = deadlines_of(step.ticket, world, finished=world.now)
    due = deadlines.limit(LimitName.CALLBACK)
    timers = (Timer(due=Due.CALL_BACK, at=due.due, round=ticket.round),) if due else ()
    told = f"您反映的事项（工单{ticket.number}）已办理：{ticket.public_answer}"
    return replace(step, limits=tuple(deadlines.limits), timers=timers, tells=to_citizen(step.ticket, "answered", told))


def refuse(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """The answer is not good enough; the limit stays where it was."""
    needs(reason=text(asked.reason, "退回的理由", LONGEST_REASON))
    step = moved(case, world, actor, asked, state=TicketState.SIGNED, answered=None)
    part = replace(lead_of(case), state=Part.SIGNED, replied=None)
    timers = timers_of(step.ticket, deadlines_of(step.ticket, world), world)
    timers = tuple(timer for timer in timers if timer.due is not Due.SIGN)
    told = f"工单{step.ticket.number}的答复未通过审核，请补充办理：{clause(asked.reason)}。"
    return replace(
        step,
        parts=(part,),
        timers=timers,
        tells=to_department(step.ticket, step.ticket.department, "review-failed", told),
    )


def rehandle(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """Once more, because it is not solved: a new round with a clock of its own. department: left out, the same."""
    department = asked.department or case.ticket.department
    needs(reason=text(asked.reason, "重办的原因", LONGEST_REASON), department=office(department, world))
    return again(case, asked, actor, world, department=department)


def again(case: Case, asked: Asked, actor: Actor, world: World, *, department: str) -> Step:
    """A new round with this department; the answer of the round before stays in the history."""
    step = moved(
        case,
        world,
        actor,
        asked,
        state=TicketState.DISPATCHED,
        department=department,
        round=case.ticket.round + 1,
        dispatched=None,
        due=None,
        due_reason="",
        due_basis="",
        extended=0,
        returns=0,
        adjudicated=False,
        attempts=0,
        reached=False,
        answered=None,
        finished=None,
    )
    return given(step, world)


def close_with_note(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """The same matter, lawfully handled once, is closed with a written note (Jinan Art. 25)."""
    needs(
        note=text(asked.note, "书面说明"),
        action=None if case.ticket.round > 1 else "首次办理的工单应先重办，才能书面说明后办结。",
    )
    step = moved(case, world, actor, asked, state=TicketState.FINISHED, finished=world.now)
    told = f"您反映的事项（工单{step.ticket.number}）已依法办理完毕：{asked.note}"
    return replace(also(step, note=asked.note), timers=(), tells=to_citizen(step.ticket, "closed", told))


def urge(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """The department is reminded; it answers."""
    needs(reason=text(asked.reason, "催办内容", LONGEST_REASON))
    return watched(case, asked, actor, world, Watch.URGE)


def supervise(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """Supervision at one of its levels: daily, listed, interview (Weifang Art. 26, Jinan Art. 28)."""
    levels = {str(Watch.DAILY), str(Watch.LISTED), str(Watch.INTERVIEW)}
    needs(
        level=None if asked.level in levels else "请选择督办级别。",
        reason=text(asked.reason, "督办原因", LONGEST_REASON),
    )
    return watched(case, asked, actor, world, Watch(asked.level))


def watched(case: Case, asked: Asked, actor: Actor, world: World, watch: Watch) -> Step:
    """A line of supervision that somebody wrote, and the department is told of it."""
    step = also(moved(case, world, actor, asked, state=None), watch=str(watch))
    ticket = step.ticket
    line = Oversight(watch=watch, department=ticket.department, reason=asked.reason)
    told = f"工单{ticket.number}{watch.label}：{clause(asked.reason)}。请尽快办理并说明情况。"
    occasion = f"watch-{watch}-{world.now.isoformat()}"
    return replace(
        step, oversight=(line,), tells=to_department(ticket, ticket.department, occasion, told, pressed(ticket, watch))
    )


def _open_request(case: Case) -> Extension:
    if case.extension is None:
        raise InputError("没有等待审批的延期申请。")
    return case.extension
