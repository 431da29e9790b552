"""A JSON document made into rows: lists of objects, whose keys are the fields' names or the headings of the tables.

Rule: a fault names the line and the path, as in `city.json:57 事项[3].承办单位`; places count from 0, as programs do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hotline.kb.cells import CellError, render, tidy, told
from hotline.kb.faults import Fault, Faults
from hotline.kb.headings import SHEETS, Heading, Shape, Sheet
from hotline.kb.rows import MOST_ROWS, Row
from hotline.kb.table import read_text

_SPACE = re.compile(r"[ \t\n\r]*")
# objects come as tuples of pairs, so that a key written twice is seen; numbers as they are written
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=tuple)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Element:
    section: str
    place: int
    line: int
    value: object

    @property
    def path(self) -> str:
        return f"{told(self.section)}[{self.place}]"


def read_document(path: Path, faults: Faults, notes: list[Fault], *, sheets: Sequence[Sheet] = SHEETS) -> list[Row]:
    """The rows of a file. notes: the parts that were not read; sheets: the tables that it may hold."""
    text = read_text(path, path.name, faults)
    if text is None:
        return []
    before = len(faults.found)
    rows: list[Row] = []
    unread: dict[str, int] = {}
    try:
        for element in _elements(_with_section(text, sheets)):
            sheet = _sheet(element.section, sheets)
            if sheet is None:
                unread.setdefault(element.section, element.line)
                continue
            if element.place >= MOST_ROWS:
                faults.add(path.name, element.line, told(element.section), f"超过{MOST_ROWS}条，请分成几个文件")
                break
            row = _row(element, sheet, path.name, faults)
            if row is not None:
                rows.append(row)
    except json.JSONDecodeError as fault:
        faults.add(path.name, fault.lineno, "", f"第{fault.colno}个字起不是有效的JSON（{fault.msg}）")
    except RecursionError:
        faults.add(path.name, 1, "", "括号套得太深，无法读取")
    for section, line in unread.items():
        notes.append(Fault(file=path.name, line=line, name=told(section), what="没有读取"))
    if not rows and len(faults.found) == before:
        faults.add(path.name, 1, "", f"没有内容：应有{_sections(sheets)}，是一个列表")
    return rows


def _with_section(text: str, sheets: Sequence[Sheet]) -> str:
    """Of a single table a list alone says enough."""
    return f'{{"{sheets[0].section}": {text}}}' if len(sheets) == 1 and text.lstrip().startswith("[") else text


def _sections(sheets: Sequence[Sheet]) -> str:
    names = "、".join(sheet.section for sheet in sheets)
    return f"{names}中的一项" if len(sheets) > 1 else names


def _sheet(section: str, sheets: Sequence[Sheet]) -> Sheet | None:
    plain = "".join(section.split())
    return next((sheet for sheet in sheets if plain in (sheet.section, sheet.sheet)), None)


def _elements(text: str) -> Iterator[_Element]:
    """The elements of each list, one after the other: a long document is never there as a whole. Raises ValueError."""
    at, line, last = _expect(text, 0, "{"), 1, 0
    while not text.startswith("}", _skip(text, at)):
        section, at = _DECODER.raw_decode(text, _skip(text, at))
        if not isinstance(section, str) or text[at - 1] != '"':
            raise json.JSONDecodeError("Expecting property name enclosed in double quotes", text, at)
        at = _skip(text, _expect(text, at, ":"))
        is_list = text.startswith("[", at)
        at, place = (_skip(text, at + 1), 0) if is_list else (at, 0)
        while not (is_list and text.startswith("]", at)):
            line, last = line + text.count("\n", last, at), at
            value, at = _DECODER.raw_decode(text, at)
            yield _Element(section=section, place=place, line=line, value=value)
            if not is_list:
                break
            at, place = _skip(text, at), place + 1
            if not text.startswith("]", at):
                at = _skip(text, _expect(text, at, ","))
        at = _skip(text, at + is_list)
        if not text.startswith("}", at):
            at = _expect(text, at, ",")
    at = _skip(text, _skip(text, at) + 1)
    if at < len(text):
        raise json.JSONDecodeError("Extra data", text, at)


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _expect(text: str, at: int, sign: str) -> int:
    at = _skip(text, at)
    if not text.startswith(sign, at):
        raise json.JSONDecodeError(f"Expecting '{sign}'", text, at)
    return at + 1


class _Paths(Mapping[str, str]):
    """The path of each field of an element: by its key, or where there is none by the heading. Made when asked for."""

    def __init__(self, path: str, sheet: Sheet) -> None:
        self._path = path
        self._sheet = sheet
        self.keys_written: dict[str, str] = {}

    def __getitem__(self, field: str) -> str:
        return f"{self._path}.{self.keys_written.get(field) or self._sheet.title(field)}"

    def __iter__(self) -> Iterator[str]:
        return (heading.field for heading in self._sheet.headings)

    def __len__(self) -> int:
        return len(self._sheet.headings)


def _row(element: _Element, sheet: Sheet, file: str, faults: Faults) -> Row | None:
    if not isinstance(element.value, tuple):
        faults.add(file, element.line, element.path, '应为{"列名": "内容"}的形式')
        return None
    cells: dict[str, str] = {}
    further: dict[str, str] = {}
    titles = _Paths(element.path, sheet)
    for key, value in element.value:
        heading = sheet.heading(key)
        try:
            _put(value, heading, key, further if heading is None else cells)
        except CellError as fault:
            faults.add(file, element.line, f"{element.path}.{told(key)}", str(fault))
            continue
        if heading is not None and key != heading.title:
            titles.keys_written[heading.field] = told(key)
    if not any(cells.values()) and not further:
        return None
    return Row(kind=sheet.kind, file=file, line=element.line, cells=cells, titles=titles, more=tuple(further.items()))


def _put(value: object, heading: Heading | None, key: str, cells: dict[str, str]) -> None:
    """Put a value among its object's cells. Raises CellError."""
    text = _text(value, heading.shape if heading else Shape.LIST)
    name = heading.field if heading else tidy(key).strip()
    text = text if heading else tidy(text).strip()
    if name in cells:
        raise CellError("这一项出现了不止一次")
    if name and (heading or text):
        cells[name] = text


def _text(value: object, shape: Shape) -> str:
    """A value as it would stand in a cell. Raises CellError where it is none."""
    match value:
        case None:
            return ""
        case str():
            return value
        case list() if all(isinstance(part, str) for part in value):
            is_list = shape in (Shape.LIST, Shape.LINES, Shape.PHONES) and value
            return render(value, shape) if is_list else "\n".join(value)
        case _:
            raise CellError("应为文字，或者文字的列表")
