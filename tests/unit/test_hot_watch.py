"""Early warnings: each matter once a day, until the next day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hotline.reports.hot.model import HotIssue
from hotline.reports.hot.service import Made
from hotline.reports.hot.watch import HotWatch
from tests.unit.test_hot_issues import LAST, SCHOOL, messages, report

NOON = datetime(LAST.year, LAST.month, LAST.day, 4, tzinfo=UTC)


class Hotline:
    """What the reports say, and what time it is."""

    def __init__(self) -> None:
        self.now = NOON
        self.issues: tuple[HotIssue, ...] = ()
        self.asked: list[tuple[date, date]] = []
        self.made = report(messages(SCHOOL))
        self.watch = HotWatch(self._report, lambda: self.now)

    async def _report(self, first: date, last: date) -> Made | None:
        self.asked.append((first, last))
        return Made(report=replace(self.made, issues=self.issues), at=self.now)

    def issue(self, name: str, *ids: str, fires: bool = True) -> HotIssue:
        """A matter of these messages."""
        (one,) = self.made.issues
        return replace(one, name=name, ids=ids, alarm=replace(one.alarm, fires=fires, why="近3天有8人反映"))


async def test_a_matter_is_warned_of_once_a_day_whatever_it_is_called() -> None:
    """It grows and is called otherwise; another one comes; the next day begins anew."""
    hotline = Hotline()
    hotline.issues = hotline.issue("小学", "2", "3"), hotline.issue("公交", "9", fires=False)
    await hotline.watch.look()
    (first,) = hotline.watch.today
    assert (first.name, first.at, first.why) == ("小学", NOON, "近3天有8人反映")
    hotline.now += timedelta(hours=1)
    hotline.issues = hotline.issue("小学建设", "3", "4"), hotline.issue("公交", "9")
    await hotline.watch.look()
    assert [(one.name, one.at) for one in hotline.watch.today] == [("小学", NOON), ("公交", hotline.now)]
    hotline.now += timedelta(days=1)
    assert hotline.watch.today == ()
    await hotline.watch.look()
    assert [one.name for one in hotline.watch.today] == ["小学建设", "公交"]
    assert hotline.asked[0] == (LAST - timedelta(days=6), LAST)
