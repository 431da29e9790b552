"""Reports over HTTP: figures, the tickets behind them, and the same as files.

Rule: a department reads its own rows of the reports that are for departments, and its own tickets, whatever it asks;
every ticket goes through its reader's screen.
"""

from __future__ import annotations

from aiohttp import web

from hotline.accounts.model import Account, Role
from hotline.errors import InputError, NotAllowedError
from hotline.reports.catalogue import CATALOGUE, Kind, kind_of
from hotline.reports.drilling import drill_of
from hotline.reports.names import By
from hotline.reports.period import month_text, period_of
from hotline.reports.plots import shown_json
from hotline.reports.report import Report, only_department
from hotline.reports.writers import WRITERS
from hotline.tickets.parties import may_see
from hotline.web.hot_issues import writer_of
from hotline.web.query import limit_of
from hotline.web.report_closings import closing_json
from hotline.web.screens import SUPERVISING, Screen, everybody, screen_of
from hotline.web.services import services
from hotline.web.ticket_shapes import item_json

_KNOWN = {"from", "to", "figure", "of", "after", "limit", *By}
routes = web.RouteTableDef()


@routes.get("/api/reports")
async def listed(request: web.Request) -> web.Response:
    """Which reports this account may read, in which formats (lacking: why not here), and which months are closed."""
    account = await everybody(request)
    kinds = [kind for kind in CATALOGUE.values() if _may(account, kind)]
    if not kinds:
        raise NotAllowedError("您的角色不能查看报表。")
    closings = {
        (one.closing.month, one.closing.correction): one.closing for one in await services(request).reports.closed()
    }
    return web.json_response(
        {
            "reports": [{"name": kind.name, "title": kind.title, "about": kind.about} for kind in kinds],
            "formats": list(WRITERS),
            "lacking": {writer.ending: why for writer in WRITERS.values() if (why := writer.lacks())},
            "closings": [closing_json(one) for one in closings.values()],
        }
    )


@routes.get("/api/reports/{name}")
async def report(request: web.Request) -> web.Response:
    """A report (from=, to=: days, both included)."""
    return web.json_response(shown_json(await _report(request)))


@routes.get("/api/reports/{name}/file")
async def file(request: web.Request) -> web.Response:
    """The same as a file (format=)."""
    await _allowed(request)
    writer = writer_of(request)
    made = await _report(request, patient=True)
    content = await services(request).reports.written(made, writer)
    name = f"{made.name}-{month_text(made.period) or f'{made.period.first}-{made.period.last}'}.{writer.ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Type": writer.type}
    return web.Response(body=content, headers=headers)


@routes.get("/api/reports/{name}/tickets")
async def tickets(request: web.Request) -> web.Response:
    """The tickets behind a figure (figure=, of=numerator|denominator, from=, to=, after=, and filters), by number."""
    account, _ = await _allowed(request)
    screen, query, limit = await screen_of(request, account), request.query, limit_of(request, 50)
    filters = {name: query[name] for name in query if name in tuple(By)}
    strange = sorted(set(query) - _KNOWN)
    if strange:
        raise InputError(f"不认识{'、'.join(strange)[:100]}。", fields=dict.fromkeys(strange, "没有这个条件"))
    if screen.user.department:
        filters[By.DEPARTMENT] = screen.user.department
    period = period_of(query.get("from", ""), query.get("to", ""))
    drill = drill_of(
        query.get("figure", ""), query.get("of", "numerator"), filters, period, after=query.get("after", "")
    )
    hotline = services(request)
    found = await hotline.reports.tickets(drill, limit + 1)
    shown = await _seen(request, screen, found[:limit])
    items = [item_json(screen, item) for item in await hotline.books.worklists.items(shown)]
    more = found[limit - 1] if len(found) > limit else ""
    return web.json_response({"items": items, "next": more, "withheld": len(found[:limit]) - len(shown)})


async def _seen(request: web.Request, screen: Screen, numbers: tuple[str, ...]) -> list[str]:
    """Those that this reader may look at: a department no more those that were given to another."""
    if not screen.hidden:
        return list(numbers)
    cases = [await services(request).tickets.whole(number) for number in numbers]
    return [case.ticket.number for case in cases if may_see(screen.user, case, screen.world.city)]


async def _report(request: web.Request, *, patient: bool = False) -> Report:
    account, kind = await _allowed(request)
    period = period_of(request.query.get("from", ""), request.query.get("to", ""))
    made = await services(request).reports.report(kind, period, patient=patient)
    return only_department(made, account.department) if account.role is Role.HANDLER else made


async def _allowed(request: web.Request) -> tuple[Account, Kind]:
    """Who asks, and for which report. Raises NotAllowedError, NotFoundError."""
    account = await everybody(request)
    if account.role not in (*SUPERVISING, Role.HANDLER):
        raise NotAllowedError("您的角色不能查看报表。")
    kind = kind_of(request.match_info["name"])
    if not _may(account, kind):
        raise NotAllowedError("这个报表不对承办单位开放。")
    return account, kind


def _may(account: Account, kind: Kind) -> bool:
    return account.role in SUPERVISING or (account.role is Role.HANDLER and kind.to_departments)
