"""Workbooks as clerks save them and as strangers might make them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from hotline.kb.faults import Fault, Faults
from hotline.kb.reading import read_rows
from hotline.kb.rows import Row

OFFICES = ["编号", "部门名称", "办公地址", "办公时间", "服务电话", "职责"]
OFFICE = ["01", "市公安局", "新华路8号", "工作日", "0999-55501101", "治安"]
ASKED = ["问题", "答案"]


def save_book(path: Path, sheets: dict[str, list[list[Any]]], change: Callable[[Any], None] | None = None) -> Path:
    """A workbook of these sheets; change: what else is done to it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    if change is not None:
        change(book)
    book.save(path)
    return path


def read(path: Path) -> tuple[list[Row], list[Fault], list[Fault]]:
    """Rows, faults and notes of a file."""
    faults, notes = Faults(), []
    rows = read_rows(path, faults, notes)
    return rows, faults.found, notes


def only_fault(path: Path) -> Fault:
    """The one fault of a file."""
    _, faults, _ = read(path)
    assert len(faults) == 1, [str(fault) for fault in faults]
    return faults[0]


def repacked(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The workbook with other parts."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


def with_xml(old: bytes, new: bytes, name: str = "xl/worksheets/sheet1.xml") -> Callable[[dict[str, bytes]], None]:
    """Replaces something in a part, which must be there."""

    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new, 1)

    return change


def as_excel_does(parts: dict[str, bytes]) -> None:
    """All texts in one part, and only their numbers in the sheets."""
    sheet = "xl/worksheets/sheet1.xml"
    texts = re.findall(rb"<is>(.*?)</is>", parts[sheet], re.DOTALL)
    for number, text in enumerate(texts):
        parts[sheet] = parts[sheet].replace(b"<is>%s</is>" % text, b"<v>%d</v>" % number, 1)
    parts[sheet] = parts[sheet].replace(b't="inlineStr"', b't="s"')
    items = b"".join(b"<si>%s</si>" % text for text in texts)
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/sharedStrings.xml"] = b'<sst xmlns="%s">%s</sst>' % (main, items)
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    told = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", told)
