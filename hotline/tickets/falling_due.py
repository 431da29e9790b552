"""What falls due is done once, by one process, however many look and however long none of them did.

Rule: a timer is marked as done in the transaction that writes what comes of it: whoever dies in between has done
nothing, and whoever comes second finds it done.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import CursorResult, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.bus import Bus
from hotline.errors import StorageError
from hotline.storage.engine import Database
from hotline.storage.tables import TicketTimerRow
from hotline.tickets import store
from hotline.tickets.life.falling_due import fall_due
from hotline.tickets.life.step import Due, Step, Timer, World
from hotline.tickets.told import Enlist, event_of, tell_nobody

TOGETHER = 100  # timers read at a time
LOOK_SECONDS = 2.0  # between two looks: a card may be so late
BROKEN_WAITS = timedelta(minutes=10)  # before a timer that failed is tried again
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTimer:
    """A timer that is due: its id, its ticket's number and since when."""

    id: int
    number: str
    at: datetime


class FallingDue:
    """The hotline's own hand: what nobody has to press a button for.

    every: seconds between two looks; together: timers read at a time.
    """

    def __init__(
        self,
        database: Database,
        bus: Bus,
        world: Callable[[], World],
        *,
        enlist: Enlist = tell_nobody,
        every: float = LOOK_SECONDS,
        together: int = TOGETHER,
    ) -> None:
        self._database = database
        self._bus = bus
        self._world = world
        self._enlist = enlist
        self._every = every
        self._together = together
        self._broken: dict[int, datetime] = {}

    async def run(self) -> None:
        """Do what falls due, until cancelled. The owner of the process owns this task."""
        while True:
            try:
                while await self.look():
                    pass
            except StorageError as fault:
                log.warning("timers_wait", why=fault.message)
            except Exception:  # the rows are there still, and the next look may pass
                log.exception("timers_failed")
            await asyncio.sleep(self._every)

    async def look(self) -> int:
        """Do what is due now, the longest due first; how many were done here.

        Page after page, for a page of tickets that cannot be understood must not hold up those behind it.
        """
        now, last, done = self._world().now, None, 0
        while True:
            async with self._database.reading() as session:
                found = await due_timers(session, now, self._together, after=last)
            for timer in found:
                if not self._waits(timer.id, now):
                    done += await self._try(timer)
            if len(found) < self._together:
                return done
            last = found[-1]

    def _waits(self, timer: int, now: datetime) -> bool:
        """Whether it failed a short while ago; a clock that was put back lets it wait no longer."""
        failed = self._broken.get(timer)
        return failed is not None and timedelta() <= now - failed < BROKEN_WAITS

    async def _try(self, timer: DueTimer) -> bool:
        """Whether it was done here. Raises StorageError."""
        try:
            step = await self._do(timer.id, timer.number)
        except StorageError:
            raise
        except Exception:  # one ticket that cannot be understood must not hold up all others
            log.exception("timer_failed", timer=timer.id, ticket=timer.number)
            self._broken[timer.id] = self._world().now
            return False
        self._broken.pop(timer.id, None)
        if isinstance(step, Step):
            await self._bus.publish(event_of(step))
        return step is not None

    async def _do(self, timer: int, number: str) -> Step | bool | None:
        """What came of it; True where nothing did, None where another process was first."""
        async with self._database.transaction() as session:
            case = await store.case(session, number, lock=True)
            taken = await _take(session, timer, self._world().now)
            if taken is None or case is None:
                return None
            world = self._world()
            step = fall_due(case, taken, world)
            if step is None:
                return True
            await store.change(session, step)
            await self._enlist(session, step.tells, world.now)
            return step


async def due_timers(
    session: AsyncSession, now: datetime, limit: int, *, after: DueTimer | None = None
) -> tuple[DueTimer, ...]:
    """Timers that are due, the longest due first. after: only those behind it."""
    row = TicketTimerRow
    asked = select(row.id, row.ticket_number, row.at).where(row.done.is_(None), row.at <= now)
    if after is not None:
        asked = asked.where(tuple_(row.at, row.id) > (after.at, after.id))
    found = await session.execute(asked.order_by(row.at, row.id).limit(limit))
    return tuple(DueTimer(id=one.id, number=one.ticket_number, at=one.at) for one in found)


async def _take(session: AsyncSession, timer: int, now: datetime) -> Timer | None:
    """Mark it as done; None where somebody else has."""
    mine = update(TicketTimerRow).where(TicketTimerRow.id == timer, TicketTimerRow.done.is_(None)).values(done=now)
    done = await session.execute(mine)
    if not isinstance(done, CursorResult) or done.rowcount != 1:
        return None
    row = await session.get_one(TicketTimerRow, timer)
    return Timer(due=Due(row.due), at=row.at, round=row.round)
