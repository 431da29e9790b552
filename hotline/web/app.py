"""The web application: the API's routes, the live websocket, health, and the built pages for all other addresses."""

from __future__ import annotations

from aiohttp import web

from hotline.accounts.throttle import Throttle
from hotline.web import (
    api_document,
    applications,
    at_hand,
    board,
    broadcasts,
    callbacks,
    calling_out,
    calls,
    citizens,
    consulting,
    department,
    desk,
    duplicates,
    form_door,
    forms,
    health,
    hot_issues,
    kb,
    kb_health,
    knowledge,
    knowledge_tables,
    menus,
    overseeing,
    oversight,
    own_day,
    policies,
    public,
    public_bulletin,
    quality,
    quality_calibration,
    quality_draws,
    quality_recordings,
    report_closings,
    report_mails,
    report_map,
    reports,
    requests,
    routing,
    sessions,
    skills,
    templates,
    ticket_files,
    ticket_notices,
    tickets,
    transcripts,
    under_way,
    upkeep,
    wall,
    worklists,
)
from hotline.web.auth import own_pages_only
from hotline.web.doors import DOORS
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
    board,
    skills,
    calling_out,  # before calls: /api/calls/out is no call's name
    consulting,
    calls,
    at_hand,
    kb,
    kb_health,
    knowledge,
    knowledge_tables,
    forms,
    form_door,
    under_way,
    upkeep,
    duplicates,  # before tickets: /api/tickets/duplicates is no ticket's number
    callbacks,
    worklists,  # before tickets: /api/tickets/work is no ticket's number
    tickets,
    ticket_files,
    ticket_notices,
    oversight,
    overseeing,
    templates,
    policies,
    routing,
    applications,
    requests,
    citizens,
    menus,
    hot_issues,  # before reports: /api/reports/hot is no report's name
    report_mails,  # so are these
    report_closings,
    report_map,
    reports,
    department,
    wall,
    public,
    public_bulletin,
    quality,
    quality_calibration,
    quality_draws,
    quality_recordings,
    transcripts,
    api_document,
)
LONGEST_BODY = 256 * 1024  # bytes


def build_app(hotline: Services, live: Live) -> web.Application:
    """The whole web side of a running hotline."""
    app = web.Application(middlewares=[careful_headers, faults_as_json, own_pages_only], client_max_size=LONGEST_BODY)
    app[SERVICES] = hotline
    app[DOORS] = live.doors
    app[hot_issues.HOT] = hotline.hot
    app[form_door.MISSES] = Throttle(form_door.MOST_MISSES)
    app[public.TRIED] = public.Tried()
    app[wall.WALL] = wall.wall_of(hotline)
    for part in PARTS:
        app.router.add_routes(part.routes)
    app.router.add_get("/api/live", live.connect)
    app.router.add_route("*", "/api/{path:.*}", _no_such_address)
    app.router.add_get("/{path:.*}", page)

    async def close_consoles(_: web.Application) -> None:
        await live.close()

    async def close_hot(_: web.Application) -> None:
        await app[wall.WALL].close()
        await hotline.hot.close()

    app.on_shutdown.append(close_consoles)
    app.on_shutdown.append(close_hot)
    return app


async def _no_such_address(request: web.Request) -> web.Response:
    del request
    raise web.HTTPNotFound
