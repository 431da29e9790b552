"""Calls to a ticket's citizen, kept with the ticket: who phoned, when, whether the citizen answered and for how long.

Rule: only what the call's own record says is written, once a call; nobody can type that he has phoned.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.bus import Bus
from hotline.errors import NotAllowedError
from hotline.storage.engine import Database
from hotline.tickets import numbering, store
from hotline.tickets.draft import fingerprint
from hotline.tickets.life.step import Actor, Asked, Case, Step, World
from hotline.tickets.life.table import made
from hotline.tickets.moves import Action, Refusal, refusal
from hotline.tickets.parties import User, parties_of, this_round
from hotline.tickets.told import event_of


class Contacts:
    """Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database, bus: Bus, world: Callable[[], World]) -> None:
        self._database, self._bus, self._world = database, bus, world

    def check(self, case: Case, user: User) -> None:
        """Raises NotAllowedError where this user may not call the citizen of this ticket now."""
        ticket, now = case.ticket, this_round(case)
        why = refusal(Action.CALL, ticket.state, parties_of(user, now, self._world().city))
        if why is Refusal.PARTY:
            raise NotAllowedError("您不能致电这张工单的市民。")
        if why is Refusal.STATE:
            raise NotAllowedError(f"工单{ticket.state.label}，不能再致电市民。")

    async def keep(self, number: str, call_id: str, proof: Mapping[str, object], *, actor: str) -> None:
        """A row of the ticket's history; a call that was kept before is not kept again.

        Whether the call was allowed was asked when it began: that the ticket has gone on since does not undo it.
        """
        try:
            async with self._database.transaction() as session:
                step = await self._write(session, number, call_id, proof, actor)
        except IntegrityError:  # another process keeps it at this moment
            return
        if step is not None:
            await self._bus.publish(event_of(step))

    async def _write(
        self, session: AsyncSession, number: str, call_id: str, proof: Mapping[str, object], actor: str
    ) -> Step | None:
        case, key = await store.case(session, number, lock=True), f"call:{call_id}"
        if case is None or await numbering.done_under(session, key):
            return None
        asked = Asked(action=Action.CALL, version=0, proof=proof)
        step = made(case, asked, Actor(username=actor, parties=frozenset()), self._world())
        mark = fingerprint(asked, f"{actor} {number}")
        await store.change(session, step, numbering.key_row(key=key, number=number, actor=actor, fingerprint=mark))
        return step
