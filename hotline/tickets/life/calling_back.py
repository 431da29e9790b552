"""The callback: was the citizen reached, is it solved, is the citizen satisfied. Pure.

Three different questions, and the first and the final answer are both kept (Jinan Art. 27, Beijing Art. 23).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hotline.tickets.call_hours import CallHours
from hotline.tickets.life.desk import LONGEST_REASON
from hotline.tickets.life.step import Actor, Asked, Case, Step, World, also, moved, needs
from hotline.tickets.life.supervisor import again
from hotline.tickets.model import TicketState
from hotline.tickets.score import CallBack, Satisfied, Solved

MOST_ATTEMPTS = 3
APART = timedelta(hours=3)
"""After a try that reached nobody, whatever it was about: so that tries are at different hours of the day."""
REST = timedelta(minutes=30)
"""After a call that reached the citizen: another matter may be asked about, and nobody is rung twice within minutes."""


def call_back(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """One try.

    Reached: solved goes to finished, unsolved to another round with the citizen's words. Not reached: again later, at
    most three times, then finished as not reached.
    """
    needs(**faults(asked, case, world.now))
    ticket, attempts = case.ticket, case.ticket.attempts + 1
    tried = CallBack(
        round=ticket.round,
        at=world.now,
        by=actor.username,
        contacted=bool(asked.contacted),
        solved=Solved(asked.solved) if asked.contacted else None,
        satisfied=Satisfied(asked.satisfied or Satisfied.NOT_RATED) if asked.contacted else None,
        words=asked.words,
        department=ticket.department,
        concluded=bool(asked.contacted) or attempts >= MOST_ATTEMPTS,
        first_answer=bool(asked.contacted) and not any(one.contacted for one in case.call_backs),
        final_answer=bool(asked.contacted),
    )
    told: dict[str, object] = {"contacted": tried.contacted, "solved": tried.solved and str(tried.solved)}
    told |= {"satisfied": tried.satisfied and str(tried.satisfied), "words": tried.words, **asked.proof}
    if not tried.contacted and attempts < MOST_ATTEMPTS:
        step = moved(case, world, actor, asked, state=None, attempts=attempts)
        return replace(also(step, **told), call_back=tried)
    if tried.solved is Solved.NO and ticket.round == 1:
        worded = replace(asked, reason=asked.words)
        step = again(case, worded, actor, world, department=ticket.department)
        return replace(also(step, **told), call_back=tried)
    if tried.solved is Solved.NO:
        step = moved(case, world, actor, asked, state=None, attempts=attempts, reached=True)
        return replace(also(step, **told, decide="still unsolved"), call_back=tried)
    finished = TicketState.FINISHED
    step = moved(
        case, world, actor, asked, state=finished, attempts=attempts, reached=tried.contacted, finished=world.now
    )
    return replace(also(step, **told), call_back=tried, timers=())


def faults(asked: Asked, case: Case, now: datetime) -> dict[str, str]:
    """What is wrong with an answer, by field."""
    found: dict[str, str] = {}
    if asked.contacted is None:
        found["contacted"] = "请选择是否联系上市民。"
    if asked.contacted:
        if asked.solved not in set(Solved):
            found["solved"] = "请选择问题是否解决。"
        if asked.satisfied not in {"", *Satisfied}:
            found["satisfied"] = "请选择满意程度，没有评价请选未评价。"
        if asked.solved == Solved.NO and not asked.words.strip():
            found["words"] = "没有解决的，请记录市民的原话。"
    if len(asked.words) > LONGEST_REASON:
        found["words"] = f"市民的话不能超过{LONGEST_REASON}个字。"
    last = case.call_backs[-1] if case.call_backs else None
    if not asked.contacted and last and last.round == case.ticket.round and now - last.at < APART:
        found["contacted"] = "距上次拨打不到3小时，请换个时段再试；本次不计为一次回访。"
    return found


def next_try(now: datetime, hours: CallHours, missed: datetime | None, reached: datetime | None) -> datetime:
    """The earliest moment in which a citizen may be called: within the hours, and not soon after the last try.

    missed, reached: the last try of this number that did not reach the citizen, and the last that did, of any ticket.
    """
    free = [now, *([missed + APART] if missed else ()), *([reached + REST] if reached else ())]
    return hours.next(max(free))
