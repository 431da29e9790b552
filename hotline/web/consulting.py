"""Asking somebody while the citizen waits: begun and ended from the agent's own desk, for the call that is on it."""

from __future__ import annotations

from aiohttp import web

from hotline.answering.consulting import Asked
from hotline.errors import InputError
from hotline.telephony.consulting import Key
from hotline.web.auth import seated
from hotline.web.faults import body_of
from hotline.web.query import text_in
from hotline.web.services import services

_WHOM = ("extension", "department", "number")
routes = web.RouteTableDef()


@routes.post("/api/calls/{call_id}/consult")
async def begin(request: web.Request) -> web.Response:
    """Ask a colleague {"extension"}, a department {"department", "phone"} or {"number"}: 110 and the like."""
    account, body = await seated(request), await body_of(request)
    whom = {name: text_in(body, name) for name in (*_WHOM, "phone")}
    if sum(bool(whom[name]) for name in _WHOM) != 1:
        raise InputError("请选择咨询同事、单位或110，只能有一个。", fields={"to": "只能有一个"})
    await services(request).consults.begin(request.match_info["call_id"], account.extension, Asked(**whom))
    return web.json_response({}, status=202)


@routes.post("/api/calls/{call_id}/consult/{what:abort|complete|three|swap|drop}")
async def act(request: web.Request) -> web.Response:
    """Back to the citizen, pass the citizen on, talk all three, change between the two, or let the third go."""
    account, call_id, what = await seated(request), request.match_info["call_id"], request.match_info["what"]
    if what == "drop":
        await services(request).consults.drop(call_id, account.extension)
    else:
        await services(request).consults.act(call_id, account.extension, Key[what.upper()])
    return web.json_response({}, status=202)


@routes.get("/api/consult/numbers")
async def numbers(request: web.Request) -> web.Response:
    """Which numbers beside the departments' may be asked."""
    await seated(request)
    settings = services(request).settings
    known = settings.outside_known if settings.outside_trunk else ()
    return web.json_response({"numbers": list(known)})
