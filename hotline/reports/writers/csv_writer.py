"""A report as a table: one line a figure, so that every program can sort and add it up.

Rule: a cell that a spreadsheet would reckon (it begins with = + - @ or white space before them) is written as text
(OWASP, CSV Injection): names come from people.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from hotline.reports.figures import Amount, Figure, Kind
from hotline.reports.report import Report, Row, Section, closing_text
from hotline.reports.writers.writer import Told, unheard

HEADINGS = (
    *("报表", "从", "到", "结账", "分组", "编号", "名称", "指标", "单位", "数值", "分子", "分母"),
    *("95%下限", "95%上限", "样本少", "名次", "上期", "上年同期"),
)
_DIGITS = 4
_RECKONED = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_csv(report: Report, told: Told = unheard, /) -> bytes:
    """In UTF-8 with the mark by which Excel knows it."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(HEADINGS)
    rows = [(section, row) for section in report.sections for row in section.rows]
    for done, (section, row) in enumerate(rows, 1):
        table.writerows([guarded(cell) for cell in line] for line in _lines(report, section, row))
        told(done, len(rows))
    return out.getvalue().encode("utf-8-sig")


def guarded(cell: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_RECKONED) else cell


def _lines(report: Report, section: Section, row: Row) -> Iterator[tuple[str, ...]]:
    period, closed = report.period, closing_text(report)
    for figure in row.figures:
        head = (report.title, str(period.first), str(period.last), closed, section.title, row.key, row.label)
        yield (*head, *_told(figure))


def _told(figure: Figure) -> tuple[str, ...]:
    kind, amount = figure.definition.kind, figure.amount
    low, high = amount.band(kind) or (None, None)
    return (
        figure.definition.name,
        figure.definition.unit,
        _value(amount, kind),
        str(amount.numerator),
        str(amount.denominator) if kind in (Kind.SHARE, Kind.MEAN) else "",
        _number(low, kind),
        _number(high, kind),
        "是" if amount.few(kind) else "",
        str(figure.rank or ""),
        _value(figure.before, kind) if figure.before else "",
        _value(figure.year_ago, kind) if figure.year_ago else "",
    )


def _value(amount: Amount, kind: Kind) -> str:
    return _number(amount.value(kind), kind)


def _number(value: float | None, kind: Kind) -> str:
    """A share in hundredths, as its unit says."""
    if value is None:
        return ""
    return f"{round(value * (100 if kind is Kind.SHARE else 1), _DIGITS):g}" if isinstance(value, float) else str(value)
