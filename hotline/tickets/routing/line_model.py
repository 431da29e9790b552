"""A line of the dispatch directory as supervisors keep it: its versions, and what may not be written into it. Pure.

Rule: what is asked of a line here is what directory_table.py asks of the city pack's own: both stand in one list.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hotline.tickets.routing.directory import DispatchLine
from hotline.tickets.routing.directory_table import Known

SHORTEST_KEYWORD, LONGEST_KEYWORD = 2, 40  # characters
MOST_KEYWORDS, MOST_ASSISTING = 60, 10
NOTE = 200  # characters
Asked = tuple[str, str, tuple[str, ...]]
"""What a line asks for: category, place, keywords in order."""


class LineState(StrEnum):
    """Where a version of a line is."""

    CURRENT = "current"
    """It routes."""
    REPLACED = "replaced"
    """A later version has taken its place."""
    WITHDRAWN = "withdrawn"
    """The line routes no more; a new version brings it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDraft:
    """What a supervisor writes. Departments and category: a code or a full name; the rest as in DispatchLine."""

    category: str = ""
    place: str = ""
    keywords: tuple[str, ...] = ()
    lead: str = ""
    assisting: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLine:
    """One version of a line. by: who made it; pack_sum: of the city pack's own line behind it, "" for none."""

    line: DispatchLine
    version: int
    state: LineState
    by: str
    at: datetime
    pack_sum: str = ""

    @property
    def routes(self) -> bool:
        """Whether it is in force."""
        return self.state is LineState.CURRENT


def asked_of(line: DispatchLine | LineDraft) -> Asked:
    """What makes two lines one: the second of them would never speak."""
    return line.category, line.place, tuple(sorted(line.keywords))


def sum_of(line: DispatchLine) -> str:
    """SHA-256 in hex of what a line says; its number is no part of it."""
    says = [line.category, line.place, line.keywords, line.lead, line.assisting, line.note]
    return hashlib.sha256(json.dumps(says, ensure_ascii=False).encode()).hexdigest()


def tidy(draft: LineDraft, known: Known) -> LineDraft:
    """Names as codes where they are known, blanks trimmed, nothing twice."""
    return LineDraft(
        category=known.categories.get(draft.category.strip(), draft.category.strip()),
        place=draft.place.strip(),
        keywords=_once(" ".join(one.split()) for one in draft.keywords),
        lead=known.departments.get(draft.lead.strip(), draft.lead.strip()),
        assisting=_once(known.departments.get(one.strip(), one.strip()) for one in draft.assisting),
        note=" ".join(draft.note.split()),
    )


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word in dict.fromkeys(words) if word)


def faults_of(draft: LineDraft, known: Known, others: Iterable[DispatchLine] = ()) -> Mapping[str, str]:
    """What is wrong with a tidy draft, by field, all at once. others: the lines in force beside it."""
    departments, categories = set(known.departments.values()), set(known.categories.values())
    faults = {
        "category": "没有这个类别" if draft.category and draft.category not in categories else "",
        "place": "不是本市的区县或街道" if draft.place and draft.place not in known.places else "",
        "keywords": _keyword_fault(draft.keywords),
        "lead": "没有这个部门" if draft.lead not in departments else "",
        "assisting": _assisting_fault(draft, departments),
        "note": f"不能超过{NOTE}个字" if len(draft.note) > NOTE else "",
    }
    if not draft.lead:
        faults["lead"] = "请选择主办单位"
    if not (draft.category or draft.place or draft.keywords):
        faults["keywords"] = "类别、地点、关键词至少写一样"
    elif same := next((one.number for one in others if asked_of(one) == asked_of(draft)), 0):
        faults["keywords"] = faults["keywords"] or f"和第{same}条的条件相同"
    return {field: fault for field, fault in faults.items() if fault}


def _keyword_fault(keywords: tuple[str, ...]) -> str:
    if len(keywords) > MOST_KEYWORDS:
        return f"关键词最多{MOST_KEYWORDS}个"
    for word in keywords:
        if len(word) < SHORTEST_KEYWORD:
            return f"“{word}”只有一个字，太宽了，至少写两个字"
        if len(word) > LONGEST_KEYWORD or not word.isprintable():
            return f"一个关键词不能超过{LONGEST_KEYWORD}个字，也不能有控制字符"
    return ""


def _assisting_fault(draft: LineDraft, departments: set[str]) -> str:
    if len(draft.assisting) > MOST_ASSISTING:
        return f"协办单位最多{MOST_ASSISTING}个"
    if draft.lead and draft.lead in draft.assisting:
        return "协办单位和主办单位是同一个"
    return "有不认识的协办单位" if not departments.issuperset(draft.assisting) else ""


def line_of(draft: LineDraft, number: int) -> DispatchLine:
    """A draft without faults, as it routes."""
    return DispatchLine(
        number=number,
        category=draft.category,
        place=draft.place,
        keywords=draft.keywords,
        lead=draft.lead,
        assisting=draft.assisting,
        note=draft.note,
    )
