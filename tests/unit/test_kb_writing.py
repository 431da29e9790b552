"""Entries out and in again: nothing changes on the way, and no spreadsheet runs what a stranger wrote."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hotline.errors import InputError
from hotline.kb.faults import Faults
from hotline.kb.load import load_pack
from hotline.kb.model import Bulletin, Channel, Department, Entry, Outline, Phone, Procedure, Question, Synonym
from hotline.kb.reading import read_rows
from hotline.kb.records import entries_of
from hotline.kb.writing import write_entries
from hotline.settings import ROOT

FORMATS = ["a.xlsx", "a.json", "a"]
OUTLINE = Outline(channels=(Channel(code="1", name="市场价格"),))
RISKY = ["=1+1", "+86", "-1", "@SUM(A1)", '=HYPERLINK("http://x.example","点")', "＝1", "＋1", "－1", "＠x"]
ODD = [
    *RISKY,
    *(f"'{text}" for text in RISKY),
    "''=1",
    "'引号",
    "007",
    "1e5",
    "TRUE",
    "2026-01-02",
    "#N/A",
    "第一行\n第二行",
    "a,b;c\"d'e",
    "_x000D_",
    "_x005F_",
    "<b>&amp;</b>",
    "𠮷野家",
    "字" * 20_000,
    "a\tb",
    "\\n",
]


def _again(path: Path, entries: list[Entry], outline: Outline = OUTLINE) -> list[Entry]:
    write_entries(path, entries)
    faults = Faults()
    rows = read_rows(path, faults)
    found = entries_of(rows, outline, (), faults)
    faults.raise_all()
    return found


def _office(code: str = "01", name: str = "市公安局", **fields: Any) -> Department:
    return Department(code=code, name=name, **fields)


def _procedure(**fields: Any) -> Procedure:
    return Procedure(**{"code": "1001", "name": "甲", "departments": ("01",), "department_name": "市公安局"} | fields)


@pytest.mark.parametrize("name", FORMATS)
def test_the_demo_city_comes_back_as_it_went(tmp_path: Path, name: str) -> None:
    """Every entry of every kind, in every format."""
    outline, entries = load_pack(ROOT / "kb")
    assert sorted(map(repr, _again(tmp_path / name, entries, outline))) == sorted(map(repr, entries))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_an_odd_text_comes_back_as_it_went(tmp_path: Path, name: str, text: str) -> None:
    """Whatever a spreadsheet might make of it."""
    office = _office(address=text, duties=text, more=(("备注", text),))
    procedure = _procedure(conditions=text, process=(text.replace("\n", " ")[:9_000], "第二步"))
    assert _again(tmp_path / name, [office, procedure]) == [office, procedure]


@pytest.mark.parametrize("name", FORMATS)
def test_every_shape_of_value_comes_back_as_it_went(tmp_path: Path, name: str) -> None:
    """Codes with noughts, lists, phones with labels, single lines that hold a list's signs, dates, every kind."""
    phones = (Phone(number="0999-55501101"), Phone(number="+86 999 5550", label="户政窗口"), Phone(number="12345"))
    entries: list[Entry] = [
        _office(phones=phones, valid_until=date(2027, 12, 31), aliases=("公安", "-派出所"), fax="09995550"),
        _office("0007", "甲局", parent="01"),
        _procedure(
            process=("填表、签字；交件",), materials=("身份证、户口簿",), legal_basis=("一", "二；三"), events=("婚",)
        ),
        Question(code="1001", question="=几点", answer="九点", department="01", department_name="市公安局"),
        Bulletin(code="1001", channel="市场价格", title="菜价", text="白菜1元", published=date(2026, 1, 2)),
        Synonym(code="1001", term="身份证", sayings=("证件", "@id"), english=("id card",)),
    ]
    assert _again(tmp_path / name, entries) == entries


@pytest.mark.parametrize("name", FORMATS)
def test_further_columns_stay_columns(tmp_path: Path, name: str) -> None:
    """Also where only some entries have them, and where their titles are odd."""
    entries: list[Entry] = [
        _office(more=(("=甲", "二"), ("备注", "一"))),
        _office("02", "乙局"),
        _office("03", "丙局", more=(("备注", "三"),)),
        _procedure(),
    ]
    assert _again(tmp_path / name, entries) == entries


