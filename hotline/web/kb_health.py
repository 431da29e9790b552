"""How the knowledge base is, for whoever supervises: figures, the entries behind each, their keepers told or changed.

Rule: a figure and the list behind it come from one look at the books.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import structlog
from aiohttp import web

from hotline.errors import InputError
from hotline.kb.health.model import Ail, Ailment
from hotline.kb.model import Kind
from hotline.notices.model import Channel, Draft, desk_of
from hotline.sentences import said_json
from hotline.storage.text import plain_text
from hotline.web.faults import body_of
from hotline.web.knowledge_shapes import version_json
from hotline.web.query import limit_of, text_in
from hotline.web.rights import Action, allowed
from hotline.web.services import services
from hotline.web.shapes import Json

LONGEST_NOTE = 200  # characters
MOST_TOLD, NAMED = 20, 3  # entries of one telling, and those of them that it names
log = structlog.get_logger(__name__)
routes = web.RouteTableDef()


@routes.get("/api/kb/health")
async def health(request: web.Request) -> web.Response:
    """The counts, the departments' coverage, the months; with ailment= also the entries behind one of the counts."""
    await allowed(request, Action.SUPERVISE)
    query, found = request.query, await services(request).health.health()
    told: Json = {
        "entries": found.entries,
        "checked": found.checked,
        "counts": {str(ailment): many for ailment, many in found.counts().items()},
        "departments": [asdict(one) | {"name": _name(request, one.department)} for one in found.coverage],
        "months": [asdict(one) for one in found.months],
    }
    if "ailment" in query:
        ailment, owner = _ailment(query["ailment"]), query.get("department", "")
        ails = [one for one in found.ails if one.ailment is ailment and owner in ("", one.owner)]
        told["items"] = [_ail(request, one) for one in ails[: limit_of(request, 200)]]
        told["many"] = len(ails)
    return web.json_response(told)


@routes.post("/api/kb/health/tell")
async def tell(request: web.Request) -> web.Response:
    """Tell a department's people of entries of theirs: {"department", "titles": [], "note"}. Who was told, and how."""
    account, body, hotline = await allowed(request, Action.SUPERVISE), await body_of(request), services(request)
    code, note = text_in(body, "department"), plain_text(text_in(body, "note"), lines=True)
    if hotline.library.city.department(code) is None:
        raise InputError("没有这个单位。", fields={"department": "没有这个单位"})
    if len(note) > LONGEST_NOTE:
        raise InputError(f"说明不能超过{LONGEST_NOTE}个字。", fields={"note": f"不能超过{LONGEST_NOTE}个字"})
    titles = _titles(body)
    text = _text(titles, note)
    await hotline.outbox.to_desk(Draft(to=desk_of(code), text=text, kind="knowledge", channel=Channel.DESK))
    people = await hotline.accounts.handlers(code)
    texted = [
        person.name
        for person in people
        if person.phone and not await hotline.outbox.put(Draft(to=person.phone, text=text, kind="knowledge", code=code))
    ]
    log.info("keepers_told", department=code, entries=len(titles), people=len(people), by=account.username)
    return web.json_response({"told": [person.name for person in people], "texted": texted, "text": text})


@routes.post("/api/kb/health/assign")
async def assign(request: web.Request) -> web.Response:
    """Another department keeps an entry: {"kind", "code", "department", "note"}; another publishes it."""
    account, body = await allowed(request, Action.SUPERVISE), await body_of(request)
    try:
        kind = Kind(text_in(body, "kind"))
    except ValueError:
        raise InputError("没有这一类资料。", fields={"kind": "没有这一类资料"}) from None
    version = await services(request).health.assign(
        kind,
        text_in(body, "code"),
        text_in(body, "department"),
        actor=account.username,
        note=plain_text(text_in(body, "note"), lines=True)[:LONGEST_NOTE],
    )
    people = await services(request).accounts.people()
    return web.json_response({"version": version_json(version, None, people)}, status=201)


def _ail(request: web.Request, one: Ail) -> Json:
    standing = one.standing
    return {
        "kind": str(one.kind) if one.kind else "",
        "code": one.code,
        "title": one.title,
        "owner": one.owner,
        "owner_name": _name(request, one.owner),
        "about": one.about,
        "about_said": said_json(one.about),
        "asked": one.asked,
        "others": [{"kind": str(kind), "code": code, "title": title} for kind, code, title in one.others],
        "freshness": str(standing.freshness) if standing else "",
        "why": str(standing.why) if standing else "",
        "until": str(standing.until) if standing and standing.until else None,
        "over": standing.over if standing else 0,
    }


def _name(request: web.Request, code: str) -> str:
    found = services(request).library.city.department(code) if code else None
    return found.name if found else ""


def _ailment(text: str) -> Ailment:
    if text not in tuple(Ailment):
        told = "、".join(Ailment)
        raise InputError(f"ailment只能是{told}。", fields={"ailment": f"只能是{told}"})
    return Ailment(text)


def _titles(body: Mapping[str, Any]) -> list[str]:
    given = body.get("titles")
    if not isinstance(given, list) or not given or not all(isinstance(one, str) for one in given):
        raise InputError("请选择资料。", fields={"titles": "应为资料名称的列表"})
    if len(given) > MOST_TOLD:
        raise InputError(f"一次最多告知{MOST_TOLD}条。", fields={"titles": f"最多{MOST_TOLD}条"})
    return [plain_text(one)[:60] for one in given]


def _text(titles: list[str], note: str) -> str:
    named = "、".join(f"《{title}》" for title in titles[:NAMED]) + ("等" if len(titles) > NAMED else "")
    what = note or "请登录热线知识库“我单位的资料”更新或确认。"
    return f"【12345热线】请核对您单位的{len(titles)}条资料：{named}。{what}"
