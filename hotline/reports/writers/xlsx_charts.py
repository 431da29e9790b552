"""The charts of a workbook: one sheet on which they stand, one with the numbers that they are drawn of.

Rule: a chart refers to cells, so that it goes on being right when somebody sorts or filters the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.worksheet.worksheet import Worksheet

from hotline.reports.plots import Part, Plot, Shape, drawn, figures_drawn, plots_of, whole_scale
from hotline.reports.report import Report, Section
from hotline.reports.writers.colours import COLOURS
from hotline.reports.writers.xlsx_cells import put

CHARTS, DATA = "图表", "图表数据"
_WIDE, _LINE_HIGH, _BAR_HIGH, _LEAST_HIGH = 24.0, 8.0, 0.62, 6.5  # centimetres
_ROW_HIGH = 0.53  # of a sheet's line, in centimetres
Chart = Any
"""A BarChart or a LineChart: openpyxl has no types."""


def count_charts(report: Report) -> int:
    """How many there will be."""
    return sum(1 for _ in _all(report))


def add_charts(book: Workbook, report: Report, done: Callable[[], None]) -> None:
    """Two sheets, none where there is nothing to draw. done: after each."""
    if not count_charts(report):
        return
    page, data = book.create_sheet(CHARTS, 1), book.create_sheet(DATA)
    put(page, 1, 1, f"{report.title}　{CHARTS}")
    at, line = 3, 1
    for section, plot in _all(report):
        chart = _chart(plot, f"{section.title}：{plot.title}{_aside(plot)}")
        chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1 if whole_scale(section, plot) else None
        line = _fill(data, section, plot, chart, line)
        page.add_chart(chart, f"A{at}")
        at += int(chart.height / _ROW_HIGH) + 3
        done()


def _all(report: Report) -> Iterator[tuple[Section, Plot]]:
    for section in report.sections:
        for plot in plots_of(section):
            yield section, plot


def _aside(plot: Plot) -> str:
    note = plot.note()
    return f"（{note}）" if note else ""


def _chart(plot: Plot, title: str) -> Chart:
    chart: Chart = LineChart() if plot.shape is Shape.LINES else _bars(plot)
    chart.title = title
    chart.width = _WIDE
    bars = len(plot.keys) * _BAR_HIGH + 3
    chart.height = max(_LEAST_HIGH, bars) if plot.shape is Shape.BARS else _LINE_HIGH
    chart.x_axis.delete = chart.y_axis.delete = False  # else Excel shows none
    chart.y_axis.number_format = "0%" if plot.part is Part.VALUE and plot.unit == "%" else "#,##0"
    if len(plot.series) == 1:
        chart.legend = None
    else:
        chart.legend.position = "b"
    return chart


def _bars(plot: Plot) -> Chart:
    chart = BarChart()
    chart.type = "bar" if plot.shape is Shape.BARS else "col"
    chart.gapWidth = 40
    if len(plot.series) > 1:
        chart.grouping, chart.overlap = "stacked", 100
    else:
        chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
    if plot.shape is Shape.BARS:
        chart.x_axis.scaling.orientation = "maxMin"  # the first on top
    return chart


def _fill(data: Worksheet, section: Section, plot: Plot, chart: Chart, line: int) -> int:
    """The numbers of a chart, from this line on; returns where the next one's begin."""
    put(data, line, 1, f"{section.title}：{plot.title}")
    head, last = line + 1, line + 1 + len(plot.keys)
    for column, one in enumerate(plot.series, 2):
        put(data, head, column, one.name)
    for row, (of, figures) in enumerate(figures_drawn(section, plot), head + 1):
        put(data, row, 1, of.name)
        for column, figure in enumerate(figures, 2):
            cell = data.cell(row=row, column=column, value=drawn(figure, plot.part))
            cell.number_format = "0.0%" if plot.part is Part.VALUE and plot.unit == "%" else "#,##0"
    values = Reference(data, min_col=2, max_col=len(plot.series) + 1, min_row=head, max_row=last)
    chart.add_data(values, titles_from_data=True)
    chart.set_categories(Reference(data, min_col=1, min_row=head + 1, max_row=last))
    for series, one in zip(chart.series, plot.series, strict=True):
        colour = COLOURS[one.tone]
        if plot.shape is Shape.LINES:
            series.graphicalProperties.line.solidFill = colour
            series.smooth = False
        else:
            series.graphicalProperties.solidFill = colour
            series.graphicalProperties.line.solidFill = colour
    return last + 2
