"""Calls: the latest, a citizen's card, and an earlier call heard again.

Rule: a hearing is kept before the first byte is sent.
"""

from __future__ import annotations

import structlog
from aiohttp import web

from hotline.errors import NotAllowedError
from hotline.quality.sounds import Side
from hotline.web.auth import signed_in
from hotline.web.quality import quality
from hotline.web.query import limit_of
from hotline.web.screens import SUPERVISING
from hotline.web.services import services
from hotline.web.shapes import card_json, past_call_json

log = structlog.get_logger(__name__)
routes = web.RouteTableDef()


@routes.get("/api/calls")
async def latest(request: web.Request) -> web.Response:
    """The latest calls, newest first."""
    await signed_in(request)
    calls = await services(request).calls.latest(limit_of(request, 20))
    return web.json_response({"calls": [past_call_json(call) for call in calls]})


@routes.get("/api/calls/{call_id}/card")
async def card(request: web.Request) -> web.Response:
    """The card of the citizen who made this call."""
    await signed_in(request)
    gathered = await services(request).pop.card(request.match_info["call_id"])
    return web.json_response(card_json(gathered))


@routes.get("/api/calls/{call_id}/audio")
async def audio(request: web.Request) -> web.StreamResponse:
    """What was said in an earlier call of the citizen who is on the line (during), both sides: a WAV, also in parts.

    A supervisor hears any. Raises NotAllowedError.
    """
    account, call_id = await signed_in(request), request.match_info["call_id"]
    desk, during = quality(request), request.query.get("during", "")
    if account.role not in SUPERVISING and not await services(request).pop.may_hear(
        call_id, during=during, extension=account.extension
    ):
        raise NotAllowedError("只能听正在通话的市民以往来电的录音。")
    path = desk.sounds.path(call_id, Side.BOTH)
    if await desk.looks.keep_hearing(call_id, account.username):
        log.info("recording_played", call_id=call_id, by=account.username)
    return web.FileResponse(path, headers={"Content-Type": "audio/wav", "Cache-Control": "no-store"})
