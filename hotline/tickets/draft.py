"""A draft, checked: all its faults at once, each a sentence for the field on the agent's screen. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from hotline.errors import InputError
from hotline.storage.citizens import NAME_LENGTH, number_fault, read_number
from hotline.storage.tables import CALL_ID
from hotline.storage.text import plain_text
from hotline.tickets.model import IN_A_CALL, CameBy, TicketDraft, TicketType, Urgency
from hotline.tickets.offices import TicketCity

CONTENT, PLACE, TITLE = 4000, 200, 100  # characters at most
MOST_ASSISTING = 10
_TEXTS = (
    "type",
    "category",
    "urgency",
    "district",
    "place",
    "title",
    "content",
    "department",
    "citizen_number",
    "citizen_extension",
    "citizen_name",
    "call_id",
    "came_by",
)
_CHOICES: Mapping[str, tuple[Collection[str], str]] = {
    "type": (frozenset(TicketType), "请选择诉求类型。"),
    "urgency": (frozenset(Urgency), "请选择紧急程度：一般、紧急或特急。"),
    "came_by": (frozenset(CameBy) - {CameBy.UNTOLD}, "请选择来源渠道。"),
}


def checked(draft: TicketDraft, city: TicketCity) -> TicketDraft:
    """The draft as it may be kept: trimmed, without control characters, its number normalised.

    Raises InputError whose details are {"fields": {name: sentence}} with every faulty field.
    """
    clean, faults = _cleaned(draft)
    values = {name: getattr(clean, name) for name in (*_TEXTS, "assisting", "confidential") if name not in faults}
    for name, fault in faults_of(values, city).items():
        faults.setdefault(name, fault)
    if faults:
        raise InputError("工单填写有误，请按提示修改。", fields=faults)
    written = read_number(clean.citizen_number)
    return replace(clean, citizen_number=written.number, citizen_extension=written.extension)


def faults_of(values: Mapping[str, Any], city: TicketCity) -> dict[str, str]:
    """What is wrong with these fields of a ticket, by name; fields that are not given are not looked at."""
    found: dict[str, str] = {}
    for name, value in values.items():
        fault = _fault(name, value, city)
        if fault:
            found[name] = fault
    if values.get("call_id") and values.get("came_by", CameBy.PHONE) not in IN_A_CALL:
        found.setdefault("came_by", "通话里登记的工单，来源只能是电话或语音留言。")
    return found


def amended(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a correction as they may be kept: texts trimmed and plain, codes as their own kinds where known."""
    kept: dict[str, Any] = {}
    for name, value in values.items():
        kept[name] = plain_text(value, lines=name == "content") if isinstance(value, str) else value
    number = kept.get("citizen_number")
    if isinstance(number, str) and number_fault(number) is None:
        written = read_number(number)
        kept["citizen_number"], kept["citizen_extension"] = written.number, written.extension
    for name, kind in (("type", TicketType), ("urgency", Urgency), ("came_by", CameBy)):
        if kept.get(name) in set(kind):
            kept[name] = kind(kept[name])
    return kept


def fingerprint(what: object, actor: str) -> str:
    """SHA-256 in hex: the same for the same checked draft, or the same move, of the same user, else another."""
    flat = {field.name: getattr(what, field.name) for field in fields(what)} if is_dataclass(what) else what
    words = json.dumps([actor, flat], sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()


def _cleaned(draft: TicketDraft) -> tuple[TicketDraft, dict[str, str]]:
    faults: dict[str, str] = {}
    clean: dict[str, Any] = {}
    for name in _TEXTS:
        value = getattr(draft, name)
        if isinstance(value, str):
            clean[name] = plain_text(value, lines=name == "content")
        else:
            faults[name] = "请填写文字。"
    return replace(draft, **clean), faults


def _fault(name: str, value: Any, city: TicketCity) -> str | None:
    match name:
        case "confidential":
            return None if isinstance(value, bool) else "请选择是否保密。"
        case "assisting":
            return _assisting(value, city)
        case _ if not isinstance(value, str):
            return "请填写文字。"
        case _ if name in _CHOICES:
            return _in(value, *_CHOICES[name])
        case "category":
            return _in(value, city.categories, "请选择诉求分类。")
        case "department":
            return _in(value, {"", *city.offices}, "请选择承办单位。")
        case "district":
            return _in(value, {"", *city.places.districts}, "事发地不在本市的区县里，请选择本市的区县。")
        case "content":
            return _content(value)
    return _short(name, value)


def _in(code: str, codes: Collection[str], fault: str) -> str | None:
    return None if code in codes else fault


def _assisting(codes: Any, city: TicketCity) -> str | None:
    if not isinstance(codes, tuple) or not all(isinstance(code, str) for code in codes):
        return "协办单位应为单位编号的列表。"
    unknown = [code for code in codes if code not in city.offices]
    if unknown:
        return f"没有这些协办单位：{'、'.join(unknown[:5])}。"
    return f"协办单位不能超过{MOST_ASSISTING}个。" if len(codes) > MOST_ASSISTING else None


def _short(name: str, value: str) -> str | None:
    if name == "citizen_number":
        return number_fault(value)
    longest = {
        "place": (PLACE, "地点"),
        "title": (TITLE, "标题"),
        "citizen_name": (NAME_LENGTH, "姓名"),
        "call_id": (CALL_ID, "来电编号"),
    }
    most, label = longest.get(name, (CONTENT, "内容"))
    return None if len(value) <= most else f"{label}不能超过{most}个字，现有{len(value)}个字。"


def _content(content: str) -> str | None:
    if not content:
        return "请填写诉求内容。"
    return None if len(content) <= CONTENT else f"诉求内容不能超过{CONTENT}个字，现有{len(content)}个字。"
