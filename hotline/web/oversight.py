"""Supervision as its supervisors and its departments see it, and the departments' appeals.

Rule: a department sees and appeals against its own lines alone, whatever it asks for.
"""

from __future__ import annotations

from aiohttp import web

from hotline.accounts.model import Role
from hotline.errors import InputError, NotAllowedError
from hotline.storage.text import plain_text
from hotline.tickets.appeals import Of
from hotline.web.auth import signed_in
from hotline.web.faults import body_of
from hotline.web.oversight_shapes import appeal_json, watched_json
from hotline.web.query import before_of, limit_of, text_in
from hotline.web.screens import SUPERVISING, Screen, everybody, screen_of
from hotline.web.services import services

_KINDS = {"oversight": Of.OVERSIGHT, "scores": Of.CALL_BACK}
_TARGET = r"/api/{of:oversight|scores}/{id:\d{1,9}}"
routes = web.RouteTableDef()


@routes.get("/api/oversight")
async def lines(request: web.Request) -> web.Response:
    """Lines of supervision (watch=, department=, open=1), the newest first."""
    screen = await _watching(request)
    page = await services(request).books.supervision.listed(
        watch=request.query.get("watch", ""),
        department=_department(request, screen),
        only_open=_is_open(request),
        before=before_of(request),
        limit=limit_of(request, 50),
    )
    items = [watched_json(screen, one) for one in page.items]
    return web.json_response({"items": items, "next": str(page.next or "")})


@routes.get("/api/appeals")
async def appeals(request: web.Request) -> web.Response:
    """Appeals (open=1), the newest first."""
    screen, limit = await _watching(request), limit_of(request, 50)
    found = await services(request).books.appeals.listed(
        department=_department(request, screen), only_open=_is_open(request), before=before_of(request), limit=limit + 1
    )
    more = str(found[limit - 1][0].id) if len(found) > limit else ""
    items = [appeal_json(screen, appeal, ticket) for appeal, ticket in found[:limit]]
    return web.json_response({"items": items, "next": more})


@routes.post(_TARGET + "/appeal")
async def appeal(request: web.Request) -> web.Response:
    """A department says that a line, or a score, is not deserved: {"reason"}."""
    account = await everybody(request)
    if account.role is not Role.HANDLER:
        raise NotAllowedError("只有承办单位可以申诉。")
    body, hotline = await body_of(request), services(request)
    made = await hotline.books.appeals.ask(
        *_target(request),
        department=account.department,
        username=account.username,
        reason=plain_text(text_in(body, "reason"), lines=True),
    )
    ticket = await hotline.tickets.get(made.ticket_number)
    return web.json_response({"appeal": appeal_json(await screen_of(request, account), made, ticket)}, status=201)


@routes.post(_TARGET + "/decide")
async def decide(request: web.Request) -> web.Response:
    """Whether the department is right: {"upheld": bool, "comment"}."""
    account = await signed_in(request, *SUPERVISING)
    body, hotline = await body_of(request), services(request)
    upheld = body.get("upheld")
    if not isinstance(upheld, bool):
        raise InputError("请选择申诉是否成立。", fields={"upheld": "请选择申诉是否成立"})
    comment = plain_text(text_in(body, "comment"), lines=True)
    made = await hotline.books.appeals.decide(
        *_target(request), upheld=upheld, comment=comment, username=account.username
    )
    ticket = await hotline.tickets.get(made.ticket_number)
    return web.json_response({"appeal": appeal_json(await screen_of(request, account), made, ticket)})


async def _watching(request: web.Request) -> Screen:
    """Supervisors, and departments for their own. Raises NotAllowedError for agents."""
    account = await everybody(request)
    if account.role is Role.AGENT:
        raise NotAllowedError("您的角色不能进行这项操作。")
    return await screen_of(request, account)


def _department(request: web.Request, screen: Screen) -> str:
    return screen.user.department or request.query.get("department", "")


def _is_open(request: web.Request) -> bool:
    return request.query.get("open", "") not in ("", "0", "false")


def _target(request: web.Request) -> tuple[Of, int]:
    return _KINDS[request.match_info["of"]], int(request.match_info["id"])
