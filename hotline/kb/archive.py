"""A city pack as one .zip file: packed to be handed on, and unpacked as what a stranger may have made.

Rule: nothing is written outside the folder that was given, and no more than what a pack may hold.
"""

from __future__ import annotations

import os
import stat
import zlib
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from hotline.kb.faults import Faults
from hotline.kb.forms.model import LARGEST, MOST_FORMS
from hotline.kb.package import MOST_UNPACKED as MOST_OF_FILE
from hotline.kb.package import PackageError
from hotline.storage.text import plain_text

MOST_FILES = MOST_FORMS + 500  # and the tables
MOST_UNPACKED = 2_000_000_000  # bytes
MOST_RATIO, RATIO_FROM = 400, 10_000_000  # as of workbooks: hotline.kb.package
DEEPEST = 2  # parts of a path below the pack's folder
_UTF8 = 0x800  # the flag of a name in UTF-8
_CHUNK = 1 << 20
_OFTEN_THERE = ("__MACOSX", ".")  # what file managers put into an archive by themselves


def pack(folder: Path, path: Path) -> None:
    """Write a folder as a .zip file, whole or not at all. Raises OSError."""
    part = path.with_name(f".{path.name}.part")
    with ZipFile(part, "w", ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(folder).as_posix())
    os.replace(part, path)  # noqa: PTH105 it replaces on every system


def unpack(path: Path, into: Path, faults: Faults) -> None:
    """Unpack a pack into an empty folder; what may not be unpacked is noted, and then nothing of it is to be used."""
    try:
        with ZipFile(path) as archive:
            for part, name in _checked(archive):
                _extract(archive, part, into / name)
    except PackageError as fault:
        faults.add(path.name, 1, "", str(fault))
    except OSError as fault:
        faults.add(path.name, 1, "", f"文件无法读取或者解开（{fault.strerror or fault}）")
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        faults.add(path.name, 1, "", "压缩包已损坏或者不完整，请重新复制")


def _checked(archive: ZipFile) -> list[tuple[ZipInfo, PurePosixPath]]:
    """What is to be unpacked, and where; a single folder around everything is left out of the paths."""
    parts = [part for part in archive.infolist() if not part.is_dir()]
    if len(parts) > MOST_FILES or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise PackageError(f"压缩包太大：最多{MOST_FILES}个文件，展开后{MOST_UNPACKED // 1_000_000_000}GB，没有读取")
    named = [(part, _path(part)) for part in parts]
    wanted = [(part, name) for part, name in named if not any(one.startswith(_OFTEN_THERE) for one in name.parts)]
    tops = {name.parts[0] for _, name in wanted}
    if len(tops) == 1 and all(len(name.parts) > 1 for _, name in wanted) and not tops & {"forms", "procedures"}:
        wanted = [(part, PurePosixPath(*name.parts[1:])) for part, name in wanted]
    if len({name for _, name in wanted}) < len(wanted):
        raise PackageError("压缩包里有两个文件同名，没有读取")
    for part, name in wanted:
        _check(part, name)
    return wanted


def _path(part: ZipInfo) -> PurePosixPath:
    """Where a file is in the archive."""
    name = part.filename if part.flag_bits & _UTF8 else _name(part.filename)
    told = PurePosixPath(name.replace("\\", "/"))
    if told.is_absolute() or ".." in told.parts or ":" in name or plain_text(name) != name or not told.parts:
        raise PackageError("压缩包里的文件名不正常，没有读取")
    return told


def _name(told: str) -> str:
    """A name whose code the archive does not tell: macOS and zip on Linux write UTF-8, Windows its own for Chinese."""
    try:
        written = told.encode("cp437")  # as which it was read
    except UnicodeEncodeError:
        return told  # it stood beside in UTF-8
    try:
        return written.decode()
    except UnicodeDecodeError:
        return written.decode("gb18030", "replace")


def _check(part: ZipInfo, name: PurePosixPath) -> None:
    if stat.S_ISLNK(part.external_attr >> 16):
        raise PackageError(f"压缩包里的{name}是链接，没有读取")
    if part.flag_bits & 1:
        raise PackageError("压缩包加了密码，无法读取，请取消密码")
    if len(name.parts) > DEEPEST:
        raise PackageError(f"压缩包里的{name}放得太深。请直接压缩资料包的文件夹")
    most = LARGEST if name.parts[0] == "forms" else MOST_OF_FILE
    if part.file_size > most:
        raise PackageError(f"压缩包里的{name}超过{most // 2**20}兆，没有读取")
    if part.file_size > RATIO_FROM and part.file_size > MOST_RATIO * max(part.compress_size, 1):
        raise PackageError("展开后的大小不正常（可能是压缩炸弹），没有读取")


def _extract(archive: ZipFile, part: ZipInfo, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(part) as source, path.open("xb") as file:
        while chunk := source.read(_CHUNK):  # never more than the size that was checked
            file.write(chunk)
