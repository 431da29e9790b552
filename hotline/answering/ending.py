"""How a caller leaves the menus: to a person, to a telephone outside, or with a goodbye, as the dialplan is told.

Rule: IVR_NEXT is set last, when all else is: whatever fails before leaves the caller to the dialplan's fallback.
"""

from __future__ import annotations

import asyncio

import structlog

from hotline.answering.desk import Desk, Outcome, Place
from hotline.answering.services import Caller
from hotline.answering.skill_wish import Wish
from hotline.ivr.effects import CHINESE, HangUp, Queue, Transfer
from hotline.ivr.engine import Step

POSITION_LIMIT = 1.5  # seconds
log = structlog.get_logger(__name__)


async def ended(caller: Caller, step: Step, desk: Desk, place: Place | None) -> Outcome:
    """Tell the dialplan what comes next, by the last effect."""
    skill = ""
    match step.effects[-1] if step.effects else None:
        case HangUp():
            return await goodbye(caller)
        case Transfer(number=number) if number.isascii() and number.isdigit():
            await caller.channel.set_variable("IVR_NUMBER", number)
            await caller.channel.set_variable("IVR_NEXT", "transfer")
            return Outcome.TRANSFER
        case Queue(skill=wanted):
            skill = wanted
    language = step.session.language
    chosen = CHINESE if language == caller.manner[0] else language  # who waited for it already does not begin anew
    return await into_queue(caller, place, desk, desk.wishes.of(skill, chosen))


async def goodbye(caller: Caller) -> Outcome:
    """The dialplan hangs up."""
    await caller.channel.set_variable("IVR_NEXT", "hangup")
    return Outcome.HANG_UP


async def into_queue(caller: Caller, place: Place | None, desk: Desk, wish: Wish | None = None) -> Outcome:
    """To a person, at the place that the caller had; wish: in a skill's line first."""
    told = ""
    if place is not None:
        skill = wish.skill if wish else place.skill
        try:
            async with asyncio.timeout(POSITION_LIMIT):
                asked = desk.wishes.position(caller.call_id, place.joined, skill) if skill else None
                position = await (asked or desk.position(caller.call_id, place.joined))
            told = str(position) if position else ""
        except Exception:  # unknown is the end of the line, not the end of the call
            log.exception("position_unknown", call_id=caller.call_id)
    if wish is not None:
        await caller.channel.set_variable("IVR_SKILL", wish.skill)
        await caller.channel.set_variable("IVR_SKILL_SECONDS", str(wish.seconds))
    await caller.channel.set_variable("IVR_POSITION", told)
    await caller.channel.set_variable("IVR_NEXT", "queue")
    return Outcome.QUEUE
