"""Rows of the outbox, to values and back, within a session that the service has begun."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.notices.model import Channel, Notice, State
from hotline.storage.insert import insert_missing
from hotline.storage.tables import OutboxRow

MOST = 200  # rows in one answer
WHY = 200  # characters kept of a failure


async def has(session: AsyncSession, key: str) -> bool:
    """Whether the same was asked for before."""
    return await session.scalar(select(OutboxRow.id).where(OutboxRow.key == key)) is not None


async def of_call(session: AsyncSession, call_id: str) -> int:
    """How many one call asked for."""
    return await session.scalar(select(func.count()).where(OutboxRow.call_id == call_id)) or 0


async def of_number(session: AsyncSession, number: str, since: datetime) -> int:
    """How many were asked for to one number since a time."""
    asked = select(func.count()).where(OutboxRow.to_number == number, OutboxRow.created > since)
    return await session.scalar(asked) or 0


async def add(session: AsyncSession, notice: Notice, key: str) -> None:
    """A new notice, unless one with its key is there; its id is given by the table."""
    await insert_missing(session, OutboxRow, row_of(notice, key))


def row_of(notice: Notice, key: str) -> dict[str, object]:
    """The columns of a new notice."""
    return {
        "key": key,
        "channel": notice.channel,
        "to_number": notice.to,
        "text": notice.text,
        "about_kind": notice.kind,
        "about_code": notice.code,
        "call_id": notice.call_id,
        "state": str(notice.state),
        "tries": notice.tries,
        "next_try": notice.next_try,
        "created": notice.created,
        "sent": notice.sent,
        "why": notice.why,
    }


async def due(session: AsyncSession, now: datetime, limit: int) -> tuple[Notice, ...]:
    """Those whose next try has come, the longest due first."""
    asked = (
        select(OutboxRow)
        .where(OutboxRow.state == State.WAITING, OutboxRow.next_try <= now)
        .order_by(OutboxRow.next_try, OutboxRow.id)
        .limit(limit)
    )
    return tuple(map(_notice, await session.scalars(asked)))


async def claim(session: AsyncSession, notice: Notice, until: datetime) -> bool:
    """Take one try of it, if nobody else has; it is anybody's again after `until`."""
    taken = await session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == notice.id, OutboxRow.state == State.WAITING, OutboxRow.tries == notice.tries)
        .values(tries=notice.tries + 1, next_try=until)
    )
    return isinstance(taken, CursorResult) and taken.rowcount == 1


async def settle(session: AsyncSession, notice: Notice) -> None:
    """What came of a try. A failure counts only while it is the last try; that it was sent is true whoever says so."""
    changed = update(OutboxRow).where(OutboxRow.id == notice.id, OutboxRow.state == State.WAITING)
    if notice.state is not State.SENT:
        changed = changed.where(OutboxRow.tries == notice.tries)
    values = {"state": str(notice.state), "next_try": notice.next_try, "sent": notice.sent, "why": notice.why[:WHY]}
    await session.execute(changed.values(values))


async def latest(session: AsyncSession, limit: int, state: str = "") -> tuple[Notice, ...]:
    """The newest, the newest first; of one state where it is given."""
    asked = select(OutboxRow).order_by(OutboxRow.id.desc()).limit(max(0, min(limit, MOST)))
    if state:
        asked = asked.where(OutboxRow.state == state)
    return tuple(map(_notice, await session.scalars(asked)))


async def to_desk(session: AsyncSession, to: str, limit: int) -> tuple[Notice, ...]:
    """What was put to a desk, the newest first."""
    asked = select(OutboxRow).where(OutboxRow.to_number == to, OutboxRow.channel == Channel.DESK)
    newest = asked.order_by(OutboxRow.created.desc(), OutboxRow.id.desc()).limit(max(0, min(limit, MOST)))
    return tuple(map(_notice, await session.scalars(newest)))


def _notice(row: OutboxRow) -> Notice:
    return Notice(
        id=row.id,
        channel=row.channel,
        to=row.to_number,
        text=row.text,
        kind=row.about_kind,
        code=row.about_code,
        call_id=row.call_id,
        state=State(row.state),
        tries=row.tries,
        next_try=row.next_try,
        created=row.created,
        sent=row.sent,
        why=row.why,
    )
