"""The daily round: departments are told what is stale, and what stays stale is handed to supervision.

Rule: a stage is a row before anybody is told, unique for an entry and its last day; telling is done until it is noted
as done, and the same text to the same telephone is sent once. So neither a restart nor a second process tells twice,
and none tells nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import groupby

import structlog

from hotline.errors import HotlineError
from hotline.kb import reminder_store as store
from hotline.kb.reminder_store import Cause, Made, Told
from hotline.kb.reminder_texts import About, notice_text
from hotline.kb.stale import CITY_TIME, Freshness, Stage, answer_day, stage_due
from hotline.kb.upkeep import Held, held_in
from hotline.storage.engine import Database

BEGINS, ENDS = 9, 17  # hours of the city's day, on working days: nobody's telephone rings with this at night
LOOK_SECONDS = 300.0  # between two looks whether the day's round is due
_SETTLED_TOGETHER = 500  # SQLite binds only so many values
log = structlog.get_logger(__name__)
Tell = Callable[[str, str, str], Awaitable[tuple[Told, ...]]]
"""Tells a department's people: its code, the text, and what it is about; who was told and how."""


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """An entry that is still as its department was told. made: the stages so far."""

    held: Held
    made: dict[Stage, Made] = field(default_factory=dict)


class Reminders:
    """Who is told of what is stale. Every method raises StorageError where the database does not answer.

    works: whether offices work on a day of the city.
    """

    def __init__(
        self, database: Database, *, tell: Tell, works: Callable[[date], bool], now: Callable[[], datetime] = utc_now
    ) -> None:
        self._database = database
        self._tell = tell
        self._works = works
        self._now = now
        self._done: date | None = None

    async def open(self, owner: str | None = None) -> tuple[Open, ...]:
        """What a department, or anybody, was told and has not put right, what is longest over first."""
        async with self._database.reading() as session:
            held = await held_in(session, self._today(), owner)
            known = await store.made(session, owner)
        stages = _by_cause(known)
        found = ((one, stages.get(cause)) for one in held if (cause := _cause(one)) is not None)
        return tuple(Open(held=one, made=made) for one, made in found if made)

    async def run(self) -> None:
        """Make each working day's round once in this process, until cancelled. The owner of the process owns this."""
        while True:
            try:
                if self._is_due():
                    await self.round()
            except HotlineError as fault:
                log.warning("reminders_wait", why=fault.message)
            except Exception:  # the next look may pass, and nobody else keeps this
                log.exception("reminders_failed")
            await asyncio.sleep(LOOK_SECONDS)

    async def round(self) -> int:
        """Make the stages that entries have come to, and tell whom they concern; how many stages were made."""
        today, now = self._today(), self._now()
        async with self._database.transaction() as session:
            known = _by_cause(await store.made(session))
            news = [made for one in await held_in(session, today) if (made := self._news(one, known, today, now))]
            await store.add(session, news)
        await self._tell_all()
        self._done = today
        return len(news)

    def _is_due(self) -> bool:
        local = self._now().astimezone(CITY_TIME)
        return self._done != local.date() and BEGINS <= local.hour < ENDS and self._works(local.date())

    def _news(self, held: Held, known: dict[Cause, dict[Stage, Made]], today: date, now: datetime) -> Made | None:
        """The stage that an entry has newly come to. Handing it to supervision is telling nobody: it is listed."""
        cause = _cause(held)
        if cause is None:
            return None
        made = known.get(cause, {})
        told = made.get(Stage.STALE)
        stage = stage_due(held.standing, _day(told.at) if told else None, today, self._works)
        if stage is None or stage in made:
            return None
        nobody = () if stage is Stage.SUPERVISION else None
        return Made(cause=cause, stage=stage, owner=held.owner, title=held.title, at=now, told=nobody)

    async def _tell_all(self) -> None:
        """One text for all that a round found of a department's; also what a process that died left untold."""
        async with self._database.reading() as session:
            left = [one for one in await store.made(session) if one.told is None]
        for _, together in groupby(sorted(left, key=_group), key=_group):
            await self._tell_one(list(together))

    async def _tell_one(self, together: Sequence[Made]) -> None:
        first = together[0]
        day = _day(first.at)
        entries = [About(title=one.title, why=one.cause[2], until=one.cause[3]) for one in together]
        told: tuple[Told, ...] = ()
        if first.owner:
            text = notice_text(first.stage, entries, answer_day(day, self._works))
            told = await self._tell(first.owner, text, f"{first.stage}-{first.owner}-{day:%Y%m%d}")
        ids = [one.id for one in together]
        async with self._database.transaction() as session:
            for begin in range(0, len(ids), _SETTLED_TOGETHER):
                await store.settle(session, ids[begin : begin + _SETTLED_TOGETHER], told)
        log.info("reminded", owner=first.owner, stage=str(first.stage), entries=len(together), people=len(told))

    def _today(self) -> date:
        return _day(self._now())


def _day(at: datetime) -> date:
    return at.astimezone(CITY_TIME).date()


def _group(one: Made) -> tuple[str, Stage, datetime]:
    return one.owner, one.stage, one.at


def _cause(held: Held) -> Cause | None:
    """What an entry's department is told of; None while there is nothing to tell."""
    standing = held.standing
    if standing.until is None or standing.freshness not in (Freshness.DUE_SOON, Freshness.STALE):
        return None
    return held.kind, held.code, standing.why, standing.until


def _by_cause(known: Sequence[Made]) -> dict[Cause, dict[Stage, Made]]:
    found: dict[Cause, dict[Stage, Made]] = {}
    for one in known:
        found.setdefault(one.cause, {})[one.stage] = one
    return found
