"""Our errors as HTTP: {"error": {code, message, details}}. Whatever else goes wrong is logged, and is `internal`."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiohttp import web

from hotline.errors import (
    ConflictError,
    GatewayError,
    HotlineError,
    InputError,
    NotAllowedError,
    NotFoundError,
    NotSignedInError,
    StorageError,
    TelephonyError,
    TooManyTriesError,
    WrongPasswordError,
)

log = structlog.get_logger(__name__)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

# the first that fits
STATUS: tuple[tuple[type[HotlineError], int], ...] = (
    (NotSignedInError, 401),
    (WrongPasswordError, 401),
    (TooManyTriesError, 429),
    (NotAllowedError, 403),
    (NotFoundError, 404),
    (ConflictError, 409),
    (InputError, 422),
    (TelephonyError, 503),
    (StorageError, 503),
    (GatewayError, 502),
)


@web.middleware
async def faults_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer every error as JSON below /api; elsewhere aiohttp's own pages do."""
    try:
        return await handler(request)
    except HotlineError as fault:
        status = next((status for kind, status in STATUS if isinstance(fault, kind)), 500)
        if status >= 500:
            log.warning("request_failed", path=request.path, code=fault.code, why=fault.message)
        return fault_response(status, fault.code, fault.message, fault.details)
    except web.HTTPException as fault:
        if not request.path.startswith("/api/") or fault.status < 400:
            raise
        return fault_response(fault.status, f"http-{fault.status}", fault.reason, {})
    except Exception:
        log.exception("request_failed", path=request.path)
        return fault_response(500, "internal", "系统出错，请稍后再试；问题已记录。", {})


def fault_response(status: int, code: str, message: str, details: dict[str, Any]) -> web.Response:
    """The one shape of an error."""
    return web.json_response({"error": {"code": code, "message": message, "details": details}}, status=status)


async def body_of(request: web.Request) -> dict[str, Any]:
    """The request's JSON object. Raises InputError for anything else."""
    try:
        body = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError) as fault:
        raise InputError("请求内容不是JSON。") from fault
    if not isinstance(body, dict):
        raise InputError("请求内容应为JSON对象。")
    return body
