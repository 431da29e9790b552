"""What supervisors did to calls and desks: a row for every act, written before it is done.

Rule: no row, no act; a row is never changed but to say how the act went.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.acts import WatchChanged
from hotline.agents.overflow import Mode, Set
from hotline.events import Event, Resynced
from hotline.storage.engine import Database
from hotline.storage.tables import CALL_ID, SupervisorActRow
from hotline.storage.text import plain_text

LONGEST_REASON = 64  # characters


class Act(StrEnum):
    """What a supervisor may do."""

    LISTEN = "listen"
    """Hear both."""
    WHISPER = "whisper"
    """Speak to the agent alone."""
    JOIN = "join"
    """Speak to both."""
    TAKE_OVER = "take_over"
    """Take the citizen from the agent."""
    READY = "ready"
    """Have the agent's phone rung."""
    PAUSED = "paused"
    """Have it rung no more."""
    OFFLINE = "offline"
    """Send the agent from the desk."""
    SKILLS = "skills"
    """Say what the agent can do; the reason names all of it."""
    OVERFLOW = "overflow"
    """Open or close overflow; the reason begins with the mode."""


WATCHES = (Act.LISTEN, Act.WHISPER, Act.JOIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAct:
    """An act that is about to be done. by: user name; extension: the agent's; watch: the supervisor's own call."""

    act: Act
    by: str
    call_id: str = ""
    extension: str = ""
    watch: str = ""
    mode: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """An act in the books. began, ended: of what lasts; failed: why nothing came of it, "" where it did."""

    id: int
    at: datetime
    act: Act
    by: str
    call_id: str
    extension: str
    mode: str
    reason: str
    began: datetime | None
    ended: datetime | None
    failed: str


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class Acts:
    """The books of acts. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now

    async def keep(self, new: NewAct) -> int:
        """Its number."""
        row = SupervisorActRow(
            at=self._now(),
            act=str(new.act),
            by=new.by,
            call_id=plain_text(new.call_id)[:CALL_ID],
            extension=new.extension,
            watch=new.watch,
            mode=new.mode,
            reason=plain_text(new.reason)[:LONGEST_REASON],
            failed="",
        )
        async with self._database.transaction() as session:
            session.add(row)
            await session.flush()
            return row.id

    async def failed(self, number: int, why: str) -> None:
        """Nothing came of it."""
        row = SupervisorActRow
        async with self._database.transaction() as session:
            await session.execute(update(row).where(row.id == number).values(failed=plain_text(why)[:200]))

    async def hear(self, *events: Event) -> None:
        """From when to when supervisors were in calls; heard twice changes nothing."""
        told = [event for event in events if isinstance(event, WatchChanged | Resynced)]
        if told:
            async with self._database.transaction() as session:
                for event in told:
                    await _hear(session, event)

    async def latest(self, limit: int = 50) -> tuple[Done, ...]:
        """The newest first."""
        asked = select(SupervisorActRow).order_by(SupervisorActRow.id.desc()).limit(limit)
        async with self._database.reading() as session:
            return tuple(_done(row) for row in await session.scalars(asked))

    async def overflow(self) -> Set | None:
        """What was set last, None where nobody ever did."""
        row = SupervisorActRow
        asked = select(row).where(row.act == Act.OVERFLOW, row.failed == "").order_by(row.id.desc()).limit(1)
        async with self._database.reading() as session:
            found = await session.scalar(asked)
        if found is None or found.mode not in tuple(Mode):
            return None
        return Set(mode=Mode(found.mode), at=found.at, actor=found.by, reason=found.reason)


async def _hear(session: AsyncSession, event: WatchChanged | Resynced) -> None:
    row = SupervisorActRow
    lasting = (row.began.is_not(None), row.ended.is_(None))
    if isinstance(event, Resynced):
        live = [fact.watch for fact in event.calls if isinstance(fact, WatchChanged)]
        await session.execute(update(row).where(*lasting, row.watch.not_in(live)).values(ended=event.at))
        return
    of_it = row.watch == event.watch
    await session.execute(update(row).where(of_it, row.act != event.way, *lasting).values(ended=event.at))
    await session.execute(update(row).where(of_it, row.act == event.way, row.began.is_(None)).values(began=event.at))


def _done(row: SupervisorActRow) -> Done:
    return Done(
        id=row.id,
        at=row.at,
        act=Act(row.act),
        by=row.by,
        call_id=row.call_id,
        extension=row.extension,
        mode=row.mode,
        reason=row.reason,
        began=row.began,
        ended=row.ended,
        failed=row.failed,
    )
