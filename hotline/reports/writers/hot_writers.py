"""Hot issues as files, in the formats of the reports.

Rule: names of issues are citizens' words: no cell is a formula, and every text of the page is escaped.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from html import escape
from types import MappingProxyType

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from hotline.reports.hot.sheet import BETWEEN, HEADINGS, HotSheet
from hotline.reports.writers.csv_writer import guarded
from hotline.reports.writers.page import page_top
from hotline.reports.writers.pdf_writer import find_chromium, print_page
from hotline.reports.writers.xlsx_cells import put, put_heads

_WIDTHS = (6, 34, 7, 10, 10, 10, 11, 10, 13, 12, 12, 26, 26, 30, 50, 50)
_LONGEST_CELL = 32_767  # signs that a workbook takes
_ON_PAPER = ("序号", "热点", "反映人数", "诉求件数", "此前人数", "趋势", "区县", "类别", "承办单位", "预警原因")
_COUNTED = ("区县", "类别", "承办单位")
_LONG = ("热点", *_COUNTED, "预警原因")
_FIRST = 3


def write_json(sheet: HotSheet) -> bytes:
    """In UTF-8, with a line's end."""
    told = {"made": sheet.made.isoformat(), **asdict(sheet.report)}
    return f"{json.dumps(told, ensure_ascii=False, indent=2, default=str)}\n".encode()


def write_csv(sheet: HotSheet) -> bytes:
    """In UTF-8 with the mark by which Excel knows it."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(HEADINGS)
    table.writerows([guarded(str(cell)) for cell in row] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(sheet: HotSheet) -> bytes:
    """One sheet with filters; numbers are numbers."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = "热点问题"
    for line, text in enumerate((sheet.title, *sheet.notes), 1):
        put(page, line, 1, text)
    head = len(sheet.notes) + 3
    put_heads(page, head, HEADINGS)
    for line, row in enumerate(sheet.rows, head + 1):
        for column, cell in enumerate(row, 1):
            put(page, line, column, cell[:_LONGEST_CELL] if isinstance(cell, str) else cell)
            page.cell(row=line, column=column).alignment = Alignment(wrap_text=True, vertical="top")
    for column, width in enumerate(_WIDTHS, 1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.freeze_panes = page.cell(row=head + 1, column=3)
    page.auto_filter.ref = f"A{head}:{get_column_letter(len(HEADINGS))}{head + len(sheet.rows)}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_page(sheet: HotSheet) -> bytes:
    """The page to be printed, without the tickets' numbers, for which paper has no room."""
    columns = [HEADINGS.index(name) for name in _ON_PAPER]
    heads = "".join(f"<th{_side(HEADINGS[at])}>{HEADINGS[at]}</th>" for at in columns)
    lines = ("".join(_cell(HEADINGS[at], str(row[at])) for at in columns) for row in sheet.rows)
    body = (
        "".join(f"<tr>{line}</tr>" for line in lines)
        or f'<tr><td colspan="{len(columns)}">期内没有多人反映的同一问题</td></tr>'
    )
    notes = "".join(f"<p>{escape(note)}</p>" for note in sheet.notes)
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    return f"{page_top(sheet.title, sheet.title)}{notes}</header>{table}</main></body></html>\n".encode()


def write_pdf(sheet: HotSheet) -> bytes:
    """The same page. Raises InputError where there is no Chromium, HotlineError where it fails."""
    return print_page(find_chromium(), write_page(sheet))


def _cell(name: str, text: str) -> str:
    """Of places and offices the first few: a table has them all."""
    each = text.split(BETWEEN)
    if name in _COUNTED and len(each) > _FIRST:
        text = f"{BETWEEN.join(each[:_FIRST])}等{len(each)}个"
    return f"<td{_side(name)}>{escape(text)}</td>"


def _side(name: str) -> str:
    """Texts begin at the left, numbers end at the right."""
    return ' class="text"' if name in _LONG else ""


HOT_WRITERS: Mapping[str, Callable[[HotSheet], bytes]] = MappingProxyType(
    {"json": write_json, "csv": write_csv, "xlsx": write_xlsx, "html": write_page, "pdf": write_pdf}
)
"""By the name of the format, the same as WRITERS has."""
