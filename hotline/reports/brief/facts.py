"""The figures of a brief as the words of its template. Pure.

Rule: nothing is reckoned here that a reader could not find in the tables below the prose; who has few cases is in no
list that compares.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hotline.reports.brief.change import Way, change_text, way_of
from hotline.reports.brief.matters import CODE as HOT
from hotline.reports.brief.matters import PENDING, UNKNOWN, WARNED
from hotline.reports.brief.schema import word_of
from hotline.reports.figures import FEW, Amount, Figure, Kind
from hotline.reports.look import REST
from hotline.reports.period import Period
from hotline.reports.report import Report, Row
from hotline.reports.writers.wording import period_text, value_text, with_unit

MOST = 5
"""Rows that prose names; more are not read."""
FOREMOST = 3
_WEEK = 7


class Fact(dict[str, object]):
    """A figure: said whole it is its value with its unit."""

    def __init__(self, figure: Figure, said: str, values: dict[str, object]) -> None:
        super().__init__(values)
        self.figure = figure
        self._said = said

    def __str__(self) -> str:
        return self._said


def facts_of(report: Report, city: str) -> dict[str, object]:
    """All words of the template."""
    now, before = period_names(report.period)
    facts: dict[str, object] = {
        "城市": city,
        "期": period_text(report.period),
        "上期": period_text(report.before),
        "上年同期": period_text(report.year_ago),
        "本期叫": now,
        "上期叫": before,
    }
    for code in ("telephone", "tickets", "handled"):
        facts |= _facts(report.section(code).rows[0], before)
    for word, code in (("类型", "type"), ("类别", "category"), ("区县", "district")):
        facts[word] = [_row(one, before) for one in _named(report.section(code).rows)[:MOST]]
    return facts | _categories(report, before) | _offices(report, before) | _matters(report, before)


def period_names(period: Period) -> tuple[str, str]:
    """What this period and the one before are called."""
    if period.days == 1:
        return "当日", "前一日"
    if period.months == 1:
        return "本月", "上月"
    if period.days == _WEEK and period.first.weekday() == 0:
        return "本周", "上周"
    return "本期", "上期"


def _facts(row: Row, before: str) -> dict[str, object]:
    return {word_of(one.definition.code): _fact(one, before) for one in row.figures}


def _fact(figure: Figure, before: str) -> Fact:
    kind, amount = figure.definition.kind, figure.amount
    value = amount.value(kind)
    values: dict[str, object] = {
        "数": value_text(amount, kind).removesuffix("%"),
        "值": (value or 0) * (100 if kind is Kind.SHARE else 1),
        "分子": f"{amount.numerator:,}",
        "分母": f"{amount.denominator:,}",
        "环比": change_text(amount, figure.before, kind, before),
        "同比": change_text(amount, figure.year_ago, kind, "上年同期"),
        "环比方向": str(way_of(amount, figure.before, kind)),
        "同比方向": str(way_of(amount, figure.year_ago, kind)),
        "样本少": amount.few(kind),
        "有数": value is not None and bool(amount.numerator or amount.denominator),
    }
    return Fact(figure, with_unit(amount, figure), values)


def _row(row: Row, before: str) -> dict[str, object]:
    return {"名称": row.name, **_facts(row, before)}


def _named(rows: Sequence[Row]) -> list[Row]:
    """Without what nobody has filled in, and with something to tell."""
    return [row for row in rows if row.key not in ("", REST) and row.figures[0].amount.numerator]


def _categories(report: Report, before: str) -> dict[str, object]:
    """What rises, what falls, and what is still worked on."""
    rows = _named(report.section("category").rows)
    moved = {way: [row for row in rows if _way(row.figures[0]) is way] for way in (Way.UP, Way.DOWN)}
    open_ones = [row for row in rows if _amount(row, "in_hand").numerator]
    open_ones.sort(key=lambda row: (-_amount(row, "in_hand").numerator, row.key))
    unfiled = sum(row.figures[0].amount.numerator for row in report.section("category").rows if row.key == "")
    return {
        "没有类别件数": f"{unfiled:,}" if unfiled else "",
        "上升类别": [_row(one, before) for one in _by_change(moved[Way.UP])],
        "下降类别": [_row(one, before) for one in _by_change(moved[Way.DOWN])],
        "在办类别": [_row(one, before) for one in open_ones[:MOST]],
    }


def _by_change(rows: Iterable[Row]) -> list[Row]:
    """What changed most in cases first."""

    def change(row: Row) -> int:
        figure = row.figures[0]
        return abs(figure.amount.numerator - (figure.before or Amount()).numerator)

    return sorted(rows, key=lambda row: (-change(row), row.key))[:MOST]


def _way(figure: Figure) -> Way:
    return way_of(figure.amount, figure.before, figure.definition.kind)


def _amount(row: Row, code: str) -> Amount:
    return next(one.amount for one in row.figures if one.definition.code == code)


def _offices(report: Report, before: str) -> dict[str, object]:
    """Who is foremost and who is late, among those with cases enough; how many have too few."""
    rows = [row for row in report.section("department").rows if row.key not in ("", REST)]
    on_time = [row for row in rows if _amount(row, "finished_on_time").denominator >= FEW]
    asked = [row for row in rows if _amount(row, "solved_final").denominator >= FEW]
    best = sorted(on_time, key=lambda row: (-_share(row, "finished_on_time"), row.key))
    late = sorted(
        (row for row in on_time if _left(row, "finished_on_time") and row not in best[:FOREMOST]),
        key=lambda row: (_share(row, "finished_on_time"), row.key),
    )
    unsolved = sorted(
        (row for row in asked if _left(row, "solved_final")), key=lambda row: (_share(row, "solved_final"), row.key)
    )
    few = [row for row in rows if 0 < _amount(row, "finished_on_time").denominator < FEW]
    return {
        "按时前列": [_office(row, before) for row in best[:FOREMOST]],
        "逾期较多": [_office(row, before) for row in late[:FOREMOST]],
        "未解决较多": [_office(row, before) for row in unsolved[:FOREMOST]],
        "样本少单位数": len(few),
    }


def _office(row: Row, before: str) -> dict[str, object]:
    late, unsolved = _left(row, "finished_on_time"), _left(row, "solved_final")
    return {**_row(row, before), "逾期件数": f"{late:,}", "未解决件数": f"{unsolved:,}"}


def _share(row: Row, code: str) -> float:
    return _amount(row, code).value(Kind.SHARE) or 0


def _left(row: Row, code: str) -> int:
    """Of the cases those that are not counted above."""
    amount = _amount(row, code)
    return amount.denominator - amount.numerator


def _matters(report: Report, before: str) -> dict[str, object]:
    section = report.section(HOT)
    told = [
        {
            **_row(row, before),
            "趋势": row.remark.partition("，")[0] if row.remark and row.remark != WARNED else "暂不能判断",
            "预警": WARNED in row.remark.split("，"),
        }
        for row in section.rows
    ]
    known = section.note not in (PENDING, UNKNOWN)
    return {"热点": told[:MOST], "预警热点": [one for one in told if one["预警"]][:MOST], "热点已算": known}
