"""The recording of a call that is inspected: heard by who may, every hearing kept.

Rule: a recording is heard by its inspection, never by a path; a hearing is kept before the first byte is sent.
"""

from __future__ import annotations

import structlog
from aiohttp import web

from hotline.errors import NotFoundError
from hotline.quality.sounds import Side, wave_json
from hotline.web.quality import quality, seen_by

_ONE = r"/api/quality/inspections/{id:\d{1,9}}"
log = structlog.get_logger(__name__)
routes = web.RouteTableDef()


@routes.get(_ONE + "/audio")
async def audio(request: web.Request) -> web.StreamResponse:
    """A WAV (side=both, citizen or agent), also in parts (Range)."""
    account, found = await seen_by(request)
    desk, side = quality(request), request.query.get("side", Side.BOTH)
    if side not in tuple(Side):
        raise NotFoundError("没有这一方的录音。")
    path = desk.sounds.path(found.call_id, Side(side))
    if await desk.looks.keep_hearing(found.call_id, account.username):
        log.info("recording_played", call_id=found.call_id, inspection=found.id, by=account.username)
    return web.FileResponse(path, headers={"Content-Type": "audio/wav", "Cache-Control": "no-store"})


@routes.get(_ONE + "/wave")
async def wave(request: web.Request) -> web.Response:
    """What is drawn of it: {"seconds", "lanes": [{"side", "peaks"}]}, each peak 0 to 100."""
    _, found = await seen_by(request)
    made = await quality(request).sounds.wave(found.call_id)
    return web.json_response(wave_json(made), headers={"Cache-Control": "no-store"})
