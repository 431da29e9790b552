"""The dispatch directory kept: lines added, changed, withdrawn, the city pack's read in; those in force at hand.

Rule: every change is a version with who and when, made on the version that its author saw; whoever routes reads
`lines`, which is replaced as a whole.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import UTC, datetime

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.errors import ConflictError, InputError, NotFoundError
from hotline.storage.engine import Database
from hotline.storage.tables import DispatchLineRow
from hotline.tickets.routing import line_store as store
from hotline.tickets.routing.directory import DispatchLine
from hotline.tickets.routing.directory_table import Known
from hotline.tickets.routing.line_model import KeptLine, LineDraft, LineState, faults_of, line_of, sum_of, tidy
from hotline.tickets.routing.line_plan import planned

PACK = "城市资料包"
MOST_LINES = 10_000
_CHANGED = "这一条刚刚被别人改过，请刷新后再试。"
log = structlog.get_logger(__name__)


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class DispatchLines:
    """The directory. known: what a line may name now. Every method raises StorageError without a database."""

    def __init__(self, database: Database, known: Callable[[], Known], now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._known = known
        self._now = now
        self._revision: store.Revision | None = None
        self.lines: tuple[DispatchLine, ...] = ()

    # Looking

    async def renew(self) -> None:
        """Take what is in force now, where it is not what is at hand."""
        async with self._database.reading() as session:
            revision = await store.revision(session)
            if revision == self._revision:
                return
            rows = await store.latest(session)
        kept = map(store.kept_of, rows.values())
        self.lines, self._revision = tuple(one.line for one in kept if one.routes), revision
        log.info("directory_renewed", lines=len(self.lines))

    async def latest(self) -> tuple[KeptLine, ...]:
        """The newest version of every line, from the top; withdrawn ones too."""
        async with self._database.reading() as session:
            return tuple(map(store.kept_of, (await store.latest(session)).values()))

    async def versions(self, number: int) -> tuple[KeptLine, ...]:
        """All versions of a line, the newest first. Raises NotFoundError."""
        async with self._database.reading() as session:
            found = await store.versions(session, number)
        if not found:
            raise NotFoundError("派单目录里没有这一条。")
        return tuple(found)

    def faults(self, line: DispatchLine) -> Mapping[str, str]:
        """What no longer holds of a line that is kept, by field: a department is gone, a street has another name."""
        return faults_of(_draft_of(line), self._known())

    # Changing

    async def add(self, draft: LineDraft, *, by: str) -> KeptLine:
        """A new line, below all others. Raises InputError with every fault, ConflictError."""
        async with self._changing() as (session, rows):
            if len(rows) >= MOST_LINES:
                raise InputError(f"派单目录最多{MOST_LINES}条。")
            line = line_of(self._checked(draft, rows), max(rows, default=0) + 1)
            row = store.put(session, line, None, by=by, at=self._now())
        return await self._done(row)

    async def change(self, number: int, draft: LineDraft, *, version: int, by: str) -> KeptLine:
        """A new version of a line, which is in force again if it was withdrawn; nothing where it says the same.

        version: the one that the author saw. Raises InputError with every fault, NotFoundError, ConflictError.
        """
        async with self._changing() as (session, rows):
            before = _seen(rows, number, version)
            line = line_of(self._checked(draft, rows, but=number), number)
            if store.kept_of(before).routes and store.kept_of(before).line == line:
                return store.kept_of(before)
            row = store.put(session, line, before, by=by, at=self._now())
        return await self._done(row)

    async def withdraw(self, number: int, *, version: int, by: str) -> KeptLine:
        """Route by this line no more. Raises NotFoundError, ConflictError, also where it is withdrawn already."""
        async with self._changing() as (session, rows):
            before = _seen(rows, number, version)
            if not store.kept_of(before).routes:
                raise ConflictError("这一条已经撤下了。")
            line = store.kept_of(before).line
            row = store.put(session, line, before, by=by, at=self._now(), state=LineState.WITHDRAWN)
        return await self._done(row)

    def _checked(self, draft: LineDraft, rows: Mapping[int, DispatchLineRow], but: int = 0) -> LineDraft:
        known = self._known()
        clean = tidy(draft, known)
        others = [store.kept_of(row) for number, row in rows.items() if number != but]
        faults = faults_of(clean, known, [one.line for one in others if one.routes])
        if faults:
            raise InputError("这一条没有保存：" + "；".join(faults.values()) + "。", fields=dict(faults))
        return clean

    async def _done(self, row: DispatchLineRow) -> KeptLine:
        await self.renew()
        return store.kept_of(row)

    # The city pack

    async def sync_pack(self, pack: Sequence[DispatchLine]) -> None:
        """Put in force the pack's lines that are new or changed since it was last read, withdraw those it has no more.

        What supervisors changed or withdrew here stays, unless the pack's own line changed too.
        """
        plan = planned(pack, await self.latest())
        if not plan.is_empty:
            with contextlib.suppress(ConflictError):  # another process read the same pack at the same moment
                async with self._changing() as (session, rows):
                    plan, at = planned(pack, map(store.kept_of, rows.values())), self._now()
                    for line in plan.put:
                        _take(session, line, rows.get(line.number), at)
                    for number in plan.gone:
                        _let_go(session, rows[number], at)
        await self.renew()

    @contextlib.asynccontextmanager
    async def _changing(self) -> AsyncIterator[tuple[AsyncSession, dict[int, DispatchLineRow]]]:
        """A transaction with the newest version of each line; ConflictError where another one was first."""
        try:
            async with self._database.transaction() as session:
                yield session, await store.latest(session)
        except IntegrityError as fault:
            raise ConflictError(_CHANGED) from fault


def _seen(rows: Mapping[int, DispatchLineRow], number: int, version: int) -> DispatchLineRow:
    if number not in rows:
        raise NotFoundError("派单目录里没有这一条。")
    if rows[number].version != version:
        raise ConflictError(_CHANGED)
    return rows[number]


def _take(session: AsyncSession, line: DispatchLine, before: DispatchLineRow | None, at: datetime) -> None:
    if before is not None and store.kept_of(before).routes and store.kept_of(before).line == line:
        before.pack_sum = sum_of(line)  # a supervisor had written the same
        return
    store.put(session, line, before, by=PACK, at=at, pack_sum=sum_of(line))


def _let_go(session: AsyncSession, before: DispatchLineRow, at: datetime) -> None:
    kept = store.kept_of(before)
    if kept.routes:
        store.put(session, kept.line, before, by=PACK, at=at, state=LineState.WITHDRAWN, pack_sum="")
    before.pack_sum = ""


def _draft_of(line: DispatchLine) -> LineDraft:
    return LineDraft(
        category=line.category,
        place=line.place,
        keywords=line.keywords,
        lead=line.lead,
        assisting=line.assisting,
        note=line.note,
    )
