"""Hot issues as rows of the brief. Pure.

Rule: what stands here has gone through public_name: a leader reads what many citizens tell of, never who told.
"""

from __future__ import annotations

from collections.abc import Iterator

from hotline.reports.definitions import DEFINITIONS
from hotline.reports.figures import Amount, Figure
from hotline.reports.hot.model import Direction, HotIssue, HotReport
from hotline.reports.hot.shown import LEAST, public_name
from hotline.reports.names import By, Names
from hotline.reports.report import Row, Section
from hotline.sentences import sentence

CODE = "hot"
MOST = 10
FIGURES = ("hot_people", "hot_before")
WARNED = "预警"
_BETWEEN = "·"
PENDING = "热点问题正在归并，算完以后自动补上。"
UNKNOWN = "热点问题没有及时算完，或者时段超过一年；请稍后再看，或看“热点问题”。"


def hot_section(report: HotReport | None, names: Names, *, pending: bool = False) -> Section:
    """The hot issues, those that are warned of first. report: None where it was not there in time; pending: not yet."""
    title = "热点问题"
    if report is None:
        return Section(code=CODE, title=title, by=CODE, rows=(), note=PENDING if pending else UNKNOWN)
    days = (report.first - report.before).days
    note = sentence("hot_listed", least=LEAST, since=report.before, days=days)
    return Section(code=CODE, title=title, by=CODE, rows=tuple(_rows(report, names))[:MOST], note=note)


def _rows(report: HotReport, names: Names) -> Iterator[Row]:
    """Each name once: two matters of which only the subject may be told look the same."""
    known: set[str] = set()
    for issue in report.issues:
        name = (public_name(issue) or _subject(issue, names)) if issue.people >= LEAST else ""
        if not name or name in known:
            continue
        known.add(name)
        remark = [issue.trend.direction.label] if issue.trend.direction is not Direction.UNKNOWN else []
        remark += [WARNED] if issue.alarm.fires else []
        counts = (issue.people, issue.trend.before)
        figures = tuple(
            Figure(definition=DEFINITIONS[code], amount=Amount(numerator=count))
            for code, count in zip(FIGURES, counts, strict=True)
        )
        yield Row(key=f"{CODE}-{len(known)}", name=name, figures=figures, filters={}, remark="，".join(remark))


def _subject(issue: HotIssue, names: Names) -> str:
    """In the city's own words: 物业管理·云湖区."""
    told = ((By.CATEGORY, issue.categories), (By.DISTRICT, issue.districts))
    firsts = [next((one.code for one in counted if one.code in names.known.get(by, {})), "") for by, counted in told]
    return _BETWEEN.join(names.of(by, code) for (by, _), code in zip(told, firsts, strict=True) if code)
