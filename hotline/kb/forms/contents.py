"""What is in a form's file, against what its name says: nobody is sent a program, a trap or a torn file.

Rule: nothing here unpacks or understands a document; it looks at the outside, and every refusal names a remedy.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Mapping
from zipfile import BadZipFile, ZipFile

from hotline.kb.forms.model import LARGEST, TYPES_TOLD, type_of
from hotline.kb.package import MOST_PARTS

MOST_UNPACKED = 200_000_000  # bytes: a scanned booklet; what opens to more harms the telephone that opens it
MOST_RATIO, RATIO_FROM = 400, 10_000_000  # as of tables: hotline.kb.package
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODT = b"application/vnd.oasis.opendocument.text"
_MACROS = "文件里有宏。发给市民的表格不能带宏，请另存为不带宏的文件"
_LOCKED = "文件设了打开密码，市民打不开，请取消密码"
_DAMAGED = "文件已损坏或者不完整，请重新复制"


def fault_of(file: str, content: bytes) -> str:
    """Why this file cannot be a form, "" where it can. file: its name; content: the whole file."""
    kind = type_of(file)
    if not kind:
        return f"不能作为表格。可以用：{TYPES_TOLD}"
    if not content:
        return "文件是空的"
    if len(content) > LARGEST:
        return f"文件超过{LARGEST // 2**20}兆"
    return _CHECKS[kind](content)


def _pdf(content: bytes) -> str:
    if not content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"%PDF-"):
        return "内容不是PDF，只是扩展名写成了.pdf"
    return "" if b"%%EOF" in content[-2048:] else _DAMAGED


def _zipped(must: str, told: str) -> Callable[[bytes], str]:
    def check(content: bytes) -> str:
        if content.startswith(_OLE):
            return _LOCKED if _has(content, "EncryptedPackage") else f"内容是旧格式，扩展名却是{told}，请另存为{told}"
        if not content.startswith(b"PK\x03\x04"):
            return f"内容不是{told}文件，只是扩展名写成了{told}"
        try:
            with ZipFile(io.BytesIO(content)) as archive:
                return _parts_fault(archive, must, told)
        except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
            return _DAMAGED

    return check


def _parts_fault(archive: ZipFile, must: str, told: str) -> str:
    parts = archive.infolist()
    packed = sum(part.compress_size for part in parts)
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        return "展开后太大，不像正常的表格"
    if unpacked > RATIO_FROM and unpacked > MOST_RATIO * max(packed, 1):
        return "展开后的大小不正常（可能是压缩炸弹）"
    if any(part.flag_bits & 1 for part in parts):
        return _LOCKED
    names = {part.filename for part in parts}
    if must not in names or len(names) < len(parts):
        return f"内容不是{told}文件，只是扩展名写成了{told}"
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
        return _MACROS
    if must == "mimetype" and (archive.getinfo(must).file_size > 2 * len(_ODT) or archive.read(must).strip() != _ODT):
        return f"内容不是{told}文件，只是扩展名写成了{told}"
    return ""


def _old(streams: tuple[str, ...], told: str) -> Callable[[bytes], str]:
    def check(content: bytes) -> str:
        if not content.startswith(_OLE) or not any(_has(content, stream) for stream in streams):
            return f"内容不是{told}文件，只是扩展名写成了{told}"
        return _MACROS if _has(content, "_VBA_PROJECT") else ""

    return check


def _has(content: bytes, stream: str) -> bool:
    """Whether an OLE file's directory has a stream of this name."""
    return stream.encode("utf-16-le") in content


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return "内容不是文字" if any(sign < " " and sign not in "\t\r\n\f" for sign in text) else ""
    return "内容不是文字，请另存为UTF-8编码的文本文件"


_CHECKS: Mapping[str, Callable[[bytes], str]] = {
    "pdf": _pdf,
    "docx": _zipped("word/document.xml", ".docx"),
    "xlsx": _zipped("xl/workbook.xml", ".xlsx"),
    "odt": _zipped("mimetype", ".odt"),
    "doc": _old(("WordDocument",), ".doc"),
    "xls": _old(("Workbook", "Book"), ".xls"),
    "txt": _text,
}
