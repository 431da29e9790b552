"""Rows made into entries: cells into values, names into codes, each entry its code; every fault noted by its place.

The rule: an entry keeps its code for ever. It is found again by its code, else by its name, and only a new one gets
the next free code: tickets and callers remember codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from hotline.kb.cells import CellError, parse, told
from hotline.kb.faults import Faults
from hotline.kb.headings import Shape, sheet_of
from hotline.kb.model import Bulletin, Department, Entry, Kind, Outline, Procedure, Question, Synonym
from hotline.kb.rows import Row

Identity = tuple[str, ...]
CLASSES: dict[Kind, type[Entry]] = {
    Kind.DEPARTMENT: Department,
    Kind.PROCEDURE: Procedure,
    Kind.QUESTION: Question,
    Kind.BULLETIN: Bulletin,
    Kind.SYNONYM: Synonym,
}


def kind_of(entry: Entry) -> Kind:
    """The kind of an entry."""
    return next(kind for kind, its_class in CLASSES.items() if type(entry) is its_class)


def identity(entry: Entry) -> Identity:
    """What makes an entry itself where a table has no codes."""
    match entry:
        case Department(name=name):
            return (name,)
        case Procedure(name=name, departments=departments):
            return (name, departments[0] if departments else "")
        case Question(question=question):
            return (question,)
        case Bulletin(channel=channel, village=village, title=title, published=published):
            return (channel, village, title, published.isoformat())
        case Synonym(term=term):
            return (term,)


def entries_of(
    rows: Sequence[Row], outline: Outline, known: Iterable[Entry], faults: Faults, *, gone: Iterable[Entry] = ()
) -> list[Entry]:
    """The entries of these rows, departments first.

    known: entries that are there already: whose codes are kept, to whose departments the rows may refer, and whose
    fields stay where a table has no column for them; gone: those whose codes are kept only.
    """
    known, gone = tuple(known), tuple(gone)
    made: list[Entry] = []
    offices = _Offices(entry for entry in known if isinstance(entry, Department))
    for kind in CLASSES:
        drafts = [(row, _values(row, faults)) for row in rows if row.kind is kind]
        present = [entry for entry in known if kind_of(entry) is kind]
        codes = _Codes(kind, [*present, *(entry for entry in gone if kind_of(entry) is kind)], present, faults)
        codes.reserve(drafts)
        pairs = [
            (row, entry)
            for row, values in drafts
            if (entry := _entry(row, values, codes, offices, outline, faults)) is not None
        ]
        if kind is Kind.DEPARTMENT:
            offices.put(entry for _, entry in pairs if isinstance(entry, Department))
            pairs = [(row, _with_parent(row, entry, offices, faults)) for row, entry in pairs]
            _check_parents(pairs, offices, faults)
        made += [entry for _, entry in pairs]
    return made


class _Offices:
    """Departments by what a table may call them: the full name or the code, else a name that only one goes by."""

    def __init__(self, departments: Iterable[Department]) -> None:
        self._by_code: dict[str, Department] = {}
        self._exact: dict[str, Department] = {}
        self._also: dict[str, dict[str, None]] = {}
        self.put(departments)

    def put(self, departments: Iterable[Department]) -> None:
        """Add departments; one of a known code takes the place of the old."""
        for department in departments:
            old = self._by_code.get(department.code)
            if old is not None and self._exact.get(old.name) is old:  # another may go by that name by now
                del self._exact[old.name]
            self._by_code[department.code] = department
            self._exact[department.name] = department
            for name in (*department.aliases, *department.former_names):
                self._also.setdefault(name, {})[department.code] = None

    def find(self, name: str) -> Department | None:
        """The one that is meant."""
        found = self._exact.get(name) or self._by_code.get(name.zfill(2) if name.isdigit() else name)
        others = list(self._also.get(name, {}))
        return found or (self._by_code[others[0]] if len(others) == 1 else None)

    def is_above_itself(self, code: str, parents: Mapping[str, str]) -> bool:
        """Whether the way up from a department comes back to it. parents: codes, as they were just written."""
        seen: set[str] = set()
        at = parents.get(code, "")
        while at and at not in seen:
            seen.add(at)
            at = parents[at] if at in parents else self._by_code[at].parent if at in self._by_code else ""
        return code in seen


class _Codes:
    """Codes of one kind: those written, those known, and the next free ones."""

    def __init__(self, kind: Kind, known: Sequence[Entry], present: Sequence[Entry], faults: Faults) -> None:
        self._present = {entry.code: entry for entry in present}
        self._least, self._most = sheet_of(kind).digits
        self._known = {identity(entry): entry.code for entry in known}
        self._taken = {entry.code for entry in known}
        self._seen: dict[str, str] = {}
        self._same: dict[Identity, str] = {}
        self._next = 1 if kind is Kind.DEPARTMENT else 10 ** (self._least - 1) + 1
        self._faults = faults

    def present(self, code: str) -> Entry | None:
        """The entry of this code that is there already."""
        return self._present.get(code)

    def reserve(self, drafts: Iterable[tuple[Row, Mapping[str, Any]]]) -> None:
        """Codes that rows bring along are not given to others."""
        self._taken |= {self._filled(values["code"]) for _, values in drafts if values.get("code")}

    def _filled(self, code: str) -> str:
        return code.zfill(self._least)  # a spreadsheet drops the noughts in front

    def give(self, row: Row, written: str, itself: Identity) -> str:
        """The code of a row; one that cannot be is noted."""
        where = f"{row.file}:{row.line}"
        code = self._filled(written) if written else self._known.get(itself, "") or self._free()
        if written and len(code) > self._most:
            what = f"“{told(written)}”应为{self._least}至{self._most}位数字"
            self._faults.add(row.file, row.line, row.title("code"), what)
        first = self._seen.setdefault(code, where) if written else where
        same = self._same.setdefault(itself, where)
        if first != where:
            self._faults.add(row.file, row.line, row.title("code"), f"“{code}”与{first}重复")
        elif same != where and (not written or row.kind is Kind.DEPARTMENT):
            self._faults.add(row.file, row.line, "", f"“{told(itself[0])}”与{same}重复")
        return code

    def _free(self) -> str:
        while (code := self._filled(str(self._next))) in self._taken:
            self._next += 1
        self._taken.add(code)
        return code


def _values(row: Row, faults: Faults) -> dict[str, Any]:
    """The cells of a row as values; those that are wrong or missing are noted and left out."""
    values: dict[str, Any] = {}
    for heading in sheet_of(row.kind).headings:
        text = row.cells.get(heading.field, "")
        try:
            value = parse(text, heading.shape)
        except CellError as fault:
            faults.add(row.file, row.line, row.title(heading.field), str(fault))
            continue
        if heading.must and not value:
            faults.add(row.file, row.line, row.title(heading.field), "不能为空")
            continue
        if value or heading.shape is not Shape.DATE:
            values[heading.field] = value
    return values


def _entry(
    row: Row, values: dict[str, Any], codes: _Codes, offices: _Offices, outline: Outline, faults: Faults
) -> Entry | None:
    _look_up(row, values, offices, outline, faults)
    if any(heading.must and heading.field not in values for heading in sheet_of(row.kind).headings):
        return None
    more = tuple(sorted(row.more))  # two tables may have the same further columns in another order
    entry = CLASSES[Kind(row.kind)](**{**values, "code": "", "more": more})
    code = codes.give(row, values.get("code", ""), identity(entry))
    return _completed(replace(entry, code=code), row, codes.present(code))


def _look_up(row: Row, values: dict[str, Any], offices: _Offices, outline: Outline, faults: Faults) -> None:
    """Names into codes; those of a row that lacks something too, so that a clerk reads all of its faults at once."""
    match row.kind:
        case Kind.PROCEDURE:
            found = [_office(row, "departments", name, offices, faults) for name in values.get("departments", ())]
            values |= {"departments": tuple(office.code for office in found if office)} if found else {}
            values["department_name"] = found[0].name if found and found[0] else ""
        case Kind.QUESTION | Kind.BULLETIN:
            office = _office(row, "department", values.get("department", ""), offices, faults)
            values["department"] = office.code if office else ""
            if row.kind is Kind.BULLETIN:
                _place(row, values, outline, faults)
            else:
                values["department_name"] = office.name if office else ""


def _completed(entry: Entry, row: Row, present: Entry | None) -> Entry:
    """What a table has no column for stays as it is; an empty cell empties."""
    if present is None:
        return entry
    absent = {heading.field for heading in sheet_of(row.kind).headings} - {"code", *row.cells}
    absent |= {"department_name"} if "department" in absent and isinstance(present, Question) else set()
    absent |= set() if row.more else {"more"}
    return replace(entry, **{field: getattr(present, field) for field in absent})


def _office(row: Row, field: str, name: str, offices: _Offices, faults: Faults) -> Department | None:
    office = offices.find(name) if name else None
    if name and office is None:
        what = f"部门表里没有“{told(name)}”，请写部门的全称或编号"
        faults.add(row.file, row.line, row.title(field), what)
    return office


def _place(row: Row, values: Mapping[str, Any], outline: Outline, faults: Faults) -> None:
    village = values.get("village", "")
    channel = values.get("channel", "")
    channels = {one.name for one in (outline.village_channels if village else outline.channels)}
    if channel and channel not in channels:
        which = "village_channels" if village else "channels"
        what = f"channels.yaml的{which}里没有“{told(channel)}”"
        faults.add(row.file, row.line, row.title("channel"), what)
    if village and village not in {one.name for one in outline.villages}:
        faults.add(row.file, row.line, row.title("village"), f"channels.yaml的villages里没有“{told(village)}”")


def _with_parent(row: Row, entry: Entry, offices: _Offices, faults: Faults) -> Entry:
    if not isinstance(entry, Department) or not entry.parent:
        return entry
    parent = _office(row, "parent", entry.parent, offices, faults)
    return replace(entry, parent=parent.code if parent else "")


def _check_parents(pairs: Sequence[tuple[Row, Entry]], offices: _Offices, faults: Faults) -> None:
    parents = {entry.code: entry.parent for _, entry in pairs if isinstance(entry, Department)}
    for row, entry in pairs:
        if parents.get(entry.code) == entry.code:
            faults.add(row.file, row.line, row.title("parent"), "上级不能是自己")
        elif offices.is_above_itself(entry.code, parents):
            faults.add(row.file, row.line, row.title("parent"), "上级绕成了一圈，又回到自己")
