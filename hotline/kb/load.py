"""The city pack's folder made into a City, or refused with every fault at once: file, line, field.

What each file and column means is told to the clerk in kb/README.md; a column added here must be explained there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from hotline.kb.city import City, city_of
from hotline.kb.districts import read_districts
from hotline.kb.faults import Faults
from hotline.kb.forms.folder import read_forms
from hotline.kb.headings import SHEETS, Sheet
from hotline.kb.model import Entry, Outline
from hotline.kb.outline import read_outline
from hotline.kb.records import entries_of
from hotline.kb.rows import Row
from hotline.kb.table import read_table


def load_city(kb_dir: Path) -> City:
    """The city of this folder.

    Raises CityPackError whose message lists every fault as `file:line field: what`; its details["faults"] has them as
    hotline.kb.faults.Fault.
    """
    outline, entries = load_pack(kb_dir)
    return city_of(outline, entries)


def load_pack(kb_dir: Path, known: Iterable[Entry] = ()) -> tuple[Outline, list[Entry]]:
    """The outline and the entries of a folder. known: entries whose codes are kept. Raises CityPackError."""
    faults = Faults()
    outline = read_outline(kb_dir, faults)
    read_districts(kb_dir, outline, faults)
    entries = entries_of(read_pack(kb_dir, faults), outline, (), faults, gone=known)
    faults.raise_all()
    return outline, entries


def load_outline(kb_dir: Path) -> Outline:
    """What a pack's folder says outside its tables. Raises CityPackError."""
    faults = Faults()
    outline = read_outline(kb_dir, faults)
    faults.raise_all()
    return outline


def read_pack(kb_dir: Path, faults: Faults) -> list[Row]:
    """The rows of all tables of a folder. Departments and procedures must be there, the others may.

    The forms' files are checked with them, so that a clerk reads all faults at once.
    """
    read_forms(kb_dir, faults)
    return [row for sheet in SHEETS for row in _read(kb_dir, sheet, faults)]


def _read(kb_dir: Path, sheet: Sheet, faults: Faults) -> list[Row]:
    path = kb_dir / sheet.file
    if path.suffix != ".csv":
        return [
            row for table in _tables(path, faults) for row in _one(table, f"{sheet.file}/{table.name}", sheet, faults)
        ]
    if path.exists() or sheet is SHEETS[0]:
        return _one(path, sheet.file, sheet, faults)
    return []


def _one(path: Path, file: str, sheet: Sheet, faults: Faults) -> list[Row]:
    return read_table(path, file, faults, sheet=sheet)


def _tables(folder: Path, faults: Faults) -> list[Path]:
    """The tables of a folder; a file that would silently not be read is a fault (a spreadsheet not saved as CSV)."""
    paths = [path for path in sorted(folder.glob("*")) if not path.name.startswith((".", "~"))]
    tables = [path for path in paths if path.suffix == ".csv"]
    for path in paths:
        if path not in tables:
            faults.add(f"{folder.name}/{path.name}", 1, "", "这里只读取.csv文件，请另存为“CSV UTF-8（逗号分隔）”或移走")
    if not tables and folder.name == "procedures":
        faults.add(folder.name, 1, "", "没有办事指南：这里至少要有一个.csv文件")
    return tables


def pack_sum(kb_dir: Path) -> str:
    """SHA-256 of every file of a pack: whether it was changed since it was last read."""
    told = hashlib.sha256()
    for path in sorted(kb_dir.rglob("*")):
        if path.suffix in (".csv", ".yaml") and path.is_file():
            told.update(str(path.relative_to(kb_dir)).encode())
            told.update(hashlib.sha256(path.read_bytes()).digest())
    return told.hexdigest()
