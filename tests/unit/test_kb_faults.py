"""A city pack with faults: all of them at once, each by file, line and field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hotline.errors import CityPackError
from hotline.kb.city import city_of
from hotline.kb.faults import Fault
from hotline.kb.load import load_city, load_pack

CITY = """name: 小城
lines:
  - {number: "12345", name: 热线}
districts:
  - {code: "01", name: 东区, streets: [一街]}
"""
CATEGORIES = """tickets:
  - code: "01"
    name: 治安
    children:
      - {code: "0101", name: 户口}
life_events:
  - {code: "01", name: 户口和证件}
"""
DEPARTMENTS = """编号,名称,别名,层级,地址,办公时间,服务电话,投诉电话,网址,负责人,职责
01,市公安局,公安局、派出所,市级,新华路8号,工作日9:00—12:00,0999-55501101,0999-55501109,gaj.yunchuan.example,周某,治安
"""
PROCEDURES = """编号,事项名称,别名,承办单位,生活事件,受理条件,办事程序,申报材料,承诺时限,收费标准及依据,表格,法律依据
0101,补领身份证,身份证丢了,市公安局,户口和证件,证件丢失,申请,户口簿,7日,40元,申领表,身份证法
"""
TABLE = "procedures/a.csv"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A small pack without a fault."""
    (tmp_path / "procedures").mkdir()
    (tmp_path / "city.yaml").write_text(CITY, encoding="utf-8")
    (tmp_path / "categories.yaml").write_text(CATEGORIES, encoding="utf-8")
    (tmp_path / "departments.csv").write_text(DEPARTMENTS, encoding="utf-8")
    (tmp_path / TABLE).write_text(PROCEDURES, encoding="utf-8")
    return tmp_path


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def _faults(pack: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(CityPackError) as caught:
        load_city(pack)
    faults = caught.value.details["faults"]
    assert isinstance(faults, tuple)
    assert all(isinstance(fault, Fault) and str(fault) in caught.value.message for fault in faults)
    return [(fault.file, fault.line, fault.name) for fault in faults]


def test_a_pack_without_a_fault_is_a_city(pack: Path) -> None:
    """The parts know each other by their codes."""
    city = load_city(pack)
    procedure = city.procedures[0]
    assert (procedure.department, procedure.department_name, procedure.events) == ("01", "市公安局", ("户口和证件",))
    assert [(event.code, event.name) for event in city.life_events] == [("01", "户口和证件")]
    assert city.departments[0].aliases == ("公安局", "派出所")


def test_every_fault_is_told_at_once(pack: Path) -> None:
    """Faults of four files come in one report, in the order of files and lines."""
    _change(pack / "city.yaml", 'number: "12345"', "number: 12345")
    _change(pack / "categories.yaml", '"0101"', '"0201"')
    _change(pack / "departments.csv", "0999-55501101", "5550-160a")
    _change(pack / TABLE, "市公安局,户口和证件", "公安厅,户口和证件")
    assert _faults(pack) == [
        ("categories.yaml", 5, "tickets.0.children.0.code"),
        ("city.yaml", 3, "lines.0.number"),
        ("departments.csv", 2, "服务电话"),
        (TABLE, 2, "承办单位"),
    ]


def test_a_row_that_lacks_something_tells_its_other_faults_too(pack: Path) -> None:
    """A clerk who fills the gap does not meet the unknown department at the next import."""
    (pack / "questions.csv").write_text("问题,答案,部门,有效期至\n几点上班,,公安厅,后天\n", encoding="utf-8")
    _change(pack / TABLE, "补领身份证,身份证丢了,市公安局", ",身份证丢了,公安厅")
    assert _faults(pack) == [
        (TABLE, 2, "事项名称"),
        (TABLE, 2, "承办单位"),
        ("questions.csv", 2, "有效期至"),
        ("questions.csv", 2, "答案"),
        ("questions.csv", 2, "部门"),
    ]


def test_a_code_used_twice_names_both_places(pack: Path) -> None:
    """Also where the two stand in different files."""
    (pack / "procedures" / "b.csv").write_text(PROCEDURES, encoding="utf-8")
    assert _faults(pack) == [("procedures/b.csv", 2, "编号")]
    with pytest.raises(CityPackError, match=r"“0101”与procedures/a\.csv:2重复"):
        load_city(pack)


@pytest.mark.parametrize(
    ("cell", "wrong", "field"),
    [
        ("01,市公安局", "公,市公安局", "编号"),
        ("01,市公安局", "00001,市公安局", "编号"),
        ("0999-55501109", "0999-5550110", ""),
        ("0999-55501109", "0999-55501109、无", "投诉电话"),
        ("gaj.yunchuan.example", "没有", "网址"),
    ],
)
def test_a_cell_that_is_wrong_names_its_column(pack: Path, cell: str, wrong: str, field: str) -> None:
    """A code, a phone or an address that cannot be one; a number of seven digits can."""
    _change(pack / "departments.csv", cell, wrong)
    if field:
        assert ("departments.csv", 2, field) in _faults(pack)
    else:
        assert load_city(pack).departments[0].complaint_phone == wrong


def test_a_missing_column_is_told(pack: Path) -> None:
    """By the title that it should have; the rows are then left alone."""
    _change(pack / TABLE, "受理条件", "条件")
    assert _faults(pack) == [(TABLE, 1, "办理条件")]


def test_a_column_that_comes_twice_is_told(pack: Path) -> None:
    """For nobody knows which of the two is meant."""
    _change(pack / TABLE, "受理条件,办事程序", "受理条件,受理条件")
    assert _faults(pack) == [(TABLE, 1, "办事程序"), (TABLE, 1, "受理条件")]


def test_line_breaks_within_a_cell_keep_the_lines_right(pack: Path) -> None:
    """A fault after a cell of three lines is told at the line of the file where its row begins."""
    _change(pack / TABLE, ",申请,", ',"取号\r\n申请\n领证",')
    more = PROCEDURES.splitlines()[1].replace("0101", "0102").replace("市公安局", "公安厅")
    with (pack / TABLE).open("a", encoding="utf-8") as table:
        table.write("\n" + more)
    assert _faults(pack) == [(TABLE, 6, "承办单位")]


def test_a_cell_of_several_lines_is_several_steps(pack: Path) -> None:
    """As a spreadsheet writes Alt+Enter."""
    _change(pack / TABLE, ",申请,", ',"取号\n\n 申请 \n领证",')
    assert load_city(pack).procedures[0].process == ("取号", "申请", "领证")


@pytest.mark.parametrize(
    "saved",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.replace("\n", ",,\n").encode(),
        lambda text: (text + ",,,,,,,,,,,\n\n").encode(),
        lambda text: text.replace("\n0101", "\n101").encode(),
        lambda text: text.replace("市公安局,", "1,").encode(),
    ],
    ids=["bom", "crlf", "cr", "columns once used", "empty rows", "nought dropped", "department by code"],
)
def test_what_a_spreadsheet_does_to_a_table_does_no_harm(pack: Path, saved: Callable[[str], bytes]) -> None:
    """A byte order mark, any line ends, empty columns and rows, a code without its first nought."""
    before = load_city(pack)
    (pack / TABLE).write_bytes(saved(PROCEDURES))
    assert load_city(pack) == before


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_a_table_in_another_encoding_is_told_with_the_remedy(pack: Path, encoding: str) -> None:
    """Never a traceback, never rubbish shown as text."""
    (pack / TABLE).write_bytes(PROCEDURES.encode(encoding))
    assert _faults(pack) == [(TABLE, 1, "")]
    with pytest.raises(CityPackError, match="请另存为“CSV UTF-8"):
        load_city(pack)


