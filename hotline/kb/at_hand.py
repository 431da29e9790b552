"""What an agent has at hand of the knowledge: the own favourites, and what is new or has changed since the last shift.

Rule: only what is published is shown; an entry that is withdrawn stays a favourite, unseen, until it is out again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from typing import Any

from sqlalchemy import Row, Select, and_, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

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
_MOST_COMPARED = 50_000  # pairs of versions
_AT_ONCE = 200  # contents
_UPKEEP = {"checked": None, "valid_until": None}
_FILLING = timedelta(minutes=1)  # in which a city pack is read for the first time: all of it would be new


@dataclass(frozen=True, slots=True, kw_only=True)
class Starred:
    """A favourite."""

    kind: str
    code: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """What came out since. is_new: nothing of it was out before; at: when it came out."""

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
        self._otherwise: dict[tuple[int, int], bool] = {}
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
        """What came out after this moment, the newest first, at most MOST_FRESH; not what a new hotline began with.

        Not what was only checked: an entry has changed where it reads otherwise than what was out at that moment.
        """
        async with self._database.reading() as session:
            began = await session.scalar(select(func.min(KbRevisionRow.at)))
            since = max(since, began + _FILLING) if began else since
            came = (await session.execute(_came_out(since))).all()
            same = await self._same(session, {(one.now, one.before) for one in came if one.before})
        news = (_fresh(one, is_new=one.before is None) for one in came if (one.now, one.before) not in same)
        return tuple(islice(news, MOST_FRESH))

    async def _same(self, session: AsyncSession, pairs: AbstractSet[tuple[int, int]]) -> Collection[tuple[int, int]]:
        """Those of these pairs of versions that read alike. Each is compared once: what was out never changes."""
        told = {pair: self._otherwise[pair] for pair in pairs if pair in self._otherwise}
        unknown = sorted(pairs - told.keys())
        for at in range(0, len(unknown), _AT_ONCE):
            some = unknown[at : at + _AT_ONCE]
            asked = select(KbVersionRow.id, KbVersionRow.content).where(KbVersionRow.id.in_({*chain(*some)}))
            contents = {row.id: row.content for row in await session.execute(asked)}
            told |= {(now, before): reads_otherwise(contents[before], contents[now]) for now, before in some}
        self._otherwise = told | (self._otherwise if len(self._otherwise) < _MOST_COMPARED else {})
        return {pair for pair, otherwise in told.items() if not otherwise}


def reads_otherwise(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether whoever knows the one has something to learn from the other: more than that it holds for longer."""
    until, last = now.get("valid_until"), before.get("valid_until")
    if until and last and until < last:  # both as in 2026-11-22
        return True
    return {**before, **_UPKEEP} != {**now, **_UPKEEP}


def _came_out(since: datetime) -> Select[Any]:
    """Published entries that came out since: each with its version (now), and the one that was out then (before)."""
    new, old = KbVersionRow, aliased(KbVersionRow)
    out = func.coalesce(new.judged, new.created)
    was_out = and_(
        old.state.in_([str(VersionState.REPLACED), str(VersionState.WITHDRAWN)]),
        func.coalesce(old.judged, old.created) <= since,
    )
    last = (
        select(func.max(old.version))
        .where(old.entry_id == KbEntryRow.id, old.version < KbEntryRow.published, was_out)
        .correlate(KbEntryRow)
        .scalar_subquery()
    )
    then = aliased(KbVersionRow)
    still = or_(then.state != str(VersionState.WITHDRAWN), then.withdrawn > since)
    return (
        select(KbEntryRow.kind, KbEntryRow.code, KbEntryRow.title, out.label("at"), new.id.label("now"))
        .add_columns(then.id.label("before"))
        .join(new, (new.entry_id == KbEntryRow.id) & (new.version == KbEntryRow.published))
        .outerjoin(then, and_(then.entry_id == KbEntryRow.id, then.version == last, still))
        .where(new.state == str(VersionState.PUBLISHED), KbEntryRow.kind != str(Kind.SYNONYM), out > since)
        .order_by(out.desc(), KbEntryRow.kind, KbEntryRow.code)
    )


def _fresh(row: Row[Any], *, is_new: bool) -> Fresh:
    return Fresh(kind=row.kind, code=row.code, title=row.title, is_new=is_new, at=row.at.astimezone(UTC))
