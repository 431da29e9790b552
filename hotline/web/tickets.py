"""Tickets: taken down once however often the button is pressed, moved, and read by those who may.

Rule: whoever is shown a ticket is written down first (hotline/tickets/views.py).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from aiohttp import web

from hotline.errors import InputError
from hotline.sentences import said_json
from hotline.tickets.clock.limits import Matter, Moments
from hotline.tickets.dossier import Dossier
from hotline.tickets.draft import faults_of
from hotline.tickets.files import MOST
from hotline.tickets.life.watch import Watch
from hotline.tickets.model import CameBy, TicketDraft, TicketType, Urgency
from hotline.tickets.moves import Action
from hotline.tickets.offers import Occasion, Offer, offers
from hotline.web.auth import ANSWERING, signed_in
from hotline.web.dossier_shapes import dossier_json
from hotline.web.faults import body_of
from hotline.web.own_call import with_citizen
from hotline.web.query import limit_of
from hotline.web.screens import SUPERVISING, Screen, everybody, require_sight, screen_of, user_of
from hotline.web.services import services
from hotline.web.shapes import moment
from hotline.web.ticket_fields import asked_of, key_of
from hotline.web.ticket_shapes import limit_json, ticket_json

_TEXTS = (
    "type",
    "category",
    "urgency",
    "district",
    "place",
    "title",
    "content",
    "department",
    "citizen_number",
    "citizen_name",
    "call_id",
)
_OF_DRAFT = frozenset({*_TEXTS, "came_by", "assisting", "confidential"})
routes = web.RouteTableDef()


@routes.post("/api/tickets")
async def save(request: web.Request) -> web.Response:
    """Save a ticket. The header Idempotency-Key names this one act of saving: sent again, it gives the same ticket."""
    account = await signed_in(request, *ANSWERING)
    key, body = key_of(request), await body_of(request)
    draft = await with_citizen(request, account, body, _draft(body))
    asked = None
    if "action" in body:
        asked = asked_of({name: value for name, value in body.items() if name not in _OF_DRAFT}, version=0)
    hotline = services(request)
    ticket = await hotline.tickets.save(draft, actor=account.username, key=key, asked=asked)
    return web.json_response({"ticket": ticket_json(await screen_of(request, account), ticket)}, status=201)


def _draft(body: dict[str, Any]) -> TicketDraft:
    """As it came: saving checks every field at once, its kind too."""
    texts = {name: body.get(name, "") for name in _TEXTS}
    texts |= {"urgency": body.get("urgency", Urgency.NORMAL), "came_by": body.get("came_by", CameBy.PHONE)}
    helpers = body.get("assisting", [])
    kept = tuple(helpers) if isinstance(helpers, list) else helpers
    return TicketDraft(**texts, assisting=kept, confidential=body.get("confidential", False))


@routes.get("/api/tickets")
async def listed(request: web.Request) -> web.Response:
    """A citizen's tickets (number=...), or the latest."""
    account = await signed_in(request, *ANSWERING)
    limit, number = limit_of(request, 50), request.query.get("number", "")
    hotline = services(request)
    found = await (hotline.tickets.list_for(number, limit) if number else hotline.tickets.latest(limit))
    await hotline.books.views.keep([ticket.number for ticket in found], account.username)
    screen = await screen_of(request, account)
    return web.json_response({"tickets": [ticket_json(screen, ticket) for ticket in found]})


@routes.get("/api/tickets/limits")
async def limits(request: web.Request) -> web.Response:
    """What would be due, and by which rules, if such a ticket were dispatched now."""
    account = await signed_in(request, *ANSWERING)
    screen, matter = await screen_of(request, account), _matter(request)
    policies, now = screen.world.policies, screen.world.now
    found = policies.deadlines(matter, Moments(dispatched=now, accepted=now))
    return web.json_response(
        {
            "profile": found.profile,
            "profile_name": policies.profile(found.profile).name,
            "limits": [limit_json(screen, limit) for limit in found.limits],
            "warnings": list(found.warnings),
            "warnings_said": [said_json(one) for one in found.warnings],
        }
    )


def _matter(request: web.Request) -> Matter:
    query = request.query
    given = {"type": query.get("type", ""), "urgency": query.get("urgency", "") or str(Urgency.NORMAL)}
    if query.get("category"):
        given["category"] = query["category"]
    faults = faults_of(given, services(request).tickets.world().city)
    if faults:
        raise InputError("；".join(faults.values()), fields=faults)
    return Matter(type=TicketType(given["type"]), urgency=Urgency(given["urgency"]), category=given.get("category", ""))


@routes.get("/api/tickets/{number}")
async def one(request: web.Request) -> web.Response:
    """A ticket with all that belongs to it, and what may be done to it now."""
    account = await everybody(request)
    hotline, number = services(request), request.match_info["number"]
    dossier = await hotline.books.dossiers.of(number)
    screen = await screen_of(request, account)
    require_sight(screen, dossier.case)
    await hotline.books.views.keep([number], account.username)
    return web.json_response(dossier_json(screen, dossier, _offers(screen, dossier)))


def _offers(screen: Screen, dossier: Dossier) -> tuple[Offer, ...]:
    mine = screen.user.department
    occasion = Occasion(
        now=screen.world.now,
        unanswered=tuple(
            one.line.id for one in dossier.oversight if one.line.answered is None and one.line.department == mine
        ),
        has_files_room=len(dossier.files) < MOST,
        has_instruction=any(
            one.line.watch is Watch.INSTRUCT and one.line.answered and one.line.closed is None
            for one in dossier.oversight
        ),
        has_children=bool(dossier.children),
    )
    return offers(screen.user, dossier.now, screen.world.city, occasion)


@routes.post("/api/tickets/{number}/moves")
async def move(request: web.Request) -> web.Response:
    """Do something to a ticket: {"action", "version", fields...}."""
    account = await everybody(request)
    key, asked = key_of(request), asked_of(await body_of(request))
    hotline, number = services(request), request.match_info["number"]
    screen = await screen_of(request, account)
    case = await hotline.books.dossiers.case(number)
    require_sight(screen, case)
    if asked.action is Action.CALL_BACK:
        await hotline.books.callbacks.check(case.ticket, account.username)
        last = case.call_backs[-1].at if case.call_backs else None
        asked = replace(asked, proof=await hotline.calling_out.proof(case.ticket, account.username, last))
    ticket = await hotline.tickets.move(number, asked, user=user_of(account), key=key)
    return web.json_response({"ticket": ticket_json(screen, ticket)})


@routes.get("/api/tickets/{number}/views")
async def views(request: web.Request) -> web.Response:
    """Who looked at a ticket, the latest first."""
    await signed_in(request, *SUPERVISING)
    hotline, number = services(request), request.match_info["number"]
    await hotline.tickets.get(number)
    found, people = await hotline.books.views.of(number), await hotline.accounts.people()
    told = [
        {"username": view.username, "name": people.get(view.username, view.username), "at": moment(view.at)}
        for view in found
    ]
    return web.json_response({"views": told})
