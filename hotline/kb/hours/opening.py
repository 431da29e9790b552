"""Whether an office is open at a moment. Pure: the moment and the calendar are arguments.

Rule: what is not known is None and never a guess; a caller who is sent to a closed door was told too much.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hotline.kb.hours.model import DAY, OfficeHours, OnHolidays, Opening, Span, Spans, Week

CITY_TIME = ZoneInfo("Asia/Shanghai")
SATURDAY = 5
LOOK_AHEAD = 31  # days in which the next opening is sought: no holiday lasts longer, a season may
NEW_YEARS = {  # the first day of the first month, as the calendar of GB/T 33661-2017 has it: month, day
    2024: (2, 10), 2025: (1, 29), 2026: (2, 17), 2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 3),
    2031: (1, 23), 2032: (2, 11), 2033: (1, 31), 2034: (2, 19), 2035: (2, 8), 2036: (1, 28), 2037: (2, 15),
    2038: (2, 4), 2039: (1, 24), 2040: (2, 12),
}  # fmt: skip
Works = Callable[[date], bool]  # whether offices work on this day (tickets.clock.calendar.Calendar.works)


def open_at(hours: OfficeHours, moment: datetime, works: Works) -> Opening | None:
    """Whether an office is open at an aware moment, None where that is not known.

    A weekend that is worked in exchange for a holiday counts as most of Monday to Friday.
    """
    here = moment.astimezone(CITY_TIME)
    day, minute = here.date(), here.hour * 60 + here.minute
    today = spans_on(hours, day, works)
    if today is None:
        return None
    parts = tuple(
        one.name
        for one in hours.parts
        if not one.never_closes and _within(_of_week(one.week, day, works) or (), minute)
    )
    now = _within(today, minute)
    if now is None:
        opens = _next(hours, day, minute, works)
        return Opening(open=False, opens=opens, today=bool(today), parts=parts, occasions=hours.occasions)
    admits = None if now.admits is None else _at(day, now.admits)
    until = _until(hours, day, now, works)
    return Opening(open=True, until=until, admits=admits, parts=parts, occasions=hours.occasions)


def spans_on(hours: OfficeHours, day: date, works: Works) -> Spans | None:
    """The hours of a day, () where it rests, None where that is not known."""
    if hours.new_year is not None:
        first = NEW_YEARS.get(day.year)
        if first is None:
            if day.month <= 2:
                return None
        elif hours.new_year[0] <= (day - date(day.year, *first)).days + 1 <= hours.new_year[1]:
            return ()
    week = next((one.week for one in hours.seasons if one.has(day)), hours.week)
    return None if week is None else _of_week(week, day, works)


def is_public_holiday(day: date, works: Works) -> bool:
    """Whether it is a day of a public holiday: of days of rest on end, one of which is a Monday to Friday."""
    for step in (timedelta(days=-1), timedelta(days=1)):
        at = day
        while not works(at):
            if at.weekday() < SATURDAY:
                return True
            at += step
    return False


def _of_week(week: Week, day: date, works: Works) -> Spans | None:
    own = week.days[day.weekday()]
    if works(day):
        return own if day.weekday() < SATURDAY else _worked_in_exchange(week, own)
    if not is_public_holiday(day, works):
        return own
    match week.on_holidays:
        case OnHolidays.CLOSED:
            return ()
        case OnHolidays.USUAL:
            return own
        case OnHolidays.HOURS:
            return week.holiday
        case OnHolidays.UNSAID:
            return () if day.weekday() < SATURDAY or not own else None
        case OnHolidays.TEXT:
            return None


def _worked_in_exchange(week: Week, own: Spans) -> Spans:
    """For which of the days it is worked no notice says."""
    return Counter(week.days[:SATURDAY]).most_common(1)[0][0] or own


def _within(spans: Spans, minute: int) -> Span | None:
    return next((one for one in spans if one.begins <= minute < one.ends), None)


def _next(hours: OfficeHours, day: date, minute: int, works: Works) -> datetime | None:
    for ahead in range(LOOK_AHEAD):
        at = day + timedelta(days=ahead)
        spans = spans_on(hours, at, works)
        if spans is None:
            return None
        begins = [one.begins for one in spans if ahead or one.begins > minute]
        if begins:
            return _at(at, min(begins))
    return None


def _until(hours: OfficeHours, day: date, span: Span, works: Works) -> datetime | None:
    """The end of a span, or of the last of those that follow it without a break over midnight."""
    for _ in range(LOOK_AHEAD):
        if span.ends < DAY:
            return _at(day, span.ends)
        day += timedelta(days=1)
        spans = spans_on(hours, day, works)
        if spans is None:
            return None
        following = next((one for one in spans if one.begins == 0), None)
        if following is None:
            return _at(day, 0)
        span = following
    return None


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(), CITY_TIME) + timedelta(minutes=minute)
