"""Quality inspection over HTTP: what is to be inspected, how it is scored, what its agent and a second person say.

Rule: an agent sees the own inspections alone, and only what was told; whoever supervises sees all others', and the own
ones as an agent does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from aiohttp import web

from hotline.accounts.model import Account
from hotline.errors import InputError, NotAllowedError, NotFoundError
from hotline.quality.desk import Quality
from hotline.quality.model import TOLD, Inspection, State
from hotline.storage.text import plain_text
from hotline.web.auth import signed_in
from hotline.web.faults import body_of
from hotline.web.quality_shapes import (
    behind_json,
    book_json,
    item_json,
    line_json,
    rule_names,
    sheet_in,
    whole_json,
)
from hotline.web.query import before_of, limit_of, text_in
from hotline.web.screens import SUPERVISING
from hotline.web.services import services
from hotline.web.shapes import Json, moment

_ONE = r"/api/quality/inspections/{id:\d{1,9}}"
log = structlog.get_logger(__name__)
routes = web.RouteTableDef()


@routes.get("/api/quality/book")
async def book(request: web.Request) -> web.Response:
    """The form, the rules, and within how many working days an agent may appeal."""
    await signed_in(request)
    return web.json_response(book_json(quality(request).book))


@routes.get("/api/quality/count")
async def count(request: web.Request) -> web.Response:
    """What waits for the signed-in user: to inspect, appeals to decide, told and not looked at."""
    account = await signed_in(request)
    desk = services(request).quality
    if desk is None:
        return web.json_response({"to_inspect": 0, "appeals": 0, "fresh": 0})
    counts, supervises = await desk.looks.counts(account.username), account.role in SUPERVISING
    waits = {"to_inspect": counts.to_inspect, "appeals": counts.appeals} if supervises else {}
    return web.json_response({"to_inspect": 0, "appeals": 0, "fresh": counts.fresh} | waits)


@routes.get("/api/quality/inspections")
async def listed(request: web.Request) -> web.Response:
    """Inspections (state=, several with commas; agent=, inspector=), the newest first; the own ones only once told."""
    account = await signed_in(request, *SUPERVISING)
    query = request.query
    found = await quality(request).looks.listed(
        states=_states(query.get("state", "")),
        agent=query.get("agent", "")[:64],
        inspector=query.get("inspector", "")[:64],
        before=before_of(request),
        limit=limit_of(request, 50) + 1,
    )
    return await _page(request, found, account)


@routes.get("/api/quality/own")
async def own(request: web.Request) -> web.Response:
    """What the signed-in agent was told, the newest first."""
    account = await signed_in(request)
    limit = limit_of(request, 50) + 1
    found = await quality(request).looks.listed(
        states=TOLD, agent=account.username, before=before_of(request), limit=limit
    )
    return await _page(request, found, account)


@routes.get(_ONE)
async def one(request: web.Request) -> web.Response:
    """An inspection: form, answers, marks, the call with its tickets, history; for who supervises, who has listened."""
    account, found = await seen_by(request)
    hotline, desk = services(request), quality(request)
    people = await hotline.accounts.people()
    call = await desk.looks.behind(found.call_id)
    await hotline.books.views.keep([ticket.number for ticket in call.tickets], account.username)
    told = await whole_of(request, found, people)
    told |= {"call": behind_json(call, people, hotline.library.city)}
    told |= {"history": [line_json(line, people) for line in await desk.looks.history(found.id)]}
    if account.role in SUPERVISING and account.username != found.agent:
        heard = await desk.looks.hearings(found.call_id)
        told |= {"hearings": [{"at": moment(at), "name": people.get(name, name)} for at, name in heard]}
    return web.json_response(told)


@routes.post(_ONE + "/seen")
async def seen(request: web.Request) -> web.Response:
    """The agent has looked at it."""
    account = await signed_in(request)
    await quality(request).inspections.see(_id(request), by=account.username)
    return web.json_response({})


@routes.put(_ONE + "/draft")
async def draft(request: web.Request) -> web.Response:
    """Keep what is written so far: {"version", "answers", "marks", "note"}."""
    account, body = await signed_in(request, *SUPERVISING), await body_of(request)
    after = await quality(request).inspections.draft(_id(request), _version(body), sheet_in(body), by=account.username)
    return web.json_response(await whole_of(request, after))


@routes.post(_ONE + "/submit")
async def submit(request: web.Request) -> web.Response:
    """Score it and tell the agent: as a draft."""
    account, body = await signed_in(request, *SUPERVISING), await body_of(request)
    after = await quality(request).inspections.submit(_id(request), _version(body), sheet_in(body), by=account.username)
    log.info("quality_submitted", inspection=after.id, by=account.username)
    return web.json_response(await whole_of(request, after))


@routes.post(_ONE + "/set-aside")
async def set_aside(request: web.Request) -> web.Response:
    """It cannot be inspected: {"version", "reason"}."""
    account, body = await signed_in(request, *SUPERVISING), await body_of(request)
    steps, number, version = quality(request).inspections, _id(request), _version(body)
    return web.json_response(
        await whole_of(request, await steps.set_aside(number, version, reason_in(body), by=account.username))
    )


@routes.post(_ONE + "/assign")
async def assign(request: web.Request) -> web.Response:
    """To another inspector: {"version", "inspector"}."""
    account, body = await signed_in(request, *SUPERVISING), await body_of(request)
    steps, number, version = quality(request).inspections, _id(request), _version(body)
    inspector = text_in(body, "inspector")[:64]
    return web.json_response(
        await whole_of(request, await steps.assign(number, version, inspector, by=account.username))
    )


@routes.post(_ONE + "/appeal")
async def appeal(request: web.Request) -> web.Response:
    """The agent is of another mind: {"version", "reason"}."""
    account, body = await signed_in(request), await body_of(request)
    steps, number, version = quality(request).inspections, _id(request), _version(body)
    return web.json_response(
        await whole_of(request, await steps.appeal(number, version, reason_in(body), by=account.username))
    )


@routes.post(_ONE + "/decide")
async def decide(request: web.Request) -> web.Response:
    """A second person's word: {"version", "reason", "stands": bool, "answers"}; answers where it does not."""
    account, body = await signed_in(request, *SUPERVISING), await body_of(request)
    stands = body.get("stands")
    if not isinstance(stands, bool):
        raise InputError("请选择维持还是改评。", fields={"stands": "请选择维持还是改评"})
    sheet = None if stands else sheet_in({"answers": body.get("answers", {})})
    steps, number, version = quality(request).inspections, _id(request), _version(body)
    after = await steps.decide(number, version, sheet, reason_in(body), by=account.username)
    log.info("quality_appeal_decided", inspection=after.id, by=account.username, stands=stands)
    return web.json_response(await whole_of(request, after))


