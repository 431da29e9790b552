"""The supervision desk: its lists, one act for several tickets, and leaders' instructions.

Rule: an act on several tickets is as many moves through the one gate (tickets/moves.py), each taken or refused by
itself and told of by itself; nothing here decides what is allowed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from aiohttp import web

from hotline.errors import ConflictError, HotlineError, InputError, StorageError
from hotline.sentences import said_json
from hotline.storage.text import plain_text
from hotline.tickets.life.step import Asked
from hotline.tickets.model import CITY_TIME, Ticket, TicketState
from hotline.tickets.moves import Action
from hotline.tickets.offers import FORMS, TOGETHER
from hotline.tickets.overseeing.lists import Concern, Narrowed
from hotline.tickets.templates.filling import filled
from hotline.tickets.templates.model import text_fault
from hotline.web.auth import signed_in
from hotline.web.faults import body_of
from hotline.web.overseeing_shapes import overseen_json
from hotline.web.oversight_shapes import watched_json
from hotline.web.query import before_of, days_in, limit_of, text_in
from hotline.web.screens import SUPERVISING, Screen, screen_of, user_of
from hotline.web.services import services
from hotline.web.shapes import Json, moment
from hotline.web.ticket_fields import key_of

FIELDS = ("leader", "due", "level", "department")
MOST_TOGETHER = 50  # tickets of one act
routes = web.RouteTableDef()


@routes.get("/api/supervision/desk")
async def desk(request: web.Request) -> web.Response:
    """A page of a list (concern=), narrowed by department, district, category, from and to (days of registration).

    numbers= (with commas): of these tickets alone, and on the list `massed` all that are open, as of a hot issue.
    """
    screen, query = await _supervising(request), request.query
    concern = _concern(query.get("concern", ""))
    after = query.get("after", "")
    page = await services(request).books.overseeing.look(
        concern, _narrowed(query), after=after, limit=limit_of(request, 50), counted=not after
    )
    departments = [{"code": code, "name": screen.office(code), "count": many} for code, many in page.departments]
    return web.json_response(
        {
            "concern": str(concern),
            "items": [overseen_json(screen, one, concern) for one in page.items],
            "next": page.next,
            "counts": {str(one): many for one, many in page.counts.items()},
            "departments": departments,
        }
    )


@routes.post("/api/supervision/acts")
async def act(request: web.Request) -> web.Response:
    """One act on several tickets: what was taken, and of what was not, why.

    {"action": urge, instruct, supervise, adjudicate, rehandle or close_with_note, "numbers": [], "reason"} and the
    fields of the action. The reason is the note of close_with_note; places in it are filled from each ticket.
    Adjudicated or handled again without a department, each stays with its own.
    """
    account = await signed_in(request, *SUPERVISING)
    key, body, screen = key_of(request), await body_of(request), await screen_of(request, account)
    action, numbers, reason = _action(body), _numbers(body), plain_text(text_in(body, "reason"), lines=True)
    if "{" in reason and (why := text_fault(reason)):
        raise InputError(f"{why}。", fields={"reason": why})
    given: dict[str, Any] = {name: plain_text(text_in(body, name)) for name in FIELDS if name in FORMS[action].fields}
    hotline, results = services(request), list[Json]()
    for number in numbers:
        mark = hashlib.sha256(f"{key}\n{number}".encode()).hexdigest()
        try:
            ticket = await hotline.tickets.get(number)
            own = {"department": ticket.department} if given.get("department") == "" else {}
            said = {_words_of(action): filled(reason, ticket, screen.world)}
            asked = Asked(action=action, version=ticket.version, **{**given, **own, **said})
            ticket = await hotline.tickets.move(number, asked, user=user_of(account), key=mark)
        except StorageError:
            raise
        except HotlineError as fault:
            results.append({"number": number, "done": False, "code": fault.code, "why": _why(fault, action)})
        else:
            results.append({"number": number, "done": True, "department_name": screen.office(ticket.department)})
    done = sum(one["done"] for one in results)
    return web.json_response({"action": str(action), "results": results, "done": done, "failed": len(results) - done})


@routes.get("/api/supervision/count")
async def count(request: web.Request) -> web.Response:
    """For the mark in the bar: how many tickets press (200: so many or more), and what is warned of early today."""
    await signed_in(request, *SUPERVISING)
    hotline = services(request)
    warned = [
        {
            "id": one.id,
            "at": moment(one.at),
            "name": one.name,
            "recent": one.recent,
            "why": one.why,
            "why_said": said_json(one.why),
        }
        for one in await hotline.warnings.today()
    ]
    return web.json_response({"pressing": await hotline.books.overseeing.pressing(), "warned": warned})


@routes.get("/api/supervision/instructions")
async def instructions(request: web.Request) -> web.Response:
    """Leaders' instructions (state=waiting, late, answered, closed; department=), the newest first."""
    screen, query = await _supervising(request), request.query
    found = await services(request).books.instructions.listed(
        now=screen.world.now,
        followed=query.get("state", ""),
        department=query.get("department", ""),
        before=before_of(request),
        limit=limit_of(request, 50),
    )
    items = [_with_title(screen, watched_json(screen, one), one.ticket) for one in found.page.items]
    counts = {str(one): many for one, many in found.counts.items()}
    return web.json_response({"items": items, "next": str(found.page.next or ""), "counts": counts})


