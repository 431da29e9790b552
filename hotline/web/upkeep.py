"""What departments keep up: their own entries, the word that one still holds, what they were told, what they left.

Rule: a department's handler sees what the department keeps, and nothing of another's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from aiohttp import web

from hotline.errors import InputError, NotFoundError
from hotline.kb.model import Kind
from hotline.kb.reminder_store import Made
from hotline.kb.reminders import Open
from hotline.kb.stale import Stage
from hotline.kb.upkeep import Answer, Held
from hotline.storage.text import plain_text
from hotline.web.faults import body_of
from hotline.web.knowledge_shapes import heard_before, version_json
from hotline.web.rights import Action, allowed, require, within
from hotline.web.services import services
from hotline.web.shapes import Json, moment

LONGEST_NOTE = 500  # characters
routes = web.RouteTableDef()


@routes.get("/api/kb/stale")
async def stale(request: web.Request) -> web.Response:
    """Published entries that are stale, by the department that keeps them, those longest over first."""
    account = await allowed(request, Action.WRITE)
    hotline = services(request)
    found = await hotline.upkeep.stale(within(account, Action.WRITE) or None)
    people = await hotline.accounts.people()
    return web.json_response({"entries": [_held_json(one, people) for one in found]})


@routes.get("/api/knowledge/own")
async def own(request: web.Request) -> web.Response:
    """What the handler's department keeps, with how each entry stands."""
    account = await allowed(request, Action.WRITE)
    hotline, department = services(request), account.department
    people = await hotline.accounts.people()
    found = await hotline.upkeep.held(department) if department else ()
    return web.json_response({"department": department, "entries": [_held_json(one, people) for one in found]})


@routes.post("/api/knowledge/confirm/{kind}/{code}")
async def confirm(request: web.Request) -> web.Response:
    """Checked today and still right: {"valid_until": "2027-12-31" or null, "note": text}; handed in for review."""
    account = await allowed(request, Action.WRITE)
    kind, code, hotline = _kind(request), request.match_info["code"], services(request)
    require(account, Action.WRITE, await hotline.knowledge.owner(kind, code))
    body = await body_of(request)
    note = plain_text(str(body.get("note") or ""), lines=True)[:LONGEST_NOTE]
    until = _day(body.get("valid_until"))
    version = await hotline.upkeep.confirm(kind, code, actor=account.username, valid_until=until, note=note)
    versions, people = await hotline.knowledge.versions(kind, code), await hotline.accounts.people()
    told = version_json(version, heard_before(version, versions), people)
    return web.json_response({"version": told}, status=201)


@routes.get("/api/knowledge/reminders")
async def reminders(request: web.Request) -> web.Response:
    """What the handler's department was told, and has not put right yet."""
    account = await allowed(request, Action.WRITE)
    hotline, department = services(request), account.department
    people = await hotline.accounts.people()
    found = await hotline.reminders.open(department) if department else ()
    return web.json_response({"reminders": [_open_json(one, people) for one in found]})


@routes.get("/api/knowledge/supervision")
async def supervision(request: web.Request) -> web.Response:
    """What is still stale though its department was told in time: when, to whom, and what was done about it."""
    await allowed(request, Action.SUPERVISE)
    hotline = services(request)
    people = await hotline.accounts.people()
    found = [one for one in await hotline.reminders.open() if Stage.SUPERVISION in one.made]
    return web.json_response({"entries": [_open_json(one, people) for one in found]})


def _held_json(one: Held, people: Mapping[str, str]) -> Json:
    standing = one.standing
    return {
        "kind": str(one.kind),
        "code": one.code,
        "title": one.title,
        "owner": one.owner,
        "freshness": str(standing.freshness),
        "why": str(standing.why),
        "until": str(standing.until) if standing.until else None,
        "over": standing.over,
        "answer": _answer_json(one.answer, people) if one.answer else None,
    }


def _answer_json(one: Answer, people: Mapping[str, str]) -> Json:
    return {
        "version": one.version,
        "state": str(one.state),
        "author": one.author,
        "author_name": people.get(one.author, one.author),
        "at": moment(one.at),
    }


def _open_json(one: Open, people: Mapping[str, str]) -> Json:
    return _held_json(one.held, people) | {
        "stages": [_made_json(made, people) for made in sorted(one.made.values(), key=lambda made: made.id)]
    }


def _made_json(one: Made, people: Mapping[str, str]) -> Json:
    told = [{"name": people.get(who.username, who.username), "way": str(who.way)} for who in one.told or ()]
    return {"stage": str(one.stage), "at": moment(one.at), "told": told}


def _day(text: Any) -> date | None:
    """A day as a form sends it. Raises InputError."""
    if text in (None, ""):
        return None
    try:
        return date.fromisoformat(text) if isinstance(text, str) else _no_day()
    except ValueError:
        return _no_day()


def _no_day() -> date:
    told = "应为日期，如2027-12-31"
    raise InputError(f"有效期{told}。", fields={"valid_until": told})


def _kind(request: web.Request) -> Kind:
    try:
        return Kind(request.match_info["kind"])
    except ValueError:
        raise NotFoundError("没有这一类资料。") from None
