"""What the console of a department, or of the supervisors, was told of tickets."""

from __future__ import annotations

from aiohttp import web

from hotline.accounts.model import Role
from hotline.errors import NotAllowedError
from hotline.notices.model import SUPERVISORS, desk_of
from hotline.web.query import limit_of
from hotline.web.screens import everybody, screen_of
from hotline.web.services import services
from hotline.web.shapes import moment

routes = web.RouteTableDef()


@routes.get("/api/notices")
async def notices(request: web.Request) -> web.Response:
    """The newest first; a department's without who called."""
    account = await everybody(request)
    if account.role is Role.AGENT:
        raise NotAllowedError("您的角色没有工单通知。")
    hotline, screen = services(request), await screen_of(request, account)
    to = desk_of(account.department) if account.role is Role.HANDLER else SUPERVISORS
    found = await hotline.outbox.for_desk(to, limit_of(request, 50))
    tickets = await hotline.books.dossiers.tickets([notice.code for notice in found])
    told = [
        {
            "id": notice.id,
            "text": screen.text(notice.text, tickets[notice.code]) if notice.code in tickets else notice.text,
            "ticket": notice.code,
            "created": moment(notice.created),
        }
        for notice in found
    ]
    return web.json_response({"notices": told})