def _words_of(action: Action) -> str:
    """The field of the move that takes the text."""
    return "reason" if "reason" in FORMS[action].fields else "note"


def _why(fault: HotlineError, action: Action) -> str:
    """Why a ticket was left as it is, without what only helps whoever has it open before him."""
    state = fault.details.get("state")
    if isinstance(fault, ConflictError) and state in tuple(TicketState):
        return f"工单现在的状态是“{TicketState(str(state)).label}”，不能{action.label}。"
    return fault.message


def _with_title(screen: Screen, told: Json, ticket: Ticket) -> Json:
    what = ticket.title or ticket.content[:80]
    return told | {"title": screen.text(what, ticket), "state": str(ticket.state), "state_label": ticket.state.label}


async def _supervising(request: web.Request) -> Screen:
    return await screen_of(request, await signed_in(request, *SUPERVISING))


def _concern(text: str) -> Concern:
    if text and text not in tuple(Concern):
        told = "、".join(Concern)
        raise InputError(f"concern只能是{told}。", fields={"concern": f"只能是{told}"})
    return Concern(text) if text else Concern.RED


def _narrowed(query: Mapping[str, str]) -> Narrowed:
    """Raises InputError for a day that is none, and for more numbers than are one act's."""
    first, last = days_in(query)
    numbers = tuple(one for one in query.get("numbers", "").split(",") if one)
    if len(numbers) > MOST_TOGETHER:
        raise InputError(f"一次最多{MOST_TOGETHER}张工单。", fields={"numbers": f"最多{MOST_TOGETHER}张"})
    return Narrowed(
        department=query.get("department", ""),
        district=query.get("district", ""),
        category=query.get("category", ""),
        first=_begin(first),
        last=_begin(last + timedelta(days=1)) if last else None,
        numbers=numbers,
    )


def _begin(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), CITY_TIME) if day else None


def _action(body: Mapping[str, Any]) -> Action:
    name = body.get("action")
    if name not in [str(one) for one in TOGETHER]:
        told = "、".join(TOGETHER)
        raise InputError(f"action只能是{told}。", fields={"action": f"只能是{told}"})
    return Action(name)


def _numbers(body: Mapping[str, Any]) -> list[str]:
    given = body.get("numbers")
    if not isinstance(given, list) or not given or not all(isinstance(one, str) for one in given):
        raise InputError("请选择工单。", fields={"numbers": "应为工单编号的列表"})
    found = list(dict.fromkeys(given))
    if len(found) > MOST_TOGETHER:
        raise InputError(f"一次最多{MOST_TOGETHER}张工单。", fields={"numbers": f"最多{MOST_TOGETHER}张"})
    return found
