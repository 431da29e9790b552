"""What supervisors tell all desks at once: kept until its time is over, with who has read it.

Rule: a broadcast is never changed; a wrong one is taken back, and another is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, update

from hotline.bus import Bus
from hotline.errors import InputError, NotFoundError
from hotline.events import BroadcastChanged
from hotline.storage.engine import Database
from hotline.storage.insert import insert_missing
from hotline.storage.tables import BroadcastReadRow, BroadcastRow
from hotline.storage.text import plain_text

LONGEST = 300  # characters
SHORTEST_MINUTES, LONGEST_MINUTES = 5, 7 * 24 * 60
MOST = 20  # in one answer


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    """One of them. by: user name; ends: not shown after it; read: by whoever asks, who may have written it."""

    id: int
    text: str
    by: str
    at: datetime
    ends: datetime
    read: bool
    readers: int


class Broadcasts:
    """The broadcasts. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database, bus: Bus, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._bus = bus
        self._now = now

    async def send(self, text: str, *, minutes: int, by: str) -> Broadcast:
        """Tell all desks, for so many minutes. Raises InputError with details.fields."""
        plain, now = plain_text(text), self._now()
        faults = {}
        if not plain or len(plain) > LONGEST:
            faults["text"] = f"应为1到{LONGEST}个字"
        if not SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES:
            faults["minutes"] = f"应为{SHORTEST_MINUTES}到{LONGEST_MINUTES}的整数"
        if faults:
            raise InputError("广播没有发出，请改正标出的地方。", fields=faults)
        row = BroadcastRow(text=plain, by=by, at=now, ends=now + timedelta(minutes=minutes))
        async with self._database.transaction() as session:
            session.add(row)
            await session.flush()
            sent = Broadcast(id=row.id, text=plain, by=by, at=now, ends=row.ends, read=False, readers=0)
        await self._bus.publish(BroadcastChanged(at=now, id=sent.id, actor=by))
        return sent

    async def current(self, username: str) -> tuple[Broadcast, ...]:
        """Those whose time is not over, the newest first, as this user has read them."""
        row, read = BroadcastRow, BroadcastReadRow
        readers = select(func.count()).where(read.broadcast == row.id).scalar_subquery()
        own = select(read.at).where(read.broadcast == row.id, read.username == username).scalar_subquery()
        asked = select(row, readers, own).where(row.ends > self._now()).order_by(row.id.desc()).limit(MOST)
        async with self._database.reading() as session:
            return tuple(
                Broadcast(
                    id=one.id,
                    text=one.text,
                    by=one.by,
                    at=one.at,
                    ends=one.ends,
                    read=seen is not None or one.by == username,
                    readers=count,
                )
                for one, count, seen in await session.execute(asked)
            )

    async def read(self, number: int, username: str) -> None:
        """Keep that somebody has read it. Raises NotFoundError."""
        async with self._database.transaction() as session:
            if await session.get(BroadcastRow, number) is None:
                raise NotFoundError("没有这条广播。")
            await insert_missing(
                session, BroadcastReadRow, {"broadcast": number, "username": username, "at": self._now()}
            )

    async def take_back(self, number: int, *, by: str) -> None:
        """No desk shows it any more; it is kept. Raises NotFoundError where there is none, or its time is over."""
        now = self._now()
        over = update(BroadcastRow).where(BroadcastRow.id == number, BroadcastRow.ends > now).values(ends=now)
        async with self._database.transaction() as session:
            found = await session.execute(over.returning(BroadcastRow.id))
            if found.first() is None:
                raise NotFoundError("没有这条广播，或者已经结束。")
        await self._bus.publish(BroadcastChanged(at=now, id=number, actor=by))
