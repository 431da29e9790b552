"""Forms as files: what they may be called, what may be in them, and which procedure means which."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from hotline.kb.city import City
from hotline.kb.faults import Faults
from hotline.kb.forms.folder import read_forms
from hotline.kb.forms.gaps import form_gaps
from hotline.kb.forms.model import (
    LARGEST,
    LONGEST_NAME,
    MOST_FORMS,
    TYPES,
    Form,
    FormState,
    forms_of,
    key_of,
    type_of,
)
from hotline.kb.model import Outline, Procedure
from hotline.settings import ROOT
from hotline.storage.contents import fault_of
from hotline.storage.file_names import clean_name
from hotline.storage.files import Files, sum_of
from tests.fakes.forms import OLE, PDF, docx, form_folder, odt, old, xlsx, zipped


def form(file: str) -> Form:
    """A published form."""
    at = datetime(2026, 11, 21, tzinfo=UTC)
    return Form(
        id=1,
        code="abc",
        file=file,
        sha256="",
        size=1,
        type=type_of(file),
        state=FormState.PUBLISHED,
        uploaded_by="",
        at=at,
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("申请表.docx", "申请表.docx"),
        ("../../etc/申请表.docx", "申请表.docx"),
        ("C:\\表格\\申请表.docx", "申请表.docx"),
        ("申请\x00\r\n表.docx", "申请 表.docx"),
        ("申请\u202exslx.\u202c表.docx", "申请xslx.表.docx"),
        ("申\u200b请\ufeff表\u2066.docx", "申请表.docx"),
        ('申请<表>"?*|%.docx', "申请表.docx"),
        ("  申请 　 表 . .docx", "申请 表.docx"),
        ("申请\ud800表.docx", "申请表.docx"),
        ("表" * 300 + ".docx", "表" * (LONGEST_NAME - 5) + ".docx"),
        ("...docx", ""),
        (".docx", ""),
        ("", ""),
        ("..", ""),
        ("CON.docx", ""),
        ("a." + "x" * 200, ""),
    ],
)
def test_a_name_from_outside_keeps_only_what_is_a_name(given: str, kept: str) -> None:
    """Neither folders nor signs that hide or turn what people read, and never more than fits."""
    assert clean_name(given, LONGEST_NAME) == kept


def test_names_are_the_same_whatever_their_width_case_and_spaces() -> None:
    """As people type them."""
    assert key_of("Ａ表（一）") == key_of("a 表(一)")
    assert len(key_of("\ufdfa" * 80)) <= 120


@pytest.mark.parametrize(
    ("file", "content", "what"),
    [
        ("a.pdf", PDF, ""),
        ("a.docx", docx(), ""),
        ("a.xlsx", xlsx(), ""),
        ("a.odt", odt(), ""),
        ("a.doc", old("WordDocument"), ""),
        ("a.xls", old("Workbook"), ""),
        ("a.txt", "表格：姓名\r\n".encode("gb18030"), ""),
        ("A.PDF", PDF, ""),
        ("a.exe", b"MZ", "不能用这种文件"),
        ("a", PDF, "不能用这种文件"),
        ("a.html", b"<html>", "不能用这种文件"),
        ("a.docm", docx(), "不能用这种文件"),
        ("a.pdf", b"", "空的"),
        ("a.pdf", b"MZ" + PDF, "不是.pdf"),
        ("a.pdf", PDF[:-6], "不完整"),
        ("a.pdf", b" " * (LARGEST + 1), "超过10兆"),
        ("a.docx", PDF, "不是.docx"),
        ("a.docx", xlsx(), "不是.docx"),
        ("a.docx", docx()[:-30], "损坏"),
        ("a.docx", zipped("word/document.xml", "word/vbaProject.bin"), "宏"),
        ("a.docx", old("WordDocument"), "旧格式"),
        ("a.docx", old("EncryptedPackage"), "密码"),
        ("a.docx", zipped("word/document.xml", content=b" " * 11_000_000), "炸弹"),
        ("a.xlsx", zipped("xl/workbook.xml", *(f"{n}" for n in range(2001))), "太大"),
        ("a.odt", zipped("mimetype", content=b"x" * 5000), "不是.odt"),
        ("a.odt", docx(), "不是.odt"),
        ("a.doc", PDF, "不是.doc"),
        ("a.doc", OLE, "不是.doc"),
        ("a.xls", old("WordDocument"), "不是.xls"),
        ("a.xls", old("Workbook", "_VBA_PROJECT"), "宏"),
        ("a.txt", b"\x00\x01", "不是文字"),
        ("a.txt", b"\xff\xff\xff", "不是文字"),
    ],
)
def test_a_file_is_what_its_name_says_or_is_refused_with_the_reason(file: str, content: bytes, what: str) -> None:
    """By its content, with nothing in it that runs."""
    told = fault_of(file, content, kinds=TYPES, largest=LARGEST)
    assert what in told
    assert bool(told) == bool(what)


def test_an_archive_with_a_password_is_no_form() -> None:
    """Citizens could not open it."""
    locked = bytearray(docx())
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    assert "密码" in fault_of("a.docx", bytes(locked), kinds=TYPES, largest=LARGEST)


def test_the_demo_citys_forms_are_files_that_procedures_mean() -> None:
    """Without a fault, and each is used."""
    faults = Faults()
    found = read_forms(ROOT / "kb", faults)
    assert faults.found == []
    assert len(found) >= 3


def test_every_file_that_cannot_be_a_form_is_told_at_once(tmp_path: Path) -> None:
    """By its name in the folder; what a file manager left there is not."""
    folder = form_folder(tmp_path, 申请表_docx=docx(), 假_pdf=b"MZ", 无_exe=b"MZ", 申请表_pdf=PDF)
    (folder / "子文件夹").mkdir()
    (folder / "~$申请表.docx").write_bytes(b"x")
    (folder / "Thumbs.db").write_bytes(b"x")
    (folder / "坏\u202e名.pdf").write_bytes(PDF)
    (folder / "链接.pdf").symlink_to(folder / "申请表.pdf")
    (folder / "大.pdf").write_bytes(b"%PDF-" + b" " * LARGEST)
    faults = Faults()
    assert [one.file for one in read_forms(tmp_path, faults)] == ["申请表.docx"]
    told = sorted(f"{fault.file}：{fault.what}" for fault in faults.found)
    assert [one.split("：")[0] for one in told] == [
        "forms/假.pdf",
        "forms/坏名.pdf",
        "forms/大.pdf",
        "forms/子文件夹",
        "forms/无.exe",
        "forms/申请表.pdf",
        "forms/链接.pdf",
    ]
    assert "与“申请表.docx”同名" in told[5]


def test_a_folder_holds_only_so_many_forms(tmp_path: Path) -> None:
    """One fault, and none is read."""
    folder = form_folder(tmp_path)
    for number in range(MOST_FORMS + 1):
        (folder / f"{number}.txt").write_bytes(b"x")
    faults = Faults()
    assert read_forms(tmp_path, faults) == []
    assert [fault.what for fault in faults.found] == [f"表格最多{MOST_FORMS}份，现在有{MOST_FORMS + 1}份"]


def test_an_entry_means_a_form_with_or_without_extension_and_note() -> None:
    """What is no file is not in the answer."""
    entries = ("申请表", "申请表.docx", "申请表.pdf", "申请表（窗口领取）", "申请表.docx (网站下载)", "登记表", "申请")
    meant = forms_of(entries, [form("申请表.docx")])
    assert list(meant) == list(entries[:5])


def test_a_check_tells_files_that_nobody_uses_and_forms_without_a_file() -> None:
    """An entry without an extension may be a name only."""
    guide = Procedure(code="0101", name="办证", forms=("申请表", "登记表.docx（窗口领取）", "声明"))
    city = City(outline=Outline(name="云川市"), procedures=(guide,))
    assert form_gaps(city, ["申请表.pdf", "多余.docx"]) == [
        "forms/多余.docx：没有事项用到它，请写进办事指南的“表格下载”",
        "事项 0101 办证：表格下载写了“登记表.docx（窗口领取）”，forms文件夹里没有这个文件",
    ]
    many = form_gaps(City(outline=Outline(name="云川市")), [f"{n}.pdf" for n in range(25)])
    assert many[-1] == "还有5个文件没有事项用到"


def test_a_content_is_kept_once_and_whole(tmp_path: Path) -> None:
    """Under its sum; half a file is none."""
    files = Files(tmp_path / "forms")
    assert files.keep(PDF) == files.keep(PDF) == sum_of(PDF)
    assert [path.name for path in (tmp_path / "forms").rglob("*") if path.is_file()] == [sum_of(PDF)]
    files.path(sum_of(PDF)).write_bytes(PDF[:5])
    assert not files.has(sum_of(PDF), len(PDF))
    files.keep(PDF)
    assert files.has(sum_of(PDF), len(PDF))