async def seen_by(request: web.Request) -> tuple[Account, Inspection]:
    """Who asks, and the inspection. Raises NotAllowedError where it is not this user's to see."""
    account = await signed_in(request)
    found = await quality(request).looks.one(_id(request))
    is_own = found.agent == account.username
    if (is_own and found.state not in TOLD) or (not is_own and account.role not in SUPERVISING):
        raise NotAllowedError("这条质检不是您的，或者还没有告知您。")
    return account, found


def quality(request: web.Request) -> Quality:
    """The inspection of this hotline. Raises NotFoundError where the city has no rules for it."""
    desk = services(request).quality
    if desk is None:
        raise NotFoundError("本市的资料包里没有质检规则（quality.yaml）。")
    return desk


async def _page(request: web.Request, found: tuple[Inspection, ...], account: Account) -> web.Response:
    """One was asked for more than are shown; an own one that was not told is left out."""
    desk, people = quality(request), await services(request).accounts.people()
    shown, names = found[: limit_of(request, 50)], rule_names(desk.book)
    items = [item_json(one, people, names) for one in shown if one.agent != account.username or one.state in TOLD]
    return web.json_response({"items": items, "next": str(shown[-1].id) if len(found) > len(shown) else ""})


async def whole_of(request: web.Request, found: Inspection, people: Mapping[str, str] | None = None) -> Json:
    """An inspection as its screen shows it."""
    hotline, desk = services(request), quality(request)
    known = people if people is not None else await hotline.accounts.people()
    return {"inspection": whole_json(found, desk.book, known, now=hotline.tickets.world().now)}


def _states(text: str) -> tuple[State, ...]:
    names = [name for name in text.split(",") if name]
    if strange := [name for name in names if name not in tuple(State)]:
        told = f"state只能是{'、'.join(State)}"
        raise InputError(f"不认识{'、'.join(strange)[:60]}，{told}。", fields={"state": told})
    return tuple(State(name) for name in names)


def _id(request: web.Request) -> int:
    return int(request.match_info["id"])


def _version(body: Mapping[str, Any]) -> int:
    version = body.get("version")
    if not isinstance(version, int) or isinstance(version, bool):
        raise InputError("version应为整数。", fields={"version": "应为整数"})
    return version


def reason_in(body: Mapping[str, Any]) -> str:
    """Why. Raises InputError."""
    return plain_text(text_in(body, "reason"), lines=True)
