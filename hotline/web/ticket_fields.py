"""What a screen sends for a move, parsed: untyped input ends here.

Rule: a field that the move does not know is refused, for whoever sent it believes that it did something.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from hotline.errors import InputError
from hotline.storage.text import plain_text
from hotline.tickets.draft import MOST_ASSISTING
from hotline.tickets.life.desk import AMENDABLE, OF_A_DRAFT
from hotline.tickets.life.step import Asked
from hotline.tickets.moves import Action
from hotline.tickets.offers import FORMS

LONGEST_KEY, SHORTEST_KEY = 100, 8
_LARGEST = 2**31 - 1
_NUMBERS = ("days", "answers")


def key_of(request: web.Request) -> str:
    """What names this one act. Raises InputError."""
    key = request.headers.get("Idempotency-Key", "")
    if not SHORTEST_KEY <= len(key) <= LONGEST_KEY:
        raise InputError(f"缺少Idempotency-Key（{SHORTEST_KEY}到{LONGEST_KEY}个字符）。")
    return key


def asked_of(body: Mapping[str, Any], *, version: int | None = None) -> Asked:
    """The move that a body asks for. version: of a new ticket, which has none to send.

    Raises InputError with every faulty field in details["fields"].
    """
    action = _action(body.get("action"))
    faults: dict[str, str] = {}
    values: dict[str, Any] = {}
    for name, value in body.items():
        if name in ("action", "version"):
            continue
        fault = "" if name in FORMS[action].fields else "这项操作没有这个字段。"
        fault = fault or _fault(name, value)
        if fault:
            faults[name] = fault
        else:
            values[name] = _value(name, value)
    given = body.get("version") if version is None else version
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= _LARGEST:
        faults["version"] = "请给出工单的版本号。"
    if faults:
        raise InputError("填写有误，请按提示修改。", fields=faults)
    return Asked(action=action, version=given or 0, **values)


def _action(name: object) -> Action:
    elsewhere = {str(Action.ATTACH): "附件请用上传。", str(Action.CALL): "致电请用拨打。"}
    known = [str(action) for action in FORMS if action not in elsewhere]
    if not isinstance(name, str) or name not in known:
        told = elsewhere.get(name, "没有这项操作。") if isinstance(name, str) else "没有这项操作。"
        raise InputError(told, fields={"action": told})
    return Action(name)


def _fault(name: str, value: object) -> str:
    match name:
        case "contacted":
            return "" if value is None or isinstance(value, bool) else "应为true或false。"
        case "assisting":
            good = isinstance(value, list) and len(value) <= MOST_ASSISTING and all(isinstance(v, str) for v in value)
            return "" if good else f"应为单位编号的列表，最多{MOST_ASSISTING}个。"
        case "amended":
            return _amended_fault(value)
        case _ if name in _NUMBERS:
            good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST
            return "" if good else "应为整数。"
    return "" if isinstance(value, str) else "应为文字。"


def _amended_fault(value: object) -> str:
    known = (*AMENDABLE, *OF_A_DRAFT)
    if not isinstance(value, dict) or not value:
        return "请填写要更正的内容。"
    unknown = [str(name)[:20] for name in value if name not in known]
    if unknown:
        return f"不能更正{'、'.join(unknown[:5])}，只能更正{'、'.join(known)}。"
    return "" if all(isinstance(one, str | bool) for one in value.values()) else "更正的内容应为文字。"


def _value(name: str, value: Any) -> Any:
    if isinstance(value, str):
        return plain_text(value, lines=True)
    if name == "assisting":
        return tuple(plain_text(one) for one in value)
    return value
