"""What a move of a ticket tells people, put into the outbox within the move's own transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from hotline.notices.model import SUPERVISORS, Channel, Draft, desk_of
from hotline.notices.service import Outbox
from hotline.tickets.duty import SILENT, DutyRules
from hotline.tickets.life.step import Audience, Tell
from hotline.tickets.told import Enlist

DUTY = "duty"
"""Of what kind a text to a duty telephone is."""
Phones = Callable[[AsyncSession, str], Awaitable[Sequence[str]]]
"""The mobiles of those who work for a department, by its code."""


async def nobody(session: AsyncSession, department: str) -> Sequence[str]:
    """Where nobody has a telephone."""
    del session, department
    return ()


def enlisting(outbox: Outbox, duty: DutyRules = SILENT, phones: Phones = nobody) -> Enlist:
    """Citizens get a text; departments and supervisors a line on their console; duty telephones what cannot wait."""

    async def enlist(session: AsyncSession, tells: Sequence[Tell], at: datetime) -> None:
        drafts = [_draft(tell) for tell in tells]
        for tell in tells:
            if tell.pressing is not None and duty.wants(tell.pressing):
                known = duty.phones.get(tell.to) or await phones(session, tell.to)
                drafts += [_to_duty(tell, phone, duty.not_before(tell.pressing, at)) for phone in known]
        await outbox.enlist(session, drafts, at)

    return enlist


def _draft(tell: Tell) -> Draft:
    to, channel = tell.to, Channel.DESK
    match tell.audience:
        case Audience.CITIZEN:
            channel = Channel.SMS
        case Audience.DEPARTMENT:
            to = desk_of(tell.to)
        case Audience.SUPERVISORS:
            to = SUPERVISORS
    return Draft(to=to, text=tell.text, kind="ticket", code=_number(tell), channel=channel, once=tell.key)


def _to_duty(tell: Tell, phone: str, not_before: datetime) -> Draft:
    """Once for each telephone, whatever is told again."""
    text = tell.pressing.text if tell.pressing else ""
    once = f"{tell.key}:{DUTY}:{phone}"
    return Draft(to=phone, text=text, kind=DUTY, code=_number(tell), once=once, not_before=not_before)


def _number(tell: Tell) -> str:
    return tell.key.split(":")[1]
