"""Calls, their steps and the citizens behind them, kept in the database.

Rule: events that came together are one transaction, and what each means for its call is decided in model.fold().
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.calls.known import Citizen, Known, MenuStep, Rating
from hotline.calls.model import Direction, Outcome, PastCall, fold, lose, matters, revive, unseen
from hotline.calls.number import normalise_number
from hotline.events import (
    CallAnswered,
    CallArrived,
    CallEnded,
    CallEvent,
    CallReleased,
    Event,
    MenuStepTaken,
    OutgoingPlaced,
    OutgoingReleased,
    Resynced,
)
from hotline.storage.citizens import remember
from hotline.storage.engine import Database
from hotline.storage.insert import insert_missing, write_rows
from hotline.storage.tables import CALL_ID, CallRow, CallStepRow, CitizenRow, RatingRow, UserRow, UtcTime
from hotline.storage.text import plain_text

MOST = 200  # rows in one answer
EARLIER = 10  # calls on a card
HEARD = 500  # characters kept of what a citizen said
_CALLS = CallRow.__table__
_THESE_CALLS = (
    select(_CALLS)
    .where(_CALLS.c.id.in_(bindparam("names", expanding=True)))
    .order_by(_CALLS.c.id)  # in one order, so that no two wait for each other
    .with_for_update()
)
_STEPS = (
    select(CallStepRow.at, CallStepRow.node, CallStepRow.pressed, CallStepRow.heard)
    .where(CallStepRow.call_id == bindparam("call"))
    .order_by(CallStepRow.at, CallStepRow.id)
)
_THIS_ARRIVED = select(_CALLS.c.arrived).where(_CALLS.c.id == bindparam("call")).scalar_subquery()
_EARLIER = (
    select(_CALLS)
    .where(
        _CALLS.c.number == bindparam("number"),
        _CALLS.c.id != bindparam("call"),
        _CALLS.c.arrived <= func.coalesce(_THIS_ARRIVED, bindparam("now", type_=UtcTime)),
    )
    .order_by(_CALLS.c.arrived.desc(), _CALLS.c.id.desc())
    .limit(EARLIER)
)
_CITIZEN = select(CitizenRow.number, CitizenRow.name, CitizenRow.note).where(CitizenRow.number == bindparam("number"))
_RATINGS = (
    select(RatingRow.call_id, RatingRow.question, RatingRow.value)
    .where(RatingRow.call_id.in_(bindparam("names", expanding=True)))
    .order_by(RatingRow.at, RatingRow.question)
)
_AT_DESKS = select(UserRow.extension, UserRow.username).where(
    UserRow.extension.in_(bindparam("desks", expanding=True)), UserRow.active
)
_LARGEST = 1_000_000  # seconds or a cause; more is a mistake of the network's
_SHORT, _TINY = 64, 16  # characters of a node's name and keys; of a dialled number and an extension


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class CallStore:
    """The history of calls. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now

    async def hear(self, *events: Event) -> None:
        """Keep what these events mean for their calls, all or nothing; an event heard twice changes nothing.

        Raises StorageError where the database stays locked; then nothing was kept, and they may be heard again.
        """
        if not any(isinstance(event, Resynced) or matters(event) for event in events):
            return
        async with self._database.transaction() as session:
            plain: list[CallEvent] = []
            for event in events:
                if isinstance(event, Resynced):
                    await _hear(session, plain)
                    plain = []
                    await _resync(session, event)
                elif isinstance(event, CallEvent) and matters(event):
                    plain.append(_fit(event))
            await _hear(session, plain)

    async def call(self, call_id: str) -> PastCall | None:
        """One call, None where there is none."""
        async with self._database.reading() as session:
            row = await session.get(CallRow, _call_key(call_id))
            return call_of(row) if row else None

    async def known(self, call_id: str, number: str) -> Known:
        """What is written of a call and of whoever calls from this number, in one look; little of a hidden number."""
        asked = {"call": _call_key(call_id), "number": normalise_number(number), "now": self._now()}
        async with self._database.reading() as session:
            connection = await session.connection()
            steps = [
                MenuStep(at=row.at, node=row.node, pressed=row.pressed, heard=row.heard)
                for row in await connection.execute(_STEPS, asked)
            ]
            if not asked["number"]:
                return Known(steps=tuple(steps), calls=(), citizen=None)
            calls = [call_of(row) for row in await connection.execute(_EARLIER, asked)]
            row = (await connection.execute(_CITIZEN, asked)).one_or_none()
            rated = await connection.execute(_RATINGS, {"names": [call.id for call in calls]})
            ratings = [Rating(call_id=one.call_id, question=one.question, value=one.value) for one in rated]
        citizen = Citizen(number=row.number, name=row.name, note=row.note) if row is not None else None
        return Known(steps=tuple(steps), calls=tuple(calls), citizen=citizen, ratings=tuple(ratings))

    async def latest(self, limit: int = 20) -> tuple[PastCall, ...]:
        """The newest calls, the newest first."""
        async with self._database.reading() as session:
            return await _calls(session, limit)

    async def talks(self) -> tuple[PastCall, ...]:
        """The calls that are live and were answered, and never passed on."""
        live = (CallRow.ended.is_(None), CallRow.answered.is_not(None), CallRow.released.is_(None))
        async with self._database.reading() as session:
            return await _calls(session, MOST, *live)

    async def remember_name(self, number: str, name: str) -> None:
        """Keep the name of whoever calls from this number; without a number or a name nothing changes."""
        async with self._database.transaction() as session:
            await remember(session, number=normalise_number(number), name=name, at=self._now())


