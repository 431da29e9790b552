"""How the knowledge is used: which entry, in which way, on which day; and what was searched, from where.

Rule: counting is adding in memory; it neither waits nor raises, and what is written now and then is sums. A citizen is
never in them, nor what anybody typed: words are kept for the seconds in which they may go on. What nobody could answer
goes to the unanswered questions, which keep no person either.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import structlog
from sqlalchemy import delete, func, select

from hotline.errors import HotlineError
from hotline.kb.misses import Door
from hotline.kb.model import Kind
from hotline.kb.stale import CITY_TIME
from hotline.kb.unanswered import Unanswered
from hotline.storage.engine import Database
from hotline.storage.insert import add_rows
from hotline.storage.tables import KbSearchRow, KbUseRow

__all__ = ["Door", "Uses", "Way", "city_day"]
EVERY = 15.0  # seconds between two writings
PAUSE = timedelta(seconds=10)  # after which what is typed is another search
KEPT = timedelta(days=1_500)  # the longest period of a report, and a year before it
RECENT = timedelta(days=30)
MOST = 50_000  # sums in memory: more than entries have ways on a day
_DAILY = 24 * 3600 / EVERY  # writings
_KINDS = frozenset({Kind.DEPARTMENT, Kind.PROCEDURE, Kind.QUESTION, Kind.BULLETIN})
_Key = tuple[str, ...]
log = structlog.get_logger(__name__)


class Way(StrEnum):
    """How an entry was used, or what an agent said of it."""

    OPENED = "opened"
    """By an agent beside a call, in full."""
    ALOUD = "aloud"
    """By an agent, as the words to read out."""
    TEXTED = "texted"
    """Sent to a telephone as a text, by an agent or a menu."""
    FORMS = "forms"
    """Its forms were sent to a telephone."""
    HEARD = "heard"
    """A caller began to hear it in a menu; once in a call."""
    PUBLIC = "public"
    """Opened on the citizens' page."""
    HELPFUL = "helpful"
    """An agent who had it open says that it helped."""
    UNHELPFUL = "unhelpful"
    """An agent who had it open says that it did not."""


USED = (Way.OPENED, Way.ALOUD, Way.TEXTED, Way.FORMS, Way.HEARD, Way.PUBLIC)
"""What is a use; the rest is what somebody said of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Typed:
    """What somebody has searched, as long as it may be typed on."""

    words: str
    nothing: bool
    unsure: bool
    at: datetime
    told: bool = False  # that it was not answered, by whoever asked


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


def city_day(at: datetime) -> str:
    """The city's day of a moment, as 2026-10-31."""
    return at.astimezone(CITY_TIME).date().isoformat()


