"""The register of applications: reports taken in, all of them or none, and one application found by its number.

Rule: the register only mirrors what departments report; nothing here decides anything about an application.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.applications import store
from hotline.applications.draft import Report, checked, is_number
from hotline.applications.model import CITY_TIME, Application, News, Outcome, StageEntry, follow, spoken_progress
from hotline.applications.names import Directory, Names
from hotline.errors import InputError, NotFoundError
from hotline.storage.engine import Database

TRIES = 5  # each time two bring the same new number at once, one of them wins
SOURCE = 300  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    """What is wrong with one report. place: in what was given, from 0; field: of Report."""

    place: int
    field: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What became of each report, in the order in which they were given."""

    outcomes: tuple[Outcome, ...]

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many of each."""
        found = Counter(self.outcomes)
        return {outcome: found[outcome] for outcome in Outcome}

    @property
    def summary(self) -> str:
        """One line."""
        counts = self.counts
        return (
            f"新增{counts[Outcome.NEW]}条，更新{counts[Outcome.CHANGED]}条，不变{counts[Outcome.UNCHANGED]}条，"
            f"比已知的旧而没有采用{counts[Outcome.OLDER]}条"
        )


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


def no_progress(done: int, of: int) -> None:
    """Nobody watches."""
    del done, of


class Applications:
    """The register. Every method raises StorageError where the database does not answer.

    city: the departments and procedures that are published now; works: whether offices work on a day.
    """

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime] = utc_now,
        *,
        city: Callable[[], Directory],
        works: Callable[[date], bool],
    ) -> None:
        self._database = database
        self._now = now
        self._city = city
        self._works = works

    async def record(
        self,
        reports: Sequence[Report],
        *,
        source: str,
        actor: str,
        dry_run: bool = False,
        progress: Callable[[int, int], None] = no_progress,
    ) -> Recorded:
        """Take in reports, all or none; several of one number may come, in any order.

        source: the file or system they come from; actor: user name; progress: hears how many applications of how many
        are written. Raises InputError with every fault in details["faults"] (RowFault).
        """
        now, names, faults = self._now(), Names(self._city()), list[RowFault]()
        told: list[tuple[int, News]] = []
        for place, report in enumerate(reports):
            found = checked(report, names, now)
            if isinstance(found, News):
                told.append((place, found))
            else:
                faults += [RowFault(place=place, field=name, what=what) for name, what in found.items()]
        told.sort(key=lambda pair: pair[1].updated)
        telling = _Telling(source=source[:SOURCE], actor=actor, at=now, told=told, faults=faults, progress=progress)
        if dry_run or faults:
            async with self._database.reading() as session:
                return await telling.fold(session, to_change=False)
        for left in reversed(range(TRIES)):
            try:
                async with self._database.transaction() as session:
                    recorded = await telling.fold(session, to_change=True)
                    await telling.write(session)
                    return recorded
            except IntegrityError:  # somebody else brought one of the new numbers in the same moment
                if not left:
                    raise
        raise AssertionError

    async def get(self, number: str) -> Application:
        """One application. Raises NotFoundError."""
        found = None
        if is_number(number):
            async with self._database.reading() as session:
                found = await store.application(session, number)
        if found is None:
            raise NotFoundError("没有这个办件。")
        return found

    async def history(self, number: str) -> tuple[StageEntry, ...]:
        """The stages of an application, the oldest first; empty where there is no such application."""
        if not is_number(number):
            return ()
        async with self._database.reading() as session:
            return await store.history(session, number)

    async def is_empty(self) -> bool:
        """Whether nothing was ever reported."""
        async with self._database.reading() as session:
            return await store.is_empty(session)

    async def progress(self, number: str) -> str | None:
        """What a caller who keys this number hears, None where there is no such application."""
        try:
            found = await self.get(number)
        except NotFoundError:
            return None
        office = self._city().department(found.department)
        today = self._now().astimezone(CITY_TIME).date()
        return spoken_progress(found, today=today, phone=office.phone if office else "", works=self._works)


class _Telling:
    """One taking in of reports: folded onto what is known, then written."""

    def __init__(
        self,
        *,
        source: str,
        actor: str,
        at: datetime,
        told: Sequence[tuple[int, News]],
        faults: Sequence[RowFault],
        progress: Callable[[int, int], None],
    ) -> None:
        self._source = source
        self._actor = actor
        self._at = at
        self._told = told
        self._faults = faults
        self._progress = progress
        self._before: dict[str, Application] = {}
        self._after: dict[str, Application] = {}
        self._stages: dict[str, list[StageEntry]] = {}

    async def fold(self, session: AsyncSession, *, to_change: bool) -> Recorded:
        """What becomes of each report. Raises InputError."""
        self._before = await store.known(session, [news.number for _, news in self._told], to_change=to_change)
        self._after, self._stages = dict(self._before), {}
        outcomes: dict[int, Outcome] = {}
        faults = list(self._faults)
        for place, news in self._told:
            known = self._after.get(news.number)
            if known is None and not (news.procedure and news.department):
                what = "新的办件要写明事项" if not news.procedure else "这个事项没有承办单位，请写明"
                name = "department" if news.procedure else "procedure"
                faults.append(RowFault(place=place, field=name, what=what))
                continue
            outcomes[place], later = follow(known, news, source=self._source)
            self._after[news.number] = later
            if known is None or later.stage is not known.stage:
                self._stages.setdefault(news.number, []).append(self._entry(news))
        if faults:
            found = tuple(sorted(faults, key=lambda fault: fault.place))
            raise InputError(f"有{len(found)}处错误，一条也没有登记。", faults=found)
        return Recorded(outcomes=tuple(outcome for _, outcome in sorted(outcomes.items())))

    async def write(self, session: AsyncSession) -> None:
        """What was folded."""
        changed = [one for number, one in self._after.items() if one is not self._before.get(number)]
        for begin in range(0, len(changed), store.BLOCK):
            block = changed[begin : begin + store.BLOCK]
            await store.add(session, [one for one in block if one.number not in self._before])
            await store.change(session, [one for one in block if one.number in self._before])
            await store.add_stages(
                session, [(one.number, entry) for one in block for entry in self._stages.get(one.number, ())]
            )
            self._progress(begin + len(block), len(changed))

    def _entry(self, news: News) -> StageEntry:
        return StageEntry(
            at=news.updated,
            stage=news.stage,
            result=news.result,
            source=self._source,
            actor=self._actor,
            reported=self._at,
        )