async def _hear(session: AsyncSession, events: Sequence[CallEvent], *, seen_live: datetime | None = None) -> None:
    """However many events, three statements, and one more where somebody answered.

    seen_live: when Asterisk was asked and said that the calls are live.
    """
    if not events:
        return
    names = {event.call_id for event in events}
    connection = await session.connection()
    rows = await connection.execute(_THESE_CALLS, {"names": sorted(names)})
    before = {row.id: call_of(row) for row in rows}
    after = dict(before)
    steps = []
    for event in events:
        call = after.get(event.call_id) or unseen(event)
        after[event.call_id] = fold(revive(call, seen_live) if seen_live else call, event)
        if isinstance(event, MenuStepTaken):
            step = {"at": event.at, "node": event.node, "pressed": event.pressed, "heard": event.heard}
            steps.append({"call_id": event.call_id, **step})
    await _name_agents(session, before, after)
    changed = [asdict(call) for name, call in sorted(after.items()) if before.get(name) != call]
    await write_rows(session, CallRow, changed)
    await insert_missing(session, CallStepRow, *steps)


async def _name_agents(session: AsyncSession, before: Mapping[str, PastCall], after: dict[str, PastCall]) -> None:
    """Whoever sits at the telephone that answered, where another did before: an extension has many owners in time."""
    fresh = [call for name, call in after.items() if call.answered and _desk(before.get(name)) != call.extension]
    if not fresh:
        return
    asked = {"desks": sorted({call.extension for call in fresh})}
    rows = await (await session.connection()).execute(_AT_DESKS, asked)
    people = {row.extension: row.username for row in rows}
    for call in fresh:
        after[call.id] = replace(call, agent=people.get(call.extension, ""))


def _desk(call: PastCall | None) -> str | None:
    """Which telephone has answered already, None where none has."""
    return call.extension if call is not None and call.answered else None


async def _resync(session: AsyncSession, truth: Resynced) -> None:
    live = {_call_key(event.call_id) for event in truth.calls}
    await _hear(session, [_fit(event) for event in truth.calls if matters(event)], seen_live=truth.at)
    still_open = select(CallRow).where(CallRow.ended.is_(None), CallRow.arrived <= truth.at).with_for_update()
    for row in await session.scalars(still_open):
        if row.id not in live:
            lost = lose(call_of(row), truth.at)
            row.ended, row.outcome = lost.ended, lost.outcome


def _fit(event: CallEvent) -> CallEvent:
    """The event as the tables can hold it: what citizens say, press and send is hostile."""
    fitted = replace(event, call_id=_call_key(event.call_id))
    if isinstance(fitted, CallArrived):
        dialled = plain_text(fitted.dialled)[:_TINY]
        return replace(fitted, number=normalise_number(fitted.number), dialled=dialled)
    if isinstance(fitted, MenuStepTaken):
        return replace(
            fitted,
            node=plain_text(fitted.node)[:_SHORT],
            pressed=plain_text(fitted.pressed)[:_SHORT],
            heard=plain_text(fitted.heard)[:HEARD],
        )
    if isinstance(fitted, CallAnswered):
        return replace(fitted, extension=plain_text(fitted.extension)[:_TINY], waited=_whole(fitted.waited))
    if isinstance(fitted, OutgoingPlaced):
        number = normalise_number(fitted.number)
        return replace(fitted, number=number, extension=plain_text(fitted.extension)[:_TINY])
    if isinstance(fitted, CallReleased | OutgoingReleased):
        return replace(fitted, extension=plain_text(fitted.extension)[:_TINY], talked=_whole(fitted.talked))
    if isinstance(fitted, CallEnded):
        return replace(fitted, cause=_whole(fitted.cause))
    return fitted


def _call_key(call_id: str) -> str:
    return plain_text(call_id)[:CALL_ID]


def _whole(number: int) -> int:
    return max(0, min(number, _LARGEST))


async def _calls(session: AsyncSession, limit: int, *where: ColumnElement[bool]) -> tuple[PastCall, ...]:
    ordered = (
        select(CallRow)
        .where(*where)
        .order_by(CallRow.arrived.desc(), CallRow.id.desc())
        .limit(max(0, min(limit, MOST)))
    )
    return tuple(call_of(row) for row in await session.scalars(ordered))


def call_of(row: CallRow | Row[Any]) -> PastCall:
    """The value of a row."""
    return PastCall(
        id=row.id,
        number=row.number,
        dialled=row.dialled,
        arrived=row.arrived,
        queued=row.queued,
        answered=row.answered,
        released=row.released,
        ended=row.ended,
        extension=row.extension,
        waited=row.waited,
        talked=row.talked,
        outcome=Outcome(row.outcome),
        cause=row.cause,
        direction=Direction(row.direction),
        ticket=row.ticket,
        request=row.request,
        by=row.by,
        agent=row.agent,
    )
