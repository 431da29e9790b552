"""A workbook (XLSX) as clerks keep it, made into rows; every fault is noted by sheet, line and column.

Rule: nothing is guessed. A formula, an error value, merged cells or a number that lost its nought is told with the
remedy, and the rest is read on, so that a clerk hears of everything at once.
"""

from __future__ import annotations

import warnings
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils import get_column_letter, range_boundaries

from hotline.kb.cells import CellError
from hotline.kb.faults import Fault, Faults
from hotline.kb.headings import SHEETS, Sheet, sheet_for
from hotline.kb.package import DAMAGED, looked_through
from hotline.kb.rows import MOST_ROWS, Row, Titles, understand
from hotline.kb.typed import shown, unescaped

MOST_COLUMNS = 200
MOST_ABOVE = 3  # rows above the headings: what the table is called, who made it
MOST_MERGED = 50  # ranges told one by one
_Range = tuple[int, int, int, int]
_Line = tuple[int, list[Any]]


def read_workbook(path: Path, faults: Faults, notes: list[Fault], *, sheets: Sequence[Sheet] = SHEETS) -> list[Row]:
    """The rows of every sheet that is named as a table is.

    notes: what was not read, and why that may be right; sheets: the tables that it may hold.
    """
    package = looked_through(path, path.name, faults)
    if package is None:
        return []
    before = len(faults.found)
    with path.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of formats that we have no use for
        try:
            with closing(openpyxl.load_workbook(file, read_only=True, keep_links=False)) as book:
                rows = _read(book, path.name, package.merged, faults, notes, sheets)
        except Exception:  # noqa: BLE001 a broken part makes the library stumble over whatever it meets first
            faults.add(path.name, 1, "", DAMAGED)
            return []
    if not rows and len(faults.found) == before:
        faults.add(path.name, 1, "", "工作簿里没有内容")
    return rows


def _read(
    book: Any,
    name: str,
    merged: dict[str, tuple[str, ...]],
    faults: Faults,
    notes: list[Fault],
    sheets: Sequence[Sheet],
) -> list[Row]:
    tables = [(page, _named(page.title, sheets)) for page in book.worksheets]
    if len(tables) == len(sheets) == 1:
        tables = [(tables[0][0], sheets[0])]
    if not any(sheet for _, sheet in tables) and len(tables) != 1:
        wanted = "、".join(sheet.sheet for sheet in sheets)
        there = "、".join(page.title for page, _ in tables) or "没有工作表"
        faults.add(name, 1, "", f"没有名为{wanted}的工作表，这里有：{there}")
        return []
    rows: list[Row] = []
    for page, sheet in tables:
        if sheet is None and len(tables) > 1:
            notes.append(_note(name, 1, f"工作表“{page.title}”没有读取"))
            continue
        ranges = merged.get(page._worksheet_path, ())  # noqa: SLF001 its place in the file is told nowhere else
        rows += _read_page(page, sheet, f"{name}[{page.title}]", _ranges(ranges), faults, notes)
    return rows


def _named(title: str, sheets: Sequence[Sheet]) -> Sheet | None:
    plain = "".join(title.split())
    return next((sheet for sheet in sheets if sheet.sheet == plain), None)


def _note(file: str, line: int, what: str) -> Fault:
    return Fault(file=file, line=line, name="", what=what)


def _ranges(written: Iterable[str]) -> list[_Range]:
    """(first column, first row, last column, last row) of each."""
    return [(left, top, right, bottom) for left, top, right, bottom in map(range_boundaries, written)]


def _read_page(
    page: Any, sheet: Sheet | None, file: str, merged: list[_Range], faults: Faults, notes: list[Fault]
) -> list[Row]:
    with closing(_lines(page, merged[:MOST_MERGED])) as lines:
        first = list(islice(lines, MOST_ABOVE + 1))
        if not first:
            notes.append(_note(file, 1, "工作表是空的"))
            return []
        place = _place_of_headings(first, sheet)
        line, cells = first[place]
        titles = understand([_plain(cell) for cell in cells], file, line, faults, sheet=sheet)
        _tell_merged(merged, line, file, faults)
        if titles is None:
            return []
        if line > 1:
            notes.append(_note(file, line, f"列名在第{line}行，上面的内容没有读取"))
        table = _Table(titles, faults)
        rows = table.rows(first[place + 1 :], lines)
    if not rows:
        notes.append(_note(file, line, "工作表只有列名，没有内容"))
    return rows


