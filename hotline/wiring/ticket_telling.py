"""What a move of a ticket tells people, put into the outbox within the move's own transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from hotline.notices.model import SUPERVISORS, Channel, Draft, desk_of
from hotline.notices.service import Outbox
from hotline.tickets.life.step import Audience, Tell
from hotline.tickets.told import Enlist


def enlisting(outbox: Outbox) -> Enlist:
    """Citizens get a text; departments and supervisors a line on their console."""

    async def enlist(session: AsyncSession, tells: Sequence[Tell], at: datetime) -> None:
        await outbox.enlist(session, [_draft(tell) for tell in tells], at)

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
    number = tell.key.split(":")[1]
    return Draft(to=to, text=tell.text, kind="ticket", code=number, channel=channel, once=tell.key)
