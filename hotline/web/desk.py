"""An agent's desk and the phones in the browser: what they need to register, and the agent's state."""

from __future__ import annotations

import time

from aiohttp import web

from hotline.agents.model import AgentState
from hotline.errors import InputError
from hotline.telephony.secrets import WEB_PHONE
from hotline.telephony.tokens import sign_token
from hotline.web.auth import seated, signed_in
from hotline.web.faults import body_of
from hotline.web.services import services
from hotline.web.shapes import Json, seat_json

TOKEN_SECONDS = 12 * 3600
routes = web.RouteTableDef()


def _phone(request: web.Request, username: str) -> Json:
    hotline = services(request)
    token = sign_token(hotline.secrets.gateway, username, int(time.time()) + TOKEN_SECONDS)
    return {
        "gateway": f"/sip?token={token}",
        "gateway_port": hotline.settings.gateway_port,
        "uri": f"sip:{username}@hotline",
        "username": username,
        "password": hotline.secrets.phone(username),
        "numbers": [line.number for line in hotline.library.city.outline.lines],
    }


@routes.get("/api/phone")
async def citizen_phone(request: web.Request) -> web.Response:
    """The citizen's phone in the browser: it can dial the hotline's numbers and nothing else, so anyone may have it."""
    return web.json_response(_phone(request, WEB_PHONE), headers={"Cache-Control": "no-store"})


@routes.get("/api/agent/phone")
async def agent_phone(request: web.Request) -> web.Response:
    """The signed-in agent's own phone."""
    account = await seated(request)
    return web.json_response(_phone(request, account.extension), headers={"Cache-Control": "no-store"})


@routes.get("/api/agent")
async def agent(request: web.Request) -> web.Response:
    """The signed-in agent's seat."""
    account = await seated(request)
    hotline = services(request)
    return web.json_response(seat_json(hotline.agents.seat(account.extension), hotline.names))


@routes.get("/api/desk")
async def desk(request: web.Request) -> web.Response:
    """What the city has set for every desk."""
    await signed_in(request)
    return web.json_response({"breaks": list(services(request).settings.breaks)})


@routes.post("/api/agent/state")
async def set_state(request: web.Request) -> web.Response:
    """Ready, paused for a reason, or offline."""
    account = await seated(request)
    body = await body_of(request)
    state, reason = body.get("state"), body.get("reason", "")
    if not isinstance(state, str) or not isinstance(reason, str):
        raise InputError("状态和原因应为文字。", fields={"state": "应为文字", "reason": "应为文字"})
    hotline = services(request)
    if state == AgentState.PAUSED and reason not in ("", *hotline.settings.breaks):
        known = "、".join(hotline.settings.breaks)
        raise InputError(f"示忙原因只能是{known}。", fields={"reason": f"只能是{known}"})
    await hotline.agents.set_state(account.extension, account.name, state=state, reason=reason)
    return web.json_response(seat_json(hotline.agents.seat(account.extension), hotline.names))
