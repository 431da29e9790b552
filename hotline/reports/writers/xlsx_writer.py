"""A report as a workbook: the whole, a sheet for each section, its charts, and what each figure means.

Rule: numbers are numbers, with which a spreadsheet can go on; all else is text that no spreadsheet reckons.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from hotline.reports.figures import Amount, Definition, Figure, Kind
from hotline.reports.report import Report, Row, Section
from hotline.reports.writers.wording import period_text, standing
from hotline.reports.writers.writer import Told, unheard
from hotline.reports.writers.xlsx_cells import Cell, put, put_heads
from hotline.reports.writers.xlsx_charts import add_charts, count_charts

OVERVIEW, MEANINGS = "总览", "指标口径"
HEADS = ("分组", "名称", "指标", "单位", "数值", "分子", "分母", "95%下限", "95%上限", "样本", "上期", "上年同期")
_MEANING_HEADS = ("指标", "单位", "计算公式", "统计口径", "依据")
_LONGEST_NAME = 31  # of a sheet
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_FORMATS = {Kind.SHARE: "0.0%", Kind.MEAN: "#,##0.0", Kind.COUNT: "#,##0", Kind.MOST: "#,##0"}
_TITLE = Font(bold=True, size=14)
_PALE = Font(color="6B7785")


def write_xlsx(report: Report, told: Told = unheard, /) -> bytes:
    """The whole workbook. told: lines and charts done, of all."""
    book = Workbook()
    book.remove(book.worksheets[0])
    tables = [section for section in report.sections if len(section.rows) != 1]
    singles = [section for section in report.sections if len(section.rows) == 1]
    steps = _Steps(sum(len(section.rows) for section in report.sections) + count_charts(report), told)
    _write_overview(book.create_sheet(OVERVIEW), report, singles, steps)
    names = {OVERVIEW, MEANINGS}
    for section in tables:
        name = _sheet_name(section.title, names)
        names.add(name)
        _write_section(book.create_sheet(name), report, section, steps)
    add_charts(book, report, steps.one)
    _write_meanings(book.create_sheet(MEANINGS), report)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class _Steps:
    """Counts what is done."""

    def __init__(self, of: int, told: Told) -> None:
        self._of, self._told, self._done = of, told, 0

    def one(self) -> None:
        """One more."""
        self._done += 1
        self._told(self._done, self._of)


def _write_top(sheet: Worksheet, report: Report, title: str, note: str = "") -> int:
    """What every sheet begins with; returns the next free line."""
    told = f"统计期：{period_text(report.period)}　上期：{period_text(report.before)}"
    lines = (title, f"{told}　上年同期：{period_text(report.year_ago)}", standing(report), *([note] if note else []))
    for row, line in enumerate(lines, 1):
        put(sheet, row, 1, line)
        sheet.cell(row=row, column=1).font = _TITLE if row == 1 else _PALE
    return len(lines) + 2


def _write_overview(sheet: Worksheet, report: Report, sections: Sequence[Section], steps: _Steps) -> None:
    row = _write_top(sheet, report, report.title)
    put_heads(sheet, row, HEADS)
    for section in sections:
        for one in section.rows:
            for figure in one.figures:
                row += 1
                _write_line(sheet, row, section, one, figure)
            steps.one()
    _widen(sheet, (16, 20, 22, 7, 11, 11, 11, 10, 10, 12, 11, 11))


def _write_line(sheet: Worksheet, row: int, section: Section, one: Row, figure: Figure) -> None:
    kind = figure.definition.kind
    low, high = figure.amount.band(kind) or (None, None)
    beside = [_beside(amount, kind) for amount in (figure.before, figure.year_ago)]
    parts: list[Cell] = [figure.amount.numerator, figure.amount.denominator] if _divided(kind) else [None, None]
    few = "少，不排名" if figure.amount.few(kind) else ""
    cells: list[Cell] = [section.title, one.label, figure.definition.name, figure.definition.unit]
    cells += [figure.amount.value(kind), *parts, low, high, few, *beside]
    for column, value in enumerate(cells, 1):
        put(sheet, row, column, value)
        if HEADS[column - 1] in ("数值", "95%下限", "95%上限", "上期", "上年同期"):
            sheet.cell(row=row, column=column).number_format = _FORMATS[kind]
        elif HEADS[column - 1] in ("分子", "分母"):
            sheet.cell(row=row, column=column).number_format = "#,##0"


def _write_section(sheet: Worksheet, report: Report, section: Section, steps: _Steps) -> None:
    """A line a row; each figure has as many columns as there is to tell of it."""
    head = _write_top(sheet, report, f"{report.title}　{section.title}", section.note)
    if not section.rows:
        put(sheet, head, 1, "期内没有数据")
        return
    columns = [column for figure in section.rows[0].figures for column in _columns(figure.definition)]
    put_heads(sheet, head, ["名称", *(title for title, _ in columns)])
    for row, one in enumerate(section.rows, head + 1):
        put(sheet, row, 1, one.label)
        values = (value for figure in one.figures for value in _values(figure))
        for column, (value, (_, shape)) in enumerate(zip(values, columns, strict=True), 2):
            put(sheet, row, column, value)
            sheet.cell(row=row, column=column).number_format = shape
        steps.one()
    sheet.freeze_panes = sheet.cell(row=head + 1, column=2)
    sheet.row_dimensions[head].height = 45
    last = get_column_letter(len(columns) + 1)
    sheet.auto_filter.ref = f"A{head}:{last}{head + len(section.rows)}"
    _widen(sheet, (26, *(11 for _ in columns)))


def _columns(one: Definition) -> Iterator[tuple[str, str]]:
    """The headings of a figure, and how its numbers are written."""
    yield f"{one.name}（{one.unit}）", _FORMATS[one.kind]
    if _divided(one.kind):
        yield f"{one.name}·分子", "#,##0"
        yield f"{one.name}·分母", "#,##0"
    if one.kind is Kind.SHARE:
        yield f"{one.name}·95%下限", "0.0%"
        yield f"{one.name}·95%上限", "0.0%"
    if one.better:
        yield f"{one.name}·名次", "0"
    yield f"{one.name}·上期", _FORMATS[one.kind]
    yield f"{one.name}·上年同期", _FORMATS[one.kind]


def _values(figure: Figure) -> Iterator[Cell]:
    """In the order of the headings; a row with few cases says so instead of a place."""
    kind, amount = figure.definition.kind, figure.amount
    yield amount.value(kind)
    if _divided(kind):
        yield amount.numerator
        yield amount.denominator
    if kind is Kind.SHARE:
        yield from amount.band(kind) or (None, None)
    if figure.definition.better:
        yield figure.rank or ("样本少" if amount.few(kind) else None)
    yield _beside(figure.before, kind)
    yield _beside(figure.year_ago, kind)


def _beside(amount: Amount | None, kind: Kind) -> float | None:
    return None if amount is None else amount.value(kind)


def _divided(kind: Kind) -> bool:
    return kind in (Kind.SHARE, Kind.MEAN)


def _write_meanings(sheet: Worksheet, report: Report) -> None:
    row = _write_top(sheet, report, MEANINGS)
    put_heads(sheet, row, _MEANING_HEADS)
    for line, one in enumerate(report.definitions(), row + 1):
        for column, text in enumerate((one.name, one.unit, one.formula, one.basis, one.source), 1):
            put(sheet, line, column, text)
            sheet.cell(row=line, column=column).alignment = Alignment(wrap_text=True, vertical="top")
    _widen(sheet, (22, 7, 50, 50, 44))


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name that a workbook allows, and no sheet has yet."""
    name = _FORBIDDEN.sub(" ", title)[:_LONGEST_NAME].strip() or "表"
    if name not in taken:
        return name
    return next(one for n in range(2, 100) if (one := f"{name[: _LONGEST_NAME - 3]} {n}") not in taken)


def _widen(sheet: Worksheet, widths: Sequence[int]) -> None:
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
