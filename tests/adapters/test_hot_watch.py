"""Early warnings: each matter once a day, until the next day, also over a restart."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest_asyncio

from hotline.reports.hot.model import HotIssue
from hotline.reports.hot.service import Made
from hotline.reports.hot.watch import HotWatch
from hotline.storage.engine import Database
from tests.adapters.storage import Clock, Place, fresh_database
from tests.unit.test_hot_issues import LAST, SCHOOL, messages, report

NOON = datetime(LAST.year, LAST.month, LAST.day, 4, tzinfo=UTC)


class Hotline:
    """What the reports say, and what time it is."""

    def __init__(self, database: Database) -> None:
        self.clock = Clock(NOON)
        self.issues: tuple[HotIssue, ...] = ()
        self.asked: list[tuple[date, date]] = []
        self.made = report(messages(SCHOOL))
        self.database = database
        self.watch = self.started()

    def started(self) -> HotWatch:
        """Another process of the same hotline."""
        return HotWatch(self.database, self._report, self.clock)

    async def _report(self, first: date, last: date) -> Made | None:
        self.asked.append((first, last))
        return Made(report=replace(self.made, issues=self.issues), at=self.clock.now)

    def issue(self, name: str, *ids: str, fires: bool = True) -> HotIssue:
        """A matter of these messages."""
        (one,) = self.made.issues
        return replace(one, name=name, ids=ids, alarm=replace(one.alarm, fires=fires, why="近3天有8人反映"))


@pytest_asyncio.fixture
async def hotline(place: Place) -> AsyncIterator[Hotline]:
    """With an empty database."""
    async with fresh_database(place) as opened:
        yield Hotline(opened)


async def test_a_matter_is_warned_of_once_a_day_whatever_it_is_called(hotline: Hotline) -> None:
    """It grows and is called otherwise; another one comes; the next day begins anew."""
    hotline.issues = hotline.issue("小学", "2", "3"), hotline.issue("公交", "9", fires=False)
    await hotline.watch.look()
    (first,) = await hotline.watch.today()
    assert (first.name, first.at, first.why) == ("小学", NOON, "近3天有8人反映")
    hotline.clock.pass_by(hours=1)
    hotline.issues = hotline.issue("小学建设", "3", "4"), hotline.issue("公交", "9")
    await hotline.watch.look()
    told = await hotline.watch.today()
    assert [(one.name, one.at) for one in told] == [("小学", NOON), ("公交", hotline.clock.now)]
    hotline.clock.pass_by(days=1)
    assert await hotline.watch.today() == ()
    await hotline.watch.look()
    assert [one.name for one in await hotline.watch.today()] == ["小学建设", "公交"]
    assert hotline.asked[0] == (LAST - timedelta(days=6), LAST)


async def test_a_restart_neither_forgets_a_warning_nor_tells_it_anew(hotline: Hotline) -> None:
    """It stands there at once, and under the id by which browsers know who has read it, though older messages came."""
    hotline.issues = (hotline.issue("小学", "2", "3"),)
    await hotline.watch.look()
    before = await hotline.watch.today()
    again = hotline.started()
    assert await again.today() == before
    hotline.clock.pass_by(minutes=30)
    hotline.issues = (hotline.issue("小学", "1", "2", "3"),)
    await again.look()
    assert await again.today() == before
