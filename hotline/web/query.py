"""What a request's query asks for, checked."""

from __future__ import annotations

from aiohttp import web

from hotline.errors import InputError

MOST = 200


def limit_of(request: web.Request, default: int) -> int:
    """How many are asked for, 1 to MOST. Raises InputError."""
    text = request.query.get("limit", str(default))
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST):
        raise InputError(f"limit应为1到{MOST}的整数。", fields={"limit": f"1到{MOST}"})
    return int(text)
