"""The moves of those who take calls: what becomes of a new ticket, and what a citizen changes his mind about. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hotline.tickets.clock.policy import LimitName
from hotline.tickets.draft import amended, faults_of
from hotline.tickets.grounds import Ground
from hotline.tickets.life.dispatching import deadlines_of, decided_by, given, timers_of
from hotline.tickets.life.step import Actor, Asked, Case, Step, Tell, Timer, World, also, moved, needs
from hotline.tickets.model import Part, Ticket, TicketState
from hotline.tickets.words import to_citizen, to_department

LONGEST_TEXT = 4000  # characters of an answer or a note
LONGEST_REASON = 500


def text(value: str, what: str, longest: int = LONGEST_TEXT) -> str | None:
    """What is wrong with a text that must be there; None where nothing is."""
    if not value.strip():
        return f"请填写{what}。"
    if len(value) > longest:
        return f"{what}不能超过{longest}个字，现有{len(value)}个字。"
    return None


def save_draft(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """Kept as it is; it binds nobody, but what it says is checked already."""
    kept = amended({name: value for name, value in asked.amended.items() if name in (*AMENDABLE, *OF_A_DRAFT)})
    needs(**_faults(kept, case, world))
    return moved(case, world, actor, asked, state=TicketState.DRAFT, **kept)


def accept(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """Registered, for somebody who knows where it belongs."""
    step = moved(case, world, actor, asked, state=TicketState.ACCEPTED)
    return replace(step, tells=_accepted(step))


def answer(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """Answered on the spot: the citizen has heard it, and nothing more is owed."""
    needs(public_answer=text(asked.public_answer, "答复内容"))
    now = world.now
    return moved(
        case,
        world,
        actor,
        asked,
        state=TicketState.FINISHED,
        public_answer=asked.public_answer,
        answered=now,
        finished=now,
    )


def dispatch(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """To a department; the clock starts now."""
    department = asked.department or case.ticket.department
    needs(department=office(department, world), assisting=_helpers(asked.assisting, world))
    step = moved(case, world, actor, asked, state=TicketState.DISPATCHED, department=department)
    step = replace(step, tells=_accepted(step) if case.ticket.state is TicketState.DRAFT else ())
    step = given(step, world, assisting=asked.assisting)
    return also(step, assisting=list(asked.assisting)) if asked.assisting else step


def transfer(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """To a body outside, as 110, whose matter it is from now on."""
    needs(body=text(asked.body, "转往的机构", 100))
    step = also(moved(case, world, actor, asked, state=TicketState.TRANSFERRED, finished=world.now), body=asked.body)
    told = f"您反映的事项（工单{step.ticket.number}）已转{asked.body}处理。"
    return replace(_ended(step, case), tells=to_citizen(step.ticket, "transferred", told))


def decline(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """Not accepted. A refusal always carries a reason, and names the lawful channel or who can help."""
    grounds = {str(ground) for ground in Ground}
    needs(
        ground=None if asked.ground in grounds else "请选择不予受理的情形。",
        reason=text(asked.reason, "不予受理的理由", LONGEST_REASON),
        channel=text(asked.channel, "应当通过的渠道或可以求助的单位", LONGEST_REASON),
    )
    step = moved(case, world, actor, asked, state=TicketState.DECLINED, finished=world.now)
    step = also(step, ground=asked.ground, channel=asked.channel)
    told = f"您反映的事项（工单{step.ticket.number}）不属于受理范围：{asked.reason}。解决渠道：{asked.channel}。"
    return replace(_ended(step, case), tells=to_citizen(step.ticket, "declined", told))


def withdraw(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """The citizen does not ask for it any more; in his words."""
    needs(reason=text(asked.reason, "撤回的原因", LONGEST_REASON))
    step = _ended(moved(case, world, actor, asked, state=TicketState.WITHDRAWN, finished=world.now), case)
    told = f"工单{step.ticket.number}已由来电人撤回，不必再办。"
    open_parts = (part for part in case.parts if part.state is not Part.LEFT)
    tells = tuple(
        tell for part in open_parts for tell in to_department(step.ticket, part.department, "withdrawn", told)
    )
    return replace(step, tells=tells)


def merge(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """Into a parent that is about the same matter; the citizen is told, and called back with it.

    The service has looked that the parent is there and open.
    """
    needs(parent="不能并入自己。" if asked.parent == case.ticket.number else text(asked.parent, "主工单编号", 12))
    step = moved(case, world, actor, asked, state=TicketState.MERGED, parent=asked.parent)
    told = f"您反映的事项（工单{step.ticket.number}）与工单{asked.parent}是同一件事，正在一并办理，办结后会给您回访。"
    return replace(_ended(step, case), tells=to_citizen(step.ticket, "merged", told))


def amend(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """What was taken down wrongly, put right, with the reason: a complaint never becomes an enquiry unseen.

    Limits are those of the type, urgency and category as they are now, from when the clock started.
    """
    kept = amended({name: value for name, value in asked.amended.items() if name in AMENDABLE})
    faults = _faults(kept, case, world)
    if not kept:
        faults["amended"] = "请填写要更正的内容。"
    needs(reason=text(asked.reason, "更正的原因", LONGEST_REASON), **faults)
    step = moved(case, world, actor, asked, state=None, **kept)
    if step.ticket.dispatched is None or not {"type", "urgency", "category"}.intersection(step.history.changes):
        return step
    return _reckoned(step, case, world)


OF_A_DRAFT = ("department", "citizen_number", "citizen_name")
AMENDABLE = ("type", "category", "urgency", "district", "place", "title", "content", "confidential", "came_by")


def _faults(kept: Mapping[str, object], case: Case, world: World) -> dict[str, str]:
    """What is wrong with fields that are put right; what a matter came by must go with the call that there was."""
    beside = {"call_id": case.ticket.call_id} if "came_by" in kept else {}
    return faults_of({**beside, **kept}, world.city)


def office(code: str, world: World) -> str | None:
    """What is wrong with the code of a department that must be there."""
    return None if code in world.city.offices else "请选择承办单位。"


def _helpers(codes: tuple[str, ...], world: World) -> str | None:
    unknown = [code for code in codes if code not in world.city.offices]
    return f"没有这些协办单位：{'、'.join(unknown)}。" if unknown else None


def _accepted(step: Step) -> tuple[Tell, ...]:
    ticket = step.ticket
    told = f"您反映的事项已受理，工单编号{ticket.number}，查询码{ticket.query_code}，可致电12345查询办理进度。"
    return to_citizen(ticket, "accepted", told)


def _ended(step: Step, case: Case) -> Step:
    """Nobody has to do anything any more."""
    left = tuple(replace(part, state=Part.LEFT) for part in case.parts if part.state is not Part.LEFT)
    return replace(step, parts=left, timers=())


def _reckoned(step: Step, case: Case, world: World) -> Step:
    """The limits anew, from when the clock started; a finish set by hand stays, whatever the rule says now."""
    lead = case.part(step.ticket.department)
    ticket = step.ticket if step.ticket.due_basis else _by_the_rule(step.ticket, world)
    since = lead.given if lead and ticket.dispatched and lead.given > ticket.dispatched else None
    deadlines = deadlines_of(ticket, world, handed_over=since)
    timers = timers_of(ticket, deadlines, world)
    if ticket.state is TicketState.RETURNED:  # counted anew: a reminder, which nobody's limit hangs on
        timers += tuple(Timer(due=due, at=at, round=ticket.round) for due, at in decided_by(world).items())
    step = replace(step, ticket=ticket, limits=tuple(deadlines.limits), timers=timers)
    return also(step, due=ticket.due and ticket.due.isoformat())


def _by_the_rule(ticket: Ticket, world: World) -> Ticket:
    """With the finish that the rule has for it; what was granted is lost only where the new rule is longer."""
    plain = replace(ticket, extended=0)
    finish = deadlines_of(plain, world).limit(LimitName.FINISH)
    due = finish.due if finish else None
    if ticket.extended and ticket.due and due and ticket.due > due:
        return ticket
    return replace(plain, due=due)