def test_a_row_with_too_many_or_too_few_cells_is_told(pack: Path) -> None:
    """Most often a comma without quotes."""
    _change(pack / TABLE, "证件丢失", "证件丢失,被盗")
    assert _faults(pack) == [(TABLE, 2, "")]
    (pack / TABLE).write_text(PROCEDURES.replace("申领表,身份证法", "申领表"), encoding="utf-8")
    assert _faults(pack) == [(TABLE, 2, "")]


def test_a_quotation_mark_without_its_other_is_told_where_it_begins(pack: Path) -> None:
    """The rest of the file cannot be read."""
    _change(pack / TABLE, "证件丢失", '"证件丢失')
    assert _faults(pack) == [(TABLE, 2, "")]


def test_a_file_that_would_not_be_read_is_told(pack: Path) -> None:
    """A workbook beside the tables is no table; the lock file of an open one is nothing."""
    (pack / "procedures" / "~$new.xlsx").write_bytes(b"")
    load_city(pack)
    (pack / "procedures" / "new.xlsx").write_bytes(b"PK")
    assert _faults(pack) == [("procedures/new.xlsx", 1, "")]


def test_missing_files_are_all_told(tmp_path: Path) -> None:
    """An empty folder has four faults."""
    assert [file for file, _, _ in _faults(tmp_path)] == [
        "categories.yaml",
        "city.yaml",
        "departments.csv",
        "procedures",
    ]


