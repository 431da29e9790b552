"""`hotline kb` with forms: checked, exported and imported with the tables, as a folder and as one file."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.errors import CityPackError
from tests.fakes.forms import PDF, docx, form_folder
from tests.unit import test_cli_kb
from tests.unit.test_cli_kb import CARD, GUIDE, Run

pack, run = test_cli_kb.pack, test_cli_kb.run  # the fixtures


def test_a_check_tells_forms_and_procedures_that_do_not_fit(run: Run, pack: Path) -> None:
    """A file that nobody needs, a form that is no file."""
    form_folder(pack, 申领表_docx=docx(), 多余_pdf=PDF)
    told = run("check").output
    assert "提示：forms/多余.pdf：没有事项用到它" in told
    assert "申领表" not in told.replace("提示", "")
    (pack / "procedures" / "a.csv").write_text(GUIDE + CARD.replace("申领表", "声明.docx"), encoding="utf-8")
    assert "表格下载写了“声明.docx”" in run("check").output


def test_a_faulty_form_is_told_with_the_faults_of_the_tables(run: Run, pack: Path) -> None:
    """All at once, by a check as by an import."""
    form_folder(pack, 假_pdf=b"MZ")
    (pack / "procedures" / "a.csv").write_text(GUIDE + CARD.replace("市公安局", "无此局"), encoding="utf-8")
    for words in (("check",), ("import", pack)):
        with pytest.raises(CityPackError) as fault:
            run(*words)
        assert "forms/假.pdf" in fault.value.message
        assert "无此局" in fault.value.message


@pytest.mark.parametrize("name", ["out.zip", "out"])
def test_what_is_exported_with_its_forms_is_imported_again(run: Run, pack: Path, tmp_path: Path, name: str) -> None:
    """Into the same hotline it changes nothing, into an emptier one it brings the forms."""
    form_folder(pack, 申领表_docx=docx())
    assert "表格1份" in run("export", tmp_path / name).output
    assert "和现有资料一样" in run("import", tmp_path / name).output
    (pack / "forms" / "申领表.docx").unlink()
    tried = run("import", tmp_path / name, "--dry-run").output
    assert "新增 表格 申领表.docx" in tried
    assert "已导入并发布" in run("import", tmp_path / name).output
    assert "和现有资料一样" in run("import", tmp_path / name).output
    assert run("check", tmp_path / name).output.startswith("小城资料包检查通过")


def test_what_a_pack_lacks_is_withdrawn_where_that_is_wished(run: Run, pack: Path, tmp_path: Path) -> None:
    """Only where it has forms at all."""
    form_folder(pack, 申领表_docx=docx())
    run("export", tmp_path / "one.zip")
    form_folder(pack, 声明_pdf=PDF)
    told = run("import", tmp_path / "one.zip", "--replace").output
    assert "撤下 表格 声明.pdf" in told


def test_an_archive_made_to_do_harm_changes_nothing(run: Run, tmp_path: Path) -> None:
    """It is told as any fault."""
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04")
    with pytest.raises(CityPackError, match="损坏"):
        run("import", tmp_path / "a.zip")