def test_the_order_of_further_columns_is_no_difference(tmp_path: Path) -> None:
    """Two tables of a pack may have them in another order; one sheet has only one."""
    for name, titles, values in (("a", "甲,乙", "1,2"), ("b", "乙,甲", "2,1")):
        text = f"编号,问题,答案,{titles}\n{1001 + (name == 'b')},问{name},答,{values}\n"
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    faults = Faults()
    rows = [row for name in "ab" for row in read_rows(tmp_path / f"{name}.csv", faults)]
    entries = entries_of(rows, OUTLINE, (), faults)
    assert _again(tmp_path / "a.xlsx", entries) == entries


@pytest.mark.parametrize("name", FORMATS)
def test_departments_are_written_by_name(tmp_path: Path, name: str) -> None:
    """By the code only where the name would be read as several, or where two go by it."""
    offices = [_office(), _office("02", "文旅局（文物局、版权局）"), _office("03", "乙局", parent="02")]
    procedure = _procedure(departments=("01", "02"))
    assert _again(tmp_path / name, [*offices, procedure]) == [*offices, procedure]
    write_entries(tmp_path / "b.json", [*offices, procedure])
    written = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    assert written["procedures"][0]["承办单位"] == ["市公安局", "02"]
    assert written["departments"][2]["上级"] == "02"


def test_departments_outside_the_table_are_written_by_name_too(tmp_path: Path) -> None:
    """Where the whole city is not written."""
    write_entries(tmp_path / "a.json", [_procedure()], known=[_office()])
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["procedures"][0]["承办单位"] == ["市公安局"]


def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path) -> None:
    """All are texts, and stay texts when somebody edits them."""
    write_entries(tmp_path / "a.xlsx", [_office(str(n + 10), text, duties=text) for n, text in enumerate(RISKY)])
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [cell for row in book["部门"].iter_rows() for cell in row if cell.value is not None]
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}
    book.close()


def test_no_cell_of_a_table_begins_as_a_formula(tmp_path: Path) -> None:
    """A table has no types: a ' stands before it, which reading takes off again."""
    write_entries(tmp_path / "a", [_office(str(n + 10), text, duties=text) for n, text in enumerate(RISKY)])
    with (tmp_path / "a" / "departments.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row if cell]
    assert not [cell for cell in cells if cell[0] in "=+-@\t\r＝＋－＠"]


def test_a_workbook_is_a_form_to_fill_in(tmp_path: Path) -> None:
    """Five sheets, with bold headings that stay in sight, also where there are no entries."""
    write_entries(tmp_path / "a.xlsx", [_office()])
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["部门", "事项", "问答", "公告", "说法"]
    assert all(page.freeze_panes == "A2" and page["A1"].font.bold and page["A1"].value == "编号" for page in book)
    book.close()


def test_control_characters_never_make_a_workbook_unreadable(tmp_path: Path) -> None:
    """The format cannot hold them; they are left out."""
    write_entries(tmp_path / "a.xlsx", [_office(address="甲\x07乙\x00")])
    assert read_rows(tmp_path / "a.xlsx", Faults())[0].cells["address"] == "甲乙"


def test_what_stands_there_is_replaced_only_when_all_is_written(tmp_path: Path) -> None:
    """A file as a whole; a folder with contents never; another kind of file never."""
    write_entries(tmp_path / "a.json", [_office()])
    write_entries(tmp_path / "a.json", [_office(name="乙局")])
    assert "乙局" in (tmp_path / "a.json").read_text(encoding="utf-8")
    (tmp_path / "a").mkdir()
    write_entries(tmp_path / "a", [_office()])
    with pytest.raises(InputError, match="不是空的文件夹"):
        write_entries(tmp_path / "a", [_office()])
    with pytest.raises(InputError, match=r"不能写成\.docx"):
        write_entries(tmp_path / "a.docx", [_office()])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "a.json"]
