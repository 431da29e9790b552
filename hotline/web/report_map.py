"""The map of the city's districts, for whoever may read reports."""

from __future__ import annotations

from aiohttp import web

from hotline.accounts.model import Role
from hotline.errors import NotAllowedError
from hotline.reports.district_map import map_json
from hotline.web.screens import SUPERVISING, everybody
from hotline.web.services import services

routes = web.RouteTableDef()


@routes.get("/api/reports/map")
async def district_map(request: web.Request) -> web.Response:
    """{"map": null where the city pack has none, or {schematic, width, height, districts}}."""
    account = await everybody(request)
    if account.role not in (*SUPERVISING, Role.HANDLER):
        raise NotAllowedError("您的角色不能查看报表。")
    places = services(request).reports.places
    return web.json_response({"map": map_json(places) if places else None})
