"""Which promises the city makes and where each is written, for whoever is bound by them."""

from __future__ import annotations

from datetime import timedelta

from aiohttp import web

from hotline.sentences import said_json
from hotline.tickets.clock.calendar import OfficeHours
from hotline.tickets.clock.limits import warnings_of
from hotline.tickets.clock.policy import Profile, Rule
from hotline.web.screens import everybody
from hotline.web.services import services
from hotline.web.shapes import Json

AHEAD = timedelta(days=60)  # how far before a year without a calendar somebody is warned
routes = web.RouteTableDef()


@routes.get("/api/policies")
async def policies(request: web.Request) -> web.Response:
    """Every profile with its rules, which is in force since when, and the office hours."""
    await everybody(request)
    world = services(request).tickets.world()
    known, now = world.policies, world.now
    warnings = warnings_of(known.calendar, now, now + AHEAD)
    return web.json_response(
        {
            "now": known.profile_at(now).id,
            "in_force": [{"profile": one.profile, "since": one.since.isoformat()} for one in known.in_force],
            "profiles": [_profile(one) for one in known.profiles.values()],
            "office_hours": _hours(known.calendar.hours),
            "seasons": [
                {"from": _month_day(one.first), "to": _month_day(one.last), "office_hours": _hours(one.hours)}
                for one in known.calendar.seasons
            ],
            "warnings": list(warnings),
            "warnings_said": [said_json(one) for one in warnings],
        }
    )


def _hours(hours: OfficeHours) -> list[Json]:
    return [{"from": _time(span.begins), "to": _time(span.ends)} for span in hours.spans]


def _month_day(told: tuple[int, int]) -> str:
    return f"{told[0]:02d}-{told[1]:02d}"


def _profile(profile: Profile) -> Json:
    cards = profile.cards
    return {
        "id": profile.id,
        "name": profile.name,
        "since": profile.since,
        "sources": list(profile.sources),
        "rules": [_rule(rule) for rule in profile.rules],
        "cards": cards
        and {
            "yellow": cards.yellow,
            "red": cards.red,
            "citation": cards.source.citation,
            "date": cards.source.date,
            "grade": str(cards.source.grade),
            "grade_label": cards.source.grade.label,
        },
    }


def _rule(rule: Rule) -> Json:
    return {
        "limit": str(rule.name),
        "label": rule.name.label,
        "rule": rule.sentence,
        "citation": rule.source.citation,
        "date": rule.source.date,
        "grade": str(rule.source.grade),
        "grade_label": rule.source.grade.label,
        "types": [str(one) for one in rule.types],
        "urgencies": [str(one) for one in rule.urgencies],
        "categories": list(rule.categories),
    }


def _time(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
