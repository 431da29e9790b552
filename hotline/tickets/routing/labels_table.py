"""kb/routing_labels.csv: what the labels of training files mean: the departments behind them, and what they include.

Rule: a label that is not in the table is no fault: it stays what it is, and people choose its department.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hotline.tickets.routing.directory_table import words_of
from hotline.tickets.routing.table import TableFaults, read_table

LABEL, DEPARTMENTS, INCLUDED = "标签", "承办单位", "所含事项"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """departments: codes, the lead first; included: the matters that belong to it, in the city's own words."""

    name: str
    departments: tuple[str, ...]
    included: str = ""


def read_labels(path: Path, departments: Mapping[str, str]) -> dict[str, Label]:
    """By name. departments: name or code to code. Without the file there is none. Raises CityPackError."""
    if not path.is_file():
        return {}
    faults = TableFaults(file=path.name)
    labels: dict[str, Label] = {}
    for row in read_table(path, (LABEL, DEPARTMENTS), (INCLUDED,), faults):
        name, offices = row.cells[LABEL], words_of(row.cells[DEPARTMENTS])
        if not name or name in labels:
            faults.add(row.line, LABEL, "重复了" if name else "不能空")
        if not offices:
            faults.add(row.line, DEPARTMENTS, "不能空")
        for office in offices:
            if office not in departments:
                faults.add(row.line, DEPARTMENTS, f"部门表里没有“{office[:20]}”，请写全称或编号")
        codes = tuple(departments[office] for office in offices if office in departments)
        labels[name] = Label(name=name, departments=codes, included=row.cells[INCLUDED])
    faults.raise_all(pack=True)
    return labels
