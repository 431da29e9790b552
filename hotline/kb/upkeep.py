"""What departments have to keep up: how every published entry stands, and the word that one still holds.

Rule: a confirmation changes nothing but the day of checking and the last day, and is published like every other
version: by somebody else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.errors import ConflictError, InputError, NotFoundError
from hotline.kb import store
from hotline.kb.contents import entry_of
from hotline.kb.model import Entry, Kind
from hotline.kb.stale import CITY_TIME, Dates, Freshness, Standing, standing
from hotline.kb.versions import Version, VersionState
from hotline.storage.engine import Database
from hotline.storage.tables import KbEntryRow, KbVersionRow

CONFIRMED = "已核对，仍然有效"
_UNDER_WAY = (VersionState.DRAFT, VersionState.REVIEW)


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The newest version after the published one: what somebody does about an entry."""

    version: int
    state: VersionState
    author: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A published entry and how it stands. owner: the code of the department that keeps it, "" for the hotline."""

    kind: Kind
    code: str
    title: str
    owner: str
    standing: Standing
    answer: Answer | None = None


class Upkeep:
    """The entries as their keepers see them. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now

    def today(self) -> date:
        """The day by the city's clock."""
        return self._now().astimezone(CITY_TIME).date()

    async def held(self, owner: str | None = None) -> tuple[Held, ...]:
        """The published entries of a department, or of everybody; what is longest over first. Sayings are left out."""
        async with self._database.reading() as session:
            return await held_in(session, self.today(), owner)

    async def stale(self, owner: str | None = None) -> tuple[Held, ...]:
        """Those of them that are stale."""
        return tuple(one for one in await self.held(owner) if one.standing.freshness is Freshness.STALE)

    async def confirm(
        self, kind: Kind, code: str, *, actor: str, valid_until: date | None = None, note: str = ""
    ) -> Version:
        """Say that a published entry was checked today and still holds; handed in at once.

        valid_until: its new last day, None to leave it. Raises NotFoundError where it is not published, InputError
        for a last day that is over, ConflictError while another version waits for review.
        """
        now, today = self._now(), self.today()
        async with self._database.transaction() as session:
            row = await _locked(session, kind, code)
            versions = await store.version_rows(session, row.id)
            if any(one.state == VersionState.REVIEW for one in versions):
                raise ConflictError("这条资料有一个版本正在审核，请等审核结束。")
            published = next(one for one in versions if one.version == row.published)
            entry = _checked_today(entry_of(kind, published.content), valid_until, today)
            number = versions[0].version + 1
            await store.add_version(
                session, row.id, number, entry, author=actor, at=now, note=note or CONFIRMED, state=VersionState.REVIEW
            )
        return Version(
            entry=entry, version=number, state=VersionState.REVIEW, author=actor, created=now, note=note or CONFIRMED
        )


def _checked_today(entry: Entry, valid_until: date | None, today: date) -> Entry:
    until = valid_until or entry.valid_until
    if until is not None and until < today:
        told = "应为今天或以后的日期" if valid_until else "有效期已经过了，请写新的有效期"
        raise InputError(f"{told}。", fields={"valid_until": told})
    return replace(entry, checked=today, valid_until=until)


async def _locked(session: AsyncSession, kind: Kind, code: str) -> KbEntryRow:
    """A published entry's row, which nobody else changes meanwhile: two confirmations at once become one."""
    asked = select(KbEntryRow).where(KbEntryRow.kind == str(kind), KbEntryRow.code == code).with_for_update()
    row = await session.scalar(asked)
    if row is None or row.published is None:
        raise NotFoundError("没有这一条已发布的资料。", kind=str(kind), code=code)
    return row


async def held_in(session: AsyncSession, today: date, owner: str | None = None) -> tuple[Held, ...]:
    """How every published entry stands on this day, within a session; reckoned off the event loop."""
    asked = (
        select(
            KbEntryRow.id,
            KbEntryRow.kind,
            KbEntryRow.code,
            KbEntryRow.title,
            KbEntryRow.owner,
            KbVersionRow.content["valid_until"].as_string().label("valid_until"),
            KbVersionRow.content["checked"].as_string().label("checked"),
            KbVersionRow.judged,
        )
        .join(KbVersionRow, KbVersionRow.entry_id == KbEntryRow.id)
        .where(KbVersionRow.version == KbEntryRow.published, KbEntryRow.kind != str(Kind.SYNONYM))
        .order_by(KbEntryRow.kind, KbEntryRow.position, KbEntryRow.id)
    )
    rows = (await session.execute(asked if owner is None else asked.where(KbEntryRow.owner == owner))).all()
    answers = await _answers(session)
    return await asyncio.to_thread(lambda: _sorted([_held(row, answers.get(row.id), today) for row in rows]))


def _held(row: Row[Any], answer: Answer | None, today: date) -> Held:
    dates = Dates(
        kind=Kind(row.kind),
        valid_until=_day(row.valid_until),
        checked=_day(row.checked),
        published=row.judged.astimezone(CITY_TIME).date() if row.judged else None,
    )
    return Held(
        kind=Kind(row.kind),
        code=row.code,
        title=row.title,
        owner=row.owner,
        standing=standing(dates, today),
        answer=answer,
    )


def _sorted(held: list[Held]) -> tuple[Held, ...]:
    return tuple(sorted(held, key=lambda one: one.standing.until or date.max))


async def _answers(session: AsyncSession) -> dict[int, Answer]:
    """By entry, the newest version that is not out and later than what is."""
    row = KbVersionRow
    asked = (
        select(row.entry_id, row.version, row.state, row.author, row.created, row.judged)
        .join(KbEntryRow, KbEntryRow.id == KbVersionRow.entry_id)
        .where(KbVersionRow.state.in_([str(state) for state in _UNDER_WAY]))
        .where(KbVersionRow.version > KbEntryRow.published)
        .order_by(KbVersionRow.version)
    )
    return {
        one.entry_id: Answer(
            version=one.version, state=VersionState(one.state), author=one.author, at=one.judged or one.created
        )
        for one in await session.execute(asked)
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
