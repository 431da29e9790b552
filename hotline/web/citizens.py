"""What agents know of a citizen's number: marks, which the menus ask for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiohttp import web

from hotline.accounts.model import Role
from hotline.calls.marks import LONGEST_REASON, Mark, NewMark
from hotline.errors import InputError
from hotline.web.auth import signed_in
from hotline.web.faults import body_of
from hotline.web.request_shapes import mark_json
from hotline.web.services import services

ANSWERING = (Role.AGENT, Role.SUPERVISOR, Role.ADMIN)
MOST_MARKS = 20
routes = web.RouteTableDef()


@routes.get("/api/citizens/{number}/marks")
async def marks(request: web.Request) -> web.Response:
    """The marks of a number, also those that have run out."""
    await signed_in(request, *ANSWERING)
    found = await services(request).marks.of(request.match_info["number"])
    people = await services(request).accounts.people()
    return web.json_response({"marks": [mark_json(mark, people) for mark in found]})


@routes.put("/api/citizens/{number}/marks")
async def put(request: web.Request) -> web.Response:
    """Exactly these marks: {"marks": [{"mark": "elderly", "reason": text, "until": ISO 8601 with zone, or null}]}."""
    account = await signed_in(request, *ANSWERING)
    wanted = _marks(await body_of(request))
    kept = await services(request).marks.put(request.match_info["number"], wanted, actor=account.username)
    people = await services(request).accounts.people()
    return web.json_response({"marks": [mark_json(mark, people) for mark in kept]})


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
