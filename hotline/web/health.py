"""Whether the hotline runs, and which part is missing: for people, for `hotline run` and for a city's monitoring."""

from __future__ import annotations

import asyncio

from aiohttp import web

from hotline.web.services import Check, Part, services

LIMIT = 2.5  # seconds for each part
routes = web.RouteTableDef()


@routes.get("/health/live")
async def live(request: web.Request) -> web.Response:
    """The process answers."""
    del request
    return web.json_response({"live": True})


@routes.get("/health/ready")
async def ready(request: web.Request) -> web.Response:
    """Every part answers (200), or which does not and why (503)."""
    checks = services(request).parts
    found = dict(zip(checks, await asyncio.gather(*map(_bounded, checks.values())), strict=True))
    well = all(part.ok for part in found.values())
    parts = {name: _told(part) for name, part in found.items()}
    return web.json_response({"ready": well, "parts": parts}, status=200 if well else 503)


def _told(part: Part) -> dict[str, bool | str]:
    told: dict[str, bool | str] = {"ok": part.ok, "why": part.why}
    return {**told, "note": part.note} if part.note else told


async def _bounded(check: Check) -> Part:
    try:
        async with asyncio.timeout(LIMIT):
            return await check()
    except TimeoutError:
        return Part(ok=False, why=f"It did not answer within {LIMIT} s.")
