"""Who may do what to a ticket, and when: one table, and one gate that reads it. Pure.

Rule: a move that is not in the table is refused; nothing else in the product decides about rights over tickets.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from hotline.tickets.model import TicketState as S


class Party(StrEnum):
    """As what somebody acts on one ticket."""

    AGENT = "agent"
    """Whoever takes calls."""
    SUPERVISOR = "supervisor"
    """Whoever answers for the hotline: reviews, adjudicates, supervises."""
    LEAD = "lead"
    """A handler of the department that answers for the ticket."""
    ASSISTING = "assisting"
    """A handler of a department that helps it."""
    UPPER = "upper"
    """A handler of the body above the department that answers for it: it adjudicates among its own."""
    CLOCK = "clock"
    """The hotline itself, when something falls due."""
    STRANGER = "stranger"
    """Nobody who has to do with this ticket."""


class Action(StrEnum):
    """What can be done to a ticket, in the desk's words."""

    SAVE_DRAFT = "save_draft"
    ACCEPT = "accept"
    ANSWER = "answer"
    DISPATCH = "dispatch"
    SIGN = "sign"
    RETURN = "return"
    ADJUDICATE = "adjudicate"
    HAND_DOWN = "hand_down"
    REDISPATCH = "redispatch"
    ADD_ASSISTING = "add_assisting"
    ASK_ASSISTING = "ask_assisting"
    GRANT_ASSISTING = "grant_assisting"
    REFUSE_ASSISTING = "refuse_assisting"
    NOTE = "note"
    ATTACH = "attach"
    CALL = "call"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    SET_LIMIT = "set_limit"
    ASSIST_SIGN = "assist_sign"
    ASSIST_REPLY = "assist_reply"
    REPLY = "reply"
    APPROVE = "approve"
    REFUSE = "refuse"
    CALL_BACK = "call_back"
    CLOSE_WITH_NOTE = "close_with_note"
    REHANDLE = "rehandle"
    TRANSFER = "transfer"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    MERGE = "merge"
    AMEND = "amend"
    URGE = "urge"
    INSTRUCT = "instruct"
    SUPERVISE = "supervise"
    CLOSE_INSTRUCTION = "close_instruction"
    EXPLAIN = "explain"
    FOLLOW = "follow"
    RELEASE = "release"

    @property
    def label(self) -> str:
        """As people see it."""
        return _LABELS[self]


