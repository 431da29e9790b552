"""The API's own description, as it is served."""

from __future__ import annotations

from aiohttp import web

from hotline.web.auth import EVERYBODY, signed_in
from hotline.web.openapi.document import document

routes = web.RouteTableDef()


@routes.get("/api/openapi.json")
async def openapi(request: web.Request) -> web.Response:
    """The OpenAPI document of this server."""
    await signed_in(request, *EVERYBODY)
    return web.json_response(document(request.app.router.resources()))
