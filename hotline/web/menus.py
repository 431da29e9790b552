"""The voice menus that callers hear now, to be looked at.

Rule: what is shown is what is served; a file that was refused is told beside it, never in its place.
"""

from __future__ import annotations

from aiohttp import web

from hotline.accounts.model import Role
from hotline.web.auth import signed_in
from hotline.web.menu_shapes import menu_json, trouble_json
from hotline.web.services import services

READING = (Role.AGENT, Role.SUPERVISOR, Role.ADMIN)
routes = web.RouteTableDef()


@routes.get("/api/menus")
async def menus(request: web.Request) -> web.Response:
    """Every line's menu as it is served, and what is wrong with the files where they were refused."""
    await signed_in(request, *READING)
    hotline = services(request)
    lines = {line.number: line.name for line in hotline.library.city.outline.lines}
    served = [menu_json(script, lines.get(name, "")) for name, script in sorted(hotline.menus.items())]
    trouble, faults = hotline.menus.trouble, hotline.menus.faults
    return web.json_response({"menus": served, "trouble": trouble_json(trouble, faults) if trouble else None})
