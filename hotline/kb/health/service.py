"""The knowledge base looked over, for whoever answers for it: read in one go, reckoned beside the event loop.

Rule: what is stale is read as hotline.kb.upkeep reads it; who is given an entry to keep gets it when somebody else has
published that.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.errors import ConflictError, InputError, NotFoundError
from hotline.kb import misses, store
from hotline.kb.city import City
from hotline.kb.health.looking import MONTHS, Gone, Seen, health_of
from hotline.kb.health.model import Health
from hotline.kb.model import Bulletin, Department, Entry, Kind, Procedure, Question
from hotline.kb.stale import CITY_TIME, Stage
from hotline.kb.upkeep import held_in
from hotline.kb.versions import Version, VersionState
from hotline.storage.engine import Database
from hotline.storage.tables import KbEntryRow, KbReminderRow, KbVersionRow

MOST_MISSES = 500  # the most wanted
_YEAR = timedelta(days=31 * MONTHS)
People = Callable[[], Awaitable[Mapping[str, int]]]


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class HealthService:
    """How the knowledge base is. Every method raises StorageError where the database does not answer.

    people: how many accounts of each department can be told.
    """

    def __init__(
        self, database: Database, *, city: Callable[[], City], people: People, now: Callable[[], datetime] = utc_now
    ) -> None:
        self._database = database
        self._city = city
        self._people = people
        self._now = now

    async def health(self) -> Health:
        """As it is now."""
        now, city, people = self._now(), self._city(), await self._people()
        async with self._database.reading() as session:
            seen = Seen(
                city=city,
                held=await held_in(session, now.astimezone(CITY_TIME).date()),
                checked=await _checked(session),
                gone=await _gone(session),
                misses=await misses.misses(session, MOST_MISSES),
                people=people,
                published=await _judged(session, (VersionState.PUBLISHED, VersionState.REPLACED), now - _YEAR),
                withdrawn=await _withdrawn(session, now - _YEAR),
                found_stale=await _found_stale(session, now - _YEAR),
            )
        return await asyncio.to_thread(health_of, seen, now)

    async def assign(self, kind: Kind, code: str, department: str, *, actor: str, note: str = "") -> Version:
        """Hand in that a department keeps an entry from now on; somebody else publishes it.

        Raises NotFoundError where it is not published, InputError for a department that there is not and for an entry
        that keeps itself, ConflictError while another version waits for review.
        """
        owner = self._city().department(department)
        if owner is None:
            raise InputError("没有这个单位。", fields={"department": "没有这个单位"})
        now, told = self._now(), note or f"改由{owner.name}维护"
        async with self._database.transaction() as session:
            asked = select(KbEntryRow).where(KbEntryRow.kind == str(kind), KbEntryRow.code == code)
            row = await session.scalar(asked.with_for_update())
            if row is None or row.published is None:
                raise NotFoundError("没有这一条已发布的资料。", kind=str(kind), code=code)
            versions = await store.version_rows(session, row.id)
            if any(one.state == VersionState.REVIEW for one in versions):
                raise ConflictError("这条资料有一个版本正在审核，请等审核结束。")
            published = next(one for one in versions if one.version == row.published)
            entry = _kept_by(store.version_of(kind, published).entry, owner)
            number, state = versions[0].version + 1, VersionState.REVIEW
            await store.add_version(session, row.id, number, entry, author=actor, at=now, note=told, state=state)
        return Version(entry=entry, version=number, state=state, author=actor, created=now, note=told)


def _kept_by(entry: Entry, owner: Department) -> Entry:
    match entry:
        case Procedure():
            others = tuple(code for code in entry.departments if code != owner.code)
            return replace(entry, departments=(owner.code, *others), department_name=owner.name)
        case Question():
            return replace(entry, department=owner.code, department_name=owner.name)
        case Bulletin():
            return replace(entry, department=owner.code)
    raise InputError("部门的资料由它自己维护。", fields={"kind": "部门的资料由它自己维护"})


async def _checked(session: AsyncSession) -> frozenset[str]:
    entry, version = KbEntryRow, KbVersionRow
    day = version.content["checked"].as_string()
    asked = (
        select(entry.kind, entry.code)
        .join(version, version.entry_id == entry.id)
        .where(version.version == entry.published, func.coalesce(day, "") != "")
    )
    return frozenset(f"{kind}/{code}" for kind, code in await session.execute(asked))


async def _gone(session: AsyncSession) -> list[Gone]:
    """Those whose newest version was taken off."""
    entry, version = KbEntryRow, KbVersionRow
    asked = (
        select(entry.kind, entry.code, entry.title, entry.owner, version.withdrawn_why)
        .join(version, version.entry_id == entry.id)
        .where(entry.published.is_(None), version.state == str(VersionState.WITHDRAWN))
        .where(entry.kind != str(Kind.SYNONYM))
        .order_by(version.version)
    )
    rows = await session.execute(asked)
    latest = {
        (kind, code): Gone(kind=Kind(kind), code=code, title=title, owner=owner, note=note)
        for kind, code, title, owner, note in rows
    }
    return list(latest.values())


async def _withdrawn(session: AsyncSession, since: datetime) -> list[datetime]:
    taken = KbVersionRow.withdrawn
    return [at for at in await session.scalars(select(taken).where(taken >= since)) if at is not None]


async def _judged(session: AsyncSession, states: tuple[VersionState, ...], since: datetime) -> list[datetime]:
    version = KbVersionRow
    asked = select(version.judged).where(version.state.in_([str(one) for one in states]), version.judged >= since)
    return [at for at in await session.scalars(asked) if at is not None]


async def _found_stale(session: AsyncSession, since: datetime) -> list[datetime]:
    row = KbReminderRow
    return list(await session.scalars(select(row.at).where(row.stage == str(Stage.STALE), row.at >= since)))
