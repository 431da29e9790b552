"""The demo city's calendar and times written shortly, for tests of deadlines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from hotline.tickets.clock.calendar import Calendar, OfficeHours, Override, Span, works_by_notice
from hotline.tickets.model import CITY_TIME

HOURS = OfficeHours(spans=(Span(begins=9 * 60, ends=12 * 60), Span(begins=13 * 60 + 30, ends=17 * 60 + 30)))

works = works_by_notice
"""Whether offices work on a day, in a city that has no days of its own."""


def calendar(overrides: Mapping[date, bool] | None = None, *, complete: frozenset[int] = frozenset()) -> Calendar:
    """Offices that work 09:00-12:00 and 13:30-17:30. overrides: whether a day is worked."""
    given = {day: Override(works=works, reason="防汛") for day, works in (overrides or {}).items()}
    return Calendar(hours=HOURS, overrides=given, complete=complete)


def at(text: str) -> datetime:
    """A time, the city's where it has no zone."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=CITY_TIME)
