"""Rows of a table as they were written, under the fields they belong to: what CSV, XLSX and JSON have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hotline.kb.cells import CellError, tidy, told, unguarded
from hotline.kb.faults import Faults
from hotline.kb.headings import Sheet, sheet_for

MOST_ROWS = 50_000  # of one table: ten times a large city's, and what a spreadsheet still opens

_BLANK = " \t\r\u3000\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row. line: from 1, where it begins; cells: text by field; titles: their headings; more: other columns."""

    kind: str
    file: str
    line: int
    cells: Mapping[str, str]
    titles: Mapping[str, str]
    more: tuple[tuple[str, str], ...] = ()

    def title(self, field: str) -> str:
        """The heading under which a field stands in the file."""
        return self.titles.get(field, field)


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """The first row of a table, understood. fields: of each column, "" for a further one that is only kept.

    untitled: the columns without a title of which it was told that they have contents.
    """

    sheet: Sheet
    file: str
    written: tuple[str, ...]
    fields: tuple[str, ...]
    untitled: set[int] = field(default_factory=set)

    def row(self, line: int, record: Sequence[str], faults: Faults) -> Row | None:
        """A record as a row; None for an empty one, and for one that is not as wide as its titles, which is noted."""
        record = without_empty_end(record, len(self.written))
        if not any(cell.strip() for cell in record):
            return None
        if len(record) != len(self.written):
            more = "多" if len(record) > len(self.written) else "少"
            what = f"这一行{more}了{abs(len(record) - len(self.written))}格，内容里有逗号时整格要加英文双引号"
            faults.add(self.file, line, "", what)
            return None
        cells = {one: unguarded(cell.strip(_BLANK)) for one, cell in zip(self.fields, record, strict=True) if one}
        titles = {one: title for one, title in zip(self.fields, self.written, strict=True) if one}
        further = self._further(line, record, faults)
        return Row(kind=self.sheet.kind, file=self.file, line=line, cells=cells, titles=titles, more=further)

    def _further(self, line: int, record: Sequence[str], faults: Faults) -> tuple[tuple[str, str], ...]:
        """The cells that are only kept; a column with contents and no title is told once."""
        found = []
        for place, (title, one, cell) in enumerate(zip(self.written, self.fields, record, strict=True)):
            if one or not cell.strip():
                continue
            if not title:
                if place not in self.untitled:
                    self.untitled.add(place)
                    faults.add(self.file, line, "", f"第{place + 1}列没有列名，但有内容，请写上列名或者清空")
                continue
            try:
                found.append((title, tidy(unguarded(cell.strip(_BLANK))).strip()))
            except CellError as fault:
                faults.add(self.file, line, title, str(fault))
        return tuple(found)


def without_empty_end(record: Sequence[str], least: int) -> list[str]:
    """A spreadsheet writes columns that were once used, and now are empty, to the end of each row."""
    width = len(record)
    while width > least and not record[width - 1].strip():
        width -= 1
    return list(record[:width])


def understand(record: Sequence[str], file: str, line: int, faults: Faults, *, sheet: Sheet | None) -> Titles | None:
    """The titles in any order; None where they are not those of a table, which is noted with what is missing.

    sheet: the table it must be; None where the titles tell.
    """
    written = tuple(_title(cell, file, line, faults) for cell in without_empty_end(record, 0))
    if not written:
        faults.add(file, line, "", "表中没有内容")
        return None
    sheet = sheet or sheet_for(list(written))
    if sheet is None:
        faults.add(
            file, line, "", "认不出这张表：第一行应为列名，列名见kb/README.md（部门、事项、问答、公告、说法各一种）"
        )
        return None
    before = len(faults.found)
    headings = [sheet.heading(title) for title in written]
    fields = tuple(heading.field if heading else "" for heading in headings)
    same = [one or title for one, title in zip(fields, written, strict=True)]
    for place, one in enumerate(same):
        if one and same.index(one) < place:
            faults.add(file, line, told(written[place]), f"这一列与“{told(written[same.index(one)])}”重复")
    for heading in sheet.headings:
        if heading.column and heading.field not in fields:
            faults.add(file, line, heading.title, "缺少这一列")
    return Titles(sheet=sheet, file=file, written=written, fields=fields) if len(faults.found) == before else None


def _title(cell: str, file: str, line: int, faults: Faults) -> str:
    try:
        return tidy(unguarded(cell.strip(_BLANK + "\n"))).strip()
    except CellError as fault:
        faults.add(file, line, "", f"列名{told(cell)}：{fault}")
        return ""
