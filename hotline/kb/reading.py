"""Tables in, whatever they are kept in: a workbook, a CSV table, a JSON document or the folder of a city pack."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hotline.kb.documents import read_document
from hotline.kb.faults import Fault, Faults
from hotline.kb.headings import SHEETS, Sheet
from hotline.kb.load import read_pack
from hotline.kb.package import is_workbook
from hotline.kb.rows import Row
from hotline.kb.table import read_table
from hotline.kb.workbook import read_workbook

_FILES = "可以读取：.xlsx工作簿、.csv表格、.json文件"
_OLD = (".xls", ".et", ".xlsm", ".xlsb", ".ods")


def read_rows(
    path: Path, faults: Faults, notes: list[Fault] | None = None, *, sheets: Sequence[Sheet] = SHEETS
) -> list[Row]:
    """The rows of a file or folder; every fault is noted by its place.

    notes: takes what was not read and may rightly not be, such as a sheet of explanations; sheets: the tables that it
    may hold, the knowledge base's or another register's one; a folder is always a city pack.
    """
    notes = [] if notes is None else notes
    is_pack = sheets is SHEETS
    kinds = f"{_FILES}，或者资料包的文件夹、.zip压缩包" if is_pack else _FILES
    if path.is_dir() and is_pack:
        return read_pack(path, faults)
    if not path.is_file():
        faults.add(path.name, 1, "", f"没有这个文件。{kinds}")
        return []
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        return read_workbook(path, faults, notes, sheets=sheets)
    if suffix in _OLD:
        faults.add(path.name, 1, "", f"不读取{suffix}，请用WPS表格或Excel打开，另存为“Excel工作簿（*.xlsx）”")
        return []
    if suffix not in (".csv", ".json"):
        faults.add(path.name, 1, "", f"不认识这种文件。{kinds}")
        return []
    if _is_workbook(path):
        faults.add(path.name, 1, "", f"内容是工作簿，扩展名却是{suffix}，请把扩展名改为.xlsx，或者另存为{suffix}")
        return []
    if suffix == ".csv":
        return read_table(path, path.name, faults, sheet=sheets[0] if len(sheets) == 1 else None)
    return read_document(path, faults, notes, sheets=sheets)


def _is_workbook(path: Path) -> bool:
    try:
        return is_workbook(path)
    except OSError:
        return False  # who reads it next says why it cannot be read
