"""Which function makes what of a ticket: one for every action but those that only the clock does.

Rule: whoever moves a ticket asks made(), never the function itself.
"""

from __future__ import annotations

from collections.abc import Callable

from hotline.tickets.life import asking, assisting, by_hand, calling_back, department, desk, instructing, supervisor
from hotline.tickets.life.step import Actor, Asked, Case, Step, World
from hotline.tickets.moves import Action

LIFE: dict[Action, Callable[[Case, Asked, Actor, World], Step]] = {
    Action.SAVE_DRAFT: desk.save_draft,
    Action.ACCEPT: desk.accept,
    Action.ANSWER: desk.answer,
    Action.DISPATCH: desk.dispatch,
    Action.SIGN: department.sign,
    Action.RETURN: department.give_back,
    Action.ADJUDICATE: supervisor.adjudicate,
    Action.HAND_DOWN: department.hand_down,
    Action.REDISPATCH: supervisor.redispatch,
    Action.ADD_ASSISTING: assisting.add_assisting,
    Action.ASK_ASSISTING: assisting.ask_assisting,
    Action.GRANT_ASSISTING: assisting.grant_assisting,
    Action.REFUSE_ASSISTING: assisting.refuse_assisting,
    Action.NOTE: department.note,
    Action.ATTACH: department.attach,
    Action.CALL: department.called,
    Action.ASK_EXTENSION: department.ask_extension,
    Action.GRANT_EXTENSION: supervisor.grant_extension,
    Action.REFUSE_EXTENSION: supervisor.refuse_extension,
    Action.SET_LIMIT: by_hand.set_limit,
    Action.ASSIST_SIGN: department.assist_sign,
    Action.ASSIST_REPLY: department.assist_reply,
    Action.REPLY: department.reply,
    Action.APPROVE: supervisor.approve,
    Action.REFUSE: supervisor.refuse,
    Action.CALL_BACK: calling_back.call_back,
    Action.CLOSE_WITH_NOTE: supervisor.close_with_note,
    Action.REHANDLE: supervisor.rehandle,
    Action.TRANSFER: desk.transfer,
    Action.DECLINE: desk.decline,
    Action.WITHDRAW: desk.withdraw,
    Action.MERGE: desk.merge,
    Action.AMEND: desk.amend,
    Action.URGE: supervisor.urge,
    Action.INSTRUCT: instructing.instruct,
    Action.SUPERVISE: supervisor.supervise,
    Action.CLOSE_INSTRUCTION: instructing.close,
    Action.EXPLAIN: department.explain,
}


def made(case: Case, asked: Asked, actor: Actor, world: World) -> Step:
    """What comes of a move that the gate lets through. Raises what the move raises."""
    return asking.ended(LIFE[asked.action](case, asked, actor, world), case, asked, actor, world)
