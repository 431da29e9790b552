"""Whose matter it is: suggestions while an agent types, and the dispatch directory that supervisors keep.

Rule: what is asked here are a citizen's words: they come in a body, never in an address, and are not logged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from aiohttp import web

from hotline.errors import InputError
from hotline.sentences import said_json
from hotline.tickets.draft import CONTENT, PLACE, TITLE
from hotline.tickets.routing.directory import DispatchLine
from hotline.tickets.routing.line_model import KeptLine, LineDraft
from hotline.tickets.routing.suggest import Source, Suggestion
from hotline.web.auth import signed_in
from hotline.web.faults import body_of
from hotline.web.query import text_in
from hotline.web.screens import SUPERVISING, Screen, screen_of
from hotline.web.services import services
from hotline.web.shapes import Json, moment

CODE = 16  # characters of a department's or a category's code
_ASKED = {"title": TITLE, "content": CONTENT, "category": CODE, "district": CODE, "place": PLACE}
_BY = {Source.DIRECTORY: "directory", Source.MODEL: "classifier", Source.DUTIES: "duties"}
_LINE = r"/api/routing/lines/{id:\d{1,9}}"
log = structlog.get_logger(__name__)
routes = web.RouteTableDef()


@routes.post("/api/routing/suggest")
async def suggest(request: web.Request) -> web.Response:
    """Up to three departments for a draft: {"title", "content", "category", "district", "place"}, each may be empty.

    category: the code of the one that the words speak for; "" where one was asked with.
    """
    account, body = await signed_in(request), await body_of(request)
    asked = {name: text_in(body, name) for name in _ASKED}
    if faults := {name: f"不能超过{most}个字" for name, most in _ASKED.items() if len(asked[name]) > most}:
        raise InputError("请按提示修改。", fields=faults)
    screen = await screen_of(request, account)
    answer = await services(request).routing.suggest(**asked)
    told = [_suggestion(screen, one) for one in answer.suggestions]
    return web.json_response({"suggestions": told, "abstained": answer.abstains, "category": answer.category})


def _suggestion(screen: Screen, one: Suggestion) -> Json:
    return {
        "department": one.department,
        "department_name": screen.office(one.department),
        "assisting": list(one.assisting),
        "probability": None if one.probability is None else round(one.probability, 4),
        "reason": one.reason,
        "reason_said": said_json(one.reason),
        "by": _BY[one.source],
    }


@routes.get("/api/routing/lines")
async def lines(request: web.Request) -> web.Response:
    """The newest version of every line, from the top; withdrawn ones too. note: whether the classifier speaks."""
    screen, routing = await _supervising(request), services(request).routing
    told = [
        _line(screen, one) | {"faults": dict(routing.lines.faults(one.line)) if one.routes else {}}
        for one in await routing.lines.latest()
    ]
    return web.json_response({"lines": told, "note": routing.note})


@routes.post("/api/routing/lines")
async def add(request: web.Request) -> web.Response:
    """A new line: {"category", "place", "keywords": [], "lead", "assisting": [], "note"}."""
    screen, draft = await _supervising(request), _draft(await body_of(request))
    line = await services(request).routing.lines.add(draft, by=screen.user.username)
    log.info("dispatch_line_added", line=line.line.number, by=line.by)
    return web.json_response({"line": _line(screen, line)}, status=201)


@routes.put(_LINE)
async def change(request: web.Request) -> web.Response:
    """The same with "version", the one that was seen; a withdrawn line is in force again."""
    screen, body = await _supervising(request), await body_of(request)
    line = await services(request).routing.lines.change(
        _id(request), _draft(body), version=_version(body.get("version")), by=screen.user.username
    )
    log.info("dispatch_line_changed", line=line.line.number, version=line.version, by=line.by)
    return web.json_response({"line": _line(screen, line)})


@routes.delete(_LINE)
async def withdraw(request: web.Request) -> web.Response:
    """Route by it no more; the query's version is the one that was seen."""
    screen, seen = await _supervising(request), request.query.get("version", "")
    version = _version(int(seen) if seen.isascii() and seen.isdigit() else None)
    line = await services(request).routing.lines.withdraw(_id(request), version=version, by=screen.user.username)
    log.info("dispatch_line_withdrawn", line=line.line.number, by=line.by)
    return web.json_response({"line": _line(screen, line)})


@routes.get(_LINE + "/versions")
async def versions(request: web.Request) -> web.Response:
    """All versions of a line, the newest first."""
    screen = await _supervising(request)
    found = await services(request).routing.lines.versions(_id(request))
    return web.json_response({"versions": [_line(screen, one) for one in found]})


async def _supervising(request: web.Request) -> Screen:
    return await screen_of(request, await signed_in(request, *SUPERVISING))


def _id(request: web.Request) -> int:
    return int(request.match_info["id"])


def _version(given: object) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not 0 < given < 10**9:
        raise InputError("version应为看到的版本号。", fields={"version": "应为大于0的整数"})
    return given


def _draft(body: Mapping[str, Any]) -> LineDraft:
    """As it came; what it says is checked with the directory beside it. Raises InputError."""
    return LineDraft(
        category=text_in(body, "category"),
        place=text_in(body, "place"),
        keywords=_words_in(body, "keywords"),
        lead=text_in(body, "lead"),
        assisting=_words_in(body, "assisting"),
        note=text_in(body, "note"),
    )


def _words_in(body: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = body.get(name, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise InputError(f"{name}应为若干文字。", fields={name: "应为若干文字"})
    return tuple(value)


def _line(screen: Screen, kept: KeptLine) -> Json:
    line: DispatchLine = kept.line
    return {
        "id": line.number,
        "category": line.category,
        "place": line.place,
        "keywords": list(line.keywords),
        "lead": line.lead,
        "lead_name": screen.office(line.lead),
        "assisting": list(line.assisting),
        "assisting_names": [screen.office(code) for code in line.assisting],
        "note": line.note,
        "version": kept.version,
        "state": str(kept.state),
        "by": kept.by,
        "by_name": screen.person(kept.by),
        "at": moment(kept.at),
    }
