"""Calls: the latest, and a citizen's card."""

from __future__ import annotations

from aiohttp import web

from hotline.web.auth import signed_in
from hotline.web.query import limit_of
from hotline.web.services import services
from hotline.web.shapes import card_json, past_call_json

routes = web.RouteTableDef()


@routes.get("/api/calls")
async def latest(request: web.Request) -> web.Response:
    """The latest calls, newest first."""
    await signed_in(request)
    calls = await services(request).calls.latest(limit_of(request, 20))
    return web.json_response({"calls": [past_call_json(call) for call in calls]})


@routes.get("/api/calls/{call_id}/card")
async def card(request: web.Request) -> web.Response:
    """The card of the citizen who made this call."""
    await signed_in(request)
    gathered = await services(request).pop.card(request.match_info["call_id"])
    return web.json_response(card_json(gathered))
