"""The signed-in agent's own day: figures, and the calls that rang here and were not taken.

Rule: everybody sees their own day only; the supervisors' figures are reports.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from aiohttp import web

from hotline.agents.day import Day, day_of
from hotline.agents.daybook import NotTaken
from hotline.agents.model import AgentState
from hotline.errors import InputError
from hotline.tickets.model import CITY_TIME
from hotline.tickets.written import TicketsWritten
from hotline.web.auth import signed_in
from hotline.web.services import services
from hotline.web.shapes import Json, moment

routes = web.RouteTableDef()


@routes.get("/api/desk/day")
async def day(request: web.Request) -> web.Response:
    """The figures of a day by the city's clock; today's without one."""
    account = await signed_in(request)
    hotline = services(request)
    now = hotline.tickets.world().now
    wanted = _day(request, now)
    begin, end = bounds(wanted)
    kept = await hotline.days.of(account.username, begin, end)
    written = await hotline.books.written.by(account.username, begin, end)
    figures = day_of(kept.spells, kept.rings, begin=begin, end=end, now=now)
    people = await hotline.accounts.people() if kept.not_taken else {}
    not_taken = [_missed(one, people) for one in kept.not_taken]
    return web.json_response(day_json(wanted, figures, written) | {"not_taken": not_taken})


def bounds(day: date) -> tuple[datetime, datetime]:
    """A day by the city's clock: from its first moment up to the next day's, aware UTC."""
    first, after = (datetime.combine(one, time(), CITY_TIME) for one in (day, day + timedelta(days=1)))
    return first.astimezone(UTC), after.astimezone(UTC)


def _day(request: web.Request, now: datetime) -> date:
    text = request.query.get("day", "")
    today = now.astimezone(CITY_TIME).date()
    if not text:
        return today
    try:
        wanted = date.fromisoformat(text)
    except ValueError:
        wanted = None
    if wanted is None or not date(2000, 1, 1) <= wanted <= today:
        raise InputError("日期应写成2026-11-21，不晚于今天。", fields={"day": "应为不晚于今天的日期，如2026-11-21"})
    return wanted


def day_json(day: date, figures: Day, written: TicketsWritten) -> Json:
    """The figures; times in whole seconds."""
    return {
        "day": day.isoformat(),
        "taken": figures.taken,
        "missed": figures.missed,
        "refused": figures.refused,
        "gone": figures.gone,
        "talk": figures.talk,
        "wrap_up": figures.states.get(AgentState.WRAP_UP, 0),
        "ready": figures.states.get(AgentState.READY, 0),
        "break": figures.at_break,
        "breaks": dict(figures.breaks),
        "unsure": figures.unsure,
        "tickets": written.written,
        "on_the_spot": written.on_the_spot,
    }


def _missed(one: NotTaken, people: Mapping[str, str]) -> Json:
    """With the name of whoever had the call: the extension may be another's by now."""
    ring = one.ring
    return {
        "call_id": ring.call_id,
        "at": moment(ring.rung),
        "outcome": str(ring.outcome),
        "number": one.number,
        "taken_by": one.taken_by,
        "taken_by_name": people.get(one.agent, one.agent),
    }
