"""Small files of every kind that a form may be, and of kinds that it may not be."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def zipped(*names: str, content: bytes = b"<x/>") -> bytes:
    """An archive with these parts."""
    kept = io.BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)  # of no date: the same document twice is the same
    return kept.getvalue()


def docx(words: str = "") -> bytes:
    """A document; other words make another file."""
    return zipped("[Content_Types].xml", "word/document.xml", content=f"<x>{words}</x>".encode())


def xlsx() -> bytes:
    """A workbook."""
    return zipped("[Content_Types].xml", "xl/workbook.xml")


def odt() -> bytes:
    """An open document."""
    return zipped("mimetype", content=b"application/vnd.oasis.opendocument.text")


def old(stream: str, *others: str) -> bytes:
    """A file of the old office with these streams."""
    return OLE + "".join((stream, *others)).encode("utf-16-le") + b"\0" * 512


def form_folder(kb_dir: Path, **files: bytes) -> Path:
    """Put files into a pack's folder of forms; name_docx is name.docx. The folder of forms."""
    folder = kb_dir / "forms"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / ".".join(name.rsplit("_", 1))).write_bytes(content)
    return folder
