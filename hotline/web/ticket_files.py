"""Files of tickets: put to them, and handed out again to whoever may see the ticket."""

from __future__ import annotations

from aiohttp import web

from hotline.tickets.files import LARGEST
from hotline.web.oversight_shapes import file_json
from hotline.web.screens import everybody, require_sight, screen_of, user_of
from hotline.web.services import services
from hotline.web.ticket_fields import key_of
from hotline.web.uploads import handed_out, received

routes = web.RouteTableDef()


@routes.post("/api/tickets/{number}/files")
async def attach(request: web.Request) -> web.Response:
    """Put a file to a ticket: multipart, one part `file`."""
    account = await everybody(request)
    key, number, hotline = key_of(request), request.match_info["number"], services(request)
    screen, case = await screen_of(request, account), await hotline.books.dossiers.case(number)
    require_sight(screen, case)
    name, content = await received(request, LARGEST)
    file = await hotline.books.files.attach(number, name=name, content=content, user=user_of(account), key=key)
    return web.json_response({"file": file_json(screen, file, case.ticket)}, status=201)


@routes.get(r"/api/tickets/{number}/files/{id:\d{1,9}}")
async def download(request: web.Request) -> web.StreamResponse:
    """The bytes of a file; whoever gets them is kept as having looked at the ticket."""
    account = await everybody(request)
    hotline, number = services(request), request.match_info["number"]
    screen, case = await screen_of(request, account), await hotline.books.dossiers.case(number)
    require_sight(screen, case)
    file = await hotline.books.files.get(number, int(request.match_info["id"]))
    path = await hotline.books.files.path(file)
    await hotline.books.views.keep([number], account.username)
    shown = screen.text(file.name, case.ticket).replace("*", "_")
    return handed_out(path, shown, file.type, Cache_Control="no-store")
