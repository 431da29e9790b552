"""On which days and at which hours offices work.

The State Council's yearly notice (holidays, and the weekends worked in exchange) is the library chinesecalendar's; the
city's own overrides come first. Rule: a year that nobody knows yet has its weekends only, and covers() says so.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from chinese_calendar import is_holiday

from hotline.errors import InputError
from hotline.tickets.model import CITY_TIME

SATURDAY = 5
MINUTES_OF_DAY = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """An office's hours without a break, in minutes of the day: begins is within, ends is not."""

    begins: int
    ends: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHours:
    """The hours of a working day; between two spans is the noon break.

    Raises InputError where there are none, or where they are not one after the other within the day.
    """

    spans: tuple[Span, ...]

    def __post_init__(self) -> None:
        edges = [edge for span in self.spans for edge in (span.begins, span.ends)]
        is_in_order = all(earlier < later for earlier, later in pairwise(edges))
        if not edges or edges[0] < 0 or edges[-1] > MINUTES_OF_DAY or not is_in_order:
            raise InputError("办公时间至少要有一段，各段从早到晚写，不能重叠或相接，也不能跨过半夜")

    @property
    def opens(self) -> int:
        """The minute of the day at which business begins."""
        return self.spans[0].begins

    @property
    def closes(self) -> int:
        """The minute of the day at which business ends."""
        return self.spans[-1].ends

    @property
    def worked(self) -> timedelta:
        """The office hours of one day."""
        return timedelta(minutes=sum(span.ends - span.begins for span in self.spans))

    def worked_until(self, since_midnight: timedelta) -> timedelta:
        """The office hours that a day has had at this time of it."""
        done = timedelta()
        for span in self.spans:
            begins, ends = timedelta(minutes=span.begins), timedelta(minutes=span.ends)
            done += min(max(since_midnight - begins, timedelta()), ends - begins)
        return done

    def time_at(self, worked: timedelta) -> timedelta:
        """When on a day so much of its office hours is done: the end of a span, not the beginning of the next."""
        for span in self.spans:
            length = timedelta(minutes=span.ends - span.begins)
            if worked <= length:
                return timedelta(minutes=span.begins) + worked
            worked -= length
        return timedelta(minutes=self.closes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """Days of every year with hours of their own, as summer has in many cities.

    first, last: month and day, both within; first after last: over the new year.
    """

    first: tuple[int, int]
    last: tuple[int, int]
    hours: OfficeHours

    def holds(self, day: date) -> bool:
        """Whether a day is one of these."""
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A day on which this city does otherwise, and why."""

    works: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The city's days. hours: where no season says otherwise; seasons: none shares a day with another.

    complete: years whose whole notice stands in the overrides, whatever the library knows. Days are ordinals
    (date.toordinal) wherever they are counted; moments that come out are aware UTC.
    """

    hours: OfficeHours
    seasons: tuple[Season, ...] = ()
    overrides: Mapping[date, Override] = field(default_factory=dict)
    complete: frozenset[int] = frozenset()
    zone: ZoneInfo = CITY_TIME
    _years: dict[int, tuple[int, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _closings: dict[int, datetime] = field(default_factory=dict, init=False, repr=False, compare=False)
    _covered: dict[int, bool] = field(default_factory=dict, init=False, repr=False, compare=False)

    def works(self, day: date) -> bool:
        """Whether offices work on this day."""
        override = self.overrides.get(day)
        return override.works if override else works_by_notice(day)

    def covers(self, year: int) -> bool:
        """Whether the holidays of this year are known."""
        if year not in self._covered:
            self._covered[year] = year in self.complete or _is_known(year)
        return self._covered[year]

    def day_of(self, moment: datetime) -> int:
        """The day of a moment, by the city's clock."""
        return moment.astimezone(self.zone).toordinal()

    def working_day_after(self, day: int, count: int = 1) -> int:
        """The count-th working day after a day, which itself does not count. count: at least 1."""
        year = date.fromordinal(day).year
        while True:
            days = self._working_days(year)
            place = bisect_right(days, day) + count - 1
            if place < len(days):
                return days[place]
            count = place - len(days) + 1
            year, day = year + 1, 0

    def working_day_before(self, day: int, count: int = 1) -> int:
        """The count-th working day before a day, which itself does not count. count: at least 1."""
        year = date.fromordinal(day).year
        while True:
            days = self._working_days(year)
            place = bisect_left(days, day) - count
            if place >= 0:
                return days[place]
            count = -place
            day = date(year, 1, 1).toordinal()
            year -= 1

    def working_days_between(self, first: int, last: int) -> int:
        """How many working days are after the first day up to the last, which counts. last: not before first."""
        total = 0
        for year in range(date.fromordinal(first).year, date.fromordinal(last).year + 1):
            days = self._working_days(year)
            total += bisect_right(days, last) - bisect_right(days, first)
        return total

    def hours_on(self, day: int) -> OfficeHours:
        """The hours of a day, if offices work on it."""
        if not self.seasons:
            return self.hours
        told = date.fromordinal(day)
        return next((season.hours for season in self.seasons if season.holds(told)), self.hours)

    def opening(self, day: int) -> datetime:
        """When business begins on a day."""
        return self.at(day, timedelta(minutes=self.hours_on(day).opens))

    def closing(self, day: int) -> datetime:
        """When business ends on a day (Civil Code, Art. 203, 2nd paragraph)."""
        closing = self._closings.get(day)
        if closing is None:
            closing = self._closings[day] = self.at(day, timedelta(minutes=self.hours_on(day).closes))
        return closing

    def at(self, day: int, since_midnight: timedelta) -> datetime:
        """A time of a day by the city's clock."""
        midnight = datetime.fromordinal(day).replace(tzinfo=self.zone)
        return (midnight + since_midnight).astimezone(UTC)

    def _working_days(self, year: int) -> tuple[int, ...]:
        days = self._years.get(year)
        if days is None:
            first, after = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1
            days = tuple(day for day in range(first, after) if self.works(date.fromordinal(day)))
            self._years[year] = days
        return days


@lru_cache(maxsize=2_048)  # the library looks through all its years at each question
def works_by_notice(day: date) -> bool:
    """Whether offices work on this day where the city says nothing of its own."""
    try:
        return not is_holiday(day)
    except NotImplementedError:
        return day.weekday() < SATURDAY


def _is_known(year: int) -> bool:
    try:
        is_holiday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True
