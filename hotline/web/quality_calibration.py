"""Calibration over HTTP: a second inspector scores a call blind, and sees the difference by item after it.

Rule: others' scores are told here to whoever has scored the call, and to nobody before.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import structlog
from aiohttp import web

from hotline.accounts.model import Account
from hotline.errors import NotAllowedError
from hotline.quality.calibrating import MOST, Beside
from hotline.quality.calibration import compared
from hotline.quality.rows import form_json
from hotline.tickets.model import CITY_TIME
from hotline.web.auth import signed_in
from hotline.web.faults import body_of
from hotline.web.quality import quality
from hotline.web.quality_agreement import agreements_json, has_scored
from hotline.web.quality_shapes import sheet_in
from hotline.web.query import days_in
from hotline.web.screens import SUPERVISING
from hotline.web.services import services
from hotline.web.shapes import Json, moment

_ONE = r"/api/quality/inspections/{id:\d{1,9}}/calibration"
log = structlog.get_logger(__name__)
routes = web.RouteTableDef()


@routes.get(_ONE)
async def one(request: web.Request) -> web.Response:
    """The form, and whether the signed-in user has scored; if so, everybody's scores and the difference by item."""
    account = await signed_in(request, *SUPERVISING)
    beside = await quality(request).calibrations.of(int(request.match_info["id"]))
    return web.json_response(await _told(request, beside, account))


@routes.post(_ONE)
async def score(request: web.Request) -> web.Response:
    """A second score: {"answers", "note"}. 201; it is not changed any more."""
    account, body = await signed_in(request, *SUPERVISING), await body_of(request)
    number = int(request.match_info["id"])
    beside = await quality(request).calibrations.score(number, sheet_in(body), by=account.username)
    log.info("quality_calibrated", inspection=number, by=account.username)
    return web.json_response(await _told(request, beside, account), status=201)


@routes.get("/api/quality/calibrations")
async def listed(request: web.Request) -> web.Response:
    """How far inspectors agree of from= to= (days): in whole, by item, by inspector, by pair, and call by call."""
    account = await signed_in(request, *SUPERVISING)
    first, last = days_in(request.query)
    found = await quality(request).calibrations.latest(
        first=_begin(first) if first else None, last=_begin(last + timedelta(days=1)) if last else None
    )
    people = await services(request).accounts.people()
    seen = [beside for beside in found if account.username != beside.first.agent]
    cut = sum(len(beside.others) for beside in found) >= MOST
    return web.json_response({"cut": cut, **agreements_json(seen, account, people)})


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), CITY_TIME)


async def _told(request: web.Request, beside: Beside, account: Account) -> Json:
    first = beside.first
    if account.username == first.agent:
        raise NotAllowedError("不能校准自己的通话。")
    desk, people = quality(request), await services(request).accounts.people()
    told: Json = {"form": form_json(first.form or desk.book.form), "scored": has_scored(beside, account)}
    if not told["scored"] or not beside.others:
        return told | {"scores": [], "items": []}
    scores = [(first.inspector, first.submitted, first.score), *((one.by, one.at, one.score) for one in beside.others)]
    sheets = [first.sheet, *(one.sheet for one in beside.others)]
    return told | {
        "scores": [
            {"by_name": people.get(by, by), "at": moment(at), "total": score.total if score else None}
            for by, at, score in scores
        ],
        "items": [
            {
                "code": item.code,
                "name": item.name,
                "same": item.same,
                "answers": [answer and str(answer) for answer in item.answers],
                "notes": [said.note if (said := sheet.given.get(item.code)) else "" for sheet in sheets],
            }
            for item in compared(first, beside.others)
        ],
    }