class Uses:
    """Sums of a process, which it adds to those of the database. now: the clock."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now
        self._used: dict[_Key, list[int]] = {}
        self._searched: dict[_Key, list[int]] = {}
        self._typed: dict[str, _Typed] = {}
        self._unanswered = Unanswered(database, now)
        self.dropped = 0

    def used(self, way: Way, kind: str, code: str, *, in_call: bool = False) -> None:
        """An entry was used; what is no entry (a ticket that a menu tells of) is not counted."""
        if kind in _KINDS and code:
            self._add(self._used, (city_day(self._now()), str(kind), code, str(way)), (1, in_call))

    def searched(self, door: Door, *, nothing: bool, unsure: bool, words: str = "") -> None:
        """A question was asked. nothing: no answer was found; unsure: one was, which may be none."""
        self._search(door, "", _Typed(words=words, nothing=nothing, unsure=unsure, at=self._now()))

    def refused(self, door: Door, words: str) -> None:
        """Whoever asked this was offered answers, and wanted none of them."""
        self._unanswered.add(door, words, unhelpful=True)

    def told(self, username: str) -> None:
        """Somebody has said by hand that what they typed last was not answered: it is not counted again."""
        if one := self._typed.get(username):
            self._typed[username] = replace(one, told=True)

    def typed(self, username: str, words: str, *, nothing: bool, unsure: bool) -> None:
        """A search while somebody types: what only goes on with the last one is counted once, as it stood at last."""
        now, before = self._now(), self._typed.get(username)
        if before is not None and not (now - before.at <= PAUSE and _goes_on(before.words, words)):
            self._search(Door.DESK, username, before)
            before = None
        told = before is not None and before.told and before.words == words
        self._typed[username] = _Typed(words=words, nothing=nothing, unsure=unsure, at=now, told=told)

    async def run(self) -> None:
        """Write now and then until cancelled. The owner of the process owns this task."""
        rounds = 0
        while True:
            try:
                await self.write()
                if rounds % _DAILY == 0:
                    await self.let_go()
                rounds += 1
            except HotlineError as fault:
                log.warning("knowledge_uses_wait", sums=len(self._used), why=fault.message)
            except Exception:  # the sums are there still, and the next round may pass
                log.exception("knowledge_uses_not_written")
            await asyncio.sleep(EVERY)

    async def write(self, *, settled: bool = False) -> None:
        """Write what was counted. settled: nobody types on. Raises StorageError, and then nothing is lost."""
        self._settle(all_of_it=settled)
        if self._used or self._searched:
            await self._write_sums()
        await self._unanswered.write()

    async def _write_sums(self) -> None:
        used, searched = self._used, self._searched
        self._used, self._searched = {}, {}
        try:
            async with self._database.transaction() as session:
                await add_rows(session, KbUseRow, _rows(used, ("day", "kind", "code", "way"), ("times", "in_calls")))
                names = ("day", "door", "username"), ("times", "missed", "unsure")
                await add_rows(session, KbSearchRow, _rows(searched, *names))
        except BaseException:
            for sums, back in ((self._used, used), (self._searched, searched)):
                for key, counts in back.items():
                    self._add(sums, key, counts)
            raise

    async def close(self) -> None:
        """Write the last of it; what cannot be written now is lost."""
        try:
            await self.write(settled=True)
        except HotlineError as fault:
            log.warning("knowledge_uses_lost", sums=len(self._used), why=fault.message)

    async def let_go(self) -> None:
        """Let go of sums that no report asks for any more. Raises StorageError."""
        oldest = city_day(self._now() - KEPT)
        async with self._database.transaction() as session:
            for row in (KbUseRow, KbSearchRow):
                await session.execute(delete(row).where(row.day < oldest))

    async def lately(self, kind: str, code: str) -> Mapping[Way, int]:
        """How often an entry was used within RECENT, by way, as far as it is written. Raises StorageError."""
        row = KbUseRow
        asked = (
            select(row.way, func.sum(row.times))
            .where(row.day > city_day(self._now() - RECENT), row.kind == kind, row.code == code)
            .group_by(row.way)
        )
        async with self._database.reading() as session:
            return {Way(way): int(times) for way, times in await session.execute(asked)}

    def _settle(self, *, all_of_it: bool) -> None:
        now = self._now()
        for username, one in tuple(self._typed.items()):
            if all_of_it or now - one.at > PAUSE:
                del self._typed[username]
                self._search(Door.DESK, username, one)

    def _search(self, door: Door, username: str, one: _Typed) -> None:
        counts = (1, one.nothing, one.unsure and not one.nothing)
        self._add(self._searched, (city_day(one.at), str(door), username), counts)
        unsure = one.unsure and door is not Door.MENU  # where the caller is asked whether it is meant
        if (one.nothing or unsure) and not one.told:
            self._unanswered.add(door, one.words)

    def _add(self, sums: dict[_Key, list[int]], key: _Key, counts: tuple[int, ...] | list[int]) -> None:
        found = sums.get(key)
        if found is not None:
            sums[key] = [one + more for one, more in zip(found, counts, strict=True)]
        elif len(sums) < MOST:
            sums[key] = list(map(int, counts))
        else:
            self.dropped += 1
            log.warning("knowledge_use_dropped", dropped=self.dropped)


def _goes_on(before: str, words: str) -> bool:
    """Whether these are the same words with more or fewer of them."""
    return words.startswith(before) or before.startswith(words)


def _rows(sums: Mapping[_Key, list[int]], key: tuple[str, ...], counts: tuple[str, ...]) -> list[dict[str, str | int]]:
    """In one order, so that two processes never wait for each other's rows."""
    return [dict(zip(key, one, strict=True)) | dict(zip(counts, sums[one], strict=True)) for one in sorted(sums)]
