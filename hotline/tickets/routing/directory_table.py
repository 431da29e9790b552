"""kb/dispatch.csv: the dispatch directory as a supervisor writes it in a spreadsheet.

Rule: every fault is told at once, by file, row and column, and a file with one is not used in part.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hotline.errors import HotlineError
from hotline.tickets.routing.directory import DispatchLine
from hotline.tickets.routing.table import TableFaults, TableRow, read_table

CATEGORY, PLACE, KEYWORD, LEAD, ASSISTING, NOTE = "类别", "地点", "关键词", "主办单位", "协办单位", "说明"
_BETWEEN = re.compile(r"[、；;，,]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a line may name. departments, categories: a name or a code to the code; places: the city's own names."""

    departments: Mapping[str, str]
    categories: Mapping[str, str]
    places: frozenset[str]


def read_directory(path: Path, known: Known) -> tuple[DispatchLine, ...]:
    """The lines from the top. Raises CityPackError with every fault."""
    faults = TableFaults(file=path.name)
    try:
        rows = read_table(path, (CATEGORY, PLACE, KEYWORD, LEAD), (ASSISTING, NOTE), faults)
    except HotlineError as fault:
        faults.add(1, "", fault.message)
        rows = []
    lines = [_line(number, row, known, faults) for number, row in enumerate(rows, 1)]
    _same(rows, lines, faults)
    faults.raise_all(pack=True)
    return tuple(lines)


def words_of(cell: str) -> tuple[str, ...]:
    """What stands in one cell, parted by 、 or a semicolon or a comma."""
    return tuple(word for part in _BETWEEN.split(cell) if (word := " ".join(part.split())))


def _line(number: int, row: TableRow, known: Known, faults: TableFaults) -> DispatchLine:
    cells = row.cells
    category = _code(cells[CATEGORY], known.categories, CATEGORY, row, faults) if cells[CATEGORY] else ""
    if cells[PLACE] and cells[PLACE] not in known.places:
        faults.add(row.line, PLACE, f"city.yaml里没有“{cells[PLACE][:20]}”")
    keywords = words_of(cells[KEYWORD])
    for word in keywords:
        if len(word) < 2:
            faults.add(row.line, KEYWORD, f"“{word}”只有一个字，太宽了，至少写两个字")
    if not (category or cells[PLACE] or keywords or cells[CATEGORY]):
        faults.add(row.line, CATEGORY, "类别、地点、关键词至少写一样")
    lead = _code(cells[LEAD], known.departments, LEAD, row, faults)
    assisting = tuple(_code(word, known.departments, ASSISTING, row, faults) for word in words_of(cells[ASSISTING]))
    if lead and lead in assisting:
        faults.add(row.line, ASSISTING, "协办单位和主办单位是同一个")
    return DispatchLine(
        number=number,
        category=category,
        place=cells[PLACE],
        keywords=keywords,
        lead=lead,
        assisting=assisting,
        note=cells[NOTE],
    )


def _code(name: str, codes: Mapping[str, str], column: str, row: TableRow, faults: TableFaults) -> str:
    if not name:
        faults.add(row.line, column, "不能空")
    elif name not in codes:
        what = "categories.yaml" if column == CATEGORY else "部门表"
        faults.add(row.line, column, f"{what}里没有“{name[:20]}”，请写全称或编号")
    return codes.get(name, "")


def _same(rows: list[TableRow], lines: list[DispatchLine], faults: TableFaults) -> None:
    """Two lines that ask for the same: the second would never speak."""
    seen: dict[tuple[str, str, tuple[str, ...]], int] = {}
    for row, line in zip(rows, lines, strict=True):
        asked = (line.category, line.place, tuple(sorted(line.keywords)))
        if asked in seen and any(asked):
            faults.add(row.line, CATEGORY, f"和第{seen[asked]}行的条件相同")
        seen.setdefault(asked, row.line)
