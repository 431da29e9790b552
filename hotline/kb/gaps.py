"""What is not wrong in a city's knowledge and ought to be better: for the clerk, after a check without faults. Pure."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hotline.kb.city import City
from hotline.kb.headings import sheet_of
from hotline.kb.model import Kind
from hotline.kb.versions import title_of

MOST_TOLD = 20  # entries of one kind of gap
# what a body makes public (Open Government Information Regulation, Art. 20) and a licensing office (Administrative
# Licensing Law, Art. 30); of these, who is in charge is never missing
PUBLIC = {
    Kind.DEPARTMENT: ("duties", "address", "hours", "phones", "complaint_phones"),
    Kind.PROCEDURE: ("conditions", "process", "materials", "legal_basis", "fee", "time_limit", "forms"),
}


def gaps(city: City, today: date) -> list[str]:
    """One line for each: what is out of date, what is empty, by column, and life events that no list has."""
    return [*_stale(city, today), *_empty(city), *_unknown_events(city)]


def _stale(city: City, today: date) -> list[str]:
    lines = [
        f"{sheet_of(kind).sheet} {entry.code} {title_of(entry)}：有效期至{entry.valid_until}，已经过期"
        for kind, entries in city.entries().items()
        if kind is not Kind.BULLETIN  # which ends by itself, and is then read to nobody
        for entry in entries
        if entry.is_stale(today)
    ]
    more = [f"还有{len(lines) - MOST_TOLD}条过期的资料"] if len(lines) > MOST_TOLD else []
    return lines[:MOST_TOLD] + more


def _empty(city: City) -> list[str]:
    lines = []
    for kind, fields in PUBLIC.items():
        sheet, entries = sheet_of(kind), city.entries()[kind]
        for field in fields:
            codes = [entry.code for entry in entries if not getattr(entry, field)]
            if codes:
                lines.append(f"{sheet.sheet}的“{sheet.title(field)}”空着{len(codes)}处：{_first(codes)}")
    return lines


def _unknown_events(city: City) -> list[str]:
    known = {event.name for event in city.outline.life_events}
    used: dict[str, list[str]] = {}
    for procedure in city.procedures:
        for event in procedure.events:
            if event not in known:
                used.setdefault(event, []).append(procedure.code)
    counted = Counter({event: len(codes) for event, codes in used.items()})
    lines = [
        f"categories.yaml的life_events里没有“{event}”，{times}个事项用到：{_first(used[event])}"
        for event, times in counted.most_common()
    ]
    more = [f"还有{len(lines) - MOST_TOLD}个分类不在life_events里"] if len(lines) > MOST_TOLD else []
    return lines[:MOST_TOLD] + more


def _first(codes: list[str]) -> str:
    return "、".join(codes[:5]) + ("等" if len(codes) > 5 else "")
