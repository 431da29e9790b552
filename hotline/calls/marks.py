"""What agents know of whoever calls from a number: that somebody old lives there, until when, and who said so.

Rule: a mark is about a number, never about a call; one that has run out counts for nothing and is still shown. What
tells against a citizen ends by itself, and counts for nothing until somebody else has confirmed it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.calls.number import normalise_number
from hotline.errors import ConflictError, InputError, NotAllowedError, NotFoundError
from hotline.storage.engine import Database
from hotline.storage.tables import CALL_ID, CallRow, CitizenMarkRow
from hotline.storage.text import plain_text

LONGEST_REASON = 200  # characters
MOST_WAITING = 200  # marks in one answer


class Mark(StrEnum):
    """What may be known of a number. An open list: a new mark is a line here, and whoever checks it learns it."""

    ELDERLY = "elderly"
    """Goes straight to a person, and hears slow speech."""
    NUISANCE = "nuisance"
    """Rings without a matter, again and again."""
    UNREASONABLE = "unreasonable"
    """Asks again for what was lawfully answered, or for what the law forbids."""


REVIEWED = frozenset({Mark.NUISANCE, Mark.UNREASONABLE})
"""These tell against a citizen: they need a reason, an end, and a second person."""
LONGEST = timedelta(days=180)
"""A mark that tells against a citizen ends by then; whoever still thinks so gives it anew, with a new review."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMark:
    """A mark to be set. until: no longer after it, None for good."""

    mark: Mark
    reason: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenMark:
    """A mark of a number. marked_by: user name; reviewed_by, reviewed: who confirmed it, "" and None for nobody."""

    mark: Mark
    reason: str
    until: datetime | None
    marked_by: str
    at: datetime
    reviewed_by: str = ""
    reviewed: datetime | None = None
    number: str = ""

    def in_force(self, now: datetime) -> bool:
        """Whether it counts at a moment."""
        return (self.until is None or self.until > now) and (self.mark not in REVIEWED or self.reviewed is not None)


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class Marks:
    """The marks of numbers. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now

    async def put(self, number: str, marks: Sequence[NewMark], *, actor: str) -> tuple[CitizenMark, ...]:
        """These marks and no others; one that stays as it was keeps who set and confirmed it.

        Raises InputError for no number, and for what tells against a citizen without a reason or an end within LONGEST.
        """
        key = normalise_number(number)
        if not key:
            raise InputError("没有电话号码，不能标记。", fields={"number": "请填写电话号码"})
        async with self._database.transaction() as session:
            before = {mark.mark: mark for mark in await _marks(session, key)}
            await session.execute(delete(CitizenMarkRow).where(CitizenMarkRow.number == key))
            for wanted in {mark.mark: mark for mark in marks}.values():
                session.add(_row(key, self._kept(wanted, before.get(wanted.mark), actor)))
            await session.flush()
            return await _marks(session, key)

    async def of(self, number: str) -> tuple[CitizenMark, ...]:
        """All marks of a number, also those that have run out; none of a hidden number."""
        async with self._database.reading() as session:
            return await _marks(session, normalise_number(number))

    async def has(self, number: str, mark: Mark) -> bool:
        """Whether a number has a mark now."""
        key = normalise_number(number)
        if not key:
            return False
        async with self._database.reading() as session:
            return any(one.mark is mark and one.in_force(self._now()) for one in await _marks(session, key))

    async def waiting(self) -> tuple[CitizenMark, ...]:
        """Marks that nobody has confirmed and that have not run out, the oldest first."""
        row = CitizenMarkRow
        asked = select(row).where(row.mark.in_(REVIEWED), row.reviewed.is_(None), row.until > self._now())
        async with self._database.reading() as session:
            return tuple(map(_mark, await session.scalars(asked.order_by(row.at, row.number).limit(MOST_WAITING))))

    async def review(self, number: str, mark: Mark, *, confirmed: bool, actor: str) -> tuple[CitizenMark, ...]:
        """Confirm a mark, so that it counts, or take it away; the marks of the number after it.

        Raises NotFoundError, NotAllowedError for whoever set it, ConflictError where it was confirmed already.
        """
        row, key, now = CitizenMarkRow, normalise_number(number), self._now()
        async with self._database.transaction() as session:
            found = await session.get(row, (key, str(mark)), with_for_update=True) if key else None
            if found is None or mark not in REVIEWED:
                raise NotFoundError("没有这个等待确认的标记。")
            if found.marked_by == actor:
                raise NotAllowedError("不能确认自己做的标记，请由其他人确认。")
            if found.reviewed is not None:
                raise ConflictError("这个标记已经确认过。")
            if confirmed:
                found.reviewed_by, found.reviewed = actor, now
            else:
                await session.delete(found)
            await session.flush()
            return await _marks(session, key)

    async def called_before(self, number: str, call_id: str) -> bool:
        """Whether another call came from this number."""
        key, call = normalise_number(number), plain_text(call_id)[:CALL_ID]
        asked = select(CallRow.id).where(CallRow.number == key, CallRow.id != call).limit(1)
        async with self._database.reading() as session:
            return bool(key) and await session.scalar(asked) is not None

    def _check(self, wanted: NewMark) -> None:
        if wanted.mark not in REVIEWED:
            return
        faults = {}
        if not plain_text(wanted.reason):
            faults["reason"] = "请填写标记的理由。"
        if wanted.until is None or not self._now() < wanted.until <= self._now() + LONGEST:
            faults["until"] = f"请填写到期时间，最长{LONGEST.days}天。"
        if faults:
            raise InputError("".join(faults.values()), fields=faults)

    def _kept(self, wanted: NewMark, before: CitizenMark | None, actor: str) -> CitizenMark:
        reason = plain_text(wanted.reason)[:LONGEST_REASON]
        if before is not None and (before.reason, before.until) == (reason, wanted.until):
            return before
        self._check(wanted)
        return CitizenMark(mark=wanted.mark, reason=reason, until=wanted.until, marked_by=actor, at=self._now())


async def _marks(session: AsyncSession, key: str) -> tuple[CitizenMark, ...]:
    asked = select(CitizenMarkRow).where(CitizenMarkRow.number == key).order_by(CitizenMarkRow.mark)
    return tuple(_mark(row) for row in await session.scalars(asked) if row.mark in tuple(Mark))


def _mark(row: CitizenMarkRow) -> CitizenMark:
    return CitizenMark(
        mark=Mark(row.mark),
        reason=row.reason,
        until=row.until,
        marked_by=row.marked_by,
        at=row.at,
        reviewed_by=row.reviewed_by,
        reviewed=row.reviewed,
        number=row.number,
    )


def _row(key: str, mark: CitizenMark) -> CitizenMarkRow:
    return CitizenMarkRow(
        number=key,
        mark=str(mark.mark),
        reason=mark.reason,
        until=mark.until,
        marked_by=mark.marked_by,
        at=mark.at,
        reviewed_by=mark.reviewed_by,
        reviewed=mark.reviewed,
    )
