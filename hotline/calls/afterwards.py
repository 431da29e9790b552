"""Calls whose recording is still to be heard, and how the transcript of each came about: in the books.

Rule: a call is settled once, in the transaction that keeps what was heard: two who hear the same one keep it once. What
is heard afterwards is as old as the call itself, so that it is let go with what was heard live.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.calls.gaps import Span
from hotline.calls.joined import Joined
from hotline.calls.transcript import Utterance
from hotline.calls.transcript_index import add_utterances
from hotline.calls.transcripts import row_of
from hotline.storage.engine import Database
from hotline.storage.tables import CallAsideRow, CallHoldRow, CallJoinRow, CallRow, CallTranscriptRow

OVER_SECONDS = 120.0  # after which nothing of a call is written any more: its last words, its recording
COUNTED = 9999


class Origin(StrEnum):
    """How the transcript of a call came about, or will."""

    LIVE = "live"
    """It was written while the call lasted, all of it."""
    AFTER = "after"
    """It, or a part of it, was heard afterwards from the recording."""
    UNHEARD = "unheard"
    """There is no recording with both sides apart."""
    FAILED = "failed"
    """The recording could not be heard."""
    WAITING = "waiting"
    """The recording will be heard when the machine is quiet."""
    HEARING = "hearing"
    """The recording is being heard."""
    NONE = "none"
    """It is as it is: nothing hears here, the call goes on, or it is too long ago."""


SETTLED = (Origin.LIVE, Origin.AFTER, Origin.UNHEARD, Origin.FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToHear:
    """A call that is over. answered: when its recording began; waits: the citizen on hold, or hearing music."""

    call_id: str
    answered: datetime
    waits: tuple[Span, ...] = ()


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class Unwritten:
    """The calls without a settled transcript. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now

    async def next(self, since: datetime, *, limit: int = 1, but: Collection[str] = ()) -> tuple[str, ...]:
        """Calls that arrived since then and wait, the newest first. but: without these."""
        row = CallRow
        asked = select(row.id).where(*self._waits(since)).order_by(row.arrived.desc()).limit(limit)
        if but:
            asked = asked.where(row.id.not_in(but))
        async with self._database.reading() as session:
            return tuple(await session.scalars(asked))

    async def count(self, since: datetime) -> int:
        """How many wait, at most COUNTED."""
        some = select(CallRow.id).where(*self._waits(since)).limit(COUNTED).subquery()
        async with self._database.reading() as session:
            return await session.scalar(select(func.count()).select_from(some)) or 0

    async def waits(self, call_id: str, since: datetime) -> bool:
        """Whether this one does."""
        asked = select(CallRow.id).where(CallRow.id == call_id, *self._waits(since))
        async with self._database.reading() as session:
            return await session.scalar(asked) is not None

    async def call(self, call_id: str) -> ToHear | None:
        """A call that was answered and is over, None where there is none."""
        waits: list[Span] = []
        async with self._database.reading() as session:
            call = await session.get(CallRow, call_id)
            if call is None or call.answered is None or call.ended is None:
                return None
            joined = await _joined(session, call_id, call.answered)
            for row in (CallHoldRow, CallAsideRow):
                rows = await session.execute(select(row.began, row.ended).where(row.call_id == call_id))
                waits += [_span(one.began, one.ended, joined) for one in rows]
        return ToHear(call_id=call_id, answered=call.answered, waits=tuple(sorted(waits, key=lambda one: one.start)))

    async def begun(self, call_id: str) -> tuple[Joined, bool] | None:
        """What of a talk that goes on is recorded, and whether the citizen is on hold; None where no book has it."""
        hold = CallHoldRow
        held = select(hold.call_id).where(hold.call_id == call_id, hold.ended.is_(None)).limit(1)
        async with self._database.reading() as session:
            call = await session.get(CallRow, call_id)
            if call is None or call.answered is None:
                return None
            return await _joined(session, call_id, call.answered), await session.scalar(held) is not None

    async def origin(self, call_id: str) -> Origin | None:
        """How it came about, None while that is not settled."""
        async with self._database.reading() as session:
            row = await session.get(CallTranscriptRow, call_id)
            return Origin(row.origin) if row is not None else None

    async def settle(
        self, call_id: str, origin: Origin, said: Sequence[Utterance] = (), *, began: datetime | None = None
    ) -> bool:
        """Keep what was heard and that it was; False where somebody else has settled it. began: of the recording."""
        try:
            async with self._database.transaction() as session:
                if await session.get(CallTranscriptRow, call_id) is not None:
                    return False
                session.add(CallTranscriptRow(call_id=call_id, at=self._now(), origin=str(origin)))
                await session.flush()
                rows = [row_of(one, (began or self._now()) + timedelta(seconds=one.start)) for one in said]
                await add_utterances(session, rows)
        except IntegrityError:  # at the same moment
            return False
        return True

    async def again(self, call_id: str) -> None:
        """Forget that its recording was not there or could not be heard: somebody asks for it by name."""
        row = CallTranscriptRow
        async with self._database.transaction() as session:
            await session.execute(
                delete(row).where(row.call_id == call_id, row.origin.in_([Origin.UNHEARD, Origin.FAILED]))
            )

    def _waits(self, since: datetime) -> tuple[ColumnElement[bool], ...]:
        row, settled = CallRow, CallTranscriptRow
        over = self._now() - timedelta(seconds=OVER_SECONDS)
        known = select(settled.call_id).where(settled.call_id == row.id).exists()
        return row.arrived >= since, row.answered.is_not(None), row.ended < over, ~known


async def _joined(session: AsyncSession, call_id: str, answered: datetime) -> Joined:
    """Of a call from before joins were kept: since it was answered."""
    row = CallJoinRow
    rows = await session.execute(select(row.began, row.ended).where(row.call_id == call_id).order_by(row.began))
    return Joined(spans=tuple((one.began, one.ended) for one in rows) or ((answered, None),))


def _span(began: datetime, ended: datetime | None, joined: Joined) -> Span:
    """Up to the end of the recording where the end was not seen: what was meant for nobody is not written."""
    start = joined.second(began)
    return Span(start=start) if ended is None else Span(start=start, end=joined.second(ended))
