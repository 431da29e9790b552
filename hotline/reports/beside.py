"""The figures of a closed month where a later report stands beside it. Pure.

Rule: a closed month is the same everywhere: what it told is taken as it was kept, and only what it did not tell is
what was counted now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hotline.reports.figures import Amount, Figure
from hotline.reports.report import Report, Row, Section

_Kept = dict[tuple[str, str, str], Amount]
"""By section, row and figure."""


def with_closed(sections: Iterable[Section], before: Report | None, year_ago: Report | None) -> tuple[Section, ...]:
    """The sections, with what these closed reports told in place of what was counted; None where they are open."""
    one, other = _amounts(before), _amounts(year_ago)
    return tuple(
        replace(section, rows=tuple(_row(section.code, row, one, other) for row in section.rows))
        for section in sections
    )


def _row(code: str, row: Row, before: _Kept, year_ago: _Kept) -> Row:
    return replace(row, figures=tuple(_figure((code, row.key), one, before, year_ago) for one in row.figures))


def _figure(place: tuple[str, str], one: Figure, before: _Kept, year_ago: _Kept) -> Figure:
    """What is not compared stays so: a line of few tickets may have had fewer."""
    key = (*place, one.definition.code)
    return replace(
        one,
        before=before.get(key, one.before) if one.before is not None else None,
        year_ago=year_ago.get(key, one.year_ago) if one.year_ago is not None else None,
    )


def _amounts(report: Report | None) -> _Kept:
    if report is None:
        return {}
    return {
        (section.code, row.key, figure.definition.code): figure.amount
        for section in report.sections
        for row in section.rows
        for figure in row.figures
    }
