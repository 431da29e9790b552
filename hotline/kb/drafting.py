"""A draft as it was typed, made an entry or refused. Pure.

Rule: every fault stands at its field, so that a form can show all of them at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hotline.errors import InputError
from hotline.kb.faults import Faults
from hotline.kb.headings import sheet_of
from hotline.kb.model import Entry, Kind, Outline
from hotline.kb.plan import Kept, Key, key_of
from hotline.kb.records import entries_of, kind_of
from hotline.kb.rows import Row
from hotline.kb.versions import owner_of, title_of


def drafted(row: Row, code: str, known: Mapping[Key, Kept], outline: Outline) -> Entry:
    """The entry that a row of fields makes. code: which entry it changes, "" for a new one.

    Raises InputError with every faulty field in details["fields"].
    """
    faults = Faults()
    cells = {**row.cells, "code": code}
    others = [one.entry for key, one in known.items() if key != (row.kind, code)]
    found = entries_of([replace(row, cells=cells)], outline, others, faults)
    if faults.found or not found:
        titles = {heading.title: heading.field for heading in sheet_of(row.kind).headings}
        fields = {titles.get(fault.name, fault.name): fault.what for fault in faults.found}
        raise InputError("资料有错误，请改正后再保存。", fields=fields)
    taken = next((one for one in others if key_of(one) == key_of(found[0])), None)
    if taken is not None:
        raise InputError("编号或名称已经有了。", fields={"name": f"与“{title_of(taken)}”重复"})
    return found[0]


def refuse_elsewhere(entry: Entry, within: str) -> None:
    """Raises InputError where the department `within` would not keep the entry; "" is any."""
    if within and owner_of(entry) != within:
        field = "departments" if kind_of(entry) is Kind.PROCEDURE else "department"
        raise InputError("只能写本单位维护的资料。", fields={field: "应为本单位，承办单位有几个的，本单位排在最前"})
