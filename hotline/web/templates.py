"""The texts that supervisors choose from: read by whoever writes to departments, changed by those who supervise.

Rule: what is filled in is filled here, from the ticket as it is now, and holds nothing of the citizen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from aiohttp import web

from hotline.errors import InputError
from hotline.kb.spelling import initials_of
from hotline.storage.text import plain_text
from hotline.tickets.templates.filling import filled
from hotline.tickets.templates.model import (
    CARDS,
    LONGEST_TEXT,
    LONGEST_TITLE,
    PLACES,
    KeptTemplate,
    Template,
    TemplateState,
    Use,
    text_fault,
)
from hotline.web.auth import signed_in
from hotline.web.faults import body_of
from hotline.web.query import text_in
from hotline.web.screens import SUPERVISING, Screen, screen_of
from hotline.web.services import services
from hotline.web.shapes import Json, moment

_ONE = r"/api/templates/{code:[a-z0-9-]{1,40}}"
log = structlog.get_logger(__name__)
routes = web.RouteTableDef()


@routes.get("/api/templates")
async def listed(request: web.Request) -> web.Response:
    """Those for a use (use=), or all; with the places that a text may have. Withdrawn ones last."""
    screen, name = await _supervising(request), request.query.get("use", "")
    found = await services(request).templates.listed(_use(name) if name else None)
    return web.json_response(
        {
            "templates": [_template(screen, one) for one in found],
            "places": [{"name": name, "what": what} for name, what in PLACES.items()],
            "uses": [{"use": str(one), "label": one.label, "by_clock": one in CARDS} for one in Use],
            "longest": {"title": LONGEST_TITLE, "text": LONGEST_TEXT},
        }
    )


@routes.post("/api/templates")
async def add(request: web.Request) -> web.Response:
    """A new text: {"code", "use", "title", "text"}."""
    return await _write(request, await _supervising(request), await body_of(request), version=0)


@routes.put(_ONE)
async def change(request: web.Request) -> web.Response:
    """The same with "version", the one that was seen; a withdrawn text is in force again."""
    screen, body = await _supervising(request), await body_of(request)
    named = dict(body) | {"code": request.match_info["code"]}
    return await _write(request, screen, named, version=_version(body.get("version")))


@routes.delete(_ONE)
async def withdraw(request: web.Request) -> web.Response:
    """Nobody may choose it any more; the query's version is the one that was seen."""
    screen, seen = await _supervising(request), request.query.get("version", "")
    version = _version(int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None)
    code = request.match_info["code"]
    kept = await services(request).templates.withdraw(code, by=screen.user.username, version=version)
    log.info("template_withdrawn", code=code, by=kept.by)
    return web.json_response({"template": _template(screen, kept)})


@routes.get(_ONE + "/versions")
async def versions(request: web.Request) -> web.Response:
    """All versions of a text, the newest first: who wrote what, and when."""
    screen = await _supervising(request)
    found = await services(request).templates.versions(request.match_info["code"])
    return web.json_response({"versions": [_template(screen, one) for one in found]})


@routes.post("/api/templates/filled")
async def preview(request: web.Request) -> web.Response:
    """A text as it would be sent for a ticket: {"text", "number"}. Raises InputError for a faulty text."""
    screen, body = await _supervising(request), await body_of(request)
    text = plain_text(text_in(body, "text"), lines=True)
    if why := text_fault(text):
        raise InputError(f"{why}。", fields={"text": why})
    ticket = await services(request).tickets.get(text_in(body, "number"))
    return web.json_response({"text": filled(text, ticket, screen.world), "number": ticket.number})


async def _write(request: web.Request, screen: Screen, body: Mapping[str, Any], *, version: int) -> web.Response:
    template = Template(
        code=plain_text(text_in(body, "code")),
        use=_use(text_in(body, "use")),
        title=plain_text(text_in(body, "title")),
        text=plain_text(text_in(body, "text"), lines=True),
    )
    kept = await services(request).templates.write(template, by=screen.user.username, version=version)
    log.info("template_written", code=template.code, version=kept.version, by=kept.by)
    return web.json_response({"template": _template(screen, kept)}, status=200 if version else 201)


async def _supervising(request: web.Request) -> Screen:
    return await screen_of(request, await signed_in(request, *SUPERVISING))


def _use(name: str) -> Use:
    if name not in tuple(Use):
        told = "、".join(one.label for one in Use)
        raise InputError(f"用途应为{told}之一。", fields={"use": f"应为{told}之一"})
    return Use(name)


def _version(given: object) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not 0 < given < 10**9:
        raise InputError("version应为看到的版本号。", fields={"version": "应为大于0的整数"})
    return given


def _template(screen: Screen, kept: KeptTemplate) -> Json:
    one = kept.template
    return {
        "code": one.code,
        "use": str(one.use),
        "use_label": one.use.label,
        "title": one.title,
        "letters": initials_of(one.title),
        "text": one.text,
        "version": kept.version,
        "in_force": kept.state is TemplateState.CURRENT,
        "state": str(kept.state),
        "by_name": screen.person(kept.by),
        "at": moment(kept.at),
        "of_pack": bool(kept.pack_sum),
    }
