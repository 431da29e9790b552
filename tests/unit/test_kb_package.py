"""Files that are no workbook, or one that a stranger made to do harm: refused with the reason, before it is read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hotline.kb.package import MOST_UNPACKED
from tests.fakes.books import OFFICE, OFFICES, as_excel_does, only_fault, read, repacked, save_book, with_xml


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook of one department without a fault."""
    return repacked(save_book(tmp_path / "city.xlsx", {"部门": [OFFICES, OFFICE]}), as_excel_does)


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000


def _bomb(path: Path, name: str, size: int) -> None:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as part:
        for _ in range(size >> 20):
            part.write(b" " * (1 << 20))


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("xl/worksheets/sheet2.xml", 40 << 20),
        ("xl/media/image1.bin", MOST_UNPACKED + (1 << 20)),
        ("xl/x.xml", 31 << 20),
    ],
)
def test_a_zip_bomb_is_not_unpacked(book: Path, name: str, size: int) -> None:
    """Whatever part of the workbook it hides in."""
    _bomb(book, name, size)
    assert "没有读取" in only_fault(book).what


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (with_xml(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet'), "不允许的内容"),
        (with_xml(b'<row r="2"', b'<row r="99999999999999"'), "已损坏"),
        (with_xml(b"</sheetData>", b""), "已损坏"),
        (with_xml(b't="s"', b't="s" s="99"'), ""),
        (with_xml(b"<v>0</v>", b"<v>777</v>"), "已损坏"),
        (with_xml(b'r="A1"', b'r="ZZZZZ1"'), "已损坏"),
        (
            with_xml(b"schemas.openxmlformats.org/spreadsheetml/2006", b"purl.oclc.org/ooxml", "xl/workbook.xml"),
            "Strict",
        ),
        (lambda parts: parts.pop("xl/workbook.xml"), "已损坏"),
        (lambda parts: parts.pop("[Content_Types].xml"), "不是工作簿"),
        (lambda parts: parts.update({"xl/workbook.bin": b""}), "xlsb"),
        (lambda parts: parts.update({f"xl/{n}.txt": b"" for n in range(2100)}), "没有读取"),
        (lambda parts: parts.update({"xl/styles.xml": b"<x>" * 99_999}), "已损坏"),
    ],
    ids=["dtd", "row", "unclosed", "style", "text", "column", "strict", "no book", "no types", "xlsb", "parts", "deep"],
)
def test_a_workbook_that_is_not_as_it_should_be_is_told(
    book: Path, change: Callable[[dict[str, bytes]], Any], what: str
) -> None:
    """Never a traceback, whatever is broken."""
    _, faults, _ = read(repacked(book, change))
    assert [what in fault.what for fault in faults] == ([True] if what else [])


def test_a_workbook_cut_short_anywhere_is_told(book: Path) -> None:
    """As a copy that was broken off."""
    whole = book.read_bytes()
    for length in (0, 1, 3, 30, 200, len(whole) // 2, len(whole) - 1):
        book.write_bytes(whole[:length])
        assert only_fault(book).line == 1
    broken = bytearray(whole)
    broken[200:300] = b"\0" * 100
    book.write_bytes(bytes(broken))
    read(book)


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.xlsx", _OLE, "旧格式的表格"),
        ("a.xlsx", _OLE + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        ("a.xlsx", b"<html><table>", "这不是工作簿"),
        ("a.xls", b"", "不读取.xls"),
        ("a.csv", b"PK\x03\x04", "扩展名却是.csv"),
        ("a.json", _OLE, "扩展名却是.json"),
        ("a.docx", b"PK\x03\x04", "不认识这种文件"),
        ("a", b"", "不认识这种文件"),
    ],
)
def test_a_file_of_another_kind_is_told_with_the_remedy(tmp_path: Path, name: str, content: bytes, what: str) -> None:
    """By what is in it, whatever its name says."""
    (tmp_path / name).write_bytes(content)
    assert what in only_fault(tmp_path / name).what


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """With what could be read."""
    assert "没有这个文件" in only_fault(tmp_path / "a.xlsx").what


def test_an_archive_that_is_no_workbook_is_told(tmp_path: Path) -> None:
    """As a folder that was packed and renamed."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("部门.csv", "编号")
    (tmp_path / "a.xlsx").write_bytes(kept.getvalue())
    assert "不是工作簿" in only_fault(tmp_path / "a.xlsx").what
