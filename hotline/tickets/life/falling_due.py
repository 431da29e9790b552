"""What the clock does when something falls due, however late the machine notices. Pure.

Rule: a timer whose occasion has passed (signed, answered, another round) does nothing; nothing is done twice.
"""

from __future__ import annotations

from dataclasses import replace

from hotline.sentences import sentence
from hotline.tickets.clock.left import left_in_words
from hotline.tickets.clock.policy import LimitName
from hotline.tickets.life.dispatching import limit, profile_of
from hotline.tickets.life.duty import Occasion, Pressing
from hotline.tickets.life.step import Actor, Asked, Case, Due, Step, Timer, World, also, moved
from hotline.tickets.life.watch import Oversight, Watch
from hotline.tickets.model import Ticket, TicketState
from hotline.tickets.moves import Action, Party
from hotline.tickets.templates.filling import filled
from hotline.tickets.words import moment, pressing, to_citizen, to_department, to_supervisors

CLOCK = Actor(username="clock", parties=frozenset({Party.CLOCK}))
_UNANSWERED = frozenset({TicketState.DISPATCHED, TicketState.SIGNED, TicketState.RETURNED})
_WATCHES = {
    Due.SIGN: Watch.URGE,
    Due.YELLOW: Watch.YELLOW,
    Due.RED: Watch.RED,
    Due.DAILY: Watch.DAILY,
    Due.LISTED: Watch.LISTED,
    Due.INTERVIEW: Watch.INTERVIEW,
}
LEVELS = "督办分级：日常督办、挂牌督办、约谈（潍坊市12345规定第二十六条，各级的天数由本市设定）"


def fall_due(case: Case, timer: Timer, world: World) -> Step | None:
    """What is written because of it; None where it does not matter any more."""
    ticket = case.ticket
    if timer.round != ticket.round or not _matters(timer.due, ticket.state):
        return None
    if timer.due is Due.ADJUDICATION:
        told = sentence("adjudication_late", ticket=ticket.number)
        return _told(case, world, "adjudication-late", told)
    if timer.due is Due.CALL_BACK:
        return _told(case, world, "call-back-late", sentence("call_back_late", ticket=ticket.number))
    if timer.due is Due.SOON:
        return _soon(case, world)
    step = shown(case, world, _WATCHES[timer.due], *_why(case, timer.due, world))
    lead = case.part(ticket.department)
    if timer.due is Due.SIGN and lead is not None:
        return replace(step, parts=(replace(lead, urged=True),))
    return step


def follow(case: Case, parent: Case, world: World, *, is_called: bool) -> Step:
    """A merged ticket whose parent was answered: its citizen hears the same, and is called back, once.

    is_called: somebody calls that number for the same matter already; then nothing more is owed.
    """
    answer, now = parent.ticket.public_answer, world.now
    reason = sentence("parent_answered", parent=parent.ticket.number)
    asked = Asked(action=Action.FOLLOW, version=case.ticket.version, reason=reason)
    done = is_called or not case.ticket.citizen_number
    step = moved(
        case,
        world,
        CLOCK,
        asked,
        state=TicketState.FINISHED if done else TicketState.REVIEWED,
        department=parent.ticket.department,
        public_answer=answer,
        answered=parent.ticket.answered,
        finished=now if done else None,
        profile=parent.ticket.profile,
        dispatched=case.ticket.dispatched or parent.ticket.dispatched,
    )
    told = f"您反映的事项（工单{step.ticket.number}）已办理：{answer}"
    late = limit(parent.limits, LimitName.CALLBACK)
    timers = (Timer(due=Due.CALL_BACK, at=late.due, round=step.ticket.round),) if late and not done else ()
    return replace(step, timers=timers, tells=() if is_called else to_citizen(step.ticket, "answered", told))


