"""The register of applications: filled by other systems, looked at by staff.

Rule: all reports of one request are taken in, or none: a system that sends them again does no harm, and never has to
find out which half was kept.
"""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from hotline.accounts.model import Role
from hotline.applications.draft import FIELDS, Report
from hotline.applications.service import RowFault
from hotline.errors import InputError
from hotline.storage.text import plain_text
from hotline.web.application_shapes import application_json, stage_json
from hotline.web.auth import signed_in
from hotline.web.services import services

MOST = 1_000  # reports in one request
LONGEST_SOURCE = 60  # characters
routes = web.RouteTableDef()


@routes.post("/api/applications")
async def report(request: web.Request) -> web.Response:
    """One report or a list of them: {"number", "stage", "updated", ...}, see draft.Report; "more" is an object.

    source=... names the system; dry_run=1 only tells what they would do. Answers what became of each, in their order;
    with any fault 422, every fault by its place in the list (from 0) and field, and nothing is kept.
    """
    account = await signed_in(request, Role.SUPERVISOR, Role.ADMIN)
    reports = await _reports(request)
    source = plain_text(request.query.get("source", ""))[:LONGEST_SOURCE] or "接口"
    dry_run = request.query.get("dry_run") == "1"
    register = services(request).applications
    try:
        recorded = await register.record(reports, source=source, actor=account.username, dry_run=dry_run)
    except InputError as fault:
        raise InputError(fault.message, faults=_told(fault.details.get("faults"))) from fault
    outcomes = [
        {"number": one.number.strip(), "outcome": str(outcome)}
        for one, outcome in zip(reports, recorded.outcomes, strict=True)
    ]
    counts = {str(outcome): count for outcome, count in recorded.counts.items()}
    return web.json_response({"outcomes": outcomes, "counts": counts})


@routes.get("/api/applications/{number}")
async def one(request: web.Request) -> web.Response:
    """An application with its stages, for those who answer citizens; department handlers have their own systems."""
    await signed_in(request, Role.AGENT, Role.SUPERVISOR, Role.ADMIN)
    hotline, number = services(request), request.match_info["number"]
    found, history = await hotline.applications.get(number), await hotline.applications.history(number)
    spoken = await hotline.applications.progress(number)
    told = application_json(found, hotline.library.city) | {"spoken": spoken}
    return web.json_response({"application": told, "history": [stage_json(entry) for entry in history]})


async def _reports(request: web.Request) -> list[Report]:
    """The body's reports. Raises InputError."""
    try:
        body = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise InputError("请求内容不是JSON。") from fault
    given = body if isinstance(body, list) else [body]
    if not 1 <= len(given) <= MOST:
        raise InputError(f"一次可以报1到{MOST}条。")
    faults: list[RowFault] = []
    reports = [_report(place, one, faults) for place, one in enumerate(given)]
    if faults:
        raise InputError(f"有{len(faults)}处错误，一条也没有登记。", faults=_told(tuple(faults)))
    return reports


def _report(place: int, given: Any, faults: list[RowFault]) -> Report:
    if not isinstance(given, dict):
        faults.append(RowFault(place=place, field="", what="应为JSON对象"))
        return Report(number="")
    texts: dict[str, str] = {}
    for name, value in given.items():
        if name == "more":
            continue
        if name not in FIELDS:
            faults.append(RowFault(place=place, field=plain_text(name)[:30], what="没有这一项"))
        elif value is not None and not isinstance(value, str):
            faults.append(RowFault(place=place, field=name, what="应为文字"))
        else:
            texts[name] = value or ""
    more = given.get("more") or {}
    if not isinstance(more, dict) or not all(isinstance(text, str) for text in more.values()):
        faults.append(RowFault(place=place, field="more", what='应为{"列名": "内容"}的形式'))
        more = {}
    return Report(**{"number": "", **texts}, more=tuple(more.items()))


def _told(faults: object) -> list[dict[str, Any]]:
    found = faults if isinstance(faults, tuple) else ()
    return [{"place": one.place, "field": one.field, "what": one.what} for one in found if isinstance(one, RowFault)]
