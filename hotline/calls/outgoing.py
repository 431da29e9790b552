"""Calls of ours to citizens: begun once, watched, and kept as the proof of contact.

Rule: whoever wants to ring a citizen begins here first: the row that is written before any telephone rings is what
keeps two people, or one who presses twice, from calling the same citizen at the same time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.calls.model import Direction, Outcome, PastCall, fold, lose, matters
from hotline.calls.store import call_of
from hotline.errors import ConflictError, InputError, NotFoundError
from hotline.events import OUT, CallEvent, Event, Resynced
from hotline.storage.citizens import can_be_rung
from hotline.storage.engine import Database
from hotline.storage.insert import write_rows
from hotline.storage.tables import CallRow

MOST_WATCHED = 1000


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Somebody wants to call a citizen. by: user name; extension: of the desk, "" where a telephone outside is rung."""

    number: str
    by: str
    extension: str = ""
    ticket: str = ""
    request: int = 0


def call_id_of(key: str, by: str) -> str:
    """The name of the call that this user asks for under this key: asked again, it is the same call."""
    return OUT + hashlib.sha256(f"{by} {key}".encode(errors="replace")).hexdigest()[:24]


class Outgoing:
    """Every method raises StorageError where the database does not answer.

    What happens to a call is known here before it is written, for a page that asks for its own call.
    """

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now
        self._watched: dict[str, PastCall] = {}

    async def begin(self, wanted: Wanted, key: str) -> tuple[PastCall, bool]:
        """The call, and whether it is new: under a key that was used it is the one that was begun then.

        Raises InputError where the number cannot be called, ConflictError where the citizen is being called already.
        """
        if not can_be_rung(wanted.number):
            raise InputError("这个号码不能拨打。", fields={"number": "只能拨打国内的手机和固定电话"})
        call = PastCall(
            id=call_id_of(key, wanted.by),
            number=wanted.number,
            dialled="",
            arrived=self._now(),
            queued=None,
            answered=None,
            released=None,
            ended=None,
            extension=wanted.extension,
            waited=0,
            talked=0,
            outcome=Outcome.PLACED,
            cause=None,
            direction=Direction.OUT,
            ticket=wanted.ticket,
            request=wanted.request,
            by=wanted.by,
        )
        try:
            async with self._database.transaction() as session:
                earlier = await session.get(CallRow, call.id)
                if earlier is not None:
                    return call_of(earlier), False
                await self._write_ended(session, call.number)
                session.add(CallRow(**asdict(call)))
        except IntegrityError as fault:  # somebody else was faster, or the same key came twice at once
            known = await self._row(call.id)
            if known is not None:
                return known, False
            raise ConflictError("正在与这位市民通话，或正在呼叫，请稍后再拨。") from fault
        self._watch(call)
        return call, True

    async def begun(self, key: str, by: str) -> PastCall | None:
        """The call that this user asked for under this key, None where it was not."""
        call_id = call_id_of(key, by)
        return self._watched.get(call_id) or await self._row(call_id)

    async def _write_ended(self, session: AsyncSession, number: str) -> None:
        """What has ended is over, also where its end is still on its way into the books."""
        ended = [asdict(call) for call in self._watched.values() if call.number == number and call.ended]
        await write_rows(session, CallRow, ended)

    async def hear(self, event: Event) -> tuple[str, ...]:
        """Take note of what happens to our calls; those of which all is told now."""
        if isinstance(event, Resynced):
            live = {fact.call_id for fact in event.calls}
            open_calls = [call for call in self._watched.values() if not call.ended and call.arrived < event.at]
            gone = [lose(call, event.at) for call in open_calls if call.id not in live]
            self._watched |= {call.id: call for call in gone}
            for fact in event.calls:
                await self.hear(fact)
            return tuple(call.id for call in gone)
        if not (isinstance(event, CallEvent) and matters(event) and event.call_id.startswith(OUT)):
            return ()
        known = self._watched.get(event.call_id) or await self._row(event.call_id)
        if known is None:  # another process's, whose row is on its way
            return ()
        after = fold(known, event)
        self._watch(after)
        return (event.call_id,) if after.is_told and not known.is_told else ()

    async def look(self, call_id: str) -> PastCall:
        """How a call of ours goes. Raises NotFoundError."""
        known = self._watched.get(call_id) or (await self._row(call_id) if call_id.startswith(OUT) else None)
        if known is None:
            raise NotFoundError("没有这次外呼。")
        return known

    async def proof(self, number: str, by: str, since: datetime) -> PastCall | None:
        """The last call by this user to this citizen that began since then and rang at the citizen's."""
        asked = (
            select(CallRow)
            .where(
                CallRow.number == number,
                CallRow.direction == Direction.OUT,
                CallRow.by == by,
                CallRow.arrived >= since,
            )
            .order_by(CallRow.arrived.desc())
        )
        async with self._database.reading() as session:
            rows = [call_of(row) for row in await session.scalars(asked)]
        calls = [self._watched.get(call.id, call) for call in rows]
        return next((call for call in calls if call.answered or call.outcome is Outcome.UNREACHED), None)

    async def ended_since(self, since: datetime) -> tuple[PastCall, ...]:
        """Calls of ours about a ticket or a request that ended since then, the oldest first."""
        asked = (
            select(CallRow)
            .where(CallRow.direction == Direction.OUT, CallRow.ended >= since)
            .where((CallRow.ticket != "") | (CallRow.request != 0))
            .order_by(CallRow.ended)
        )
        async with self._database.reading() as session:
            return tuple(call_of(row) for row in await session.scalars(asked))

    async def _row(self, call_id: str) -> PastCall | None:
        async with self._database.reading() as session:
            row = await session.get(CallRow, call_id)
            return call_of(row) if row else None

    def _watch(self, call: PastCall) -> None:
        self._watched.pop(call.id, None)
        self._watched[call.id] = call
        while len(self._watched) > MOST_WATCHED:
            del self._watched[next(iter(self._watched))]
