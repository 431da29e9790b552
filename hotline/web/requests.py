"""What callers left with us: texts on their way, voice messages, wishes to be rung. Worked off by agents.

Rule: a message is heard by its id, never by a path, and only by who answers citizens.
"""

from __future__ import annotations

import structlog
from aiohttp import web

from hotline.accounts.model import Account, Role
from hotline.errors import InputError
from hotline.notices.model import State
from hotline.requests.model import CallbackState, MessageState
from hotline.web.auth import signed_in
from hotline.web.query import MOST, limit_of
from hotline.web.request_shapes import callback_json, message_json, notice_json
from hotline.web.services import services

ANSWERING = (Role.AGENT, Role.SUPERVISOR, Role.ADMIN)
log = structlog.get_logger(__name__)
routes = web.RouteTableDef()


@routes.get("/api/outbox")
async def outbox(request: web.Request) -> web.Response:
    """The newest texts, the newest first (state=waiting, sent or failed)."""
    await _answering(request)
    hotline = services(request)
    found = await hotline.outbox.latest(limit_of(request, 50), _state(request, State))
    offices = {office.code: office.name for office in hotline.library.city.departments}
    return web.json_response({"outbox": [notice_json(notice, offices) for notice in found]})


@routes.get("/api/requests/count")
async def count(request: web.Request) -> web.Response:
    """How many messages nobody has heard, and how many citizens wait to be rung; MOST is that many or more."""
    await _answering(request)
    kept = services(request).requests
    new, waiting = await kept.messages(MOST, MessageState.NEW), await kept.callbacks(MOST, CallbackState.WAITING)
    return web.json_response({"messages": len(new), "callbacks": len(waiting)})


@routes.get("/api/messages")
async def messages(request: web.Request) -> web.Response:
    """The newest messages, the newest first (state=new or heard)."""
    await _answering(request)
    found = await services(request).requests.messages(limit_of(request, 50), _state(request, MessageState))
    people = await services(request).accounts.people()
    return web.json_response({"messages": [message_json(message, people) for message in found]})


@routes.get(r"/api/messages/{id:\d{1,9}}/audio")
async def audio(request: web.Request) -> web.StreamResponse:
    """A message as a WAV; who listened is logged."""
    account = await _answering(request)
    path = await services(request).requests.sound(_id(request))
    log.info("message_played", message=_id(request), by=account.username)
    return web.FileResponse(path, headers={"Content-Type": "audio/wav", "Cache-Control": "no-store"})


@routes.post(r"/api/messages/{id:\d{1,9}}/heard")
async def heard(request: web.Request) -> web.Response:
    """Somebody takes care of a message; who was first stays."""
    account = await _answering(request)
    message = await services(request).requests.hear(_id(request), actor=account.username)
    people = await services(request).accounts.people()
    return web.json_response({"message": message_json(message, people)})


@routes.get("/api/callbacks")
async def callbacks(request: web.Request) -> web.Response:
    """Who waits to be rung, the longest first (state=waiting or done)."""
    await _answering(request)
    found = await services(request).requests.callbacks(limit_of(request, 50), _state(request, CallbackState))
    people = await services(request).accounts.people()
    return web.json_response({"callbacks": [callback_json(callback, people) for callback in found]})


@routes.post(r"/api/callbacks/{id:\d{1,9}}/done")
async def done(request: web.Request) -> web.Response:
    """The citizen was rung; who was first stays."""
    account = await _answering(request)
    callback = await services(request).requests.done(_id(request), actor=account.username)
    people = await services(request).accounts.people()
    return web.json_response({"callback": callback_json(callback, people)})


async def _answering(request: web.Request) -> Account:
    return await signed_in(request, *ANSWERING)


def _id(request: web.Request) -> int:
    return int(request.match_info["id"])


def _state(request: web.Request, states: type[State | MessageState | CallbackState]) -> str:
    """The state that is asked for, "" is all. Raises InputError."""
    text = request.query.get("state", "")
    if text and text not in tuple(states):
        told = "、".join(states)
        raise InputError(f"state只能是{told}。", fields={"state": f"只能是{told}"})
    return text