def _lines(page: Any, merged: list[_Range]) -> Generator[_Line]:
    """The lines that are not empty, from 1; a merged cell's value stands in all of its cells, or it would be missed."""
    page.reset_dimensions()  # what a file says of its own size is often wrong, and the rest would be left out
    values: dict[_Range, Any] = {}
    blank: Any = None
    for line, found in enumerate(page.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
        if found is blank or all(cell is EMPTY_CELL for cell in found):
            blank = found  # the same one for all rows that are missing: there may be a million of them
            continue
        cells = list(found)
        for area in merged:
            if area[1] <= line <= area[3] and area[0] <= len(cells):
                if line == area[1]:
                    values[area] = cells[area[0] - 1]
                width = min(area[2], len(cells)) - area[0] + 1
                cells[area[0] - 1 : area[0] - 1 + width] = [values.get(area, cells[area[0] - 1])] * width
        if any(cell.value is not None and cell.value != "" for cell in cells):
            yield line, cells


def _place_of_headings(lines: list[_Line], sheet: Sheet | None) -> int:
    """Which of the first lines has the most headings; the first where none has two."""
    scores = []
    for _, cells in lines:
        texts = [_plain(cell) for cell in cells]
        kind = sheet or sheet_for(texts)
        scores.append(sum(kind.heading(text) is not None for text in texts if text) if kind else 0)
    best = max(scores)
    return scores.index(best) if best > 1 else 0


def _plain(cell: Any) -> str:
    return "" if cell.value is None else str(cell.value)


def _tell_merged(merged: list[_Range], headings: int, file: str, faults: Faults) -> None:
    """Those from the headings on; a title above them may well be merged."""
    found = [area for area in merged if area[3] >= headings]
    for left, top, right, bottom in found[:MOST_MERGED]:
        where = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
        faults.add(file, top, "", f"{where}是合并单元格，请取消合并，并且每一行都填上内容")
    if len(found) > MOST_MERGED:
        faults.add(file, found[MOST_MERGED][1], "", f"还有{len(found) - MOST_MERGED}处合并单元格")


class _Table:
    """The lines of one sheet, by its headings."""

    def __init__(self, titles: Titles, faults: Faults) -> None:
        self._titles = titles
        self._faults = faults
        by_field = {heading.field: heading for heading in titles.sheet.headings}
        self._headings = [by_field.get(name) for name in titles.fields]
        self._beyond: set[int] = set()

    def rows(self, *parts: Iterable[_Line]) -> list[Row]:
        """The rows, up to the limit."""
        rows: list[Row] = []
        for line, cells in (pair for part in parts for pair in part):
            if len(rows) >= MOST_ROWS:
                self._faults.add(self._titles.file, line, "", f"超过{MOST_ROWS}行，请分成几个文件")
                break
            row = self._titles.row(line, self._record(line, cells), self._faults)
            if row is not None:
                rows.append(row)
        return rows

    def _record(self, line: int, cells: list[Any]) -> list[str]:
        width = len(self._titles.written)
        for place, cell in enumerate(cells[width:], start=width):
            if cell.value not in (None, "") and place not in self._beyond:
                self._beyond.add(place)
                what = f"{get_column_letter(place + 1)}列没有列名，但有内容，请写上列名或者清空"
                self._faults.add(self._titles.file, line, "", what)
        return [self._text(line, place, cell) for place, cell in enumerate(cells[:width])]

    def _text(self, line: int, place: int, cell: Any) -> str:
        value = cell.value
        if value is None:
            return ""
        if isinstance(value, str) and cell.data_type == "s":
            return unescaped(value)
        try:
            return shown(value, cell.data_type, cell.number_format, self._headings[place])
        except CellError as fault:
            where = f"{get_column_letter(place + 1)}{line}"
            self._faults.add(self._titles.file, line, self._titles.written[place], f"{where}{fault}")
            return ""
