"""Draws of the quality inspection over HTTP, and calls that somebody chooses by hand.

Rule: only who supervises draws; whoever draws a period a second time finds the draw that there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

import structlog
from aiohttp import web

from hotline.calls.number import normalise_number
from hotline.quality.choosing import Choosable, Sought
from hotline.tickets.model import CITY_TIME
from hotline.web.auth import signed_in
from hotline.web.faults import body_of
from hotline.web.quality import quality, reason_in, whole_of
from hotline.web.quality_shapes import draw_json
from hotline.web.query import days_in, limit_of, text_in
from hotline.web.screens import SUPERVISING
from hotline.web.services import services
from hotline.web.shapes import Json, moment

log = structlog.get_logger(__name__)
routes = web.RouteTableDef()


@routes.get("/api/quality/draws")
async def draws(request: web.Request) -> web.Response:
    """The draws, the newest first, and who may inspect."""
    await signed_in(request, *SUPERVISING)
    hotline = services(request)
    people = await hotline.accounts.people()
    found = await quality(request).drawing.draws(limit_of(request, 50))
    inspectors = [{"username": username, "name": name} for username, name in await quality(request).looks.inspectors()]
    return web.json_response({"draws": [draw_json(one, people) for one in found], "inspectors": inspectors})


@routes.post("/api/quality/draws")
async def draw(request: web.Request) -> web.Response:
    """Draw a period that is over: {"period": "2026-W47"}. 201, or 200 with the draw that there is already."""
    account, body = await signed_in(request, *SUPERVISING), await body_of(request)
    made, is_new = await quality(request).drawing.draw(text_in(body, "period"), by=account.username)
    if is_new:
        log.info("quality_drawn", period=made.period, drawn=made.drawn, by=account.username)
    people = await services(request).accounts.people()
    return web.json_response({"draw": draw_json(made, people)}, status=201 if is_new else 200)


@routes.get("/api/quality/calls")
async def calls(request: web.Request) -> web.Response:
    """Calls that may be chosen, by number= and from=, to= (days), the newest first; none of the own ones."""
    account = await signed_in(request, *SUPERVISING)
    hotline, query = services(request), request.query
    first, last = days_in(query)
    sought = Sought(
        number=normalise_number(query.get("number", "")[:40]),
        first=_begin(first) if first else None,
        last=_begin(last + timedelta(days=1)) if last else None,
    )
    people = await hotline.accounts.people()
    found = await quality(request).choosing.find(sought, limit_of(request, 50))
    told = [_choosable_json(one, people) for one in found if one.agent != account.username]
    return web.json_response({"calls": told})


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), CITY_TIME)


def _choosable_json(one: Choosable, people: Mapping[str, str]) -> Json:
    return {
        "call_id": one.call_id,
        "arrived": moment(one.arrived),
        "dialled": one.dialled,
        "outgoing": one.outgoing,
        "talked": one.talked,
        "agent_name": people.get(one.agent, one.agent),
        "inspection": one.inspection,
        "has_sound": one.has_sound,
    }


@routes.post("/api/quality/choose")
async def choose(request: web.Request) -> web.Response:
    """A call that somebody wants inspected: {"call_id", "reason"}."""
    account, body = await signed_in(request, *SUPERVISING), await body_of(request)
    call_id = text_in(body, "call_id").strip()[:64]
    made = await quality(request).drawing.choose(call_id, reason_in(body), by=account.username)
    return web.json_response(await whole_of(request, made), status=201)
