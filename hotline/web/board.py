"""The supervisor's board: each agent's day, and what a supervisor does to calls, desks and overflow.

Rule: what is done is seen by /api/live when Asterisk has done it; an answer here says only that it was asked for.
"""

from __future__ import annotations

from aiohttp import web

from hotline.accounts.model import Account
from hotline.agents.day import day_of
from hotline.agents.overflow import Mode
from hotline.errors import InputError, NotFoundError
from hotline.telephony.watching import Way
from hotline.tickets.model import CITY_TIME
from hotline.web.auth import signed_in
from hotline.web.board_shapes import act_json, agent_day_json
from hotline.web.faults import body_of
from hotline.web.own_day import bounds
from hotline.web.query import limit_of, text_in
from hotline.web.screens import SUPERVISING
from hotline.web.services import services

routes = web.RouteTableDef()


async def _supervisor(request: web.Request) -> Account:
    return await signed_in(request, *SUPERVISING)


@routes.get("/api/board/days")
async def days(request: web.Request) -> web.Response:
    """Each agent's day so far, by extension."""
    await _supervisor(request)
    hotline = services(request)
    now = hotline.tickets.world().now
    begin, end = bounds(now.astimezone(CITY_TIME).date())
    kept = await hotline.days.all_of(begin, end)
    told = {
        extension: agent_day_json(day_of(one.spells, one.rings, begin=begin, end=end, now=now))
        for extension, one in kept.items()
    }
    return web.json_response({"days": told})


@routes.get("/api/board/acts")
async def acts(request: web.Request) -> web.Response:
    """What supervisors did, the newest first."""
    await _supervisor(request)
    hotline = services(request)
    people, found = await hotline.accounts.people(), await hotline.supervising.acts.latest(limit_of(request, 50))
    return web.json_response({"acts": [act_json(one, people, hotline.names) for one in found]})


@routes.post("/api/board/calls/{call_id}/take-over")
async def take_over(request: web.Request) -> web.Response:
    """Take the citizen from the agent: the supervisor's own telephone rings."""
    account = await _supervisor(request)
    await services(request).supervising.take_over(request.match_info["call_id"], account)
    return web.json_response({}, status=202)


@routes.post("/api/board/calls/{call_id}/{way}")
async def watch(request: web.Request) -> web.Response:
    """Listen, whisper or join, or change from one to another: the supervisor's own telephone rings the first time."""
    account, way = await _supervisor(request), request.match_info["way"]
    if way not in tuple(Way):
        raise NotFoundError("没有这个地址。")
    name = await services(request).supervising.watch(request.match_info["call_id"], Way(way), account)
    return web.json_response({"watch": name}, status=202)


@routes.delete("/api/board/watch")
async def leave(request: web.Request) -> web.Response:
    """Be in no call of others any more."""
    await services(request).supervising.leave(await _supervisor(request))
    return web.json_response({}, status=202)


@routes.post("/api/board/agents/{extension}/state")
async def set_state(request: web.Request) -> web.Response:
    """Set an agent's state: {"state": "ready", "paused" or "offline", "reason"}."""
    account, body = await _supervisor(request), await body_of(request)
    state, reason = text_in(body, "state"), text_in(body, "reason")
    await services(request).supervising.set_state(request.match_info["extension"], state, reason, account)
    return web.json_response({}, status=202)


@routes.post("/api/board/overflow")
async def set_overflow(request: web.Request) -> web.Response:
    """Open or close overflow, or leave it to how many wait: {"mode": "auto", "open" or "closed", "reason"}."""
    account, body = await _supervisor(request), await body_of(request)
    mode, reason = text_in(body, "mode"), text_in(body, "reason")
    if mode not in tuple(Mode):
        raise InputError("只能是auto、open或closed。", fields={"mode": "只能是auto、open或closed"})
    await services(request).supervising.set_overflow(Mode(mode), reason, account)
    return web.json_response({}, status=202)
