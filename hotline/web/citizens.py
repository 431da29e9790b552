"""What agents know of a citizen's number: marks, which the menus ask for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import structlog
from aiohttp import web

from hotline.accounts.model import Role
from hotline.calls.marks import LONGEST_REASON, CitizenMark, Mark, NewMark
from hotline.errors import InputError, NotFoundError
from hotline.web.auth import ANSWERING, signed_in
from hotline.web.faults import body_of
from hotline.web.request_shapes import mark_json
from hotline.web.services import services

REVIEWING = (Role.SUPERVISOR, Role.ADMIN)
MOST_MARKS = 20
log = structlog.get_logger(__name__)
routes = web.RouteTableDef()


@routes.get("/api/citizens/{number}/marks")
async def marks(request: web.Request) -> web.Response:
    """The marks of a number, also those that have run out or wait for a review."""
    await signed_in(request, *ANSWERING)
    return await _told(request, await services(request).marks.of(request.match_info["number"]))


@routes.put("/api/citizens/{number}/marks")
async def put(request: web.Request) -> web.Response:
    """Exactly these marks: {"marks": [{"mark": "elderly", "reason": text, "until": ISO 8601 with zone, or null}]}."""
    account = await signed_in(request, *ANSWERING)
    wanted = _marks(await body_of(request))
    kept = await services(request).marks.put(request.match_info["number"], wanted, actor=account.username)
    return await _told(request, kept)


@routes.get("/api/marks/waiting")
async def waiting(request: web.Request) -> web.Response:
    """What tells against citizens and nobody has confirmed yet, each with its number."""
    await signed_in(request, *REVIEWING)
    found = await services(request).marks.waiting()
    people, now = await services(request).accounts.people(), datetime.now(UTC)
    told = [mark_json(mark, people, now) | {"number": mark.number} for mark in found]
    return web.json_response({"marks": told})


@routes.post("/api/citizens/{number}/marks/{mark}/confirm")
async def confirm(request: web.Request) -> web.Response:
    """A mark counts from now on; by somebody else than who set it."""
    return await _reviewed(request, confirmed=True)


@routes.post("/api/citizens/{number}/marks/{mark}/refuse")
async def refuse(request: web.Request) -> web.Response:
    """A mark is taken away before it ever counted."""
    return await _reviewed(request, confirmed=False)


async def _reviewed(request: web.Request, *, confirmed: bool) -> web.Response:
    account, text = await signed_in(request, *REVIEWING), request.match_info["mark"]
    if text not in tuple(Mark):
        raise NotFoundError("没有这种标记。")
    number, mark = request.match_info["number"], Mark(text)
    kept = await services(request).marks.review(number, mark, confirmed=confirmed, actor=account.username)
    log.info("mark_reviewed", mark=text, confirmed=confirmed, by=account.username)
    return await _told(request, kept)


async def _told(request: web.Request, found: Iterable[CitizenMark]) -> web.Response:
    people, now = await services(request).accounts.people(), datetime.now(UTC)
    return web.json_response({"marks": [mark_json(mark, people, now) for mark in found]})


def _marks(body: dict[str, Any]) -> list[NewMark]:
    given = body.get("marks")
    if not isinstance(given, list) or len(given) > MOST_MARKS:
        raise _fault("marks", f"应为列表，最多{MOST_MARKS}项")
    return [_mark(one) for one in given]


def _mark(one: object) -> NewMark:
    if not isinstance(one, dict) or one.get("mark") not in tuple(Mark):
        raise _fault("mark", f"只能是{'、'.join(Mark)}")
    reason = one.get("reason", "")
    if not isinstance(reason, str) or len(reason) > LONGEST_REASON:
        raise _fault("reason", f"应为文字，最多{LONGEST_REASON}个字")
    return NewMark(mark=Mark(one["mark"]), reason=reason, until=_until(one.get("until")))


def _until(text: object) -> datetime | None:
    if text is None:
        return None
    try:
        until = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        until = None
    if until is None or until.tzinfo is None:
        raise _fault("until", "应为带时区的时间，如2027-01-01T00:00:00+08:00，或不填")
    return until


def _fault(field: str, what: str) -> InputError:
    return InputError(f"{field}{what}。", fields={field: what})
