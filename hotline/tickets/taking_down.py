"""A new ticket written down, once: its number, its first move, and the key under which it was saved.

Rule: whoever saves the same again under the same key gets the ticket that is there; another draft under it is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from hotline.errors import ConflictError
from hotline.storage.citizens import named
from hotline.storage.together import gathered
from hotline.tickets import numbering, store
from hotline.tickets.draft import fingerprint
from hotline.tickets.life.step import Actor, Asked, Case, Step, World
from hotline.tickets.life.table import made
from hotline.tickets.model import CameBy, Ticket, TicketDraft, TicketState, TicketType, Urgency
from hotline.tickets.moves import Action, Party
from hotline.tickets.number import new_query_code
from hotline.tickets.told import Enlist

FIRST_MOVES = (Action.SAVE_DRAFT, Action.ACCEPT, Action.ANSWER, Action.DISPATCH, Action.TRANSFER, Action.DECLINE)
"""What can become of a ticket in the moment in which it is taken down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingDown:
    """What somebody takes down. draft: checked; asked: its first move; actor: user name; key: of this one act."""

    draft: TicketDraft
    asked: Asked
    actor: str
    key: str

    async def written(self, session: AsyncSession, world: World, enlist: Enlist) -> Step | Ticket:
        """What came of it, or the ticket that was saved under this key before.

        Raises ConflictError where that was another, what the first move raises, and IntegrityError where somebody
        saves under the same key in the same moment.
        """
        asked = self.asked
        mark = fingerprint(self.draft, f"{self.actor} {asked.action} {asked.public_answer} {asked.reason}")
        number = await numbering.next_number(session, world.now, unless=self.key)
        if number is None:
            return await _saved_before(session, self.key, mark)
        begun = _begun(self.draft, number, self.actor, world.now)
        who = Actor(username=self.actor, parties=frozenset({Party.AGENT}))
        step = made(Case(ticket=begun), asked, who, world)
        step = replace(step, ticket=replace(step.ticket, version=1))
        kept = numbering.key_row(key=self.key, number=number, actor=self.actor, fingerprint=mark)
        known = named(number=begun.citizen_number, name=begun.citizen_name, at=world.now)
        async with gathered(session):
            await store.add(session, step, kept, known)
            await enlist(session, step.tells, world.now)
        return step


async def _saved_before(session: AsyncSession, key: str, mark: str) -> Ticket:
    earlier = await numbering.done_under(session, key)
    ticket = await store.ticket(session, earlier[0]) if earlier else None
    if earlier is None or earlier[1] != mark or ticket is None:
        raise ConflictError("这张工单已经保存过，内容与现在不同，请刷新页面。")
    return ticket


def _begun(draft: TicketDraft, number: str, actor: str, now: datetime) -> Ticket:
    return Ticket(
        number=number,
        type=TicketType(draft.type),
        category=draft.category,
        urgency=Urgency(draft.urgency),
        district=draft.district,
        place=draft.place,
        title=draft.title,
        content=draft.content,
        department=draft.department,
        confidential=draft.confidential,
        citizen_number=draft.citizen_number,
        citizen_extension=draft.citizen_extension,
        citizen_name=draft.citizen_name,
        call_id=draft.call_id,
        came_by=CameBy(draft.came_by),
        query_code=new_query_code(),
        state=TicketState.DRAFT,
        created=now,
        created_by=actor,
        version=0,
    )
