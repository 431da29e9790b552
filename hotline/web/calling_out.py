"""Calling a citizen through the hotline: asked for by what it is about, never told with the number.

Rule: whoever calls sees how the call goes, and nobody else does; the number is no part of any answer here.
"""

from __future__ import annotations

from aiohttp import web

from hotline.answering.calling_out import Wish
from hotline.calls.model import Outcome, PastCall
from hotline.errors import InputError, NotFoundError
from hotline.web.faults import body_of
from hotline.web.query import text_in
from hotline.web.screens import everybody, user_of
from hotline.web.services import services
from hotline.web.shapes import Json, moment
from hotline.web.ticket_fields import key_of

_LARGEST = 2**31 - 1
routes = web.RouteTableDef()


@routes.post("/api/calls/out")
async def call_out(request: web.Request) -> web.Response:
    """Call the citizen of a ticket, of a promise to ring, or a number: {"ticket"}, {"request"} or {"number"}.

    The header Idempotency-Key names this one call: sent again it is the same, and rings nobody twice.
    """
    account = await everybody(request)
    key, wish = key_of(request), _wish(await body_of(request))
    call = await services(request).calling_out.place(wish, account, user_of(account), key)
    return web.json_response({"call": outgoing_json(call)}, status=201)


def _wish(body: Json) -> Wish:
    ticket, number, about = text_in(body, "ticket"), text_in(body, "number"), body.get("request", 0)
    if isinstance(about, bool) or not isinstance(about, int) or not 0 <= about <= _LARGEST:
        raise InputError("request应为回拨预约的编号。", fields={"request": "应为编号"})
    if sum(map(bool, (ticket, about, number))) != 1:
        raise InputError("请说明要致电谁：工单、回拨预约或号码，只能有一个。", fields={"ticket": "只填一个"})
    return Wish(ticket=ticket, request=about, number=number)


@routes.get("/api/calls/out/{call_id}")
async def look(request: web.Request) -> web.Response:
    """How a call that this user asked for goes."""
    account = await everybody(request)
    call = await services(request).calling_out.calls.look(request.match_info["call_id"])
    if call.by != account.username:
        raise NotFoundError("没有这次外呼。")
    return web.json_response({"call": outgoing_json(call)})


def outgoing_json(call: PastCall) -> Json:
    """A call of ours as whoever asked for it sees it."""
    return {
        "id": call.id,
        "state": _state(call),
        "ticket": call.ticket,
        "request": call.request,
        "placed": moment(call.arrived),
        "rang": call.answered is not None or call.outcome is Outcome.UNREACHED,
        "reached": call.answered is not None,
        "answered": moment(call.answered),
        "talked": call.talked,
        "cause": call.cause,
    }


def _state(call: PastCall) -> str:
    """placed: our own telephone rings; ringing: the citizen's; talking; over: reached, unreached or not placed."""
    if call.is_told:
        return "over"
    if call.answered is not None:
        return "talking"
    return "ringing" if call.outcome is Outcome.UNREACHED else "placed"
