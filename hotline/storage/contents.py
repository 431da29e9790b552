"""What is in a file from outside, against what its name says: nobody is handed a program, a trap or a torn file.

Rule: nothing here unpacks or understands a document; it looks at the outside, and every refusal names a remedy.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Collection, Mapping
from zipfile import BadZipFile, ZipFile

MOST_PARTS = 2_000  # of a zipped document
MOST_UNPACKED = 200_000_000  # bytes: a scanned booklet; what opens to more harms the machine that opens it
MOST_RATIO, RATIO_FROM = 400, 10_000_000  # packed to unpacked, looked at from so many bytes on
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODT = b"application/vnd.oasis.opendocument.text"
_MACROS = "文件里有宏，请另存为不带宏的文件"
_LOCKED = "文件设了打开密码，别人打不开，请取消密码"
_DAMAGED = "文件已损坏或者不完整，请重新复制"

CONTENT_TYPES: Mapping[str, str] = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "txt": "application/octet-stream",  # a browser would show text
}
"""How a kind is sent, for the program that opens it."""


def kind_of(name: str) -> str:
    """The kind that a name claims: its extension, in small letters."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    return "jpg" if extension == "jpeg" else extension


def fault_of(name: str, content: bytes, *, kinds: Collection[str], largest: int) -> str:
    """Why this file cannot be taken, "" where it can. content: the whole file; largest: bytes."""
    kind = kind_of(name)
    if kind not in kinds or kind not in _CHECKS:
        return f"不能用这种文件，可以用：{'、'.join(f'.{one}' for one in kinds)}"
    if not content:
        return "文件是空的"
    if len(content) > largest:
        return f"文件超过{largest // 2**20}兆"
    return _CHECKS[kind](content)


def _pdf(content: bytes) -> str:
    if not content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"%PDF-"):
        return _other("pdf")
    return "" if b"%%EOF" in content[-2048:] else _DAMAGED


def _picture(kind: str, begins: bytes, ends: bytes) -> Callable[[bytes], str]:
    def check(content: bytes) -> str:
        if not content.startswith(begins):
            return _other(kind)
        return "" if ends in content else _DAMAGED

    return check


def _mp3(content: bytes) -> str:
    frame = len(content) > 3 and content[0] == 0xFF and content[1] & 0xE6 == 0xE2  # MPEG, layer III
    return "" if content.startswith(b"ID3") or frame else _other("mp3")


def _wav(content: bytes) -> str:
    return "" if content[:4] == b"RIFF" and content[8:12] == b"WAVE" else _other("wav")


def _mp4(content: bytes) -> str:
    return "" if content[4:8] == b"ftyp" else _other("mp4")


def _zipped(kind: str, must: str) -> Callable[[bytes], str]:
    def check(content: bytes) -> str:
        if content.startswith(_OLE):
            return _LOCKED if _has(content, "EncryptedPackage") else f"内容是旧格式，请另存为.{kind}"
        if not content.startswith(b"PK\x03\x04"):
            return _other(kind)
        try:
            with ZipFile(io.BytesIO(content)) as archive:
                return _parts_fault(archive, kind, must)
        except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
            return _DAMAGED

    return check


def _parts_fault(archive: ZipFile, kind: str, must: str) -> str:
    parts = archive.infolist()
    packed = sum(part.compress_size for part in parts)
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        return "展开后太大，不像正常的文件"
    if unpacked > RATIO_FROM and unpacked > MOST_RATIO * max(packed, 1):
        return "展开后的大小不正常（可能是压缩炸弹）"
    if any(part.flag_bits & 1 for part in parts):
        return _LOCKED
    names = {part.filename for part in parts}
    if must not in names or len(names) < len(parts):
        return _other(kind)
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
        return _MACROS
    if must == "mimetype" and (archive.getinfo(must).file_size > 2 * len(_ODT) or archive.read(must).strip() != _ODT):
        return _other(kind)
    return ""


def _old(kind: str, *streams: str) -> Callable[[bytes], str]:
    def check(content: bytes) -> str:
        if not content.startswith(_OLE) or not any(_has(content, stream) for stream in streams):
            return _other(kind)
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


def _other(kind: str) -> str:
    return f"内容不是.{kind}文件，只是扩展名写成了.{kind}"


_CHECKS: Mapping[str, Callable[[bytes], str]] = {
    "jpg": _picture("jpg", b"\xff\xd8\xff", b"\xff\xd9"),
    "png": _picture("png", b"\x89PNG\r\n\x1a\n", b"IEND"),
    "pdf": _pdf,
    "docx": _zipped("docx", "word/document.xml"),
    "xlsx": _zipped("xlsx", "xl/workbook.xml"),
    "odt": _zipped("odt", "mimetype"),
    "doc": _old("doc", "WordDocument"),
    "xls": _old("xls", "Workbook", "Book"),
    "mp3": _mp3,
    "wav": _wav,
    "mp4": _mp4,
    "txt": _text,
}
