"""A routing table in CSV, read whole: rows with their lines, and every fault of its form at once.

Rule: what a cell says is never repeated in full in a fault: messages of citizens stand in these files.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hotline.errors import CityPackError, InputError

MOST_TOLD = 100  # faults in one message
MOST_BYTES = 500_000_000
_CELL = 1_000_000  # characters of a cell at most
_ENCODINGS = ("utf-8-sig", "gb18030")  # the second is what spreadsheet programs write in China unless told


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """line: of the file, from 1, where the row begins; cells: heading to trimmed text, "" where it has none."""

    line: int
    cells: Mapping[str, str]


@dataclass(slots=True, kw_only=True)
class TableFaults:
    """What is wrong in a file, gathered."""

    file: str
    found: list[tuple[int, str, str]] = field(default_factory=list)

    def add(self, line: int, column: str, what: str) -> None:
        """Note a fault and go on."""
        self.found.append((line, column, what))

    def raise_all(self, *, pack: bool = False) -> None:
        """Raise InputError, or CityPackError for a file of the city pack, with all that was found; else nothing."""
        if not self.found:
            return
        told = sorted(self.found)[:MOST_TOLD]
        lines = "\n".join(f"- {self.file}:{line} {column}: {what}" for line, column, what in told)
        more = f"\n……还有{len(self.found) - MOST_TOLD}处" if len(self.found) > MOST_TOLD else ""
        message = f"{self.file}有{len(self.found)}处错误：\n{lines}{more}"
        raise CityPackError(message) if pack else InputError(message)


def read_table(path: Path, must: Collection[str], may: Collection[str], faults: TableFaults) -> list[TableRow]:
    """The rows that are not empty. Columns beyond `must` and `may` are passed over.

    Raises InputError where the file cannot be read at all.
    """
    try:
        read = _rows(_text(path))
    except csv.Error as fault:
        raise InputError(f"{path.name}不是完整的CSV表格（{fault}）。") from fault
    if not read:
        raise InputError(f"{path.name}是空的。")
    line, first = read[0]
    headings = [one.strip() for one in first]
    for name in must:
        if name not in headings:
            faults.add(line, name, "缺少这一列")
    for name in sorted({one for one in headings if one in {*must, *may} and headings.count(one) > 1}):
        faults.add(line, name, "这一列出现了不止一次")
    known = [(at, name) for at, name in enumerate(headings) if name in {*must, *may}]
    rows = []
    for at_line, cells in read[1:]:
        if len(cells) > len(headings):
            faults.add(at_line, "", f"有{len(cells)}格，比列名多；含逗号的文字要加引号")
            continue
        told = {name: cells[at].strip() if at < len(cells) else "" for at, name in known}
        if any(told.values()):
            rows.append(TableRow(line=at_line, cells={**dict.fromkeys([*must, *may], ""), **told}))
    return rows


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(f"{path.name}太大，超过{MOST_BYTES // 1_000_000}MB。")
        written = path.read_bytes()
    except OSError as fault:
        raise InputError(f"{path.name}读不了（{fault.strerror or fault}）。") from fault
    if written.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(written, ("utf-16",), path)
    return _decoded(written, _ENCODINGS, path)


def _decoded(written: bytes, encodings: Sequence[str], path: Path) -> str:
    for encoding in encodings:
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(f"{path.name}的文字编码认不出，请另存为“CSV UTF-8（逗号分隔）”。")


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Each row with the line where it begins; rows without any text left out."""
    reader, rows, line = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), strict=True), [], 1
    before = csv.field_size_limit(_CELL)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line, cells))
            line = reader.line_num + 1
    finally:
        csv.field_size_limit(before)
    return rows
