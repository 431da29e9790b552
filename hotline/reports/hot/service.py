"""The hot issues of a period: read, reckoned apart, kept for whoever asks next.

Rule: nothing is reckoned on the event loop, one report at a time, and the same period is never reckoned twice at once.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from hotline.errors import HotlineError
from hotline.reports.hot.apart import Reckon, Work, reckoned_apart
from hotline.reports.hot.model import HotReport, HotRule
from hotline.reports.hot.store import read_messages
from hotline.reports.hot.window import read_from
from hotline.storage.engine import Database

FRESH = timedelta(minutes=10)
"""So old a report is shown as it is; an older one is shown while the next is made."""
WAIT_SECONDS = 20.0  # for a report that nobody has asked for lately
KEPT = 8  # periods
MOST_WAITING = 4  # periods that are reckoned or wait for it; more are refused
Period = tuple[date, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A report. at: when its messages were read."""

    report: HotReport
    at: datetime


def utc_now() -> datetime:
    """What time it is."""
    return datetime.now(UTC)


class HotIssues:
    """Reports of hot issues. reckon: who makes one of messages."""

    def __init__(
        self,
        database: Database,
        *,
        rule: HotRule | None = None,
        now: Callable[[], datetime] = utc_now,
        reckon: Reckon = reckoned_apart,
    ) -> None:
        self._database = database
        self._rule = rule or HotRule()
        self._now = now
        self._reckon = reckon
        self._kept: dict[Period, Made] = {}  # the latest asked for last
        self._under_way: dict[Period, asyncio.Task[Made]] = {}
        self._turn = asyncio.Lock()

    async def report(self, first: date, last: date, *, wait: float = WAIT_SECONDS) -> Made | None:
        """The report of these days, both included; None where it is still being made after so many seconds.

        Raises InputError for days that are no period, StorageError, HotlineError where too many wait or it fails.
        """
        read_from(first, last, self._rule)
        period = first, last
        kept = self._kept.pop(period, None)
        if kept is not None:
            self._kept[period] = kept
            if self._now() - kept.at < FRESH:
                return kept
            with contextlib.suppress(HotlineError):  # too many wait: the next who asks may begin it
                self._begun(period)
            return kept
        task = self._begun(period)
        done, _ = await asyncio.wait({task}, timeout=wait)
        return task.result() if done else None

    def _begun(self, period: Period) -> asyncio.Task[Made]:
        task = self._under_way.get(period)
        if task is not None:
            return task
        if len(self._under_way) >= MOST_WAITING:
            raise HotlineError("正在计算的时段太多，请稍后再试。")
        task = self._under_way[period] = asyncio.create_task(self._made(period), name="hot issues")
        task.add_done_callback(lambda ended: self._end(period, ended))
        return task

    def _end(self, period: Period, task: asyncio.Task[Made]) -> None:
        del self._under_way[period]
        if task.cancelled() or task.exception() is not None:
            return
        self._kept.pop(period, None)
        self._kept[period] = task.result()
        while len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]

    async def _made(self, period: Period) -> Made:
        first, last = period
        async with self._turn:
            at = self._now()
            read = await read_messages(self._database, read_from(first, last, self._rule), last)
            report = await self._reckon(Work(messages=read.messages, first=first, last=last, rule=self._rule))
        return Made(report=replace(report, cut=read.cut), at=at)

    async def close(self) -> None:
        """End what is being reckoned."""
        tasks = tuple(self._under_way.values())
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError, HotlineError):
                await task
