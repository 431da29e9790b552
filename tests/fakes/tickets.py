"""Tickets without a database: a small city, the real policies, and a ticket that is moved step by step."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from hotline.settings import ROOT
from hotline.tickets.clock.in_force import Policies
from hotline.tickets.life.falling_due import fall_due
from hotline.tickets.life.step import Actor, Asked, Case, Step, Tell, Timer, World
from hotline.tickets.life.table import made
from hotline.tickets.life.watch import Oversight
from hotline.tickets.model import AssistRequest, HistoryEntry, Ticket, TicketState, TicketType, Urgency
from hotline.tickets.moves import Action, Party, refusal
from hotline.tickets.offices import Office, Places, TicketCity
from hotline.tickets.parties import User, parties_of
from hotline.tickets.policies import load_policies

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""10:00 by the city's clock, on an ordinary Monday."""
CITY = TicketCity(
    offices={
        "01": Office(code="01", name="市城管局", level="市级"),
        "0101": Office(code="0101", name="云湖区城管局", parent="01", level="区县级"),
        "010101": Office(code="010101", name="湖滨街道", parent="0101", level="乡镇级", may_hand_down=False),
        "02": Office(code="02", name="市住建局", level="市级"),
        "03": Office(code="03", name="市供水公司", level="市级", may_return=False),
    },
    categories=("0301", "0302"),
    places=Places(districts={"01": ("云湖区", ("湖滨街道",))}),
)
AGENT = User(username="agent1", desk=(Party.AGENT,))
SUPERVISOR = User(username="boss", desk=(Party.SUPERVISOR,))
LEAD = User(username="lead", department="01")
OTHER = User(username="other", department="02")


@cache
def policies() -> Policies:
    """Those that are shipped."""
    return load_policies(ROOT / "kb")


def world(now: datetime = MONDAY) -> World:
    """What is so at this moment."""
    return World(now=now, policies=policies(), city=CITY)


def new_ticket(**given: object) -> Ticket:
    """A draft of a complaint about a street lamp."""
    ticket = Ticket(
        number="2600000014",
        type=TicketType.COMPLAINT,
        category="0301",
        urgency=Urgency.NORMAL,
        district="01",
        place="湖滨路18号",
        title="",
        content="路灯不亮已经三天。",
        department="",
        confidential=False,
        citizen_number="13800138000",
        citizen_name="王芳",
        call_id="c1",
        query_code="123456",
        state=TicketState.DRAFT,
        created=MONDAY,
        created_by="agent1",
        version=1,
    )
    return replace(ticket, **given)  # type: ignore[arg-type]


class Life:
    """One ticket and everything that came of its moves."""

    def __init__(self, ticket: Ticket | None = None, now: datetime = MONDAY) -> None:
        self.now = now
        self.case = Case(ticket=ticket or new_ticket())
        self.parts = 0
        self.requests = 0
        self.steps: list[Step] = []
        self.timers: list[Timer] = []
        self.fallen: set[Timer] = set()
        self.tells: list[Tell] = []
        self.oversight: list[Oversight] = []

    @property
    def ticket(self) -> Ticket:
        """As it is now."""
        return self.case.ticket

    @property
    def state(self) -> TicketState:
        """Where it is."""
        return self.case.ticket.state

    @property
    def history(self) -> list[HistoryEntry]:
        """Every row."""
        return [step.history for step in self.steps]

    def may(self, action: Action, user: User) -> bool:
        """Whether the gate lets this user do it now."""
        return refusal(action, self.state, parties_of(user, self.case, CITY)) is None

    def do(self, action: Action, user: User, **asked: object) -> Step:
        """Move it, through the gate. Raises what the move raises, PermissionError where the gate is shut."""
        parties = parties_of(user, self.case, CITY)
        if refusal(action, self.state, parties):
            raise PermissionError(action)
        actor = Actor(username=user.username, parties=parties, department=user.department)
        words = Asked(action=action, version=self.ticket.version, **asked)  # type: ignore[arg-type]
        return self.take(made(self.case, words, actor, world(self.now)))

    def fall_due(self, timer: Timer) -> Step | None:
        """What the clock does."""
        self.timers = [one for one in self.timers if one != timer]
        self.fallen.add(timer)
        step = fall_due(self.case, timer, world(max(self.now, timer.at)))
        return self.take(step) if step else None

    def take(self, step: Step) -> Step:
        """As the books would."""
        parts = list(self.case.parts) if step.ticket.round == self.ticket.round else []
        for part in step.parts:
            if part.id:
                parts = [part if old.id == part.id else old for old in parts]
            elif part.round == step.ticket.round:
                self.parts += 1
                parts.append(replace(part, id=self.parts))
        extension = self.case.extension
        if step.extension is not None:
            extension = None if step.extension.decided else replace(step.extension, id=1)
        self.case = Case(
            ticket=step.ticket,
            parts=tuple(parts),
            extension=extension,
            requests=self._open_requests(step),
            call_backs=(*self.case.call_backs, *([step.call_back] if step.call_back else [])),
            limits=self.case.limits if step.limits is None else step.limits,
        )
        if step.timers is not None:
            self.timers = [timer for timer in step.timers if timer not in self.fallen]
        self.steps.append(step)
        self.tells += step.tells
        self.oversight += step.oversight
        return step

    def _open_requests(self, step: Step) -> tuple[AssistRequest, ...]:
        kept = {one.id: one for one in self.case.requests}
        for one in step.requests:
            self.requests += not one.id
            kept[one.id or self.requests] = replace(one, id=one.id or self.requests)
        return tuple(one for one in kept.values() if one.decided is None)

    def to(self, state: TicketState) -> Life:
        """Brought to a state by the shortest way."""
        for action, user, asked in _WAYS[state]:
            self.do(action, user, **asked)
        return self


_DISPATCH = (Action.DISPATCH, AGENT, {"department": "01"})
_SIGN = (Action.SIGN, LEAD, {})
_REPLY = (Action.REPLY, LEAD, {"note": "已派人更换。", "public_answer": "路灯已修好。"})
_WAYS: dict[TicketState, tuple[tuple[Action, User, dict[str, object]], ...]] = {
    TicketState.DRAFT: (),
    TicketState.ACCEPTED: ((Action.ACCEPT, AGENT, {}),),
    TicketState.DISPATCHED: (_DISPATCH,),
    TicketState.SIGNED: (_DISPATCH, _SIGN),
    TicketState.RETURNED: (_DISPATCH, (Action.RETURN, LEAD, {"reason": "不属于我局", "basis": "三定方案第二条"})),
    TicketState.REPLIED: (_DISPATCH, _SIGN, _REPLY),
    TicketState.REVIEWED: (_DISPATCH, _SIGN, _REPLY, (Action.APPROVE, SUPERVISOR, {})),
    TicketState.FINISHED: ((Action.ANSWER, AGENT, {"public_answer": "请拨供电热线。"}),),
    TicketState.TRANSFERRED: ((Action.TRANSFER, AGENT, {"body": "110"}),),
    TicketState.DECLINED: (
        (Action.DECLINE, AGENT, {"ground": "litigation", "reason": "法院已受理", "channel": "人民法院"}),
    ),
    TicketState.WITHDRAWN: ((Action.WITHDRAW, AGENT, {"reason": "已自行解决"}),),
    TicketState.MERGED: ((Action.ACCEPT, AGENT, {}), (Action.MERGE, AGENT, {"parent": "2600000028"})),
}
