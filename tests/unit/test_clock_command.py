"""hotline deadlines, and what hotline check says of deadlines."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from click.testing import Result
from typer.testing import CliRunner

from hotline.cli.main import app
from hotline.errors import CityPackError, InputError
from hotline.settings import ROOT

ASKED = ["deadlines", "explain", "--type", "complaint", "--urgency", "normal", "--dispatched"]


def run(*arguments: str, kb_dir: Path | None = None) -> Result:
    """What a person gets who types this."""
    env = {"HOTLINE_KB_DIR": str(kb_dir)} if kb_dir else None
    return CliRunner().invoke(app, list(arguments), env=env)


def test_the_limits_of_a_ticket_are_printed_for_programs() -> None:
    """The example of the manual, to the second."""
    result = run(*ASKED, "2026-09-30T16:00+08:00", "--profile", "five-day", "--json")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    finish = next(limit for limit in told["limits"] if limit["name"] == "finish")
    assert finish["due"] == "2026-10-13T17:30:00+08:00"
    assert finish["rule"] == "自派单次日起5个工作日内办结"
    assert "第24条" in finish["citation"]
    assert [card["at"] for card in told["cards"]] == ["2026-10-12T09:00:00+08:00", "2026-10-14T09:00:00+08:00"]
    assert told["warnings"] == []


def test_a_time_without_a_zone_is_the_citys() -> None:
    """And Chinese names are understood."""
    result = run("deadlines", "explain", "--type", "投诉", "--urgency", "特急", "--dispatched", "2026-09-30T16:00")
    assert result.exit_code == 0
    assert "办结  2026-10-13（周二）17:30  自派单次日起5个工作日内办结" in result.stdout
    assert "派单  2026-09-30（周三）17:00" in result.stdout
    assert "依据：" in result.stdout
    assert "红牌  2026-10-14（周三）09:00" in result.stdout


def test_a_year_without_holidays_is_told() -> None:
    """Beside the limits, and as data."""
    assert "2027年" in run(*ASKED, "2026-12-30T16:00").stderr
    assert "2027年" in json.loads(run(*ASKED, "2026-12-30T16:00", "--json").stdout)["warnings"][0]


def test_the_profiles_and_which_is_in_force_are_listed() -> None:
    """With their sources."""
    result = run("deadlines", "profiles")
    assert "sichuan-2025  四川2025（3、7、15个工作日）  本市自2027-01-01起执行" in result.stdout
    assert "beijing-dispatch  北京派单（1、2、24小时）  本市未执行" in result.stdout
    assert "来源：" in result.stdout


def test_what_cannot_be_is_told_by_option() -> None:
    """One sentence; nothing is printed as if it were a limit."""
    for arguments, told in [
        (["--type", "gripe", "--dispatched", "2026-09-30"], "--type：没有“gripe”"),
        (["--type", "help", "--dispatched", "tomorrow"], "--dispatched：“tomorrow”不是时间"),
        (["--type", "help", "--urgency", "asap", "--dispatched", "2026-09-30"], "--urgency：没有“asap”"),
        (["--type", "help", "--dispatched", "2026-09-30", "--accepted", "2026-10-01"], "受理时间不能晚于派单时间"),
        (["--type", "help", "--dispatched", "2026-09-30", "--profile", "none"], "没有“none”这套时限规定"),
    ]:
        result = run("deadlines", "explain", *arguments)
        assert isinstance(result.exception, InputError)
        assert told in result.exception.message
        assert result.stdout == ""


def test_check_tells_of_deadlines_too(tmp_path: Path) -> None:
    """What is in force where all is right, every fault where it is not."""
    assert "时限规定检查通过：5套，执行five-day（2021-01-01起）、sichuan-2025（2027-01-01起）。" in run("check").stdout
    shutil.copytree(ROOT / "kb" / "policies", tmp_path / "policies")
    shutil.copy(ROOT / "kb" / "skills.yaml", tmp_path)  # for which the menus ask
    result = run("check", kb_dir=tmp_path)
    assert isinstance(result.exception, CityPackError)
    assert "calendar.yaml:1: 缺少这个文件" in result.exception.message
    shutil.rmtree(tmp_path / "policies")
    assert "时限" not in run("check", kb_dir=tmp_path).stdout
