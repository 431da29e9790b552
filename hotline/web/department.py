"""A department's own figures: this month's and last month's assessment, its own row of it.

Rule: nothing is reckoned here: these are the reports themselves, of a closed month as it was closed, without the other
departments.
"""

from __future__ import annotations

from datetime import timedelta

from aiohttp import web

from hotline.accounts.model import Role
from hotline.errors import InputError, NotAllowedError
from hotline.reports.catalogue import CATALOGUE
from hotline.reports.period import Period, month_of
from hotline.reports.plots import shown_json
from hotline.reports.report import only_department
from hotline.reports.standing import month_until
from hotline.web.screens import everybody
from hotline.web.services import Services, services
from hotline.web.shapes import Json

REPORT = "assessment"
routes = web.RouteTableDef()


@routes.get("/api/department/figures")
async def figures(request: web.Request) -> web.Response:
    """Of this month until today, and of the month before; a supervisor names the department (department=)."""
    account = await everybody(request)
    if account.role is Role.AGENT:
        raise NotAllowedError("您的角色不能查看单位的数据。")
    hotline = services(request)
    code = account.department if account.role is Role.HANDLER else request.query.get("department", "")
    office = hotline.tickets.world().city.office(code)
    if office is None:
        raise InputError("没有这个单位。", fields={"department": "没有这个单位"})
    now = month_until(hotline.reports.today())
    last = month_of(f"{now.first - timedelta(days=1):%Y-%m}")
    months = [await _own(hotline, code, period) for period in (now, last)]
    return web.json_response({"department": code, "department_name": office.name, "months": months})


async def _own(hotline: Services, code: str, period: Period) -> Json:
    made = await hotline.reports.report(CATALOGUE[REPORT], period)
    return shown_json(only_department(made, code))
