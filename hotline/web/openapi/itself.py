"""The description's own address."""

from __future__ import annotations

from hotline.web.openapi.operations import EVERYBODY, Area, route

AREA = Area(
    name="api",
    about="This description.",
    routes=(route("GET /api/openapi.json", dict[str, object], who=EVERYBODY),),
)
