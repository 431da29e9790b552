"""What an agent has at hand of the knowledge: the own favourites, and what is new or has changed since the last shift.

Rule: only what is published is shown; an entry that is withdrawn stays a favourite, unseen, until it is out again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select

from hotline.errors import ConflictError
from hotline.kb.model import Kind
from hotline.kb.versions import VersionState
from hotline.storage.engine import Database
from hotline.storage.insert import insert_missing
from hotline.storage.tables import KbEntryRow, KbRevisionRow, KbStarRow, KbVersionRow

MOST_STARS = 100
MOST_FRESH = 50
LONGEST_AGO = timedelta(days=30)
FIRST_WEEK = timedelta(days=7)
_FILLING = timedelta(minutes=1)  # in which a city pack is read for the first time: all of it would be new


@dataclass(frozen=True, slots=True, kw_only=True)
class Starred:
    """A favourite."""

    kind: str
    code: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """What came out since. is_new: it was not there before; at: when it came out."""

    kind: str
    code: str
    title: str
    is_new: bool
    at: datetime


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class AtHand:
    """Favourites and news. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self.now = now

    def since(self, shift_end: datetime | None) -> datetime:
        """From when on something is news: the last shift's end, a week for who had none, never more than 30 days."""
        now = self.now()
        return max(shift_end or now - FIRST_WEEK, now - LONGEST_AGO)

    async def starred(self, username: str) -> tuple[Starred, ...]:
        """A user's favourites, the newest first."""
        row = KbStarRow
        asked = (
            select(KbEntryRow.kind, KbEntryRow.code, KbEntryRow.title)
            .join(row, (row.kind == KbEntryRow.kind) & (row.code == KbEntryRow.code))
            .where(row.username == username, KbEntryRow.published.is_not(None))
            .order_by(row.at.desc(), row.kind, row.code)
        )
        async with self._database.reading() as session:
            return tuple(
                Starred(kind=kind, code=code, title=title) for kind, code, title in await session.execute(asked)
            )

    async def star(self, username: str, kind: str, code: str) -> None:
        """Make it a favourite, once. Raises ConflictError where there are as many as a list can show."""
        row = KbStarRow
        async with self._database.transaction() as session:
            many = await session.scalar(select(func.count()).select_from(row).where(row.username == username)) or 0
            if many >= MOST_STARS:
                raise ConflictError(f"收藏最多{MOST_STARS}条，请先取消一些。")
            await insert_missing(session, row, {"username": username, "kind": kind, "code": code, "at": self.now()})

    async def unstar(self, username: str, kind: str, code: str) -> None:
        """No favourite any more."""
        row = KbStarRow
        async with self._database.transaction() as session:
            await session.execute(delete(row).where(row.username == username, row.kind == kind, row.code == code))

    async def fresh(self, since: datetime) -> tuple[Fresh, ...]:
        """What came out after this moment, the newest first, at most MOST_FRESH; not what a new hotline began with."""
        out = func.coalesce(KbVersionRow.judged, KbVersionRow.created)
        async with self._database.reading() as session:
            began = await session.scalar(select(func.min(KbRevisionRow.at)))
            asked = (
                select(KbEntryRow.kind, KbEntryRow.code, KbEntryRow.title, KbVersionRow.version, out)
                .join(KbVersionRow, KbVersionRow.entry_id == KbEntryRow.id)
                .where(
                    KbVersionRow.version == KbEntryRow.published,
                    KbVersionRow.state == str(VersionState.PUBLISHED),
                    KbEntryRow.kind != str(Kind.SYNONYM),
                    out > max(since, began + _FILLING if began else since),
                )
                .order_by(out.desc(), KbEntryRow.kind, KbEntryRow.code)
                .limit(MOST_FRESH)
            )
            found = await session.execute(asked)
            return tuple(
                Fresh(kind=kind, code=code, title=title, is_new=version == 1, at=at.astimezone(UTC))
                for kind, code, title, version, at in found
            )
