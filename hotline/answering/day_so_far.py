"""The telephone's figures of this day, for the live board: counted from the books, then each event folded in.

Rule: what is not known to be right is told as not sure, and counted anew from the books: at the start, at midnight,
after a gap, after an event whose beginning was not heard, and every so often.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import structlog
from sqlalchemy import or_, select

from hotline.calls.model import Direction, PastCall, fold, matters, unseen
from hotline.calls.store import call_of
from hotline.errors import StorageError
from hotline.events import CallArrived, CallEvent, Event, OutgoingPlaced, Resynced
from hotline.reports.counting import Span, by_hour
from hotline.reports.period import CITY_TIME, Period
from hotline.reports.today import CODES, NOTHING, Amounts, exchanged, of_call
from hotline.storage.engine import Database
from hotline.storage.tables import CallRow

LATE = timedelta(minutes=10)  # after its end something may still be told of a call
ANEW_SECONDS = 60.0
SETTLE_SECONDS = 5.0
AGAIN_SECONDS = 2.0
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """The figures. day: None before they were ever counted; at: of the last change; sure: whether they are right."""

    day: date | None = None
    amounts: Amounts
    at: datetime
    sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What the books say at one moment. calls: those that may still change, of whichever day."""

    amounts: Amounts
    calls: tuple[PastCall, ...]


Look = Callable[[Period, datetime], Awaitable[Looked]]


def look_into(database: Database) -> Look:
    """What counts them: the reports' own figures, and the calls behind what may still change, of one moment."""

    async def look(period: Period, now: datetime) -> Looked:
        late = or_(CallRow.ended.is_(None), CallRow.ended > now - LATE)
        async with database.reading() as session:
            counted = (await by_hour(session, CODES, Span(period=period, now=now))).whole()
            rows = await session.scalars(select(CallRow).where(late))
            return Looked(amounts=counted, calls=tuple(call_of(row) for row in rows))

    return look


class DaySoFar:
    """look: into the books; settle: has all that was heard written into them; now: the clock."""

    def __init__(self, look: Look, settle: Callable[[], Awaitable[None]], now: Callable[[], datetime]) -> None:
        self._look, self._settle, self._now = look, settle, now
        self._known: dict[str, PastCall] = {}
        self._period: Period | None = None
        self._meanwhile: list[CallEvent] | None = None  # heard while the books are looked into
        self._due = asyncio.Event()
        self.today = Today(amounts=NOTHING, at=now())

    async def hear(self, event: Event) -> None:
        """Fold one event in; returns at once."""
        if isinstance(event, Resynced):
            self._doubt()
        if not isinstance(event, CallEvent) or not matters(event):
            return
        if self._meanwhile is not None:
            self._meanwhile.append(event)
        self._fold(event)

    async def run(self) -> None:
        """Count anew whenever it is due, until cancelled."""
        while True:
            self._due.clear()
            try:
                await self._renew()
                wait = min(ANEW_SECONDS, self._to_midnight())
            except (StorageError, TimeoutError) as fault:
                log.warning("day_not_counted", why=str(fault))
                self.today = replace(self.today, sure=False)
                wait = AGAIN_SECONDS
            try:
                async with asyncio.timeout(wait):
                    await self._due.wait()
            except TimeoutError:
                continue

    async def _renew(self) -> None:
        self._meanwhile = []
        try:
            async with asyncio.timeout(SETTLE_SECONDS):
                await self._settle()
            now = self._now()
            day = now.astimezone(CITY_TIME).date()
            period = Period(first=day, last=day)
            looked = await self._look(period, now)
            heard = self._meanwhile
        finally:
            self._meanwhile = None
        self._period = period
        self._known = {call.id: call for call in looked.calls}
        known = Today(day=day, amounts=looked.amounts, at=now, sure=True)
        # the time is that of a change: nothing is sent to the screens where there is none
        same = replace(known, at=self.today.at) == self.today
        self.today = self.today if same else known
        for event in heard:
            self._fold(event)

    def _fold(self, event: CallEvent) -> None:
        """An event that was counted already changes nothing: hearing it twice is the same as hearing it once."""
        before = self._known.get(event.call_id)
        if before is None and not isinstance(event, CallArrived | OutgoingPlaced):
            self._doubt()
            return
        call = fold(before or unseen(event), event)
        self._known[call.id] = call
        was, now = (self._of(before) if before else None), self._of(call)
        if was == now or self._period is None:
            return
        amounts = exchanged(self.today.amounts, was or NOTHING, now or NOTHING)
        self.today = replace(self.today, amounts=amounts, at=event.at)

    def _of(self, call: PastCall) -> Amounts | None:
        """What a call adds to this day."""
        of_today = self._period is not None and self._period.begin <= call.arrived < self._period.end
        return of_call(call) if of_today and call.direction is Direction.IN else None

    def _doubt(self) -> None:
        self._due.set()

    def _to_midnight(self) -> float:
        end = self._period.end if self._period else self._now()
        return max(0.1, (end - self._now()).total_seconds())
