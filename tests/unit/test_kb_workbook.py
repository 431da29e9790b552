"""Workbooks in: what clerks do to them, and what is said of it."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hotline.kb.model import Kind
from hotline.kb.rows import MOST_ROWS
from tests.fakes.books import ASKED, OFFICE, OFFICES, as_excel_does, only_fault, read, repacked, save_book, with_xml


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook of one department without a fault."""
    return repacked(save_book(tmp_path / "city.xlsx", {"部门": [OFFICES, OFFICE]}), as_excel_does)


def test_sheets_are_known_by_name_and_columns_by_heading(tmp_path: Path) -> None:
    """In any order, with blanks in the names, further columns kept, and other sheets told as not read."""
    mixed = [["备注", *reversed(OFFICES)], ["老机关", *reversed(OFFICE)]]
    path = save_book(
        tmp_path / "a.xlsx", {"说明": [["先看这里"]], " 部 门": mixed, "问答": [ASKED, ["几点上班", "九点"]]}
    )
    rows, faults, notes = read(path)
    assert faults == []
    assert [(row.kind, row.file, row.line) for row in rows] == [
        (Kind.DEPARTMENT, "a.xlsx[ 部 门]", 2),
        (Kind.QUESTION, "a.xlsx[问答]", 2),
    ]
    assert rows[0].cells["name"] == "市公安局"
    assert rows[0].more == (("备注", "老机关"),)
    assert [str(note) for note in notes] == ["a.xlsx:1: 工作表“说明”没有读取"]


def test_a_workbook_without_a_known_sheet_lists_what_it_has(tmp_path: Path) -> None:
    """So that the clerk sees which one to rename."""
    fault = only_fault(save_book(tmp_path / "a.xlsx", {"表一": [OFFICES], "表二": [[1]]}))
    assert fault.what == "没有名为部门、事项、问答、公告、说法的工作表，这里有：表一、表二"


def test_a_single_sheet_of_any_name_is_known_by_its_headings(tmp_path: Path) -> None:
    """As a spreadsheet names the first sheet; headings that say nothing are told."""
    rows, faults, _ = read(save_book(tmp_path / "a.xlsx", {"Sheet1": [OFFICES, OFFICE]}))
    assert (faults, rows[0].kind) == ([], Kind.DEPARTMENT)
    assert "认不出这张表" in only_fault(save_book(tmp_path / "b.xlsx", {"Sheet1": [["甲", "乙"], [1, 2]]})).what


def test_headings_may_stand_below_a_title(tmp_path: Path) -> None:
    """Up to three lines of titles, merged or not, are passed over, and it is said where the headings were found."""
    rows = [["云川市部门一览表"], [], ["制表：办公室"], OFFICES, OFFICE]
    path = save_book(tmp_path / "a.xlsx", {"部门": rows}, lambda book: book["部门"].merge_cells("A1:F1"))
    found, faults, notes = read(path)
    assert (faults, [row.line for row in found]) == ([], [5])
    assert [str(note) for note in notes] == ["a.xlsx[部门]:4: 列名在第4行，上面的内容没有读取"]


def test_every_fault_of_a_workbook_is_told_at_once(tmp_path: Path) -> None:
    """Merged cells, a formula, an error value, a missing column and a column without a title, each by its place."""

    def change(book: Any) -> None:
        page = book["部门"]
        page["C2"] = "=A2&B2"
        page["D3"] = "#N/A"
        page.merge_cells("F2:F3")
        page["H3"] = "谁写的"
        book["问答"].delete_cols(2)

    sheets = {"部门": [OFFICES, OFFICE, ["02", *OFFICE[1:]]], "问答": [ASKED, ["问", "答"]]}
    _, faults, _ = read(save_book(tmp_path / "a.xlsx", sheets, change))
    assert {str(fault) for fault in faults} == {
        "a.xlsx[部门]:2: F2:F3是合并单元格，请取消合并，并且每一行都填上内容",
        "a.xlsx[部门]:2 办公地址: C2是公式，请复制后用“选择性粘贴—数值”换成内容",
        "a.xlsx[部门]:3 办公时间: D3是错误值#N/A，请改成正确的内容",
        "a.xlsx[部门]:3: H列没有列名，但有内容，请写上列名或者清空",
        "a.xlsx[问答]:1 答案: 缺少这一列",
    }


