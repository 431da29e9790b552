"""A draft, checked: all its faults at once, each a sentence for the field on the agent's screen. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from typing import Any

from hotline.errors import InputError
from hotline.storage.citizens import NAME_LENGTH, normalise_number
from hotline.storage.tables import CALL_ID
from hotline.storage.text import plain_text
from hotline.tickets.model import TicketDraft, TicketType

CONTENT, PLACE = 4000, 200  # characters at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """What a ticket may refer to."""

    departments: Collection[str]
    categories: Collection[str]


def checked(draft: TicketDraft, codes: Codes) -> TicketDraft:
    """The draft as it may be kept: trimmed, without control characters, its number normalised.

    Raises InputError whose details are {"fields": {name: sentence}} with every faulty field.
    """
    faults = {name: "请填写文字。" for name in _TEXTS if not isinstance(getattr(draft, name), str)}
    if not isinstance(draft.confidential, bool):
        faults["confidential"] = "请选择是否保密。"
    clean = _cleaned(draft, [name for name in _TEXTS if name not in faults])
    for name, fault in _faults(clean, codes, skip=faults).items():
        faults.setdefault(name, fault)
    if faults:
        raise InputError("工单填写有误，请按提示修改。", fields=faults)
    return replace(clean, citizen_number=normalise_number(clean.citizen_number))


def fingerprint(draft: TicketDraft, actor: str) -> str:
    """SHA-256 in hex: the same for the same checked draft of the same user, else another."""
    words = json.dumps([actor, asdict(draft)], sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()


_TEXTS = ("type", "category", "place", "content", "department", "citizen_number", "citizen_name", "call_id")


def _cleaned(draft: TicketDraft, names: Collection[str]) -> TicketDraft:
    words: dict[str, Any] = {name: plain_text(getattr(draft, name), lines=name == "content") for name in names}
    return replace(draft, **words)


def _faults(draft: TicketDraft, codes: Codes, *, skip: Collection[str]) -> dict[str, str]:
    """Of the fields that are text; skip: those that are not."""
    rules = {
        "type": (_in(draft.type, set(TicketType)), "请选择诉求类型。"),
        "category": (_in(draft.category, codes.categories), "请选择诉求分类。"),
        "department": (_in(draft.department, codes.departments), "请选择承办单位。"),
    }
    if "content" not in skip:
        rules["content"] = _content(draft.content)
    for name, most, label in (
        ("place", PLACE, "地点"),
        ("citizen_name", NAME_LENGTH, "姓名"),
        ("call_id", CALL_ID, "来电编号"),
    ):
        if name not in skip:
            rules[name] = (len(getattr(draft, name)) <= most, f"{label}不能超过{most}个字。")
    return {name: sentence for name, (right, sentence) in rules.items() if not right}


def _in(code: str, codes: Collection[str]) -> bool:
    return isinstance(code, str) and code in codes


def _content(content: str) -> tuple[bool, str]:
    if not content:
        return False, "请填写诉求内容。"
    return len(content) <= CONTENT, f"诉求内容不能超过{CONTENT}个字，现有{len(content)}个字。"
