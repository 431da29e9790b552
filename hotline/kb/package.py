"""A workbook's file looked through before anything understands it: what could harm, and what would not be read.

Rule: an XLSX file is a ZIP of XML parts that a stranger may have made; nothing parses one that was not looked through.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from hotline.kb.faults import Faults

MOST_PARTS = 2_000
MOST_UNPACKED = 400_000_000  # bytes: 50,000 full rows
MOST_OF_PART = 30_000_000  # bytes of a part that is neither a sheet nor the texts of all sheets
MOST_RATIO, RATIO_FROM = 400, 10_000_000  # a table's text shrinks to a hundredth at best; from this many bytes
LAST_ROW = 1_048_576  # of the format
_CHUNK = 1 << 20
_TABLE = re.compile(r"xl/(worksheets/[^/]+|sharedStrings)\.xml")
_DTD = re.compile(rb"<!(DOCTYPE|ENTITY)")
_MERGED = re.compile(rb"<(?:[\w.-]+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})[\"']")
_ROW = re.compile(rb"<(?:[\w.-]+:)?row\s[^>]*?\br\s*=\s*[\"'](\d+)[\"']")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE = "请用WPS表格或Excel打开，另存为“Excel工作簿（*.xlsx）”"
DAMAGED = f"工作簿已损坏或者不完整（可能没有传完），无法读取，请重新复制；仍然不行时{_SAVE}"


class PackageError(Exception):
    """Why a file is not read, as a clerk should hear it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What was seen on the way. merged: of each part, the ranges of merged cells, as in A3:B5."""

    merged: dict[str, tuple[str, ...]] = field(default_factory=dict)


def is_workbook(path: Path) -> bool:
    """Whether a file begins as workbooks do, new or old, whatever its name says. Raises OSError."""
    with path.open("rb") as file:
        return file.read(8).startswith((b"PK\x03\x04", b"PK\x05\x06", _OLE))


def looked_through(path: Path, file: str, faults: Faults) -> Package | None:
    """What a workbook's file holds; None where it may not be read, which is noted. file: its name in faults."""
    try:
        _check_beginning(path)
        with ZipFile(path) as archive:
            _check_sizes(archive.infolist())
            _check_kind(set(archive.namelist()))
            return _scan(archive)
    except PackageError as fault:
        faults.add(file, 1, "", str(fault))
    except OSError as fault:
        faults.add(file, 1, "", f"文件无法读取（{fault.strerror or fault}）")
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        faults.add(file, 1, "", DAMAGED)
    return None


def _check_beginning(path: Path) -> None:
    with path.open("rb") as file:
        begins = file.read(1 << 16)
    if begins.startswith(_OLE):
        with path.open("rb") as file:
            is_locked = "EncryptedPackage".encode("utf-16-le") in file.read(MOST_OF_PART)
        if is_locked:
            raise PackageError("工作簿设了打开密码，无法读取，请取消密码后再导入")
        raise PackageError(f"这是旧格式的表格（.xls或.et），{_SAVE}")
    if not begins:
        raise PackageError("文件是空的")
    if not begins.startswith(b"PK"):
        raise PackageError(f"这不是工作簿，只是扩展名写成了.xlsx，{_SAVE}")


def _check_sizes(parts: list[ZipInfo]) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise PackageError(
            f"展开后太大（超过{MOST_UNPACKED // 1_000_000}MB），不像正常的表格，没有读取；表格太大请分成几个文件"
        )
    for part in parts:
        is_dense = part.file_size > RATIO_FROM and part.file_size > MOST_RATIO * max(part.compress_size, 1)
        if is_dense or (
            part.file_size > MOST_OF_PART and _is_xml(part.filename) and not _TABLE.fullmatch(part.filename)
        ):
            raise PackageError(f"展开后的大小不正常（可能是压缩炸弹），没有读取。正常的表格出现这个提示时，{_SAVE}")
        if part.flag_bits & 1:
            raise PackageError("文件加了密码，无法读取，请取消密码后再导入")


def _check_kind(names: set[str]) -> None:
    if "xl/workbook.bin" in names:
        raise PackageError(f"这是二进制工作簿（.xlsb），{_SAVE}")
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise PackageError(f"这不是工作簿（可能是Word文档、ODS表格或普通压缩包），{_SAVE}")


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _scan(archive: ZipFile) -> Package:
    """Every XML part read once to its end, which also finds a damaged one."""
    merged = {}
    total = 0
    for part in archive.infolist():
        if not _is_xml(part.filename):
            continue
        found: dict[str, None] = {}
        for tags, size in _pieces(archive, part):
            total += size
            if total > MOST_UNPACKED:
                raise PackageError("展开后太大，不像正常的表格，没有读取")
            _check_tags(tags, part)
            found |= dict.fromkeys(text.decode() for text in _MERGED.findall(tags))
        merged[part.filename] = tuple(found)
    return Package(merged=merged)


def _check_tags(tags: bytes, part: ZipInfo) -> None:
    if _DTD.search(tags):
        raise PackageError("工作簿里有不允许的内容（DTD），没有读取")
    if part.filename == "xl/workbook.xml" and b"purl.oclc.org/ooxml" in tags:
        raise PackageError(f"这是“Strict Open XML”格式，{_SAVE}")
    if _TABLE.fullmatch(part.filename) and any(int(row[:9]) > LAST_ROW for row in _ROW.findall(tags)):
        raise PackageError(DAMAGED)


def _pieces(archive: ZipFile, part: ZipInfo) -> Iterator[tuple[bytes, int]]:
    """A part in pieces that cut no tag in two, and how many bytes were read for each."""
    with archive.open(part) as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            if not rest and chunk.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00")):
                raise PackageError("工作簿里的文字编码不是UTF-8，没有读取")
            rest += chunk
            cut = rest.rfind(b"<")
            cut = len(rest) if cut < 0 or len(rest) - cut > _CHUNK else cut
            yield rest[:cut], len(chunk)
            rest = rest[cut:]
        yield rest, 0
