"""Hot issues for supervisors: what many citizens tell of, whether it grows, and what to be warned of.

Rule: nothing here tells who called; numbers of tickets lead to them, past the screens that know who may see what.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from aiohttp import web

from hotline.errors import HotlineError, InputError
from hotline.kb.city import City
from hotline.reports.hot.model import Counted, HotIssue
from hotline.reports.hot.service import HotIssues, Made
from hotline.reports.hot.sheet import sheet_of
from hotline.reports.hot.store import CITY_TIME
from hotline.reports.writers import WRITERS
from hotline.reports.writers.hot_writers import HOT_WRITERS
from hotline.reports.writers.writer import Writer
from hotline.sentences import said_json
from hotline.web.auth import signed_in
from hotline.web.screens import SUPERVISING
from hotline.web.services import services
from hotline.web.shapes import Json, moment

DAYS = 7  # of a period that nobody has named: the last ones
FILE_SECONDS = 170.0  # less than a page waits for a file
SHOWN = 50  # issues that are listed, and tickets of each
HOT: web.AppKey[HotIssues] = web.AppKey("HOT", HotIssues)
"""Where the application keeps them."""
routes = web.RouteTableDef()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """What codes are called."""

    districts: Mapping[str, str]
    categories: Mapping[str, str]
    departments: Mapping[str, str]


@routes.get("/api/reports/hot")
async def hot(request: web.Request) -> web.Response:
    """The hot issues from= to= (days, both included; the last seven without them): 202 while they are reckoned."""
    await signed_in(request, *SUPERVISING)
    first, last = _days(request)
    made = await request.app[HOT].report(first, last)
    if made is None:
        return web.json_response({"ready": False, "from": first.isoformat(), "to": last.isoformat()}, status=202)
    return web.json_response(_report_json(made, _names(services(request).library.city)))


@routes.get("/api/reports/hot/file")
async def file(request: web.Request) -> web.Response:
    """The same as a file (format=), with all issues; it waits until they are there."""
    await signed_in(request, *SUPERVISING)
    writer = writer_of(request)
    first, last = _days(request)
    made = await request.app[HOT].report(first, last, wait=FILE_SECONDS)
    if made is None:
        raise HotlineError("热点问题还没有算完，请过一会儿再下载。")
    reports = services(request).reports
    sheet = sheet_of(made.report, made.at, reports.names())
    content = await reports.penned(lambda: HOT_WRITERS[writer.ending](sheet))
    name = f"hot-{first}-{last}.{writer.ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Type": writer.type}
    return web.Response(body=content, headers=headers)


def writer_of(request: web.Request) -> Writer:
    """Of the format that is asked for. Raises InputError."""
    writer = WRITERS.get(request.query.get("format", ""))
    if writer is None:
        told = f"format只能是{'、'.join(WRITERS)}"
        raise InputError(f"{told}。", fields={"format": told})
    return writer


def _days(request: web.Request) -> tuple[date, date]:
    """The period; days that are still to come are left out: they would count as days without a word."""
    today = datetime.now(CITY_TIME).date()
    last = _day(request, "to", today)
    first = _day(request, "from", last - timedelta(days=DAYS - 1))
    return first, min(last, max(first, today))


def _day(request: web.Request, name: str, default: date) -> date:
    text = request.query.get(name, "")
    if not text:
        return default
    try:
        return date.fromisoformat(text)
    except ValueError:
        fault = "应为日期，例如2026-11-21"
        raise InputError(f"{name}{fault}。", fields={name: fault}) from None


def _names(city: City) -> _Names:
    return _Names(
        districts={one.code: one.name for one in city.outline.districts},
        categories={child.code: child.name for one in city.outline.categories for child in (one, *one.children)},
        departments={one.code: one.name for one in city.departments},
    )


def _report_json(made: Made, names: _Names) -> Json:
    report = made.report
    return {
        "ready": True,
        "made": moment(made.at),
        "from": report.first.isoformat(),
        "to": report.last.isoformat(),
        "before": report.before.isoformat(),
        "messages": report.messages,
        "gathered": report.gathered,
        "cut": report.cut,
        "rule": report.rule,
        "rule_said": said_json(report.rule),
        "count": len(report.issues),
        "warned": sum(issue.alarm.fires for issue in report.issues),
        "issues": [_issue_json(issue, names) for issue in report.issues[:SHOWN]],
    }


def _issue_json(issue: HotIssue, names: _Names) -> Json:
    trend, alarm = issue.trend, issue.alarm
    return {
        "name": issue.name,
        "size": issue.size,
        "people": issue.people,
        "citizens": issue.citizens,
        "unknown": issue.unknown,
        "first": issue.first.isoformat(),
        "last": issue.last.isoformat(),
        "days": list(issue.days),
        "districts": _counted_json(issue.districts, names.districts),
        "categories": _counted_json(issue.categories, names.categories),
        "departments": _counted_json(issue.departments, names.departments),
        "trend": {
            "now": trend.now,
            "before": trend.before,
            "now_per_day": trend.now_per_day,
            "before_per_day": trend.before_per_day,
            "direction": str(trend.direction),
            "label": trend.direction.label,
        },
        "warning": {
            "fires": alarm.fires,
            "why": alarm.why,
            "why_said": said_json(alarm.why),
            "recent": alarm.recent,
            "earlier": alarm.earlier,
            "expected": alarm.expected,
            "chance": alarm.chance,
        },
        "tickets": list(issue.ids[-SHOWN:]),
    }


def _counted_json(counted: Sequence[Counted], names: Mapping[str, str]) -> list[Json]:
    return [{"code": one.code, "name": names.get(one.code, one.code), "count": one.count} for one in counted]
