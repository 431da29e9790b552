"""What is asked of inspections: lists, one with its history, the call behind it; and who listened.

Rule: a hearing that cannot be kept is not given: whoever calls keeps it first. Nothing here tells who called.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select

from hotline.errors import NotFoundError
from hotline.quality.model import MAY_INSPECT, TOLD, Inspection, State
from hotline.quality.rows import inspection_of
from hotline.storage.engine import Database
from hotline.storage.insert import insert_missing
from hotline.storage.tables import (
    AgentRingRow,
    CallHearingRow,
    CallHoldRow,
    CallRow,
    QualityHistoryRow,
    QualityInspectionRow,
    RatingRow,
    TicketRow,
    UserRow,
)

MOST = 999


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Something that was done to an inspection."""

    at: datetime
    actor: str
    act: str
    reason: str
    changes: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A ticket that was written in the call."""

    number: str
    type: str
    category: str
    urgency: str
    title: str
    place: str
    content: str
    department: str
    state: str
    returns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """The call behind an inspection. waited, rung (until the agent answered), talked, held: seconds; agents: who.

    held: None where the hold was not seen to its end.
    """

    arrived: datetime
    outgoing: bool
    waited: int
    rung: int
    talked: int
    held: int | None
    holds: int
    agents: tuple[str, ...]
    ratings: dict[str, str]
    tickets: tuple[Written, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What waits for somebody. fresh: told to this user, and not looked at; each at most MOST."""

    to_inspect: int
    appeals: int
    fresh: int


class Looks:
    """The questions. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now

    async def one(self, number: int) -> Inspection:
        """Raises NotFoundError."""
        async with self._database.reading() as session:
            row = await session.get(QualityInspectionRow, number)
            if row is None:
                raise NotFoundError("没有这条质检。")
            return inspection_of(row)

    async def of_calls(self, call_ids: Collection[str]) -> dict[str, int]:
        """The numbers of the inspections that there are of these calls, by the call."""
        row = QualityInspectionRow
        asked = select(row.call_id, row.id).where(row.call_id.in_(list(call_ids)))
        async with self._database.reading() as session:
            return {one.call_id: one.id for one in await session.execute(asked)}

    async def needed(self, call_ids: Collection[str]) -> set[str]:
        """Of these calls those over which somebody still judges, or may appeal: they must be heard then."""
        row = QualityInspectionRow
        open_now = or_(
            row.state.in_([State.DRAWN, State.APPEALED]),
            and_(row.state == State.SUBMITTED, row.appeal_until >= self._now()),
        )
        asked = select(row.call_id).where(row.call_id.in_(list(call_ids)), open_now)
        async with self._database.reading() as session:
            return set(await session.scalars(asked))

    async def listed(
        self,
        *,
        states: Collection[State] = (),
        agent: str = "",
        inspector: str = "",
        before: int = 0,
        limit: int = 50,
    ) -> tuple[Inspection, ...]:
        """The newest first. "" and none are all; before: an id, 0 for the beginning."""
        row = QualityInspectionRow
        asked = select(row).order_by(row.id.desc()).limit(limit)
        if states:
            asked = asked.where(row.state.in_([str(state) for state in states]))
        for column, wanted in ((row.agent, agent), (row.inspector, inspector)):
            if wanted:
                asked = asked.where(column == wanted)
        if before:
            asked = asked.where(row.id < before)
        async with self._database.reading() as session:
            return tuple(map(inspection_of, await session.scalars(asked)))

    async def history(self, number: int) -> tuple[Line, ...]:
        """All that was done, the oldest first."""
        row = QualityHistoryRow
        asked = select(row).where(row.inspection == number).order_by(row.id)
        async with self._database.reading() as session:
            return tuple(
                Line(at=one.at, actor=one.actor, act=one.act, reason=one.reason, changes=dict(one.changes))
                for one in await session.scalars(asked)
            )

    async def counts(self, username: str) -> Counts:
        """What waits for this user."""
        row = QualityInspectionRow
        own = select(func.count()).where(row.state == State.DRAWN, row.inspector == username)
        appeals = select(func.count()).where(
            row.state == State.APPEALED, row.inspector != username, row.agent != username
        )
        fresh = select(func.count()).where(row.agent == username, row.seen.is_(None), row.state.in_(TOLD))
        async with self._database.reading() as session:
            found = [min(MOST, await session.scalar(asked) or 0) for asked in (own, appeals, fresh)]
        return Counts(to_inspect=found[0], appeals=found[1], fresh=found[2])

    async def inspectors(self) -> tuple[tuple[str, str], ...]:
        """Who may inspect: user name and name."""
        user = UserRow
        asked = select(user.username, user.name).where(user.role.in_(MAY_INSPECT), user.active)
        async with self._database.reading() as session:
            rows = await session.execute(asked.order_by(user.username))
            return tuple((row.username, row.name) for row in rows)

    async def behind(self, call_id: str) -> Behind:
        """The call. Raises NotFoundError."""
        ring, hold, ticket = AgentRingRow, CallHoldRow, TicketRow
        rings = select(ring).where(ring.call_id == call_id, ring.answered.is_not(None)).order_by(ring.answered)
        async with self._database.reading() as session:
            call = await session.get(CallRow, call_id)
            if call is None:
                raise NotFoundError("没有这个电话。")
            talks = list(await session.scalars(rings))
            holds = list(await session.scalars(select(hold).where(hold.call_id == call_id)))
            ratings = list(await session.scalars(select(RatingRow).where(RatingRow.call_id == call_id)))
            tickets = await session.scalars(
                select(ticket).where(ticket.call_id == call_id).order_by(ticket.number).limit(10)
            )
            return Behind(
                arrived=call.arrived,
                outgoing=call.direction == "out",
                waited=call.waited,
                rung=_seconds(talks[-1].rung, talks[-1].answered) if talks else 0,
                talked=call.talked,
                held=None if any(one.ended is None for one in holds) else sum(_held(one) for one in holds),
                holds=len(holds),
                agents=tuple(one.username for one in talks if one.username),
                ratings={one.question: one.value for one in ratings},
                tickets=tuple(map(_written, tickets)),
            )

    async def keep_hearing(self, call_id: str, username: str) -> bool:
        """Somebody listens now: one row a call an hour. Whether it is the first time in this hour."""
        hour, row = self._now().replace(minute=0, second=0, microsecond=0), CallHearingRow
        async with self._database.reading() as session:
            if await session.get(row, (call_id, hour, username)) is not None:
                return False
        async with self._database.transaction() as session:
            await insert_missing(session, row, {"call_id": call_id, "at": hour, "username": username})
        return True

    async def hearings(self, call_id: str, limit: int = 100) -> tuple[tuple[datetime, str], ...]:
        """Who listened, the latest first."""
        row = CallHearingRow
        asked = select(row).where(row.call_id == call_id).order_by(row.at.desc(), row.username).limit(limit)
        async with self._database.reading() as session:
            return tuple((one.at, one.username) for one in await session.scalars(asked))


def _held(one: CallHoldRow) -> int:
    return _seconds(one.began, one.ended)


def _seconds(first: datetime, last: datetime | None) -> int:
    return max(0, round((last - first).total_seconds())) if last else 0


def _written(row: TicketRow) -> Written:
    return Written(
        number=row.number,
        type=row.type,
        category=row.category,
        urgency=row.urgency,
        title=row.title,
        place=row.place,
        content=row.content,
        department=row.department,
        state=row.state,
        returns=row.returns,
    )
