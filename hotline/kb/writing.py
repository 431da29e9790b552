"""Entries out: a workbook, a JSON document or a folder of CSV tables, which reading gives back unchanged.

Rule: what is written here is opened in a spreadsheet. No cell may ever run there, and none may lose a nought.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from hotline.errors import InputError
from hotline.kb.cells import guarded, parse, render
from hotline.kb.headings import SHEETS, Heading, Shape, Sheet
from hotline.kb.model import Department, Entry
from hotline.kb.records import kind_of
from hotline.kb.typed import escaped

_NAMED = {"departments", "department", "parent"}  # fields that hold codes of departments
_WIDTHS = {Shape.CODE: 9, Shape.DATE: 13, Shape.WEB: 24, Shape.LIST: 28, Shape.PHONES: 28, Shape.LINES: 46}
_WIDE = {"conditions": 46, "duties": 46, "answer": 60, "text": 60, "question": 36, "name": 30, "title": 30}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One kind's entries, by columns. further: titles of the columns that are only kept; rows: text by title."""

    sheet: Sheet
    further: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]

    @property
    def titles(self) -> tuple[str, ...]:
        """All columns, in their order."""
        return (*(heading.title for heading in self.sheet.headings), *self.further)


def tables_of(entries: Iterable[Entry], *, known: Iterable[Department] = ()) -> list[Table]:
    """The entries as tables, one of each kind, also of those without an entry.

    known: departments that are not among the entries and may be named by them.
    """
    entries = tuple(entries)
    names = _names((*known, *(entry for entry in entries if isinstance(entry, Department))))
    tables = []
    for sheet in SHEETS:
        own = [entry for entry in entries if kind_of(entry) is sheet.kind]
        further = tuple(dict.fromkeys(title for entry in own for title, _ in entry.more))
        tables.append(Table(sheet=sheet, further=further, rows=tuple(_row(entry, sheet, names) for entry in own)))
    return tables


def write_entries(path: Path, entries: Iterable[Entry], *, known: Iterable[Department] = ()) -> None:
    """Write a workbook (.xlsx), a document (.json) or, by any name without a dot, a folder of tables.

    What stands there already is replaced as a whole when all is written. Raises InputError for another kind of file
    and for a folder that is not empty, OSError where nothing can be written.
    """
    tables = tables_of(entries, known=known)
    part = path.with_name(f".{path.name}.part")
    match path.suffix.lower():
        case ".xlsx":
            write_workbook(part, tables)
        case ".json":
            part.write_text(json.dumps(document_of(tables), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        case "":
            if path.exists() and (not path.is_dir() or any(path.iterdir())):
                raise InputError(f"{path}已经有了，并且不是空的文件夹，请换一个名字。")
            shutil.rmtree(part, ignore_errors=True)
            write_folder(part, tables)
            if path.exists():
                path.rmdir()
        case suffix:
            kinds = ".xlsx工作簿、.json文件，或者文件夹（名字里没有点）；导出还可以是.zip压缩包"
            raise InputError(f"不能写成{suffix}。可以写成：{kinds}。")
    os.replace(part, path)  # noqa: PTH105 it replaces on every system


def document_of(tables: Iterable[Table]) -> dict[str, list[dict[str, str | list[str]]]]:
    """The tables as JSON: objects by title, several values as lists, nothing where a cell is empty."""
    found: dict[str, list[dict[str, str | list[str]]]] = {}
    for table in tables:
        shapes = {heading.title: heading.shape for heading in table.sheet.headings}
        found[table.sheet.section] = [
            {title: _value(text, shapes.get(title, Shape.TEXT)) for title, text in row.items() if text}
            for row in table.rows
        ]
    return found


def write_folder(folder: Path, tables: Iterable[Table]) -> None:
    """The tables as a pack's folder keeps them; a kind without entries gets no file."""
    for table in tables:
        if not table.rows:
            continue
        name = table.sheet.file
        path = folder / (name if name.endswith(".csv") else f"{name}/{name}.csv")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(guarded(title, typed=False) for title in table.titles)
            writer.writerows([guarded(row.get(title, ""), typed=False) for title in table.titles] for row in table.rows)


def write_workbook(path: Path, tables: Iterable[Table]) -> None:
    """The tables as sheets; one without entries has its headings, to be filled in."""
    book = Workbook(write_only=True)
    for table in tables:
        _write_sheet(book.create_sheet(table.sheet.sheet), table)
    book.save(path)


def _write_sheet(page: WriteOnlyWorksheet, table: Table) -> None:
    page.freeze_panes = "A2"
    for place, title in enumerate(table.titles, start=1):
        heading = table.sheet.heading(title)
        page.column_dimensions[get_column_letter(place)].width = _width(heading)
        page.column_dimensions[get_column_letter(place)].number_format = "@"  # also what is still to be written
    page.append([_cell(page, title, is_title=True) for title in table.titles])
    for row in table.rows:
        page.append([_cell(page, row.get(title, "")) for title in table.titles])
    page.auto_filter.ref = f"A1:{get_column_letter(len(table.titles))}{len(table.rows) + 1}"


def _width(heading: Heading | None) -> int:
    if heading is None:
        return 18
    return _WIDE.get(heading.field, _WIDTHS.get(heading.shape, 20))


_WRAPPED = Alignment(wrap_text=True, vertical="top")
_BOLD = Font(bold=True)
_SHADED = PatternFill("solid", fgColor="E8EEF4")


def _cell(page: WriteOnlyWorksheet, text: str, *, is_title: bool = False) -> WriteOnlyCell | None:
    if not text:
        return None
    cell = WriteOnlyCell(page, escaped(guarded(text, typed=True)))
    cell.data_type = "s"  # else one that begins with = would be a formula
    cell.number_format = "@"
    cell.alignment = _WRAPPED
    if is_title:
        cell.font, cell.fill = _BOLD, _SHADED
    return cell


def _names(departments: Iterable[Department]) -> dict[str, str]:
    """What a table calls the department of a code: its name, or the code where the name would not be understood."""
    by_code = {department.code: department.name for department in departments}
    names = list(by_code.values())
    often = {name for name in names if names.count(name) > 1} if len(set(names)) < len(names) else set()
    return {
        code: code if name in often or parse(name, Shape.LIST) != (name,) else name for code, name in by_code.items()
    }


def _row(entry: Entry, sheet: Sheet, names: Mapping[str, str]) -> dict[str, str]:
    row = {}
    for heading in sheet.headings:
        value = getattr(entry, heading.field)
        if heading.field in _NAMED:
            value = names.get(value, value) if isinstance(value, str) else tuple(names.get(one, one) for one in value)
        row[heading.title] = render(value, heading.shape)
    return row | dict(entry.more)


def _value(text: str, shape: Shape) -> str | list[str]:
    if shape is Shape.LINES:
        return [line for line in text.split("\n") if line]
    return text.split("、") if shape in (Shape.LIST, Shape.PHONES) else text
