"""Leaders' instructions: written down in their words, answered by the department, followed until they are closed. Pure.

Rule: an instruction is closed by whoever supervises, with what came of it, and after the department has answered.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from hotline.tickets.clock.extension import due_by_hand
from hotline.tickets.life.desk import LONGEST_REASON, text
from hotline.tickets.life.step import Actor, Asked, Case, Step, World, also, moved, needs
from hotline.tickets.life.supervisor import watched
from hotline.tickets.life.watch import Watch
from hotline.tickets.words import clause, moment, to_department

LONGEST_LEADER = 30


def instruct(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """A leader's word on the matter; it stands on top of the department's list."""
    due = due_by_hand(asked.due, now=world.now) if asked.due else None
    needs(
        reason=text(asked.reason, "批示内容", LONGEST_REASON),
        leader=f"批示领导不能超过{LONGEST_LEADER}个字。" if len(asked.leader) > LONGEST_LEADER else None,
        due=due.replace("办结时限", "说明期限") if isinstance(due, str) else None,
    )
    step = watched(case, asked, actor, world, Watch.INSTRUCT)
    if not (asked.leader or due):
        return step
    until = due if isinstance(due, datetime) else None
    (line,) = step.oversight
    step = also(step, leader=asked.leader, instruction_due=until.isoformat() if until else "")
    ticket, by = step.ticket, f"请于{moment(until)}前" if until else "请尽快"
    told = f"工单{ticket.number}有{asked.leader or '领导'}批示：{clause(asked.reason)}。{by}办理并说明情况。"
    occasion = f"watch-{Watch.INSTRUCT}-{world.now.isoformat()}"
    return replace(
        step,
        oversight=(replace(line, leader=asked.leader, due=until),),
        tells=to_department(ticket, ticket.department, occasion, told),
    )


def close(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """What the leader asked for is done, or need not be: with a word on it. answers: the id of the line."""
    needs(
        note=text(asked.note, "落实情况", LONGEST_REASON),
        answers=None if asked.answers > 0 else "请选择要销号的批示。",
    )
    step = moved(case, world, actor, asked, state=None)
    return replace(also(step, note=asked.note, line=asked.answers), closed=asked.answers)
