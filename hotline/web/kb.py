"""What the city tells a caller, for the agent's screen."""

from __future__ import annotations

from aiohttp import web

from hotline.web.auth import signed_in
from hotline.web.services import services
from hotline.web.shapes import category_json, department_json, procedure_json

LONGEST_QUERY = 100  # characters
routes = web.RouteTableDef()


@routes.get("/api/config")
async def config(request: web.Request) -> web.Response:
    """The city and its lines; public, for the sign-in page and the citizen's phone."""
    city = services(request).city
    lines = [{"number": line.number, "name": line.name} for line in city.lines]
    numbers = [line.number for line in city.lines]
    return web.json_response(
        {"city": city.name, "numbers": numbers, "lines": lines, "languages": ["zh-CN", "zh-TW", "en"]}
    )


@routes.get("/api/kb/departments")
async def departments(request: web.Request) -> web.Response:
    """Departments by name or alias; all without a query."""
    await signed_in(request)
    found = services(request).city.find_departments(_words(request))
    return web.json_response({"departments": [department_json(department) for department in found]})


@routes.get("/api/kb/procedures")
async def procedures(request: web.Request) -> web.Response:
    """Procedures by name or alias; all without a query."""
    await signed_in(request)
    found = services(request).city.find_procedures(_words(request))
    return web.json_response({"procedures": [procedure_json(procedure) for procedure in found]})


@routes.get("/api/kb/categories")
async def categories(request: web.Request) -> web.Response:
    """The categories of tickets."""
    await signed_in(request)
    return web.json_response({"categories": [category_json(top) for top in services(request).city.categories]})


def _words(request: web.Request) -> str:
    return request.query.get("q", "")[:LONGEST_QUERY]
