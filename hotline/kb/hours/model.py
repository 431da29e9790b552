"""When an office is open, understood: its hours by weekday, season and public holiday. Values only.

Rule: equal hours are equal values, however they were written: writing.py writes them, reading.py reads them again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

DAY = 1440  # minutes
MonthDay = tuple[int, int]


class OnHolidays(StrEnum):
    """What becomes of an office's hours on public holidays."""

    CLOSED = "closed"
    """It rests."""
    USUAL = "usual"
    """It is open as on any such weekday."""
    HOURS = "hours"
    """It has hours of their own."""
    UNSAID = "unsaid"
    """Not written: Monday to Friday it rests, as offices do; of a weekend with hours nobody knows."""
    TEXT = "text"
    """Written in words that only a person understands, or not at all where its hours are not those of offices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From when to when. begins, ends: minutes of the day, 0 to 1440, the last is not counted.

    admits: the minute from which nobody new is let in, None where that is the end.
    """

    begins: int
    ends: int
    admits: int | None = None


Spans = tuple[Span, ...]
ALL_DAY: Spans = (Span(begins=0, ends=DAY),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The hours of a week. days: Monday first, seven; holiday: the hours of a public holiday that has its own."""

    days: tuple[Spans, ...]
    on_holidays: OnHolidays
    holiday: Spans = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """A part of every year with a week of its own. begins, ends: (month, day), both within, also over the new year."""

    name: str
    begins: MonthDay
    ends: MonthDay
    week: Week

    def has(self, day: date) -> bool:
        """Whether a day is in it."""
        at = (day.month, day.day)
        if self.begins <= self.ends:
            return self.begins <= at <= self.ends
        return at >= self.begins or at <= self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A window or a service with hours of its own, by name."""

    name: str
    week: Week

    @property
    def never_closes(self) -> bool:
        """Whether it is there round the clock."""
        return self.week.days == (ALL_DAY,) * 7


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHours:
    """An office's hours. week: outside the seasons, None where nothing is written of that time of the year.

    new_year: days of the first lunar month on which it rests, first and last (0 is the eve), None for none; occasions:
    when it may be open longer, in words, on days that no calendar has; remarks: all else that is written.
    """

    week: Week | None
    seasons: tuple[Season, ...] = ()
    parts: tuple[Part, ...] = ()
    new_year: tuple[int, int] | None = None
    occasions: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Whether an office is open at a moment; times are the city's.

    until: when it closes, None where it is closed, never closes or nobody knows; admits: until when people are let in,
    None where that is until; opens: the next opening of a closed one, None where that is not known; today: whether it
    has hours on this day; parts: windows and services that are open now, but those that never close; occasions: of
    OfficeHours.
    """

    open: bool
    until: datetime | None = None
    admits: datetime | None = None
    opens: datetime | None = None
    today: bool = True
    parts: tuple[str, ...] = ()
    occasions: tuple[str, ...] = ()
