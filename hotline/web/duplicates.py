"""Open tickets about the same matter, asked for while an agent types; and the one key that joins a citizen to one."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any

from aiohttp import web

from hotline.errors import InputError
from hotline.sentences import said_json
from hotline.tickets.draft import CONTENT, PLACE, TITLE
from hotline.tickets.duplicates.service import Duplicate
from hotline.tickets.model import TicketDraft
from hotline.web.auth import signed_in
from hotline.web.faults import body_of
from hotline.web.own_call import with_citizen
from hotline.web.screens import Screen, screen_of
from hotline.web.services import services
from hotline.web.shapes import Json, moment
from hotline.web.ticket_fields import key_of
from hotline.web.ticket_shapes import EXCERPT, ticket_json

_ASKED = {"title": TITLE, "content": CONTENT, "place": PLACE, "district": 16, "category": 16}
routes = web.RouteTableDef()


@routes.get("/api/tickets/duplicates")
async def found(request: web.Request) -> web.Response:
    """What is open and alike, by the query's title, content, place, district and category."""
    return await _found(request, request.query)


@routes.post("/api/tickets/duplicates")
async def found_for(request: web.Request) -> web.Response:
    """The same, of a JSON body: a content may be longer than an address, and is no business of any log."""
    return await _found(request, await body_of(request))


async def _found(request: web.Request, given: Any) -> web.Response:
    account = await signed_in(request)
    asked = {name: given.get(name, "") for name in _ASKED}
    faults = {name: _fault(value, _ASKED[name]) for name, value in asked.items()}
    if any(faults.values()):
        raise InputError("请按提示修改。", fields={name: fault for name, fault in faults.items() if fault})
    duplicates, screen = services(request).duplicates, await screen_of(request, account)
    hits = await duplicates.find(**asked)
    return web.json_response({"ready": duplicates.is_ready, "hits": [_hit_json(screen, hit) for hit in hits]})


def _fault(value: object, longest: int) -> str:
    if not isinstance(value, str):
        return "请填写文字。"
    return f"不能超过{longest}个字。" if len(value) > longest else ""


@routes.post("/api/tickets/{number}/join")
async def join(request: web.Request) -> web.Response:
    """Take a citizen's ticket down and merge it into this one; the body is a draft as in POST /api/tickets."""
    account, key, body = await signed_in(request), key_of(request), await body_of(request)
    draft, screen = await with_citizen(request, account, body, _draft(body)), await screen_of(request, account)
    parent = request.match_info["number"]
    ticket = await services(request).duplicates.join(draft, parent=parent, user=screen.user, key=key)
    return web.json_response({"ticket": ticket_json(screen, ticket)}, status=201)


def _draft(body: dict[str, Any]) -> TicketDraft:
    """As it came: saving checks every field at once, its kind too."""
    values = {
        field.name: body.get(field.name, "" if field.default is MISSING else field.default)
        for field in fields(TicketDraft)
    }
    if isinstance(values["assisting"], list):
        values["assisting"] = tuple(values["assisting"])
    return TicketDraft(**values)


def _hit_json(screen: Screen, hit: Duplicate) -> Json:
    ticket = hit.ticket
    return {
        "number": ticket.number,
        "score": hit.score,
        "reasons": list(hit.reasons),
        "reasons_said": [said_json(one) for one in hit.reasons],
        "state": str(ticket.state),
        "state_label": ticket.state.label,
        "title": ticket.title,
        "content": ticket.content[:EXCERPT],
        "district_name": screen.world.city.places.name(ticket.district),
        "place": ticket.place,
        "department": ticket.department,
        "department_name": screen.office(ticket.department),
        "created": moment(ticket.created),
        "joined": hit.joined,
    }
