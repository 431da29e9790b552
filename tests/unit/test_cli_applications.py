"""`hotline applications` as a clerk uses it: a small city, a real database, real files."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from hotline.cli.applications import app
from hotline.errors import InputError, NotFoundError
from tests.unit import test_cli_kb

HEADINGS = ("环节", "办件编号", "事项", "申请人", "联系电话", "更新时间", "承诺办结日期", "结果", "承办单位", "窗口")
ROW = (
    "受理",
    "20261101",
    "居民身份证丢失补领",
    "张小明",
    "13800138000",
    "2026-11-02 09:30",
    "2026-11-20",
    "",
    "",
    "3号",
)
SAME = ("办结", "20261101", "", "", "", "2026-11-09 09:30", "", "准予", "", "")
Run = Callable[..., Result]
pack = test_cli_kb.pack  # the fixture


@pytest.fixture
def run(tmp_path: Path, pack: Path) -> Run:
    """`hotline applications` with these words; a fault of ours is raised as it is."""
    env = {"HOTLINE_KB_DIR": str(pack), "HOTLINE_STATE_DIR": str(tmp_path / "state")}

    def invoke(*words: object) -> Result:
        result = CliRunner().invoke(app, [str(word) for word in words], env=env)
        if isinstance(result.exception, InputError):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result

    return invoke


def _csv(path: Path, *rows: tuple[str, ...]) -> Path:
    path.write_text("\n".join(",".join(row) for row in (HEADINGS, *rows)) + "\n", encoding="utf-8-sig")
    return path


def _xlsx(path: Path, *rows: tuple[str, ...]) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "导出结果"
    for row in (HEADINGS, *rows):
        page.append(list(row))
    page["F2"], page["G2"] = datetime(2026, 11, 2, 9, 30), datetime(2026, 11, 20)  # noqa: DTZ001 as spreadsheets have
    book.save(path)
    return path


def _json(path: Path, *rows: tuple[str, ...]) -> Path:
    path.write_text(json.dumps([dict(zip(HEADINGS, row, strict=True)) for row in rows]), encoding="utf-8")
    return path


@pytest.mark.parametrize(("write", "name"), [(_csv, "a.csv"), (_xlsx, "a.xlsx"), (_json, "a.json")])
def test_a_table_is_taken_in_whatever_it_is_kept_in(
    run: Run, tmp_path: Path, write: Callable[..., Path], name: str
) -> None:
    """Its columns in any order, a number in two rows, further columns kept; again it changes nothing."""
    path = write(tmp_path / name, ROW, SAME)
    assert "新增1条，更新1条" in run("import", path, "--dry-run").output
    assert "已登记：新增1条，更新1条" in run("import", path).output
    assert "新增0条，更新0条，不变1条，比已知的旧而没有采用1条" in run("import", path).output
    told = run("show", "20261101").output
    assert "环节：办结准予，从2026-11-09 09:30起" in told
    assert "承诺办结日期：2026-11-20" in told
    assert "事项：0101 居民身份证丢失补领" in told
    assert "承办单位：01 市公安局" in told
    assert f"来自{name}" in told
    assert "来电人听到：受理号20261101，已于" in told


def test_who_applied_is_masked_on_the_terminal(run: Run, tmp_path: Path) -> None:
    """What a terminal shows may be kept anywhere."""
    run("import", _csv(tmp_path / "a.csv", ROW))
    told = run("show", "20261101").output
    assert "申请人：张**  138****8000" in told
    assert "张小明" not in told


def test_every_fault_is_told_by_file_row_and_column(run: Run, tmp_path: Path) -> None:
    """Those of reading and of meaning together, and nothing is kept."""
    later = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    path = _csv(
        tmp_path / "a.csv",
        ROW,
        ("盖章", "1", "没有的事", "", "", later, "", "", "", ""),
        ("受理", "20261103"),
        ("受理", "20261104", "", "", "", "2026-11-02", "", "", "", ""),
    )
    with pytest.raises(InputError) as fault:
        run("import", path)
    for said in (
        "办件表有6处错误",
        "a.csv:3 环节: 没有“盖章”",
        "a.csv:3 办件编号: 应为6到20位数字",
        "a.csv:3 事项: 没有名为“没有的事”",
        "a.csv:3 更新时间: 比现在还晚",
        "a.csv:4: 这一行少了8格",
        "a.csv:5 事项: 新的办件要写明事项",
        "一条也没有登记",
    ):
        assert said in fault.value.message
    with pytest.raises(NotFoundError):
        run("show", "20261101")


def test_a_column_that_no_report_can_do_without_is_missed(run: Run, tmp_path: Path) -> None:
    """By its name; and a folder, or a file of another kind, is no table."""
    path = tmp_path / "a.csv"
    path.write_text("办件编号,事项\n20261101,补办\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.csv:1 更新时间: 缺少这一列"):
        run("import", path)
    with pytest.raises(InputError, match="没有这个文件"):
        run("import", tmp_path)
    (tmp_path / "a.txt").write_text("a")
    with pytest.raises(InputError, match="不认识这种文件"):
        run("import", tmp_path / "a.txt")


def test_a_workbook_of_several_sheets_must_name_the_one(run: Run, tmp_path: Path) -> None:
    """The others are told as not read."""
    book = openpyxl.Workbook()
    book.active.title = "说明"
    page = book.create_sheet("登记")
    for row in (HEADINGS, ROW):
        page.append(list(row))
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="没有名为办件的工作表"):
        run("import", tmp_path / "a.xlsx")
    page.title = "办件"
    book.save(tmp_path / "a.xlsx")
    assert "新增1条" in run("import", tmp_path / "a.xlsx").output
