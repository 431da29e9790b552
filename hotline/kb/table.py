"""A CSV table of the city pack read by its columns, as WPS and Excel save it; every fault is noted, none stops it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hotline.kb.faults import Faults

Check = Callable[[str], str]  # what is wrong with a cell, "" where nothing is
NAMES = re.compile(r"[、，,；;\n]")


def anything(cell: str) -> str:
    """No rule."""
    del cell
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """title: as in the first row; required: may not be empty; unique: no two rows alike.

    digits: how many a number has; noughts in front that a spreadsheet dropped are put back (101 is 0101).
    """

    title: str
    required: bool = True
    unique: bool = False
    digits: int = 0
    check: Check = anything


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row that has all its cells. line: where it begins; cells: by the column's title, trimmed."""

    file: str
    line: int
    cells: dict[str, str]

    def list(self, title: str) -> tuple[str, ...]:
        """A cell that holds several names, separated by 、 (or a comma, a semicolon, a line break)."""
        return tuple(dict.fromkeys(part.strip() for part in NAMES.split(self.cells[title]) if part.strip()))

    def lines(self, title: str) -> tuple[str, ...]:
        """A cell that holds one entry a line."""
        return tuple(line.strip() for line in self.cells[title].split("\n") if line.strip())


def read_text(path: Path, file: str, faults: Faults) -> str | None:
    """A file's text with plain line breaks, with or without BOM; None where it cannot be read."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        faults.add(file, 1, "", "缺少这个文件")
    except OSError as fault:
        faults.add(file, 1, "", f"文件无法读取（{fault.strerror}）")
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        kind = "“CSV UTF-8（逗号分隔）”" if path.suffix == ".csv" else "UTF-8编码"
        faults.add(file, line, "", f"文件编码不是UTF-8，请另存为{kind}")
    else:
        return text.replace("\r\n", "\n").replace("\r", "\n")
    return None


def _without_empty_end(record: list[str], least: int) -> list[str]:
    """A spreadsheet writes columns that were once used, and now are empty, to the end of each row."""
    width = len(record)
    while width > least and not record[width - 1].strip():
        width -= 1
    return record[:width]


class Table:
    """Reads files that have the same columns; a unique column is unique over all of them."""

    def __init__(self, columns: tuple[Column, ...], faults: Faults) -> None:
        self._columns = columns
        self._faults = faults
        self._seen: dict[tuple[str, str], str] = {}

    def read(self, path: Path, file: str) -> list[Row]:
        """The rows of a file that have all their cells; a cell that is wrong is noted and still in its row."""
        text = read_text(path, file, self._faults)
        if text is None:
            return []
        records = self._records(text, file)
        line, titles = next(records, (1, []))
        titles = [title.strip() for title in _without_empty_end(titles, 0)]
        if not self._titles_are_right(titles, file, line):
            return []
        before = len(self._faults.found)
        rows = [self._row(titles, record, file, line) for line, record in records if any(map(str.strip, record))]
        whole = [row for row in rows if row]
        if not rows and len(self._faults.found) == before:
            self._faults.add(file, 1, "", "表中没有内容")
        for row in whole:
            self._check(row)
        return whole

    def _records(self, text: str, file: str) -> Iterator[tuple[int, list[str]]]:
        """Each record with the line on which it begins: a quoted cell may hold line breaks."""
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        begins = 1
        try:
            for record in reader:
                if record:
                    yield begins, record
                begins = reader.line_num + 1
        except csv.Error as fault:
            self._faults.add(file, begins, "", f"这一行起的引号不成对，后面的内容无法读取（{fault}）")

    def _titles_are_right(self, titles: list[str], file: str, line: int) -> bool:
        known = {column.title for column in self._columns}
        before = len(self._faults.found)
        for title in dict.fromkeys(titles):
            if title not in known:
                self._faults.add(file, line, title or "（空列名）", "没有这一列，请对照README.md改正列名，或删去此列")
            elif titles.count(title) > 1:
                self._faults.add(file, line, title, "这一列出现了不止一次")
        for column in self._columns:
            if column.title not in titles:
                self._faults.add(file, line, column.title, "缺少这一列")
        return len(self._faults.found) == before

    def _row(self, titles: list[str], record: list[str], file: str, line: int) -> Row | None:
        record = _without_empty_end(record, len(titles))
        if len(record) != len(titles):
            more = "多" if len(record) > len(titles) else "少"
            what = f"这一行{more}了{abs(len(record) - len(titles))}格，内容里有逗号时整格要加英文双引号"
            self._faults.add(file, line, "", what)
            return None
        cells = {title: cell.strip() for title, cell in zip(titles, record, strict=True)}
        for column in self._columns:
            if cells[column.title].isdecimal():
                cells[column.title] = cells[column.title].zfill(column.digits)
        return Row(file=file, line=line, cells=cells)

    def _check(self, row: Row) -> None:
        for column in self._columns:
            cell = row.cells[column.title]
            what = self._wrong(column, cell, f"{row.file}:{row.line}")
            if what:
                self._faults.add(row.file, row.line, column.title, what)

    def _wrong(self, column: Column, cell: str, where: str) -> str:
        if not cell:
            return "不能为空" if column.required else ""
        what = column.check(cell)
        if column.unique and not what:
            first = self._seen.setdefault((column.title, cell), where)
            what = f"“{cell}”与{first}重复" if first != where else ""
        return what
