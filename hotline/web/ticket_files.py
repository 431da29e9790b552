"""Files of tickets: put to them, and handed out again so that no browser opens them by itself.

Rule: a file leaves this server only as an attachment, with nosniff and a policy that lets nothing in it run.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from aiohttp import BodyPartReader, web

from hotline.errors import InputError
from hotline.storage.contents import CONTENT_TYPES
from hotline.tickets.files import LARGEST
from hotline.web.oversight_shapes import file_json
from hotline.web.screens import everybody, require_sight, screen_of, user_of
from hotline.web.services import services
from hotline.web.ticket_fields import key_of

AROUND = 64 * 1024  # bytes of the form around the file
_CHUNK = 256 * 1024
_ESCAPED = re.compile(r"\\(?=[\\\"])")  # how browsers write a quote in a file's name
routes = web.RouteTableDef()


@routes.post("/api/tickets/{number}/files")
async def attach(request: web.Request) -> web.Response:
    """Put a file to a ticket: multipart, one part `file`."""
    account = await everybody(request)
    key, number, hotline = key_of(request), request.match_info["number"], services(request)
    screen, case = await screen_of(request, account), await hotline.books.dossiers.case(number)
    require_sight(screen, case)
    name, content = await _received(request)
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
    shown = quote(screen.text(file.name, case.ticket).replace("*", "_"), safe="")
    return web.FileResponse(
        path,
        headers={
            "Content-Type": CONTENT_TYPES.get(file.type, "application/octet-stream"),
            "Content-Disposition": f"attachment; filename*=UTF-8''{shown}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


async def _received(request: web.Request) -> tuple[str, bytes]:
    """The name and the content of the one file that was sent. Raises InputError."""
    if (request.content_length or 0) > LARGEST + AROUND:
        raise _too_large()
    if request.content_type != "multipart/form-data":
        raise InputError("请选择一个文件。", fields={"file": "没有文件"})
    try:
        async for part in await request.multipart():
            if isinstance(part, BodyPartReader) and part.name == "file" and part.filename:
                return _ESCAPED.sub("", part.filename), await _whole(part)
    except ValueError as fault:  # of a body that is not what its header says
        raise InputError("上传的内容不完整，请再试一次。") from fault
    raise InputError("请选择一个文件。", fields={"file": "没有文件"})


async def _whole(part: BodyPartReader) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk(_CHUNK):
        content += chunk
        if len(content) > LARGEST:
            raise _too_large()
    return bytes(content)


def _too_large() -> InputError:
    return InputError(f"文件超过{LARGEST // 2**20}兆。", fields={"file": f"超过{LARGEST // 2**20}兆"})
