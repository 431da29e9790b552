"""Drawings of a report as SVG, for the printed page. Pure.

Rule: what a drawing says to the eye stands in the table below it too; every text is escaped: names come from people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from math import ceil, floor, log10

from hotline.reports.figures import Figure
from hotline.reports.plots import Part, Plot, Shape, drawn, figures_drawn, whole_scale
from hotline.reports.report import Row, Section
from hotline.reports.writers.colours import COLOURS

WIDTH = 960.0
_NAMES, _RIGHT, _BAR, _GAP = 210.0, 70.0, 16.0, 8.0
_TOP, _HIGH, _BELOW, _LEFT = 26.0, 170.0, 22.0, 52.0
_MOST_LABELS = 16
_LEAST_COUNT, _LEAST_SHARE = 4.0, 0.04  # of a scale
_LONGEST_NAME = 16
Line = tuple[Row, tuple[Figure, ...]]


def drawing(section: Section, plot: Plot) -> str:
    """The drawing as an SVG element."""
    lines = list(figures_drawn(section, plot))
    body, height = (_lying if plot.shape is Shape.BARS else _standing)(section, plot, lines)
    title = escape(f"{section.title}：{plot.title}")
    head = f'<svg role="img" aria-label="{title}" viewBox="0 0 {WIDTH:.0f} {height:.0f}" width="100%">'
    return "".join((head, *_legend(plot), *body, "</svg>"))


def _legend(plot: Plot) -> Iterator[str]:
    """What each colour is, where there are several."""
    if len(plot.series) < 2:
        return
    x = _LEFT
    for one in plot.series:
        yield f'<rect x="{x:.0f}" y="4" width="12" height="12" fill="#{COLOURS[one.tone]}"/>'
        yield _text(x + 17, 14, one.name)
        x += 30 + 14 * len(one.name)


def _lying(section: Section, plot: Plot, lines: Sequence[Line]) -> tuple[Iterator[str], float]:
    """A bar a row; several series one after the other in it."""
    top = _TOP if len(plot.series) > 1 else _GAP
    most = max((sum(_numbers(plot, figures)) for _, figures in lines), default=0)
    longest = 1.0 if whole_scale(section, plot) else _round_up(most, plot)

    def body() -> Iterator[str]:
        for at, (row, figures) in enumerate(lines):
            y, x = top + at * (_BAR + _GAP), _NAMES
            yield _text(_NAMES - 8, y + 12, _short(row.name), anchor="end")
            for one, number in zip(plot.series, _numbers(plot, figures), strict=True):
                wide = (WIDTH - _NAMES - _RIGHT) * number / longest
                yield f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{_BAR}" fill="#{COLOURS[one.tone]}"/>'
                x += wide
            yield _text(x + 6, y + 12, _label(plot, sum(_numbers(plot, figures))))

    return body(), top + len(lines) * (_BAR + _GAP) + 4


def _standing(section: Section, plot: Plot, lines: Sequence[Line]) -> tuple[Iterator[str], float]:
    """Columns, one series on the other, or lines, over the rows from left to right."""
    stacked = plot.shape is Shape.COLUMNS
    totals = [sum(_numbers(plot, figures)) if stacked else max(_numbers(plot, figures)) for _, figures in lines]
    longest = 1.0 if whole_scale(section, plot) else _round_up(max(totals, default=0), plot)
    step = (WIDTH - _LEFT - 10) / max(1, len(lines))

    def body() -> Iterator[str]:
        yield from _grid(plot, longest)
        yield from _columns(plot, lines, longest, step) if stacked else _curves(plot, lines, longest, step)
        every = ceil(len(lines) / _MOST_LABELS)
        for at, (row, _) in enumerate(lines):
            if at % every == 0:
                yield _text(_LEFT + (at + 0.5) * step, _TOP + _HIGH + 16, row.name[-5:], anchor="middle")

    return body(), _TOP + _HIGH + _BELOW


def _grid(plot: Plot, longest: float) -> Iterator[str]:
    for part in range(5):
        y = _TOP + _HIGH * (1 - part / 4)
        yield f'<line x1="{_LEFT}" x2="{WIDTH - 10}" y1="{y:.1f}" y2="{y:.1f}" stroke="#cfd7df"/>'
        yield _text(_LEFT - 6, y + 4, _label(plot, longest * part / 4), anchor="end")


def _columns(plot: Plot, lines: Sequence[Line], longest: float, step: float) -> Iterator[str]:
    for at, (_, figures) in enumerate(lines):
        y = _TOP + _HIGH
        for one, number in zip(plot.series, _numbers(plot, figures), strict=True):
            high = _HIGH * number / longest
            y -= high
            x = _LEFT + at * step + step * 0.15
            place = f'x="{x:.1f}" y="{y:.1f}" width="{step * 0.7:.1f}" height="{high:.1f}"'
            yield f'<rect {place} fill="#{COLOURS[one.tone]}"/>'


def _curves(plot: Plot, lines: Sequence[Line], longest: float, step: float) -> Iterator[str]:
    """A line a series, broken where there is nothing."""
    for at, one in enumerate(plot.series):
        path, pen = "", "M"
        for place, (_, figures) in enumerate(lines):
            number = drawn(figures[at], plot.part)
            if number is None:
                pen = "M"
                continue
            path += f"{pen}{_LEFT + (place + 0.5) * step:.1f} {_TOP + _HIGH * (1 - number / longest):.1f}"
            pen = "L"
        dash = ' stroke-dasharray="6 3"' if at else ""
        yield f'<path d="{path}" fill="none" stroke-width="2" stroke="#{COLOURS[one.tone]}"{dash}/>'


def _numbers(plot: Plot, figures: Sequence[Figure]) -> list[float]:
    return [drawn(one, plot.part) or 0 for one in figures]


def _round_up(most: float, plot: Plot) -> float:
    """The end of the scale: all of it for large shares, else the next round number."""
    least = _LEAST_SHARE if _is_share(plot) else _LEAST_COUNT
    if most <= least:
        return least
    unit: float = 10.0 ** floor(log10(most))
    return ceil(most / unit * 2) / 2 * unit


def _label(plot: Plot, number: float) -> str:
    return f"{number * 100:.1f}%" if _is_share(plot) else f"{number:,.0f}"


def _is_share(plot: Plot) -> bool:
    return plot.part is Part.VALUE and plot.unit == "%"


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
