"""Callbacks as whoever supervises sees them: how they go, by agent, and handing them out.

Rule: nothing here tells a citizen's number; a share is never told without its numerator and its denominator.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import structlog
from aiohttp import web

from hotline.accounts.model import Role
from hotline.errors import InputError
from hotline.reports.callbacks import CalledBack
from hotline.reports.figures import Amount, Kind
from hotline.tickets.model import CITY_TIME
from hotline.tickets.tabs import Tab, Whose
from hotline.web.auth import signed_in
from hotline.web.faults import body_of
from hotline.web.query import days_in
from hotline.web.screens import SUPERVISING, screen_of
from hotline.web.services import services
from hotline.web.shapes import Json

DAYS = 7
MOST = 200  # tickets handed out by one act
_CALLING = (Role.AGENT, Role.SUPERVISOR)
log = structlog.get_logger(__name__)
routes = web.RouteTableDef()


@routes.get("/api/callbacks/overview")
async def overview(request: web.Request) -> web.Response:
    """How many wait, and how it went from one day to another (from, to; left out, the last week), by agent."""
    account = await signed_in(request, *SUPERVISING)
    hotline, screen = services(request), await screen_of(request, account)
    first, last = _period(request.query, screen.world.now)
    whole, agents = await hotline.reports.callbacks.of(_begin(first), _begin(last + timedelta(days=1)))
    look = await hotline.books.worklists.look(Whose(username=account.username), str(Tab.CALLBACKS), limit=1)
    given = await hotline.books.turns.counts()
    callers = {person.username: person.name for person in await hotline.accounts.active() if person.role in _CALLING}
    names = {name: screen.person(name) for name in (*agents, *given)} | callers
    return web.json_response(
        {
            "from": first.isoformat(),
            "to": last.isoformat(),
            "waiting": look.counts[Tab.CALLBACKS],
            "undecided": look.counts[Tab.UNDECIDED],
            "later": len((await hotline.books.callbacks.later(limit=MOST)).items),
            "whole": _called(whole),
            "agents": [
                {
                    "username": name,
                    "name": told,
                    "given": given.get(name, 0),
                    "may_call": name in callers,
                    **(_called(agents[name]) if name in agents else {"tries": 0}),
                }
                for name, told in sorted(names.items(), key=lambda one: (one[0] not in agents, one[0]))
            ],
        }
    )


@routes.post("/api/callbacks/turns")
async def give(request: web.Request) -> web.Response:
    """Citizens to agents, one after the other: {"numbers": [], "agents": [user names]}; no agents takes them back."""
    account = await signed_in(request, *SUPERVISING)
    hotline, body = services(request), await body_of(request)
    numbers, agents = _names(body, "numbers"), _names(body, "agents")
    callers = {person.username for person in await hotline.accounts.active() if person.role in _CALLING}
    if strange := [name for name in agents if name not in callers]:
        told = f"没有这个话务员：{'、'.join(strange[:5])[:100]}"
        raise InputError(f"{told}。", fields={"agents": told})
    found = await hotline.books.turns.give(numbers, agents, by=account.username)
    people = await hotline.accounts.people()
    results = [
        {"number": one.number, "done": not one.why, "why": one.why, "name": people.get(one.username, one.username)}
        for one in found
    ]
    done = sum(bool(one["done"]) for one in results)
    log.info("callbacks_given", by=account.username, tickets=done, agents=len(agents))
    return web.json_response({"results": results, "done": done, "failed": len(results) - done})


def _called(one: CalledBack) -> Json:
    amounts = {"contacted": one.contacted, "rated": one.rated, "solved": one.solved, "satisfied": one.satisfied}
    return {"tries": one.tries} | {name: _amount(amount) for name, amount in amounts.items()}


def _amount(amount: Amount) -> Json:
    return {
        "numerator": amount.numerator,
        "denominator": amount.denominator,
        "value": amount.value(Kind.SHARE),
        "few": amount.few(Kind.SHARE),
    }


def _period(query: Mapping[str, str], now: datetime) -> tuple[date, date]:
    first, last = days_in(query)
    last = last or now.astimezone(CITY_TIME).date()
    first = first or last - timedelta(days=DAYS - 1)
    if first > last:
        raise InputError("开始日期不能晚于结束日期。", fields={"from": "不能晚于结束日期"})
    return first, last


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), CITY_TIME)


def _names(body: Mapping[str, Any], name: str) -> list[str]:
    given = body.get(name, [])
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given) or len(given) > MOST:
        raise InputError(f"{name}应为最多{MOST}个文字的列表。", fields={name: f"应为最多{MOST}个文字的列表"})
    return given
