"""The lists of work, and the callback list with its claims.

Rule: no list tells a citizen's number; it is told with a claim or with a ticket, and both are kept as a look.
"""

from __future__ import annotations

from aiohttp import web

from hotline.errors import InputError
from hotline.tickets.callbacks import ToCall
from hotline.tickets.life.calling_back import MOST_ATTEMPTS
from hotline.tickets.tabs import Whose
from hotline.web.auth import ANSWERING, signed_in
from hotline.web.query import limit_of
from hotline.web.screens import Screen, everybody, screen_of
from hotline.web.services import services
from hotline.web.shapes import Json, moment
from hotline.web.ticket_shapes import EXCERPT, item_json, ticket_json

routes = web.RouteTableDef()


@routes.get("/api/tickets/work")
async def work(request: web.Request) -> web.Response:
    """A page of a list (tab=..., after=...), and what stands on all of them."""
    account = await everybody(request)
    screen, query = await screen_of(request, account), request.query
    look = await services(request).books.worklists.look(
        _whose(request, screen), query.get("tab", ""), after=query.get("after", ""), limit=limit_of(request, 50)
    )
    return web.json_response(
        {
            "tab": str(look.tab),
            "items": [item_json(screen, item) for item in look.items],
            "next": look.next,
            "counts": {str(tab): count for tab, count in look.counts.items()},
        }
    )


def _whose(request: web.Request, screen: Screen) -> Whose:
    """A handler sees its own department's lists, whatever it asks for. Raises InputError."""
    user, asked = screen.user, request.query.get("department", "")
    code = user.department or asked
    if not code:
        return Whose(username=user.username)
    if screen.world.city.office(code) is None:
        raise InputError("没有这个单位。", fields={"department": "没有这个单位"})
    return services(request).books.worklists.of_department(code, user.username)


@routes.get("/api/callbacks/tickets")
async def to_call(request: web.Request) -> web.Response:
    """Who may be called back now, the longest waiting first; when=later: who was tried a short while ago."""
    account = await signed_in(request, *ANSWERING)
    screen = await screen_of(request, account)
    callbacks, after, limit = services(request).books.callbacks, request.query.get("after", ""), limit_of(request, 50)
    if request.query.get("when") == "later":
        later = await callbacks.later(after=after, limit=limit)
        return web.json_response({"items": [_to_call_json(screen, one) for one in later.items], "next": later.next})
    found = await callbacks.waiting(after=after, limit=limit)
    items = [_to_call_json(screen, one) for one in found.items]
    hours = {"from": found.hours.first, "to": found.hours.last}
    told = {"open": found.is_open, "next_open": moment(found.next_open), "hours": hours, "items": items}
    return web.json_response(told | {"next": found.next})


def _to_call_json(screen: Screen, one: ToCall) -> Json:
    ticket = one.ticket
    return {
        "number": ticket.number,
        "state": str(ticket.state),
        "title": ticket.title,
        "content": ticket.content[:EXCERPT],
        "department": ticket.department,
        "department_name": screen.office(ticket.department),
        "answered": moment(ticket.answered),
        "attempts": ticket.attempts,
        "last": moment(one.last),
        "together": one.together,
        "claimed_by": one.claimed_by,
        "claimed_by_name": screen.person(one.claimed_by),
        "claimed_until": moment(one.claimed_until),
        "given_to": one.given_to,
        "given_to_name": screen.person(one.given_to),
        "next_try": moment(one.next_try),
        "tries_left": max(0, MOST_ATTEMPTS - ticket.attempts),
    }


@routes.post("/api/callbacks/tickets/{number}/claim")
async def claim(request: web.Request) -> web.Response:
    """A citizen is the agent's to call for a while, about all that waits."""
    account = await signed_in(request, *ANSWERING)
    hotline = services(request)
    taken = await hotline.books.callbacks.claim(request.match_info["number"], account.username)
    await hotline.books.views.keep([ticket.number for ticket in taken.tickets], account.username)
    screen, first = await screen_of(request, account), taken.tickets[0]
    return web.json_response(
        {
            "until": moment(taken.until),
            "citizen_number": first.citizen_number,
            "citizen_name": first.citizen_name,
            "tickets": [ticket_json(screen, ticket) for ticket in taken.tickets],
        }
    )


@routes.delete("/api/callbacks/tickets/{number}/claim")
async def give_back(request: web.Request) -> web.Response:
    """The citizen is anybody's again."""
    account = await signed_in(request, *ANSWERING)
    await services(request).books.callbacks.give_back(request.match_info["number"], account.username)
    return web.json_response({})