def test_merged_cells_hide_no_other_fault(tmp_path: Path) -> None:
    """Their contents count for each of their rows, so that only the merging is told."""
    offices = [["编号", "事项名称", "承办单位"], ["1001", "甲", "市公安局"], ["1002", "乙", None], ["1003", "丙", None]]
    path = save_book(tmp_path / "a.xlsx", {"事项": offices}, lambda book: book["事项"].merge_cells("C2:C4"))
    _, faults, _ = read(path)
    assert [fault.what[:5] for fault in faults if fault.name == ""] == ["C2:C4"]
    path = save_book(
        tmp_path / "b.xlsx", {"部门": [OFFICES, OFFICE, ["02", "局"]]}, lambda b: b["部门"].merge_cells("C2:F3")
    )
    rows, _, _ = read(path)
    assert [row.cells["address"] for row in rows] == ["新华路8号", "新华路8号"]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (12345.0, "General", "12345"),
        (12345, "0", "12345"),
        (0.1 + 0.2, "General", "0.3"),
        (0.05, "0%", "5%"),
        (True, "General", "TRUE"),
        (datetime(2026, 10, 8), "yyyy-mm-dd", "2026-10-08"),  # noqa: DTZ001 a workbook's day
        (datetime(2026, 10, 8, 9, 30), "yyyy-mm-dd hh:mm", "2026-10-08 09:30"),  # noqa: DTZ001
        (time(9, 30), "h:mm", "09:30"),
        ("  甲\r\n乙 ", "@", "甲\n乙"),
    ],
)
def test_what_a_spreadsheet_made_of_a_text_is_a_text_again(
    tmp_path: Path, value: object, number_format: str, text: str
) -> None:
    """A number without .0, a day as a day, a percentage as one."""

    def change(book: Any) -> None:
        book["部门"]["C2"].value = value
        book["部门"]["C2"].number_format = number_format

    rows, faults, _ = read(save_book(tmp_path / "a.xlsx", {"部门": [OFFICES, OFFICE]}, change))
    assert (faults, rows[0].cells["address"].replace("\r", "")) == ([], text)


@pytest.mark.parametrize(
    ("phone", "what"),
    [
        (99955501101, "区号前面的0丢了"),
        (1012345678, "区号前面的0丢了"),
        (13800138000, ""),
        (4008001234, ""),
        (12345, ""),
        (55501101, ""),
        (123456789012345678, "后面的几位已经变成0"),
    ],
)
def test_a_phone_that_lost_its_nought_is_told(tmp_path: Path, phone: int, what: str) -> None:
    """Which digits are missing cannot be known for sure; mobiles, 400 and local numbers lose nothing."""
    office = [*OFFICE]
    office[4] = phone
    _, faults, _ = read(save_book(tmp_path / "a.xlsx", {"部门": [OFFICES, office]}))
    assert [(fault.name, what in fault.what) for fault in faults] == ([("服务电话", True)] if what else [])


def test_hidden_rows_and_sheets_are_read(tmp_path: Path) -> None:
    """A filter that was left on may not lose an entry."""

    def change(book: Any) -> None:
        book["部门"].row_dimensions[2].hidden = True
        book["部门"].sheet_state = "hidden"

    rows, faults, _ = read(save_book(tmp_path / "a.xlsx", {"x": [[1]], "部门": [OFFICES, OFFICE]}, change))
    assert (len(rows), faults) == (1, [])


def test_a_size_that_the_file_tells_wrongly_loses_no_row(book: Path) -> None:
    """Some programs write A1 for a table of any size."""
    rows, faults, _ = read(repacked(book, with_xml(b'<dimension ref="A1:F2"', b'<dimension ref="A1"')))
    assert (len(rows), faults) == (1, [])


def test_a_row_at_the_end_of_a_sheet_is_found(tmp_path: Path) -> None:
    """A million empty rows before it are passed over."""

    def change(book: Any) -> None:
        book["问答"]["A1048576"], book["问答"]["B1048576"] = "几点上班", "九点"

    rows, faults, _ = read(save_book(tmp_path / "a.xlsx", {"问答": [ASKED]}, change))
    assert ([row.line for row in rows], faults) == ([1_048_576], [])


def test_escaped_signs_of_the_format_are_signs_again(book: Path) -> None:
    """A line break that Excel writes as _x000D_; a control character is told by its column."""
    text = "新华路8号".encode()
    name = "xl/sharedStrings.xml"
    rows, _, _ = read(repacked(book, with_xml(text, "新华路_x000D_\n8号".encode(), name)))
    assert rows[0].cells["address"] == "新华路\r\n8号"


def test_more_rows_than_a_city_has_are_not_read(tmp_path: Path) -> None:
    """Reading stops at the limit and says so."""
    path = tmp_path / "a.xlsx"
    pages = openpyxl.Workbook(write_only=True)
    page = pages.create_sheet("问答")
    page.append(ASKED)
    for number in range(MOST_ROWS + 50):
        page.append([f"问{number}", "答"])
    pages.save(path)
    rows, faults, _ = read(path)
    assert len(rows) == MOST_ROWS
    assert [(fault.line, fault.what) for fault in faults] == [(MOST_ROWS + 2, f"超过{MOST_ROWS}行，请分成几个文件")]


def test_a_folder_and_a_table_are_read_too(tmp_path: Path) -> None:
    """A table by its titles, a folder as a pack."""
    lines = "\n".join(",".join(row) for row in (OFFICES, OFFICE))
    (tmp_path / "departments.csv").write_text(lines, encoding="utf-8")
    rows, faults, _ = read(tmp_path / "departments.csv")
    assert (faults, rows[0].kind) == ([], Kind.DEPARTMENT)
    rows, faults, _ = read(tmp_path)
    assert [fault.file for fault in faults] == ["procedures"]
    assert len(rows) == 1


def test_an_empty_workbook_is_told_and_empty_sheets_are_not(tmp_path: Path) -> None:
    """A form has sheets that nobody filled in."""
    assert only_fault(save_book(tmp_path / "a.xlsx", {"部门": [OFFICES]})).what == "工作簿里没有内容"
    rows, faults, notes = read(save_book(tmp_path / "b.xlsx", {"部门": [OFFICES, OFFICE], "问答": [ASKED], "公告": []}))
    assert (len(rows), faults, len(notes)) == (1, [], 2)
