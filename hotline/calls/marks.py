"""What agents know of whoever calls from a number: that somebody old lives there, until when, and who said so.

Rule: a mark is about a number, never about a call; one that has run out counts for nothing and is still shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.calls.number import normalise_number
from hotline.errors import InputError
from hotline.storage.engine import Database
from hotline.storage.tables import CALL_ID, CallRow, CitizenMarkRow
from hotline.storage.text import plain_text

LONGEST_REASON = 200  # characters


class Mark(StrEnum):
    """What may be known of a number. An open list: a new mark is a line here, and whoever checks it learns it."""

    ELDERLY = "elderly"
    """Goes straight to a person, and hears slow speech."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMark:
    """A mark to be set. until: no longer after it, None for good."""

    mark: Mark
    reason: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenMark:
    """A mark of a number. marked_by: user name."""

    mark: Mark
    reason: str
    until: datetime | None
    marked_by: str
    at: datetime


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class Marks:
    """The marks of numbers. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now

    async def put(self, number: str, marks: Sequence[NewMark], *, actor: str) -> tuple[CitizenMark, ...]:
        """These marks and no others; one that stays as it was keeps who set it. Raises InputError for no number."""
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
        still = or_(CitizenMarkRow.until.is_(None), CitizenMarkRow.until > self._now())
        asked = select(CitizenMarkRow.mark).where(CitizenMarkRow.number == key, CitizenMarkRow.mark == mark, still)
        async with self._database.reading() as session:
            return bool(key) and await session.scalar(asked) is not None

    async def called_before(self, number: str, call_id: str) -> bool:
        """Whether another call came from this number."""
        key, call = normalise_number(number), plain_text(call_id)[:CALL_ID]
        asked = select(CallRow.id).where(CallRow.number == key, CallRow.id != call).limit(1)
        async with self._database.reading() as session:
            return bool(key) and await session.scalar(asked) is not None

    def _kept(self, wanted: NewMark, before: CitizenMark | None, actor: str) -> CitizenMark:
        reason = plain_text(wanted.reason)[:LONGEST_REASON]
        if before is not None and (before.reason, before.until) == (reason, wanted.until):
            return before
        return CitizenMark(mark=wanted.mark, reason=reason, until=wanted.until, marked_by=actor, at=self._now())


async def _marks(session: AsyncSession, key: str) -> tuple[CitizenMark, ...]:
    asked = select(CitizenMarkRow).where(CitizenMarkRow.number == key).order_by(CitizenMarkRow.mark)
    return tuple(
        CitizenMark(mark=Mark(row.mark), reason=row.reason, until=row.until, marked_by=row.marked_by, at=row.at)
        for row in await session.scalars(asked)
        if row.mark in tuple(Mark)
    )


def _row(key: str, mark: CitizenMark) -> CitizenMarkRow:
    return CitizenMarkRow(
        number=key, mark=str(mark.mark), reason=mark.reason, until=mark.until, marked_by=mark.marked_by, at=mark.at
    )
