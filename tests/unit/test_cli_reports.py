"""`hotline reports` as a clerk uses it: a small city, a real database, real files."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from hotline.cli.reports import app
from hotline.errors import ConflictError, InputError
from hotline.reports.catalogue import CATALOGUE
from tests.unit import test_cli_kb

Run = Callable[..., Result]
pack = test_cli_kb.pack  # the fixture


@pytest.fixture
def run(tmp_path: Path, pack: Path) -> Run:
    """`hotline reports` with these words; a fault of ours is raised as it is."""
    env = {"HOTLINE_KB_DIR": str(pack), "HOTLINE_STATE_DIR": str(tmp_path / "state")}

    def invoke(*words: object) -> Result:
        result = CliRunner().invoke(app, [str(word) for word in words], env=env)
        if isinstance(result.exception, InputError):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result

    return invoke


def test_a_report_is_written_by_its_name(run: Run) -> None:
    """As JSON, with its period."""
    told = json.loads(run("telephone", "--from", "2025-10-01", "--to", "2025-10-31").stdout)
    assert (told["name"], told["period"]) == ("telephone", {"from": "2025-10-01", "to": "2025-10-31"})
    assert len(told["sections"][1]["rows"]) == 31


def test_a_report_is_written_into_a_file(run: Run, tmp_path: Path) -> None:
    """As a table, where it is told to."""
    file = tmp_path / "october.csv"
    run("knowledge", "--from", "2025-10-01", "--to", "2025-10-31", "--format", "csv", "--output", file)
    assert "已发布条目" in file.read_text(encoding="utf-8-sig")
    with pytest.raises(InputError, match="写不进去"):
        run("knowledge", "--from", "2025-10-01", "--to", "2025-10-31", "--output", tmp_path)


def test_a_report_is_written_as_a_workbook(run: Run, tmp_path: Path) -> None:
    """With a sheet for each of its sections, and its charts."""
    file = tmp_path / "october.xlsx"
    told = run("telephone", "--from", "2025-10-01", "--to", "2025-10-31", "--format", "xlsx", "--output", file)
    assert "已写入" in told.stdout
    with contextlib.closing(openpyxl.load_workbook(file)) as book:
        assert {"总览", "图表", "按日"} <= set(book.sheetnames)
        assert book["按日"].max_row > 31


def test_every_fault_is_told_at_once(run: Run) -> None:
    """The name, the dates and the format, each with what to write."""
    with pytest.raises(InputError) as raised:
        run("tickest", "--from", "1.10.2025", "--format", "doc")
    assert raised.value.details["fields"].keys() == {"name", "from", "to", "format"}  # type: ignore[attr-defined]
    assert raised.value.message.count("\n") == 3


def test_the_list_tells_reports_and_closed_months(run: Run) -> None:
    """A month is closed once; a correction says why."""
    assert all(f"{name}  " in run("list").stdout for name in CATALOGUE)
    assert "2025-10的8个报表已结账" in run("close", "2025-10").stdout
    assert "2025-10  已结账" in run("list").stdout
    with pytest.raises(ConflictError, match="已经结账"):
        run("close", "2025-10")
    run("close", "2025-10", "--correct", "补录")
    assert "第1次更正：补录" in run("list").stdout
    told = json.loads(run("tickets", "--from", "2025-10-01", "--to", "2025-10-31").stdout)
    assert told["closing"]["reason"] == "补录"


def test_a_month_that_is_none_is_refused(run: Run) -> None:
    """With how to write one."""
    with pytest.raises(InputError, match="2026-10"):
        run("close", "October")


def test_hot_issues_are_told_too(run: Run, tmp_path: Path) -> None:
    """Of a hotline without tickets there are none; in every format of the reports."""
    told = json.loads(run("hot", "--from", "2025-10-01", "--to", "2025-10-07").stdout)
    assert (told["first"], told["last"], told["issues"]) == ("2025-10-01", "2025-10-07", [])
    file = tmp_path / "hot.csv"
    run("hot", "--from", "2025-10-01", "--to", "2025-10-07", "--format", "csv", "--output", file)
    assert file.read_text(encoding="utf-8-sig").startswith("序号,热点")
    with pytest.raises(InputError, match="doc"):
        run("hot", "--from", "2025-10-01", "--to", "2025-10-07", "--format", "doc")


def test_who_gets_reports_by_mail_is_told(run: Run) -> None:
    """Without a mail server it says so; a subscription that is none is refused."""
    told = run("mail").stdout
    assert "还没有设定邮件服务器" in told
    assert "还没有订阅" in told
    with pytest.raises(InputError, match="没有这个订阅"):
        run("mail", "--now", 7)
