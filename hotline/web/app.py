"""The web application: the API's routes, the live websocket, health, and the built pages for all other addresses."""

from __future__ import annotations

from aiohttp import web

from hotline.accounts.throttle import Throttle
from hotline.web import (
    applications,
    broadcasts,
    calling_out,
    calls,
    citizens,
    consulting,
    desk,
    duplicates,
    form_door,
    forms,
    health,
    hot_issues,
    kb,
    knowledge,
    menus,
    oversight,
    own_day,
    policies,
    reports,
    requests,
    routing,
    sessions,
    ticket_files,
    ticket_notices,
    tickets,
    under_way,
    upkeep,
    worklists,
)
from hotline.web.auth import own_pages_only
from hotline.web.faults import faults_as_json
from hotline.web.live import Live
from hotline.web.pages import careful_headers, page
from hotline.web.services import SERVICES, Services

PARTS = (
    health,
    sessions,
    desk,
    own_day,
    broadcasts,
    calling_out,  # before calls: /api/calls/out is no call's name
    consulting,
    calls,
    kb,
    knowledge,
    forms,
    form_door,
    under_way,
    upkeep,
    duplicates,  # before tickets: /api/tickets/duplicates is no ticket's number
    worklists,  # before tickets: /api/tickets/work is no ticket's number
    tickets,
    ticket_files,
    ticket_notices,
    oversight,
    policies,
    routing,
    applications,
    requests,
    citizens,
    menus,
    hot_issues,  # before reports: /api/reports/hot is no report's name
    reports,
)
LONGEST_BODY = 256 * 1024  # bytes


def build_app(hotline: Services, live: Live) -> web.Application:
    """The whole web side of a running hotline."""
    app = web.Application(middlewares=[careful_headers, faults_as_json, own_pages_only], client_max_size=LONGEST_BODY)
    app[SERVICES] = hotline
    app[hot_issues.HOT] = hotline.hot
    app[form_door.MISSES] = Throttle(form_door.MOST_MISSES)
    for part in PARTS:
        app.router.add_routes(part.routes)
    app.router.add_get("/api/live", live.connect)
    app.router.add_route("*", "/api/{path:.*}", _no_such_address)
    app.router.add_get("/{path:.*}", page)

    async def close_consoles(_: web.Application) -> None:
        await live.close()

    async def close_hot(_: web.Application) -> None:
        await hotline.hot.close()

    app.on_shutdown.append(close_consoles)
    app.on_shutdown.append(close_hot)
    return app


async def _no_such_address(request: web.Request) -> web.Response:
    del request
    raise web.HTTPNotFound
