"""Tickets: written once however often the button is pressed, read with their history."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from hotline.accounts.model import Role
from hotline.errors import InputError
from hotline.tickets.model import TicketDraft
from hotline.web.auth import signed_in
from hotline.web.faults import body_of
from hotline.web.query import limit_of
from hotline.web.services import services
from hotline.web.shapes import history_json, ticket_json

LONGEST_KEY = 100
_TEXTS = ("type", "category", "place", "content", "department", "citizen_number", "citizen_name", "call_id")
routes = web.RouteTableDef()


@routes.post("/api/tickets")
async def save(request: web.Request) -> web.Response:
    """Save a ticket. The header Idempotency-Key names this one act of saving: sent again, it gives the same ticket."""
    account = await signed_in(request, Role.AGENT, Role.SUPERVISOR, Role.ADMIN)
    key = request.headers.get("Idempotency-Key", "")
    if not 8 <= len(key) <= LONGEST_KEY:
        raise InputError(f"缺少Idempotency-Key（8到{LONGEST_KEY}个字符）。")
    draft = _draft(await body_of(request))
    ticket = await services(request).tickets.save(draft, actor=account.username, key=key)
    return web.json_response({"ticket": ticket_json(ticket)}, status=201)


def _draft(body: dict[str, Any]) -> TicketDraft:
    """As it came: saving checks every field at once, its kind too."""
    texts = {name: body.get(name, "") for name in _TEXTS}
    return TicketDraft(**texts, confidential=body.get("confidential", False))


@routes.get("/api/tickets")
async def listed(request: web.Request) -> web.Response:
    """A citizen's tickets (number=...), or the latest."""
    await signed_in(request)
    limit, number = limit_of(request, 50), request.query.get("number", "")
    tickets = services(request).tickets
    found = await tickets.list_for(number, limit) if number else await tickets.latest(limit)
    return web.json_response({"tickets": [ticket_json(ticket) for ticket in found]})


@routes.get("/api/tickets/{number}")
async def one(request: web.Request) -> web.Response:
    """A ticket and who did what to it."""
    await signed_in(request)
    tickets, number = services(request).tickets, request.match_info["number"]
    ticket, history = await tickets.get(number), await tickets.history(number)
    people = await services(request).accounts.people()
    told = [history_json(entry, people) for entry in history]
    return web.json_response({"ticket": ticket_json(ticket), "history": told})
