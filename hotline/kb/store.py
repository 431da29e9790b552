"""Rows of the knowledge base to values and back, within a session that the service has begun."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.kb.contents import content_of, entry_of
from hotline.kb.model import Entry, Kind
from hotline.kb.plan import Kept, Key, Place
from hotline.kb.records import kind_of
from hotline.kb.versions import Version, VersionState, owner_of, title_of
from hotline.storage.tables import KbEntryRow, KbRevisionRow, KbVersionRow

LONGEST_TITLE = 300


async def revision(session: AsyncSession) -> int:
    """The number of the last change of what is published, 0 where there was none."""
    return await session.scalar(select(func.max(KbRevisionRow.id))) or 0


async def last_pack_sum(session: AsyncSession) -> str:
    """The sum of the pack that was read last, "" where none was."""
    asked = select(KbRevisionRow.pack_sum).where(KbRevisionRow.pack_sum != "").order_by(KbRevisionRow.id.desc())
    return await session.scalar(asked.limit(1)) or ""


async def add_revision(
    session: AsyncSession, *, at: datetime, actor: str, source: str, summary: str, pack_sum: str = ""
) -> int:
    """Note a change of what is published; its number."""
    row = KbRevisionRow(at=at, actor=actor, source=source[:300], summary=summary, pack_sum=pack_sum)
    session.add(row)
    await session.flush()
    return row.id


async def published(session: AsyncSession) -> list[tuple[str, dict[str, Any]]]:
    """Every published entry as kind and content, each kind in its order; entries_in() makes values of them."""
    asked = (
        select(KbEntryRow.kind, KbVersionRow.content)
        .join(KbVersionRow, KbVersionRow.entry_id == KbEntryRow.id)
        .where(KbVersionRow.version == KbEntryRow.published)
        .order_by(KbEntryRow.kind, KbEntryRow.position, KbEntryRow.id)
    )
    return [(kind, content) for kind, content in await session.execute(asked)]


async def kept(session: AsyncSession) -> dict[Key, Kept]:
    """Every entry as it was last published, or written where it never was; values are made off the event loop."""
    newest = select(KbVersionRow.entry_id, func.max(KbVersionRow.version).label("last")).group_by(KbVersionRow.entry_id)
    last = newest.subquery()
    asked = (
        select(
            KbEntryRow.kind,
            KbEntryRow.id,
            KbEntryRow.position,
            KbEntryRow.pack_sum,
            KbVersionRow.state,
            KbVersionRow.content,
            last.c.last,
        )
        .join(last, last.c.entry_id == KbEntryRow.id)
        .join(KbVersionRow, KbVersionRow.entry_id == KbEntryRow.id)
        .where(KbVersionRow.version == func.coalesce(KbEntryRow.published, last.c.last))
        .order_by(KbEntryRow.kind, KbEntryRow.position, KbEntryRow.id)
    )
    rows = [tuple(row) for row in await session.execute(asked)]
    return await asyncio.to_thread(_kept, rows)


def _kept(rows: Iterable[tuple[Any, ...]]) -> dict[Key, Kept]:
    found: dict[Key, Kept] = {}
    for kind, key, position, pack_sum, state, content, last in rows:
        entry = entry_of(Kind(kind), content)
        found[Kind(kind), entry.code] = Kept(
            id=key, entry=entry, state=VersionState(state), last=last, position=position, pack_sum=pack_sum
        )
    return found


async def places(session: AsyncSession) -> dict[Key, Place]:
    """Where every entry stands in the books, without what it says."""
    newest = func.coalesce(func.max(KbVersionRow.version), 0)
    asked = (
        select(KbEntryRow.kind, KbEntryRow.code, KbEntryRow.id, KbEntryRow.position, newest)
        .outerjoin(KbVersionRow, KbVersionRow.entry_id == KbEntryRow.id)
        .group_by(KbEntryRow.kind, KbEntryRow.code, KbEntryRow.id, KbEntryRow.position)
    )
    return {
        (Kind(kind), code): Place(id=key, last=last, position=position)
        for kind, code, key, position, last in await session.execute(asked)
    }


async def add_entries(session: AsyncSession, entries: Sequence[Entry], positions: Iterable[int]) -> dict[Key, int]:
    """New entries without a version; the ids of their rows."""
    rows = [
        KbEntryRow(
            kind=str(kind_of(entry)),
            code=entry.code,
            position=position,
            published=None,
            title=title_of(entry)[:LONGEST_TITLE],
            owner=owner_of(entry),
            pack_sum="",
        )
        for entry, position in zip(entries, positions, strict=True)
    ]
    session.add_all(rows)
    await session.flush()
    return {(Kind(row.kind), row.code): row.id for row in rows}


async def add_version(
    session: AsyncSession,
    entry_id: int,
    version: int,
    entry: Entry,
    *,
    author: str,
    at: datetime,
    note: str,
    state: VersionState = VersionState.DRAFT,
) -> None:
    """A new version that is not out."""
    row = KbVersionRow(
        entry_id=entry_id,
        version=version,
        state=str(state),
        content=content_of(entry),
        author=author,
        created=at,
        note=note,
    )
    session.add(row)
    await session.flush()


async def publish_many(
    session: AsyncSession, versions: Sequence[tuple[int, int, Entry]], *, actor: str, at: datetime, note: str
) -> None:
    """Versions (row, number, entry) written and published at once, in the place of those that were."""
    if not versions:
        return
    ids = [entry_id for entry_id, _, _ in versions]
    await retire(session, ids, VersionState.REPLACED)
    fresh = [
        {
            "entry_id": entry_id,
            "version": number,
            "state": str(VersionState.PUBLISHED),
            "content": content_of(entry),
            "author": actor,
            "created": at,
            "note": note,
            "judged_by": actor,
            "judged": at,
        }
        for entry_id, number, entry in versions
    ]
    await session.execute(KbVersionRow.__table__.insert(), fresh)  # type: ignore[attr-defined] # SQLAlchemy's Table
    changed = [
        {"id": entry_id, "published": number, "title": title_of(entry)[:LONGEST_TITLE], "owner": owner_of(entry)}
        for entry_id, number, entry in versions
    ]
    await session.execute(update(KbEntryRow), changed)


async def withdraw_many(session: AsyncSession, ids: Sequence[int], *, actor: str, at: datetime, why: str) -> None:
    """Take what is published of these entries off."""
    await retire(session, ids, VersionState.WITHDRAWN, withdrawn_by=actor, withdrawn=at, withdrawn_why=why)
    if ids:
        await session.execute(update(KbEntryRow), [{"id": entry_id, "published": None} for entry_id in ids])


async def retire(session: AsyncSession, ids: Sequence[int], state: VersionState, **told: str | datetime) -> None:
    """Give what is published of these entries another state. told: further columns."""
    for begin in range(0, len(ids), 500):  # SQLite binds only so many values
        await session.execute(
            update(KbVersionRow)
            .where(KbVersionRow.entry_id.in_(ids[begin : begin + 500]), KbVersionRow.state == VersionState.PUBLISHED)
            .values(state=str(state), **told)
            .execution_options(synchronize_session=False)
        )


async def set_pack(session: AsyncSession, sums: dict[int, tuple[int, str]]) -> None:
    """What the pack said of entries, and where: (position, sum) by row."""
    if sums:
        rows = [{"id": key, "position": place, "pack_sum": told} for key, (place, told) in sums.items()]
        await session.execute(update(KbEntryRow), rows)


async def find(session: AsyncSession, kind: Kind, code: str) -> KbEntryRow | None:
    """An entry's row."""
    return await session.scalar(select(KbEntryRow).where(KbEntryRow.kind == str(kind), KbEntryRow.code == code))


async def version_rows(session: AsyncSession, entry_id: int) -> list[KbVersionRow]:
    """Every version of an entry, the newest first."""
    asked = select(KbVersionRow).where(KbVersionRow.entry_id == entry_id).order_by(KbVersionRow.version.desc())
    return list(await session.scalars(asked))


async def in_state(session: AsyncSession, state: VersionState) -> list[Version]:
    """Every version in a state, the oldest first."""
    asked = (
        select(KbEntryRow.kind, KbVersionRow)
        .join(KbEntryRow, KbEntryRow.id == KbVersionRow.entry_id)
        .where(KbVersionRow.state == str(state))
        .order_by(KbVersionRow.created, KbVersionRow.id)
    )
    return [version_of(Kind(kind), row) for kind, row in await session.execute(asked)]


def version_of(kind: Kind, row: KbVersionRow) -> Version:
    """A row as a value."""
    return Version(
        entry=entry_of(kind, row.content),
        version=row.version,
        state=VersionState(row.state),
        author=row.author,
        created=row.created,
        note=row.note,
        judged_by=row.judged_by,
        judged=row.judged,
        withdrawn_by=row.withdrawn_by,
        withdrawn=row.withdrawn,
        withdrawn_why=row.withdrawn_why,
    )
