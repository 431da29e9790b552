"""What of a report is drawn, and how: decided once, for the screen, the workbook and the printed page. Pure.

Rule: a drawing shows nothing that the table beside it has not; what has too few cases to compare is not drawn among
those that are compared, and the drawing says how many were left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hotline.reports.figures import FEW, Better, Definition, Figure, Kind
from hotline.reports.look import REST
from hotline.reports.report import Report, Row, Section, report_json
from hotline.sentences import said_json

Json = dict[str, Any]
MOST_BARS = 15
"""Rows of a drawing, more are not read."""
LEAST_ROWS = 2
"""Rows below which there is nothing to compare."""


class Shape(StrEnum):
    """How it is drawn."""

    BARS = "bars"
    """Lying, one below the other; several series of a row follow each other in one bar."""
    COLUMNS = "columns"
    """Standing, in the order of time, one series on the other."""
    LINES = "lines"
    """Over time, one for each series, with gaps where there is nothing."""


class Tone(StrEnum):
    """What a colour means; who draws has a colour for each."""

    MAIN = "main"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    QUIET = "quiet"


class Part(StrEnum):
    """What of a figure is drawn."""

    COUNT = "numerator"
    VALUE = "value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One figure in a drawing. name: as its legend has it, for the count of a share is not called as the share is."""

    figure: str
    name: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A drawing of a section. code: for programs; keys: of its rows, in their order.

    unit: of what is drawn, "%" where it is shares from 0 to 1; few, beyond: rows left out for too few cases, and
    because there are too many.
    """

    code: str
    title: str
    shape: Shape
    part: Part
    unit: str
    series: tuple[Series, ...]
    keys: tuple[str, ...]
    few: int = 0
    beyond: int = 0

    def note(self) -> str:
        """What is not drawn, as people read it, "" where all of it is."""
        told = []
        if self.few:
            told.append(f"{self.few}个样本不足{FEW}，不参加比较")
        if self.beyond:
            told.append(f"另有{self.beyond}个见表格")
        return "；".join(told)


_HALF = 0.5
_BY_TIME = {"day": Shape.LINES, "hour": Shape.COLUMNS}
_CALLS = (
    Series(figure="answered", name="接通", tone=Tone.MAIN),
    Series(figure="abandoned", name="放弃", tone=Tone.BAD),
)
_SHARES = (
    Series(figure="answered", name="接通率", tone=Tone.MAIN),
    Series(figure="answered_in_15_s", name="15秒接通率", tone=Tone.GOOD),
)
_OUTCOMES = (
    Series(figure="finished", name="已办结", tone=Tone.GOOD),
    Series(figure="in_hand", name="在办", tone=Tone.WARN),
    Series(figure="otherwise", name="其他了结", tone=Tone.QUIET),
)
_COMPARED = ("finished_on_time", "satisfied_final", "returned")
"""Shares by which rows are compared; more drawings than these are not looked at."""


def plots_of(section: Section) -> tuple[Plot, ...]:
    """The drawings of a section, none where there is nothing to compare."""
    if len(section.rows) < LEAST_ROWS:
        return ()
    if section.by in _BY_TIME:
        return _over_time(section, _BY_TIME[section.by])
    return (*_amounts(section), *_comparisons(section))


def shown_json(report: Report) -> Json:
    """The report with its drawings, as the screen reads it; a closed month is kept without them."""
    told = report_json(report) | {"pending": report.pending}
    for kept, section in zip(told["sections"], report.sections, strict=True):
        kept["plots"] = [plot_json(plot) for plot in plots_of(section)]
        kept["note_said"] = said_json(section.note)
    return told


def plot_json(plot: Plot) -> Json:
    """A drawing, whose rows are named by their keys."""
    return {
        "code": plot.code,
        "title": plot.title,
        "shape": str(plot.shape),
        "part": str(plot.part),
        "unit": plot.unit,
        "series": [{"figure": one.figure, "name": one.name, "tone": str(one.tone)} for one in plot.series],
        "keys": list(plot.keys),
        "few": plot.few,
        "beyond": plot.beyond,
    }


def drawn(figure: Figure, part: Part) -> float | None:
    """What is drawn of a figure: a count, a mean, a share from 0 to 1, None where there is nothing."""
    return figure.amount.numerator if part is Part.COUNT else figure.amount.value(figure.definition.kind)


def whole_scale(section: Section, plot: Plot) -> bool:
    """Whether shares are drawn on a scale up to 100%: small ones would not be told apart on it."""
    values = (drawn(one, plot.part) or 0 for _, figures in figures_drawn(section, plot) for one in figures)
    return plot.part is Part.VALUE and plot.unit == "%" and max(values, default=0) >= _HALF


def figures_drawn(section: Section, plot: Plot) -> Iterator[tuple[Row, tuple[Figure, ...]]]:
    """Each row of a drawing with the figures of its series."""
    rows = {row.key: row for row in section.rows}
    for key in plot.keys:
        by_code = {one.definition.code: one for one in rows[key].figures}
        yield rows[key], tuple(by_code[one.figure] for one in plot.series)


def _over_time(section: Section, shape: Shape) -> tuple[Plot, ...]:
    """Calls and how they were answered; all rows, for time has no best."""
    keys = tuple(row.key for row in section.rows)
    calls = Plot(
        code="calls", title="接通和放弃的来电", shape=shape, part=Part.COUNT, unit="个", series=_CALLS, keys=keys
    )
    shares = Plot(
        code="shares",
        title="接通率和15秒接通率",
        shape=Shape.LINES,
        part=Part.VALUE,
        unit="%",
        series=_SHARES,
        keys=keys,
    )
    return calls, shares


def _amounts(section: Section) -> tuple[Plot, ...]:
    """How many: what became of them where that is known, else the first count."""
    first = section.rows[0].figures[0].definition
    codes = {one.definition.code for one in section.rows[0].figures}
    if first.kind is not Kind.COUNT:
        return ()
    parts = _OUTCOMES if codes >= {one.figure for one in _OUTCOMES} else (_one(first, Tone.MAIN),)
    some = [row for row in section.rows if row.figures[0].amount.numerator]
    if len(some) < LEAST_ROWS:
        return ()
    plot = Plot(
        code="outcomes" if len(parts) > 1 else first.code,
        title=f"{first.name}{'及办理情况' if len(parts) > 1 else ''}",
        shape=Shape.BARS,
        part=Part.COUNT,
        unit=first.unit,
        series=parts,
        keys=tuple(row.key for row in some[:MOST_BARS]),
        beyond=max(0, len(some) - MOST_BARS),
    )
    return (plot,)


def _comparisons(section: Section) -> Iterator[Plot]:
    """Rows side by side by a share, the best first; rows of few cases have no place among them."""
    for at, one in enumerate(section.rows[0].figures):
        definition = one.definition
        first_and_alone = at == 0 and definition.kind is Kind.SHARE
        if definition.better is Better.NEITHER or not (definition.code in _COMPARED or first_and_alone):
            continue
        placed = _placed(section.rows, at)
        if len(placed) < LEAST_ROWS:
            continue
        tone = Tone.MAIN if definition.better is Better.UP else Tone.WARN
        yield Plot(
            code=definition.code,
            title=definition.name,
            shape=Shape.BARS,
            part=Part.VALUE,
            unit=definition.unit,
            series=(_one(definition, tone),),
            keys=tuple(row.key for row in placed[:MOST_BARS]),
            few=sum(0 < row.figures[at].amount.denominator < FEW for row in section.rows if row.key != REST),
            beyond=max(0, len(placed) - MOST_BARS),
        )


def _one(definition: Definition, tone: Tone) -> Series:
    return Series(figure=definition.code, name=definition.name, tone=tone)


def _placed(rows: Sequence[Row], at: int) -> list[Row]:
    """Those that are ranked by their figure at this place, in their order."""
    ranked = [(row.figures[at].rank, row) for row in rows if row.key != REST]
    return [row for _, row in sorted(((rank, row) for rank, row in ranked if rank), key=lambda one: one[0])]
