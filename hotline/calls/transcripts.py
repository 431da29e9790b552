"""What was said in conversations, kept: by call, searched, and who looked.

Rule: an utterance is kept whole, and masked on its way to a screen; a look that cannot be kept is not given: whoever
calls keeps it first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from hotline.calls.transcript import LONGEST, Side, Utterance, Word
from hotline.calls.transcript_index import add_utterances, find_utterances
from hotline.storage.engine import Database
from hotline.storage.insert import insert_missing
from hotline.storage.tables import AgentRingRow, CallHearingRow, CallRow, CallUtteranceRow
from hotline.storage.text import plain_text

MOST = 2000  # utterances of one call; a call of two hours has fewer
MOST_WORDS = 400  # of one utterance
FOUND = 200  # utterances in one answer of a search


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An utterance that a search found. arrived: when the call came; agent: user name of who talked last, or ""."""

    utterance: Utterance
    arrived: datetime | None
    agent: str


class Transcripts:
    """The transcripts. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now

    async def keep(self, one: Utterance) -> int:
        """Keep what was said; its id."""
        row = row_of(one, self._now())
        async with self._database.transaction() as session:
            await add_utterances(session, [row])
            return row.id

    async def of(self, call_id: str) -> tuple[Utterance, ...]:
        """What was said in a call, in order."""
        row = CallUtteranceRow
        asked = select(row).where(row.call_id == call_id).order_by(row.start, row.id).limit(MOST)
        async with self._database.reading() as session:
            return tuple(map(_utterance, await session.scalars(asked)))

    async def talked_in(self, call_id: str, username: str) -> bool:
        """Whether this user talked with the citizen in this call."""
        ring = AgentRingRow
        answered = select(ring.call_id).where(
            ring.call_id == call_id, ring.username == username, ring.answered.is_not(None)
        )
        async with self._database.reading() as session:
            if await session.scalar(answered.limit(1)) is not None:
                return True
            call = await session.get(CallRow, call_id)
            return call is not None and call.by == username

    async def number_of(self, call_id: str) -> str:
        """The citizen's number of a call, "" where there is none."""
        async with self._database.reading() as session:
            call = await session.get(CallRow, call_id)
            return call.number if call is not None else ""

    async def search(self, words: Sequence[str], *, before: int = 0, limit: int = 50) -> tuple[Found, ...]:
        """Utterances with all of these words, the last kept first. before: an id, 0 for the beginning."""
        async with self._database.reading() as session:
            rows = await find_utterances(session, words, before=before, limit=min(limit, FOUND))
            found = [_utterance(one) for one in rows]
            names = {one.call_id for one in found}
            calls = await session.execute(select(CallRow.id, CallRow.arrived, CallRow.by).where(CallRow.id.in_(names)))
            known = {call.id: (call.arrived, call.by) for call in calls}
            ring = AgentRingRow
            rings = select(ring.call_id, ring.username).where(ring.call_id.in_(names), ring.answered.is_not(None))
            agents = {one.call_id: one.username for one in await session.execute(rings.order_by(ring.answered))}
        return tuple(_found(one, known.get(one.call_id), agents) for one in found)

    async def keep_look(self, call_id: str, username: str) -> None:
        """Somebody reads what was said: kept with those who listened, one row a call an hour."""
        hour = self._now().replace(minute=0, second=0, microsecond=0)
        async with self._database.transaction() as session:
            await insert_missing(session, CallHearingRow, {"call_id": call_id, "at": hour, "username": username})


def row_of(one: Utterance, at: datetime) -> CallUtteranceRow:
    """An utterance as it is kept. at: by which it is let go."""
    return CallUtteranceRow(
        call_id=one.call_id,
        at=at,
        side=str(one.side),
        start=round(one.start, 2),
        end=round(one.end, 2),
        text=plain_text(one.text)[:LONGEST],
        words=[[plain_text(word.text), round(word.start, 2), round(word.end, 2)] for word in one.words[:MOST_WORDS]],
    )


def _found(one: Utterance, call: tuple[datetime, str] | None, agents: dict[str, str]) -> Found:
    arrived, by = call or (None, "")
    return Found(utterance=one, arrived=arrived, agent=agents.get(one.call_id) or by)


def _utterance(row: CallUtteranceRow) -> Utterance:
    return Utterance(
        id=row.id,
        call_id=row.call_id,
        side=Side(row.side),
        start=row.start,
        end=row.end,
        text=row.text,
        words=tuple(Word(text=str(text), start=float(start), end=float(end)) for text, start, end in row.words),
    )
