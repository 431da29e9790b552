"""The monthly bulletin for everybody: closed months alone, as they were closed or last corrected.

Rule: a month that is not closed is told to nobody here: its figures may still change.
"""

from __future__ import annotations

from aiohttp import web

from hotline.errors import NotFoundError
from hotline.reports.catalogue import CATALOGUE
from hotline.reports.closings import Closed
from hotline.reports.period import month_of
from hotline.web.public_shapes import bulletin_json
from hotline.web.services import services
from hotline.web.shapes import moment

_NAME = "bulletin"
routes = web.RouteTableDef()


@routes.get("/api/public/bulletins")
async def months(request: web.Request) -> web.Response:
    """The months whose bulletin can be read, the newest first."""
    told = {one.closing.month: one.closing for one in await _closed(request)}
    return web.json_response(
        {
            "months": [
                {"month": month, "at": moment(one.at), "correction": one.correction} for month, one in told.items()
            ]
        }
    )


@routes.get(r"/api/public/bulletins/{month:\d{4}-\d{2}}")
async def bulletin(request: web.Request) -> web.Response:
    """The bulletin of a month."""
    month = request.match_info["month"]
    if not await _closed(request, month):
        raise NotFoundError("这个月的公报还没有公布。")
    report = await services(request).reports.report(CATALOGUE[_NAME], month_of(month))
    if report.closing is None:
        raise NotFoundError("这个月的公报还没有公布。")
    return web.json_response(bulletin_json(report, report.closing))


async def _closed(request: web.Request, month: str = "") -> list[Closed]:
    """The closings of bulletins: the newest month first, in a month its corrections in order."""
    return [one for one in await services(request).reports.closed(month) if one.name == _NAME]
