"""A length counted from a moment, as the Civil Code counts (Art. 201 and 203).

Rule: minutes and hours run from the moment itself; days leave out the day of the start and end at the close of business
of a working day. What comes out is aware UTC and never before the start.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hotline.tickets.clock.calendar import Calendar
from hotline.tickets.clock.length import Length, Unit


def due_after(calendar: Calendar, start: datetime, length: Length) -> datetime:
    """When a limit of this length that starts at a moment falls due."""
    match length.unit:
        case Unit.MINUTES:
            return start.astimezone(UTC) + timedelta(minutes=length.amount)
        case Unit.HOURS:
            return start.astimezone(UTC) + timedelta(hours=length.amount)
        case Unit.WORK_HOURS:
            return _after_work(calendar, start, timedelta(hours=length.amount))
        case Unit.WORKING_DAYS:
            return calendar.closing(calendar.working_day_after(calendar.day_of(start), length.amount))
        case Unit.DAYS:
            last = calendar.day_of(start) + length.amount
            return calendar.closing(calendar.working_day_after(last - 1))


def _after_work(calendar: Calendar, start: datetime, work: timedelta) -> datetime:
    day = calendar.day_of(start)
    done = _worked_on(calendar, start)
    if not _is_working(calendar, day):
        day = calendar.working_day_after(day)
    while (left := calendar.hours_on(day).worked - done) < work:
        work -= left
        day, done = calendar.working_day_after(day), timedelta()
    return calendar.at(day, calendar.hours_on(day).time_at(done + work))


def _worked_on(calendar: Calendar, moment: datetime) -> timedelta:
    """The office time of a moment's day before it; none on a day off."""
    day = calendar.day_of(moment)
    if not _is_working(calendar, day):
        return timedelta()
    local = moment.astimezone(calendar.zone)
    return calendar.hours_on(day).worked_until(local - local.replace(hour=0, minute=0, second=0, microsecond=0))


def _is_working(calendar: Calendar, day: int) -> bool:
    return calendar.working_day_after(day - 1) == day
