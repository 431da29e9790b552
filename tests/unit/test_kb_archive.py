"""A city pack as one file: packed and unpacked whole, and refused where a stranger made it to do harm."""

from __future__ import annotations

import io
import stat
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from hotline.kb.archive import MOST_FILES, pack, unpack
from hotline.kb.faults import Faults


def archive(path: Path, files: Mapping[str, bytes]) -> Path:
    """A .zip of these files."""
    with ZipFile(path, "w", ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return path


def unpacked(path: Path, into: Path) -> list[str]:
    """What is wrong; the files are in `into` where nothing is."""
    faults = Faults()
    unpack(path, into, faults)
    return [fault.what for fault in faults.found]


def held(folder: Path) -> list[str]:
    """The files of a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_what_is_packed_is_unpacked(tmp_path: Path) -> None:
    """With its folders."""
    (tmp_path / "kb" / "forms").mkdir(parents=True)
    (tmp_path / "kb" / "forms" / "申请表.pdf").write_bytes(b"1")
    (tmp_path / "kb" / "departments.csv").write_bytes(b"2")
    pack(tmp_path / "kb", tmp_path / "a.zip")
    assert unpacked(tmp_path / "a.zip", tmp_path / "b") == []
    assert held(tmp_path / "b") == ["departments.csv", "forms/申请表.pdf"]


def test_a_folder_around_everything_is_left_out(tmp_path: Path) -> None:
    """And what file managers add; a pack of forms alone is none."""
    files = {"资料/departments.csv": b"", "资料/forms/a.pdf": b"", "__MACOSX/资料/._a": b"", "资料/.DS_Store": b""}
    assert unpacked(archive(tmp_path / "a.zip", files), tmp_path / "b") == []
    assert held(tmp_path / "b") == ["departments.csv", "forms/a.pdf"]
    assert unpacked(archive(tmp_path / "c.zip", {"forms/a.pdf": b""}), tmp_path / "d") == []
    assert held(tmp_path / "d") == ["forms/a.pdf"]


@pytest.mark.parametrize("code", ["gb18030", "utf-8"])
@pytest.mark.parametrize("form", ["申请表", "联通", "a"])
def test_chinese_names_are_read_whatever_packed_them(tmp_path: Path, code: str, form: str) -> None:
    """Windows in its own code, macOS and Linux in UTF-8, each without the mark that tells it."""
    name = f"forms/{form}.pdf".encode(code)
    kept = io.BytesIO()
    with ZipFile(kept, "w") as made:
        made.writestr(ZipInfo("x" * len(name)), b"1")
    raw = kept.getvalue().replace(b"x" * len(name), name)
    (tmp_path / "a.zip").write_bytes(raw)
    assert unpacked(tmp_path / "a.zip", tmp_path / "b") == []
    assert held(tmp_path / "b") == [f"forms/{form}.pdf"]


@pytest.mark.parametrize(
    ("files", "what"),
    [
        ({"../a.csv": b""}, "文件名不正常"),
        ({"forms/../../a.csv": b""}, "文件名不正常"),
        ({"/etc/a.csv": b""}, "文件名不正常"),
        ({"C:\\a.csv": b""}, "文件名不正常"),
        ({"..\\a.csv": b""}, "文件名不正常"),
        ({"forms/a\u202eb.pdf": b""}, "文件名不正常"),
        ({"a.csv": b"", "b/c/d/e.csv": b""}, "太深"),
        ({"a.csv": b"", "forms/a.pdf": b" " * (10 * 2**20 + 1)}, "超过10兆"),
        ({"a.csv": b" " * 30_000_000}, "炸弹"),
        ({f"{number}.csv": b"" for number in range(MOST_FILES + 1)}, "太大"),
    ],
    ids=["up", "inner up", "root", "drive", "windows up", "turned", "deep", "large", "bomb", "many"],
)
def test_an_archive_made_to_do_harm_is_not_unpacked(tmp_path: Path, files: Mapping[str, bytes], what: str) -> None:
    """Not a part of it."""
    told = unpacked(archive(tmp_path / "a.zip", files), tmp_path / "b")
    assert len(told) == 1
    assert what in told[0]
    assert held(tmp_path) == ["a.zip"]


def test_links_passwords_and_torn_archives_are_told(tmp_path: Path) -> None:
    """Each with what is wrong."""
    link = ZipInfo("a.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with ZipFile(tmp_path / "link.zip", "w") as made:
        made.writestr(link, "/etc/passwd")
    assert "链接" in unpacked(tmp_path / "link.zip", tmp_path / "b")[0]
    whole = archive(tmp_path / "a.zip", {"a.csv": b"x" * 100}).read_bytes()
    locked = bytearray(whole)
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "a.zip").write_bytes(locked)
    assert "密码" in unpacked(tmp_path / "a.zip", tmp_path / "c")[0]
    for length in (0, 10, len(whole) - 5):
        (tmp_path / "a.zip").write_bytes(whole[:length])
        assert "损坏" in unpacked(tmp_path / "a.zip", tmp_path / f"d{length}")[0]
    assert "无法读取" in unpacked(tmp_path / "none.zip", tmp_path / "e")[0]
