"""Months closed over HTTP: which are, which should be, and one closed or corrected by whoever supervises.

Rule: who closed a month stands with it for good, by name and user name; nothing here takes a closing back.
"""

from __future__ import annotations

import structlog
from aiohttp import web

from hotline.accounts.model import Account
from hotline.errors import InputError
from hotline.reports.report import Closing
from hotline.web.auth import signed_in
from hotline.web.faults import body_of
from hotline.web.screens import SUPERVISING
from hotline.web.services import services
from hotline.web.shapes import Json, moment

LONGEST_NAME = 64  # as report_closings keeps it
log = structlog.get_logger(__name__)
routes = web.RouteTableDef()


@routes.get("/api/reports/closings")
async def listed(request: web.Request) -> web.Response:
    """The closings, and the last month where it waits to be closed (waiting; late: somebody should be reminded)."""
    await signed_in(request, *SUPERVISING)
    reports = services(request).reports
    waiting = await reports.waiting()
    told = waiting and {"month": waiting.month, "late": waiting.late}
    closings = {(one.closing.month, one.closing.correction): one.closing for one in await reports.closed()}
    return web.json_response({"closings": [closing_json(one) for one in closings.values()], "waiting": told})


@routes.post("/api/reports/closings")
async def close(request: web.Request) -> web.Response:
    """Close a month: {month, correction}. correction: why a closed one is closed again, "" the first time."""
    account, body = await signed_in(request, *SUPERVISING), await body_of(request)
    month, correction = body.get("month"), body.get("correction", "")
    wrong = {
        name: "应为文字" for name, text in (("month", month), ("correction", correction)) if not isinstance(text, str)
    }
    if wrong or not isinstance(month, str):
        raise InputError("月份和更正的原因应为文字。", fields=wrong)
    closing = await services(request).reports.close(month, by=closer(account), correction=correction)
    log.info("month_closed", month=month, correction=closing.correction, by=account.username)
    return web.json_response(closing_json(closing), status=201)


def closer(account: Account) -> str:
    """Who it was, as it is kept: two may bear the same name, and an account may be renamed."""
    told = f"{account.name}（{account.username}）"
    return told if account.name and len(told) <= LONGEST_NAME else account.username


def closing_json(one: Closing) -> Json:
    """A closing, without its figures."""
    return {
        "month": one.month,
        "correction": one.correction,
        "at": moment(one.at),
        "by": one.by,
        "reason": one.reason,
    }