def test_an_empty_table_is_told(pack: Path) -> None:
    """With its titles only, or without them."""
    (pack / TABLE).write_text(PROCEDURES.splitlines()[0], encoding="utf-8")
    assert _faults(pack) == [(TABLE, 1, "")]
    (pack / TABLE).write_bytes(b"")
    assert _faults(pack) == [(TABLE, 1, "")]


@pytest.mark.parametrize(
    ("old", "new", "line", "name"),
    [
        ("name: 小城", "name: ''", 1, "name"),
        ("name: 小城", "nam: 小城", 1, "nam"),
        ("[一街]", "[]", 5, "districts.0.streets"),
        ("name: 小城", "name: 小城\nname: 大城", 2, "name"),
        ("lines:", "lines", 3, ""),
        ("districts:\n", 'districts:\n  - {code: "01", name: 西区, streets: [二街]}\n', 6, "districts.1.code"),
    ],
)
def test_a_fault_in_yaml_names_its_line(pack: Path, old: str, new: str, line: int, name: str) -> None:
    """Empty, unknown, twice, not YAML, a code used twice."""
    _change(pack / "city.yaml", old, new)
    assert ("city.yaml", line, name) in _faults(pack)


def test_a_fault_does_not_repeat_a_whole_file(pack: Path) -> None:
    """What was written is shown in part."""
    _change(pack / "city.yaml", "name: 小城", "name: [" + ", ".join(["小城"] * 99) + "]")
    with pytest.raises(CityPackError) as caught:
        load_city(pack)
    assert len(caught.value.message) < 150


def test_a_department_is_not_above_itself(pack: Path) -> None:
    """Neither at once nor by way of others."""
    rows = ["01,甲局,乙局", "02,乙局,丙局", "03,丙局,甲局", "04,丁局,丁局", "05,戊局,甲局"]
    lines = ["编号,名称,上级,地址,办公时间,服务电话,职责", *(f"{row},路,日,12345,事" for row in rows)]
    (pack / "departments.csv").write_text("\n".join(lines), encoding="utf-8")
    assert [fault for fault in _faults(pack) if fault[2] == "上级"] == [
        ("departments.csv", line, "上级") for line in (2, 3, 4, 5)
    ]


def test_a_column_with_contents_has_a_title(pack: Path) -> None:
    """It is told once, by its place; a further column that comes twice is told too."""
    titles, row = PROCEDURES.splitlines()
    lines = [f"{titles},,备注", f"{row},甲,", f"{row.replace('0101', '0102').replace('补领', '换领')},乙,"]
    (pack / TABLE).write_text("\n".join(lines), encoding="utf-8")
    assert _faults(pack) == [(TABLE, 2, "")]
    (pack / TABLE).write_text("\n".join(lines).replace(",,备注", ",备注,备注"), encoding="utf-8")
    assert _faults(pack) == [(TABLE, 1, "备注")]


def test_a_control_character_is_told_and_an_unseen_sign_left_out(pack: Path) -> None:
    """The one is a sign of a broken file, the other came with copying from a web page."""
    _change(pack / TABLE, "补领身份证", "补领\u200b身份证\ufeff")
    assert load_city(pack).procedures[0].name == "补领身份证"
    _change(pack / TABLE, "证件丢失", "证件\x07丢失")
    assert _faults(pack) == [(TABLE, 2, "受理条件")]


def test_a_department_that_took_the_name_of_another_is_meant_by_it(pack: Path) -> None:
    """Whatever the order of the rows in which one gives the name up and the other takes it."""
    outline, known = load_pack(pack)
    row = DEPARTMENTS.splitlines()[1]
    renamed = [row.replace("01,市公安局,公安局、派出所", "02,市公安局,"), row.replace("01,市公安局", "01,市警察局")]
    (pack / "departments.csv").write_text("\n".join([DEPARTMENTS.splitlines()[0], *renamed]), encoding="utf-8")
    city = city_of(outline, load_pack(pack, known)[1])
    assert city.procedures[0].departments == ("02",)
