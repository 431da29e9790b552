"""The knowledge base: read from tables, written by its keepers, published by somebody else, never half changed.

Rule: one transaction writes versions, entries and the revision; the event follows the commit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from hotline.bus import Bus
from hotline.errors import ConflictError, NotFoundError
from hotline.events import KnowledgeChanged
from hotline.kb import misses, store
from hotline.kb.carrying_out import no_progress, write_plan
from hotline.kb.city import City, city_of
from hotline.kb.contents import content_sum, entries_in
from hotline.kb.drafting import drafted, refuse_elsewhere
from hotline.kb.faults import Faults
from hotline.kb.load import load_pack, pack_sum
from hotline.kb.model import Entry, Kind, Outline
from hotline.kb.plan import Plan, is_out, key_of, planned, sum_of
from hotline.kb.records import entries_of
from hotline.kb.rows import Row
from hotline.kb.versions import Move, Version, VersionState, moved, owner_of, title_of
from hotline.storage.engine import Database
from hotline.storage.tables import KbEntryRow, KbVersionRow

PACK = "城市资料包"


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class KnowledgeService:
    """What editors do with knowledge. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database, bus: Bus, outline: Outline, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._bus = bus
        self._now = now
        self.outline = outline

    async def revision(self) -> int:
        """The number of the last change of what is published."""
        async with self._database.reading() as session:
            return await store.revision(session)

    async def city(self) -> City:
        """Everything that is published."""
        async with self._database.reading() as session:
            rows = await store.published(session)
        return await asyncio.to_thread(lambda: city_of(self.outline, entries_in(rows)))

    # Tables in

    async def sync_pack(self, kb_dir: Path) -> Plan | None:
        """Publish what the city pack says otherwise than when it was last read; None where nothing is new.

        What editors changed here stays, unless the pack's own row changed too. Raises CityPackError.
        """
        told = pack_sum(kb_dir)
        async with self._database.reading() as session:
            if await store.last_pack_sum(session) == told:
                return None
            known = await store.kept(session)
        outline, entries = await asyncio.to_thread(load_pack, kb_dir, [one.entry for one in known.values()])
        sums = await asyncio.to_thread(lambda: {key_of(entry): content_sum(entry) for entry in entries})
        news = [entry for entry in entries if sum_of(known, entry) != sums[key_of(entry)]]
        left = [one for key, one in known.items() if one.pack_sum and key not in sums and is_out(one)]
        async with self._database.transaction() as session:
            plan = planned(news, known, await store.revision(session), left)
            revision = await write_plan(session, plan, source=PACK, actor=PACK, at=self._now(), pack_sum=told)
            rows = await store.places(session)
            order = {key_of(entry): place for place, entry in enumerate(entries)}
            await store.set_pack(session, {rows[key].id: (order[key], sums[key]) for key in sums})
        self.outline = outline
        await self._bus.publish(KnowledgeChanged(at=self._now(), revision=revision, actor=PACK))
        return plan

    async def plan(self, rows: Sequence[Row], *, replace: bool = False) -> Plan:
        """What importing these rows would do. replace: what is not among them, of the same kinds, is withdrawn.

        Raises CityPackError with every fault by file, line and column.
        """
        async with self._database.reading() as session:
            known, revision = await store.kept(session), await store.revision(session)
        kinds = {row.kind for row in rows}
        stays: list[Entry] = []
        gone: list[Entry] = []
        for (kind, _), one in known.items():
            (stays if is_out(one) and not (replace and kind in kinds) else gone).append(one.entry)
        faults = Faults()
        entries = await asyncio.to_thread(lambda: entries_of(rows, self.outline, stays, faults, gone=gone))
        faults.raise_all()
        written = {key_of(entry) for entry in entries}
        left = [one for key, one in known.items() if replace and key[0] in kinds and key not in written and is_out(one)]
        return await asyncio.to_thread(planned, entries, known, revision, left)

    async def carry_out(
        self, plan: Plan, *, source: str, actor: str, progress: Callable[[int, int], None] = no_progress
    ) -> int:
        """Do what was planned, all or nothing; the new revision.

        Raises ConflictError where something was published since the plan was made.
        """
        async with self._database.transaction() as session:
            if await store.revision(session) != plan.revision:
                raise ConflictError("资料刚刚被别人改过，请重新导入。")
            revision = await write_plan(session, plan, source=source, actor=actor, at=self._now(), progress=progress)
        await self._bus.publish(KnowledgeChanged(at=self._now(), revision=revision, actor=actor))
        return revision

    # One entry

    async def draft(self, row: Row, *, code: str, actor: str, note: str = "", within: str = "") -> Version:
        """Write a new version of an entry, or a new entry where code is "". row: its fields as text.

        within: the code of a department that must keep the entry also afterwards, "" for any. Raises InputError with
        every faulty field in details["fields"].
        """
        async with self._database.reading() as session:
            known = await store.kept(session)
        kind, now = row.kind, self._now()
        if code and (kind, code) not in known:
            raise NotFoundError("没有这一条资料。", kind=str(kind), code=code)
        entry = await asyncio.to_thread(drafted, row, code, known, self.outline)
        refuse_elsewhere(entry, within)
        async with self._database.transaction() as session:
            places = await store.places(session)
            if not code:
                if key_of(entry) in places:
                    raise ConflictError("编号刚刚被别人用了，请再保存一次。")
                after = max((one.position for one in places.values()), default=-1) + 1
                await store.add_entries(session, [entry], [after])
                places = await store.places(session)
            place = places[key_of(entry)]
            number = place.last + 1
            await store.add_version(session, place.id, number, entry, author=actor, at=now, note=note)
        return Version(entry=entry, version=number, state=VersionState.DRAFT, author=actor, created=now, note=note)

    async def move(self, kind: Kind, code: str, version: int, move: Move, *, actor: str, note: str = "") -> Version:
        """Hand in, publish, refuse or withdraw a version; see versions.moved for what it raises."""
        revision, now = 0, self._now()
        async with self._database.transaction() as session:
            entry_row, row = await _version_row(session, kind, code, version)
            to = moved(store.version_of(kind, row), move, actor=actor, note=note)
            if to is VersionState.PUBLISHED:
                if (entry_row.published or 0) > version:
                    raise ConflictError("已经发布了更新的版本，请按新版本修改后再提交。")
                await store.retire(session, [entry_row.id], VersionState.REPLACED)
                entry = store.version_of(kind, row).entry
                entry_row.published, entry_row.title = version, title_of(entry)[: store.LONGEST_TITLE]
                entry_row.owner = owner_of(entry)
            row.state = str(to)
            if to is VersionState.WITHDRAWN:  # who approved it, and why it was written, stay
                entry_row.published = None
                row.withdrawn_by, row.withdrawn, row.withdrawn_why = actor, now, note
            else:
                if move is not Move.SUBMIT:
                    row.judged_by, row.judged = actor, now
                row.note = note or row.note
            if to in (VersionState.PUBLISHED, VersionState.WITHDRAWN):
                summary = f"{kind} {code} {to}"
                revision = await store.add_revision(session, at=now, actor=actor, source="", summary=summary)
            result = store.version_of(kind, row)
        if revision:
            await self._bus.publish(KnowledgeChanged(at=now, revision=revision, actor=actor))
        return result

    async def owner(self, kind: Kind, code: str) -> str:
        """The code of the department that keeps an entry, "" for none. Raises NotFoundError."""
        async with self._database.reading() as session:
            entry = await store.find(session, kind, code)
            if entry is None:
                raise NotFoundError("没有这一条资料。", kind=str(kind), code=code)
            return entry.owner

    async def versions(self, kind: Kind, code: str) -> tuple[Version, ...]:
        """Every version of an entry, the newest first. Raises NotFoundError."""
        async with self._database.reading() as session:
            entry = await store.find(session, kind, code)
            if entry is None:
                raise NotFoundError("没有这一条资料。", kind=str(kind), code=code)
            return tuple(store.version_of(kind, row) for row in await store.version_rows(session, entry.id))

    async def waiting(self) -> tuple[Version, ...]:
        """What waits for review, the oldest first."""
        async with self._database.reading() as session:
            return tuple(await store.in_state(session, VersionState.REVIEW))

    async def drafts(self, author: str) -> tuple[Version, ...]:
        """What somebody has begun and not handed in, or got back; of each entry the newest, the latest first."""
        async with self._database.reading() as session:
            found = await store.in_state(session, VersionState.DRAFT)
        newest = {key_of(one.entry): one for one in found if one.author == author}
        return tuple(sorted(newest.values(), key=lambda one: one.created, reverse=True))

    # What was not answered

    async def missed(self, question: str, *, unhelpful: bool = False) -> None:
        """Collect a question of which somebody at a desk says that it found nothing, or nothing helpful."""
        told = misses.question_of(question)
        if told:
            asked = misses.Asked(question=told, door=misses.Door.DESK, unhelpful=unhelpful)
            async with self._database.transaction() as session:
                await misses.add_misses(session, {asked: 1}, at=self._now())

    async def misses(self, limit: int = 200) -> tuple[misses.Miss, ...]:
        """What is to be written or worded better, the most wanted first."""
        async with self._database.reading() as session:
            return tuple(await misses.misses(session, limit))

    async def settle(self, question: str) -> None:
        """An editor has dealt with a question. Raises NotFoundError."""
        async with self._database.transaction() as session:
            if not await misses.settle_miss(session, question):
                raise NotFoundError("没有这个问题。")


async def _version_row(session: AsyncSession, kind: Kind, code: str, version: int) -> tuple[KbEntryRow, KbVersionRow]:
    entry = await store.find(session, kind, code)
    rows = await store.version_rows(session, entry.id) if entry is not None else []
    row = next((row for row in rows if row.version == version), None)
    if entry is None or row is None:
        raise NotFoundError("没有这一条资料。", kind=str(kind), code=code)
    return entry, row
