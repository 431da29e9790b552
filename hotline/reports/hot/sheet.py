"""Hot issues as a table, for files: a line an issue, the same words in every format. Pure.

Rule: it tells what the screen tells and nothing of who called; a text that a spreadsheet would reckon is its writer's
to guard.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.reports.hot.model import Counted, HotIssue, HotReport
from hotline.reports.names import By, Names
from hotline.reports.period import CITY_TIME

HEADINGS = (
    *("序号", "热点", "预警", "反映人数", "诉求件数", "此前人数", "趋势", "每天人数", "此前每天人数"),
    *("最早", "最晚", "区县", "类别", "承办单位", "预警原因", "工单"),
)
BETWEEN = "、"
Cell = str | int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class HotSheet:
    """title, notes: what stands above the table; rows: as HEADINGS; report, made: what it was made of, and when."""

    title: str
    notes: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    report: HotReport
    made: datetime


def sheet_of(report: HotReport, made: datetime, names: Names) -> HotSheet:
    """All issues of a report, in its order. made: when its messages were read (aware)."""
    warned = sum(issue.alarm.fires for issue in report.issues)
    notes = (
        f"{report.messages:,}件诉求中有{report.gathered:,}件归为{len(report.issues)}个热点，其中{warned}个需要预警。",
        f"{report.rule}与{report.before}起的诉求比较。",
        *(["诉求太多，最早的几天没有统计在内。"] if report.cut else []),
        f"统计于{made.astimezone(CITY_TIME):%Y-%m-%d %H:%M}。",
    )
    return HotSheet(
        title=f"热点问题 {report.first} 至 {report.last}",
        notes=notes,
        rows=tuple(_row(number, issue, names) for number, issue in enumerate(report.issues, 1)),
        report=report,
        made=made,
    )


def _row(number: int, issue: HotIssue, names: Names) -> tuple[Cell, ...]:
    trend, fires = issue.trend, issue.alarm.fires
    return (
        *(number, issue.name, "预警" if fires else "", issue.people, issue.size, trend.before, trend.direction.label),
        *(round(trend.now_per_day, 1), round(trend.before_per_day, 1), str(issue.first), str(issue.last)),
        _counts(issue.districts, By.DISTRICT, names),
        _counts(issue.categories, By.CATEGORY, names),
        _counts(issue.departments, By.DEPARTMENT, names),
        issue.alarm.why if fires else "",
        " ".join(issue.ids),
    )


def _counts(counted: Sequence[Counted], by: By, names: Names) -> str:
    """The most frequent first: 云湖区 7、高新区 2."""
    return BETWEEN.join(f"{names.of(by, one.code)} {one.count}" for one in counted if one.code)
