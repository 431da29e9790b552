"""The built consoles: files as they are, and the one page for every address that the page itself routes.

Rule: the pages that anybody may open, OPEN, have files of their own and the narrowest policy.
"""

from __future__ import annotations

import re
from pathlib import Path

from aiohttp import web

from hotline.web.faults import Handler
from hotline.web.services import services

_FRESH = {"Cache-Control": "no-cache"}
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}  # their names hold their sums
_ADDRESS = re.compile(r"[\w./-]*", re.ASCII)
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' "
    "data:; media-src 'self' blob: mediastream:; connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
OPEN = {"public": "public.html", "wall": "wall.html"}
"""What is no part of the consoles: the citizens' page and the hall's screen, by their address."""
NARROW = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Permissions-Policy": "microphone=(), camera=(), geolocation=()",
    "Referrer-Policy": "no-referrer",
}


async def page(request: web.Request) -> web.StreamResponse:
    """A built file, or the one page. Raises 404 for a file that is not there, 503 while nothing is built."""
    folder = services(request).settings.ui_dir
    name = request.match_info["path"]
    if "." in name.rpartition("/")[2]:
        return _file(folder, name)
    built = OPEN.get(name.rstrip("/"), "index.html")
    if not (folder / built).is_file():
        raise web.HTTPServiceUnavailable(text="The web consoles are not built: run `hotline setup`.")
    return web.FileResponse(folder / built, headers=_headers(built))


def _file(folder: Path, name: str) -> web.StreamResponse:
    path = (folder / name).resolve()
    if not _ADDRESS.fullmatch(name) or not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(path, headers=_headers(name))


def _headers(name: str) -> dict[str, str]:
    if name in OPEN.values():
        return _FRESH | NARROW
    return _FOR_EVER if name.startswith("assets/") else _FRESH


@web.middleware
async def careful_headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What the browser must not do with our pages."""
    response = await handler(request)
    if not response.prepared:
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "microphone=(self), camera=(), geolocation=()")
    return response
