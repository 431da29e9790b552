"""Signing in and out."""

from __future__ import annotations

import structlog
from aiohttp import web

from hotline.agents.model import AgentState
from hotline.errors import InputError, TelephonyError
from hotline.web.auth import COOKIE, COOKIE_SECONDS, EVERYBODY, signed_in
from hotline.web.doors import DOORS
from hotline.web.faults import body_of
from hotline.web.services import services
from hotline.web.shapes import account_json

log = structlog.get_logger(__name__)
routes = web.RouteTableDef()


@routes.post("/api/session")
async def sign_in(request: web.Request) -> web.Response:
    """Sign in; an agent's phone joins the queue, paused."""
    body = await body_of(request)
    username, password = body.get("username"), body.get("password")
    if not isinstance(username, str) or not isinstance(password, str):
        raise InputError("请输入用户名和密码。", fields={"username": "必填", "password": "必填"})
    account, token = await services(request).accounts.sign_in(username, password)
    if account.extension:
        try:
            await services(request).agents.sign_in(account.extension, account.name)
        except TelephonyError as fault:  # the desk opens; ready is refused until Asterisk is there
            log.warning("agent_not_in_queue", extension=account.extension, why=fault.message)
    response = web.json_response({"account": account_json(account)})
    response.set_cookie(
        COOKIE, token, max_age=COOKIE_SECONDS, httponly=True, samesite="Strict", secure=request.secure, path="/"
    )
    return response


@routes.get("/api/session")
async def who(request: web.Request) -> web.Response:
    """Who is signed in."""
    return web.json_response({"account": account_json(await signed_in(request, *EVERYBODY))})


@routes.delete("/api/session")
async def sign_out(request: web.Request) -> web.Response:
    """Sign out; an agent's phone leaves the queue."""
    account = await signed_in(request, *EVERYBODY)
    if account.extension:
        try:
            await services(request).agents.set_state(account.extension, account.name, state=AgentState.OFFLINE)
        except TelephonyError as fault:
            log.warning("agent_still_in_queue", extension=account.extension, why=fault.message)
    await services(request).accounts.sign_out(request.cookies[COOKIE])
    request.app[DOORS].end(request.cookies[COOKIE])
    response = web.json_response({})
    response.del_cookie(COOKIE, path="/")
    return response
