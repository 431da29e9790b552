"""What a request's query asks for, checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from aiohttp import web

from hotline.errors import InputError

MOST = 200


def limit_of(request: web.Request, default: int) -> int:
    """How many are asked for, 1 to MOST. Raises InputError."""
    text = request.query.get("limit", str(default))
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST):
        raise InputError(f"limit应为1到{MOST}的整数。", fields={"limit": f"1到{MOST}"})
    return int(text)


def before_of(request: web.Request) -> int:
    """After which id a page of the newest begins, 0 for the first page. Raises InputError."""
    text = request.query.get("after", "")
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text)):
        raise InputError("after不是上一页给出的位置。", fields={"after": "应为上一页的next"})
    return int(text)


def text_in(body: Mapping[str, Any], name: str) -> str:
    """A text of a body, "" where it is left out. Raises InputError."""
    value = body.get(name, "")
    if not isinstance(value, str):
        raise InputError(f"{name}应为文字。", fields={name: "应为文字"})
    return value


def days_in(query: Mapping[str, str]) -> tuple[date | None, date | None]:
    """The days named by from and to, None where one is left out. Raises InputError."""
    return _day(query, "from"), _day(query, "to")


def _day(query: Mapping[str, str], name: str) -> date | None:
    text = query.get(name, "")
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.max
    if not date(2000, 1, 1) <= day <= date(2100, 1, 1):
        raise InputError(f"{name}应为日期，如2026-11-21。", fields={name: "应为日期，如2026-11-21"})
    return day
