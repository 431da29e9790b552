"""A CSV table as WPS and Excel save it, made into rows; every fault is noted, none stops it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from hotline.kb.faults import Faults
from hotline.kb.headings import Sheet
from hotline.kb.rows import MOST_ROWS, Row, understand

csv.field_size_limit(1_000_000)
MOST_BYTES = 200_000_000  # of a file


def read_text(path: Path, file: str, faults: Faults) -> str | None:
    """A file's text with plain line breaks, with or without BOM; None where it cannot be read."""
    try:
        if path.stat().st_size > MOST_BYTES:
            faults.add(file, 1, "", f"文件太大（超过{MOST_BYTES // 1_000_000}MB），请分成几个文件")
            return None
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


def read_table(path: Path, file: str, faults: Faults, *, sheet: Sheet | None = None) -> list[Row]:
    """The rows of a file that have all their cells. sheet: the table it must be; None where its titles tell."""
    text = read_text(path, file, faults)
    if text is None:
        return []
    records = _records(text, file, faults)
    line, first = next(records, (1, []))
    titles = understand(first, file, line, faults, sheet=sheet)
    if titles is None:
        return []
    before = len(faults.found)
    rows: list[Row] = []
    for line, record in records:
        if len(rows) >= MOST_ROWS:
            faults.add(file, line, "", f"超过{MOST_ROWS}行，请分成几个文件")
            break
        row = titles.row(line, record, faults)
        if row is not None:
            rows.append(row)
    if not rows and len(faults.found) == before:
        faults.add(file, 1, "", "表中没有内容")
    return rows


def _records(text: str, file: str, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins: a quoted cell may hold line breaks."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for record in reader:
            if record:
                yield begins, record
            begins = reader.line_num + 1
    except csv.Error as fault:
        faults.add(file, begins, "", f"这一行起的引号不成对，后面的内容无法读取（{fault}）")