_LABELS = {
    Action.SAVE_DRAFT: "存草稿",
    Action.ACCEPT: "受理",
    Action.ANSWER: "当场答复",
    Action.DISPATCH: "派单",
    Action.SIGN: "签收",
    Action.RETURN: "退单",
    Action.ADJUDICATE: "裁定",
    Action.HAND_DOWN: "下派",
    Action.REDISPATCH: "改派",
    Action.ADD_ASSISTING: "增加协办单位",
    Action.ASK_ASSISTING: "申请协办",
    Action.GRANT_ASSISTING: "同意协办",
    Action.REFUSE_ASSISTING: "不同意协办",
    Action.NOTE: "办理记录",
    Action.ATTACH: "上传附件",
    Action.CALL: "致电市民",
    Action.ASK_EXTENSION: "申请延期",
    Action.GRANT_EXTENSION: "同意延期",
    Action.REFUSE_EXTENSION: "不同意延期",
    Action.SET_LIMIT: "改定时限",
    Action.ASSIST_SIGN: "协办签收",
    Action.ASSIST_REPLY: "协办答复",
    Action.REPLY: "答复",
    Action.APPROVE: "审核通过",
    Action.REFUSE: "审核退回",
    Action.CALL_BACK: "回访",
    Action.CLOSE_WITH_NOTE: "书面说明后办结",
    Action.REHANDLE: "重办",
    Action.TRANSFER: "转其他机构",
    Action.DECLINE: "不予受理",
    Action.WITHDRAW: "撤回",
    Action.MERGE: "并单",
    Action.AMEND: "更正",
    Action.URGE: "催办",
    Action.INSTRUCT: "批示",
    Action.SUPERVISE: "督办",
    Action.CLOSE_INSTRUCTION: "批示销号",
    Action.EXPLAIN: "情况说明",
    Action.FOLLOW: "随主工单办理完毕",
    Action.RELEASE: "恢复单独办理",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A line of the table. target: the state after it, None where the move itself decides or nothing changes."""

    action: Action
    parties: frozenset[Party]
    sources: frozenset[S]
    target: S | None = None


def _move(action: Action, parties: Iterable[Party], sources: Iterable[S], target: S | None = None) -> Move:
    return Move(action=action, parties=frozenset(parties), sources=frozenset(sources), target=target)


_DESK = (Party.AGENT, Party.SUPERVISOR)
_NEW = (S.DRAFT, S.ACCEPTED)
_AT_WORK = (S.DISPATCHED, S.SIGNED, S.RETURNED, S.REPLIED)
_OPEN = (S.ACCEPTED, *_AT_WORK, S.REVIEWED)

MOVES = {
    move.action: move
    for move in (
        _move(Action.SAVE_DRAFT, _DESK, (S.DRAFT,), S.DRAFT),
        _move(Action.ACCEPT, _DESK, (S.DRAFT,), S.ACCEPTED),
        _move(Action.ANSWER, _DESK, _NEW, S.FINISHED),
        _move(Action.DISPATCH, _DESK, _NEW, S.DISPATCHED),
        _move(Action.SIGN, (Party.LEAD,), (S.DISPATCHED,), S.SIGNED),
        _move(Action.RETURN, (Party.LEAD,), (S.DISPATCHED, S.SIGNED), S.RETURNED),
        _move(Action.ADJUDICATE, (Party.SUPERVISOR, Party.UPPER), (S.RETURNED,), S.DISPATCHED),
        _move(Action.HAND_DOWN, (Party.LEAD,), (S.DISPATCHED, S.SIGNED), S.DISPATCHED),
        _move(Action.REDISPATCH, (Party.SUPERVISOR,), (S.DISPATCHED, S.SIGNED), S.DISPATCHED),
        _move(Action.ADD_ASSISTING, _DESK, (S.DISPATCHED, S.SIGNED)),
        _move(Action.ASK_ASSISTING, (Party.LEAD,), (S.DISPATCHED, S.SIGNED)),
        _move(Action.GRANT_ASSISTING, (Party.SUPERVISOR,), (S.DISPATCHED, S.SIGNED)),
        _move(Action.REFUSE_ASSISTING, (Party.SUPERVISOR,), (S.DISPATCHED, S.SIGNED)),
        _move(Action.NOTE, (*_DESK, Party.LEAD, Party.ASSISTING), (*_OPEN, S.FINISHED)),
        _move(Action.ATTACH, (*_DESK, Party.LEAD, Party.ASSISTING), _OPEN),
        _move(Action.CALL, (*_DESK, Party.LEAD, Party.ASSISTING), _OPEN),
        _move(Action.ASK_EXTENSION, (Party.LEAD,), (S.SIGNED,)),
        _move(Action.GRANT_EXTENSION, (Party.SUPERVISOR,), (S.SIGNED,)),
        _move(Action.REFUSE_EXTENSION, (Party.SUPERVISOR,), (S.SIGNED,)),
        _move(Action.SET_LIMIT, (Party.SUPERVISOR,), (S.DISPATCHED, S.SIGNED)),
        _move(Action.ASSIST_SIGN, (Party.ASSISTING,), (S.DISPATCHED, S.SIGNED)),
        _move(Action.ASSIST_REPLY, (Party.ASSISTING,), (S.DISPATCHED, S.SIGNED)),
        _move(Action.REPLY, (Party.LEAD,), (S.SIGNED,), S.REPLIED),
        _move(Action.APPROVE, (Party.SUPERVISOR,), (S.REPLIED,), S.REVIEWED),
        _move(Action.REFUSE, (Party.SUPERVISOR,), (S.REPLIED,), S.SIGNED),
        _move(Action.CALL_BACK, _DESK, (S.REVIEWED,)),
        _move(Action.CLOSE_WITH_NOTE, (Party.SUPERVISOR,), (S.REVIEWED,), S.FINISHED),
        _move(Action.REHANDLE, (Party.SUPERVISOR,), (S.REVIEWED, S.FINISHED), S.DISPATCHED),
        _move(Action.TRANSFER, _DESK, (*_NEW, S.DISPATCHED, S.RETURNED), S.TRANSFERRED),
        _move(Action.DECLINE, _DESK, (*_NEW, S.RETURNED), S.DECLINED),
        _move(Action.WITHDRAW, _DESK, (S.DRAFT, *_OPEN), S.WITHDRAWN),
        _move(Action.MERGE, _DESK, (S.ACCEPTED, S.DISPATCHED, S.SIGNED, S.RETURNED), S.MERGED),
        _move(Action.AMEND, _DESK, (S.ACCEPTED, S.DISPATCHED, S.SIGNED, S.RETURNED)),
        _move(Action.URGE, (*_DESK, Party.CLOCK), _AT_WORK),
        _move(Action.INSTRUCT, (Party.SUPERVISOR,), _AT_WORK),
        _move(Action.SUPERVISE, (Party.SUPERVISOR, Party.CLOCK), (*_OPEN, S.FINISHED)),
        _move(Action.CLOSE_INSTRUCTION, (Party.SUPERVISOR,), tuple(state for state in S if state is not S.DRAFT)),
        _move(Action.EXPLAIN, (Party.LEAD,), (*_AT_WORK, S.REVIEWED, S.FINISHED)),
        _move(Action.FOLLOW, (Party.CLOCK,), (S.MERGED,), S.REVIEWED),
        _move(Action.RELEASE, (Party.CLOCK,), (S.MERGED,), S.ACCEPTED),
    )
}


QUIET = frozenset(
    {
        Action.NOTE,
        Action.ATTACH,
        Action.CALL,
        Action.ADD_ASSISTING,
        Action.ASK_ASSISTING,
        Action.GRANT_ASSISTING,
        Action.REFUSE_ASSISTING,
        Action.ASSIST_SIGN,
        Action.ASSIST_REPLY,
        Action.URGE,
        Action.INSTRUCT,
        Action.SUPERVISE,
        Action.CLOSE_INSTRUCTION,
        Action.EXPLAIN,
    }
)
"""What adds to a ticket and changes nothing that another move stands on: these never come too late."""


class Refusal(StrEnum):
    """Why a move is not allowed."""

    PARTY = "party"
    """It is not yours to do."""
    STATE = "state"
    """The ticket is not where this can be done."""


def refusal(action: Action, state: S, parties: Iterable[Party]) -> Refusal | None:
    """Whether somebody who acts as these may do this to a ticket in this state; None where it is allowed."""
    move = MOVES[action]
    if not move.parties.intersection(parties):
        return Refusal.PARTY
    if state not in move.sources:
        return Refusal.STATE
    return None


def allowed(state: S, parties: Iterable[Party]) -> tuple[Action, ...]:
    """What somebody who acts as these may do, in the order of the table: the buttons of the screen."""
    given = frozenset(parties)
    return tuple(action for action in MOVES if refusal(action, state, given) is None)
