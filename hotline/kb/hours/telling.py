"""What of the hours in a table is not understood, for the clerk: a hint with its place and how to write it, no fault.

Rule: what is not understood is kept and read out as it is written; nothing is refused for it.
"""

from __future__ import annotations

from collections.abc import Iterable

from hotline.kb.cells import told
from hotline.kb.faults import Fault
from hotline.kb.hours.reading import Unread, understood
from hotline.kb.model import Kind
from hotline.kb.rows import Row

MOST_TOLD = 20
_HOW = {
    "hours": "电话里照原文读，不会说现在是否办公；请写成“工作日9:00—12:00，13:30—17:30；周六9:00—12:00”这样",
    "holidays": "节假日不会说是否办公；请写成“法定节假日休息”“法定节假日照常办公”或者“法定节假日9:00—12:00”这样",
}


def unread_hours(rows: Iterable[Row]) -> list[Fault]:
    """A hint for each department's cell that is not understood, in the order of the rows."""
    return [
        Fault(file=row.file, line=row.line, name=row.title(one.field), what=_what(one))
        for row in rows
        if row.kind == Kind.DEPARTMENT
        for one in understood(row.cells.get("hours", ""), row.cells.get("holidays", "")).unread
    ]


def hints(rows: Iterable[Row]) -> list[str]:
    """The same as lines; of many the first, and how many more."""
    found = unread_hours(rows)
    more = [f"还有{len(found) - MOST_TOLD}处办公时间看不懂"] if len(found) > MOST_TOLD else []
    return [str(one) for one in found[:MOST_TOLD]] + more


def _what(one: Unread) -> str:
    piece = f"“{told(one.piece)}”" if one.piece else ""
    return f"{one.why}{piece}，{_HOW[one.field]}"
