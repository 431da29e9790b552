"""Cells of a workbook, written one by one.

Rule: a text stays a text: none is reckoned by a spreadsheet, whoever it comes from (OWASP, CSV Injection).
"""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from hotline.reports.plots import Tone
from hotline.reports.writers.colours import COLOURS
from hotline.reports.writers.csv_writer import guarded

Cell = str | int | float | None
_HEAD, _FILL = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor=COLOURS[Tone.MAIN])


def put(sheet: Worksheet, row: int, column: int, value: Cell) -> None:
    """Write a cell; a text stays a text, without the signs that no workbook may hold."""
    text = guarded(ILLEGAL_CHARACTERS_RE.sub("", value)) if isinstance(value, str) else value
    cell = sheet.cell(row=row, column=column, value=text)
    if isinstance(text, str):
        cell.data_type = "s"


def put_heads(sheet: Worksheet, row: int, heads: Iterable[str]) -> None:
    """Write a line of headings."""
    for column, head in enumerate(heads, 1):
        put(sheet, row, column, head)
        cell = sheet.cell(row=row, column=column)
        cell.font, cell.fill = _HEAD, _FILL
        cell.alignment = Alignment(wrap_text=True, vertical="center")
