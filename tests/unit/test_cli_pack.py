"""`hotline kb` with a whole pack: what is written out is all of it, and an empty hotline takes it back unchanged."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.cli.packs import rules_in
from hotline.errors import CityPackError
from hotline.kb.load import load_city
from hotline.settings import ROOT
from tests.unit import test_cli_kb
from tests.unit.test_cli_kb import Run, cli

pack, run = test_cli_kb.pack, test_cli_kb.run  # the fixtures
TABLES = ("bulletins", "forms", "procedures")
_KEPT = frozenset({"departments.csv", "questions.csv", "synonyms.csv", "templates.yaml"})  # by the database


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["out.zip", "out"])
def test_the_city_goes_out_whole_and_comes_back_the_same(tmp_path: Path, name: str) -> None:
    """The demo city into an empty hotline: its rules byte by byte, its entries value by value, and out again."""
    first, second = cli(ROOT / "kb", tmp_path / "one"), cli(tmp_path / "city", tmp_path / "two")
    first("export", tmp_path / name)
    shown = second("import", tmp_path / name, "--dry-run").stdout
    assert "只是试算" in shown
    assert not (tmp_path / "city").exists()
    assert "并已发布" in second("import", tmp_path / name).stdout
    assert "和现有资料一样" in second("import", tmp_path / name).stdout
    ours, theirs = files_of(ROOT / "kb"), files_of(tmp_path / "city")
    outside = {path for path in ours if path not in _KEPT and path.split("/")[0] not in TABLES}
    assert outside == set(rules_in(ROOT / "kb"))
    assert {path: theirs[path] for path in outside} == {path: ours[path] for path in outside}
    assert load_city(tmp_path / "city").entries() == load_city(ROOT / "kb").entries()
    second("export", tmp_path / "again")
    assert files_of(tmp_path / "again") == theirs


def test_rules_that_say_something_else_are_told_and_left_alone(run: Run, pack: Path, tmp_path: Path) -> None:
    """A city has its own; nothing of a pack that somebody imports silently does not apply."""
    run("export", tmp_path / "out")
    (tmp_path / "out" / "city.yaml").write_text(test_cli_kb.CITY + "# other\n", encoding="utf-8")
    (tmp_path / "out" / "skills.yaml").write_text("skills: []\n", encoding="utf-8")
    told = run("import", tmp_path / "out").stderr
    assert "提示：city.yaml、skills.yaml和现在用的不一样" in told
    assert (pack / "city.yaml").read_text(encoding="utf-8") == test_cli_kb.CITY
    assert not (pack / "skills.yaml").exists()


def test_a_faulty_rule_keeps_a_pack_out(run: Run, tmp_path: Path) -> None:
    """With the faults of the tables, and nothing is put anywhere; a check says the same."""
    run("export", tmp_path / "out")
    (tmp_path / "out" / "skills.yaml").write_text("skills: 1\n", encoding="utf-8")
    (tmp_path / "out" / "questions.csv").write_text("问题,答案\n为什么,\n", encoding="utf-8")
    empty = cli(tmp_path / "city", tmp_path / "other")
    for words in (("check", tmp_path / "out"), ("import", tmp_path / "out")):
        with pytest.raises(CityPackError) as caught:
            empty(*words)
        assert "skills.yaml:1" in caught.value.message
        assert "questions.csv:2" in caught.value.message
    assert not (tmp_path / "city").exists()
