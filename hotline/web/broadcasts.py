"""What supervisors tell all desks at once."""

from __future__ import annotations

from collections.abc import Mapping

import structlog
from aiohttp import web

from hotline.accounts.model import Role
from hotline.agents.broadcasts import Broadcast
from hotline.errors import InputError, NotFoundError
from hotline.web.auth import signed_in
from hotline.web.faults import body_of
from hotline.web.query import text_in
from hotline.web.services import services
from hotline.web.shapes import Json, moment

SENDING = (Role.SUPERVISOR, Role.ADMIN)
A_SHIFT = 8 * 60  # minutes
log = structlog.get_logger(__name__)
routes = web.RouteTableDef()


@routes.get("/api/broadcasts")
async def current(request: web.Request) -> web.Response:
    """Those whose time is not over, the newest first, with whether the signed-in user has read them."""
    account = await signed_in(request)
    hotline = services(request)
    people = await hotline.accounts.people()
    found = await hotline.broadcasts.current(account.username)
    return web.json_response({"broadcasts": [broadcast_json(one, people) for one in found]})


@routes.post("/api/broadcasts")
async def send(request: web.Request) -> web.Response:
    """Tell all desks: {"text", "minutes"}."""
    account = await signed_in(request, *SENDING)
    body, hotline = await body_of(request), services(request)
    minutes = body.get("minutes", A_SHIFT)
    if not isinstance(minutes, int) or isinstance(minutes, bool):
        raise InputError("minutes应为整数。", fields={"minutes": "应为整数"})
    sent = await hotline.broadcasts.send(text_in(body, "text"), minutes=minutes, by=account.username)
    log.info("broadcast_sent", id=sent.id, by=account.username)
    return web.json_response({"broadcast": broadcast_json(sent, {account.username: account.name})}, status=201)


@routes.post("/api/broadcasts/{id}/read")
async def read(request: web.Request) -> web.Response:
    """The signed-in user has read it."""
    account = await signed_in(request)
    await services(request).broadcasts.read(_id(request), account.username)
    return web.json_response({})


@routes.delete("/api/broadcasts/{id}")
async def take_back(request: web.Request) -> web.Response:
    """No desk shows it any more."""
    account, number = await signed_in(request, *SENDING), _id(request)
    await services(request).broadcasts.take_back(number, by=account.username)
    log.info("broadcast_taken_back", id=number, by=account.username)
    return web.json_response({})


def broadcast_json(one: Broadcast, people: Mapping[str, str]) -> Json:
    """A broadcast."""
    return {
        "id": one.id,
        "text": one.text,
        "by": one.by,
        "by_name": people.get(one.by, one.by),
        "at": moment(one.at),
        "ends": moment(one.ends),
        "read": one.read,
        "readers": one.readers,
    }


def _id(request: web.Request) -> int:
    text = request.match_info["id"]
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise NotFoundError("没有这条广播。")
    return int(text)