def release(case: Case, parent: Case, world: World) -> Step:
    """A merged ticket whose parent ended without an answer: it is on its own again, and waits to be dispatched."""
    asked = Asked(
        action=Action.RELEASE,
        version=case.ticket.version,
        reason=f"主工单{parent.ticket.number}{parent.ticket.state.label}，未作答复",
    )
    step = moved(
        case,
        world,
        CLOCK,
        asked,
        state=TicketState.ACCEPTED,
        parent="",
        finished=None,
    )
    told = f"工单{step.ticket.number}原并入{parent.ticket.number}，主工单{parent.ticket.state.label}，请重新派单。"
    return replace(step, tells=to_supervisors(step.ticket, "released", told))


def _matters(due: Due, state: TicketState) -> bool:
    match due:
        case Due.SIGN:
            return state is TicketState.DISPATCHED
        case Due.ADJUDICATION:
            return state is TicketState.RETURNED
        case Due.CALL_BACK:
            return state is TicketState.REVIEWED
        case _:
            return state in _UNANSWERED


def _why(case: Case, due: Due, world: World) -> tuple[str, str]:
    """The reason and the rule, as the department reads them."""
    ticket, calendar = case.ticket, world.policies.calendar
    if due is Due.SIGN:
        sign = limit(case.limits, LimitName.SIGN)
        return sentence("unsigned"), f"{sign.rule}（{sign.source.citation}）" if sign else ""
    left = left_in_words(calendar, ticket.due, world.now) if ticket.due else ""
    until = moment(ticket.due) if ticket.due else ""
    cards = profile_of(ticket, world).cards
    rule = cards.source.citation if cards and due in (Due.YELLOW, Due.RED) else LEVELS
    own = world.texts.get(str(due), "")
    return filled(own, ticket, world) if own else sentence("unanswered", until=until, left=left), rule


def shown(case: Case, world: World, watch: Watch, reason: str, rule: str) -> Step:
    """A line of supervision that nobody had to write: the department sees it, and from the red card on supervisors."""
    asked = Asked(action=Action.SUPERVISE, version=case.ticket.version, reason=reason)
    step = also(moved(case, world, CLOCK, asked, state=None), watch=str(watch))
    ticket = step.ticket
    line = Oversight(watch=watch, department=ticket.department, reason=reason, rule=rule)
    occasion = f"watch-{watch}-{ticket.round}"
    told = f"工单{ticket.number}{watch.label}：{reason}"
    tells = to_department(ticket, ticket.department, occasion, told, pressed(ticket, watch))
    if watch not in (Watch.YELLOW, Watch.URGE):
        whose = f"{world.city.name(ticket.department)}：" if ticket.department else ""
        tells += to_supervisors(ticket, occasion, f"{whose}{told}")
    return replace(step, oversight=(line,), tells=tells)


def pressed(ticket: Ticket, watch: Watch) -> Pressing | None:
    """What a duty telephone would be told of a line of supervision; nothing of what only supervisors look after."""
    if watch in (Watch.REPEATED, Watch.MASSED):
        return None
    occasion = Occasion.CARDED if watch in (Watch.YELLOW, Watch.RED) else Occasion.URGED
    return pressing(ticket, occasion, watch.label)


def _soon(case: Case, world: World) -> Step:
    """The department is warned, and nobody else: it still has time."""
    until = moment(case.ticket.due) if case.ticket.due else ""
    text = sentence("soon_due", ticket=case.ticket.number, until=until)
    step = moved(
        case, world, CLOCK, Asked(action=Action.SUPERVISE, version=case.ticket.version, reason=text), state=None
    )
    ticket = step.ticket
    warned = pressing(ticket, Occasion.LATE_SOON)
    return replace(step, tells=to_department(ticket, ticket.department, f"soon-{until}", text, warned))


def _told(case: Case, world: World, what: str, text: str) -> Step:
    asked = Asked(action=Action.SUPERVISE, version=case.ticket.version, reason=text)
    step = moved(case, world, CLOCK, asked, state=None)
    return replace(step, tells=to_supervisors(step.ticket, f"{what}-{step.ticket.round}", text))
