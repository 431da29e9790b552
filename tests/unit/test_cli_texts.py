"""`hotline kb` with the texts that supervisors choose from: checked, exported and imported with the pack."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.errors import CityPackError
from tests.unit import test_cli_kb
from tests.unit.test_cli_kb import Run

pack, run = test_cli_kb.pack, test_cli_kb.run  # the fixtures
TEXT = "templates:\n- code: urge-one\n  use: 催办\n  title: 催\n  text: 请{承办单位}办理。\n"


def test_a_faulty_text_is_told_by_a_check(run: Run, pack: Path) -> None:
    """By its line, with what is wrong."""
    (pack / "templates.yaml").write_text(TEXT.replace("承办单位", "市民姓名"), encoding="utf-8")
    with pytest.raises(CityPackError, match=r"templates.yaml:5 templates.0.text"):
        run("check")


@pytest.mark.parametrize("name", ["out.zip", "out"])
def test_texts_go_out_with_the_pack_and_come_in_with_it(run: Run, pack: Path, tmp_path: Path, name: str) -> None:
    """Importing what was exported changes nothing; a text that was changed in it is taken."""
    (pack / "templates.yaml").write_text(TEXT, encoding="utf-8")
    run("export", tmp_path / name)
    assert "和现有资料一样" in run("import", tmp_path / name).output
    other = tmp_path / "other"
    run("export", other)
    (other / "templates.yaml").write_text(TEXT.replace("办理", "今天办"), encoding="utf-8")
    assert "督办模板1条：催" in run("import", other, "--dry-run").output
    assert "已导入并发布" in run("import", other).output
    assert "和现有资料一样" in run("import", other).output
    run("export", tmp_path / "again")
    assert "今天办" in (tmp_path / "again" / "templates.yaml").read_text(encoding="utf-8")


def test_what_a_pack_lacks_is_withdrawn_where_that_is_wished(run: Run, pack: Path, tmp_path: Path) -> None:
    """Only where it has texts at all; it may be chosen no more and goes out no more."""
    other = TEXT.partition("\n")[2].replace("urge-one", "urge-two").replace("title: 催", "title: 再催")
    (pack / "templates.yaml").write_text(TEXT + other, encoding="utf-8")
    run("export", tmp_path / "out")
    (tmp_path / "out" / "templates.yaml").write_text(TEXT, encoding="utf-8")
    assert "和现有资料一样" in run("import", tmp_path / "out").output
    assert "撤下督办模板1条：再催" in run("import", tmp_path / "out", "--replace").output
    assert "和现有资料一样" in run("import", tmp_path / "out", "--replace").output
    run("export", tmp_path / "again")
    assert "再催" not in (tmp_path / "again" / "templates.yaml").read_text(encoding="utf-8")
    (tmp_path / "out" / "templates.yaml").unlink()
    assert "和现有资料一样" in run("import", tmp_path / "out", "--replace").output
