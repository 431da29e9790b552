"""The hours in which a city calls its citizens back. Pure.

Rule: hours are the city's own, and lie within one day: nobody is called across midnight.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from hotline.tickets.model import CITY_TIME


@dataclass(frozen=True, slots=True, kw_only=True)
class CallHours:
    """From when until when, by the city's clock, since midnight; closes: up to 24 hours, and not itself in it."""

    opens: timedelta = timedelta(hours=8, minutes=30)
    closes: timedelta = timedelta(hours=20)

    @classmethod
    def of(cls, text: str) -> CallHours:
        """As it is written in the settings: 08:30-20:00."""
        opens, _, closes = text.partition("-")
        return cls(opens=_since_midnight(opens), closes=_since_midnight(closes))

    def next(self, moment: datetime) -> datetime:
        """The moment itself where it is within the hours, else when they next begin."""
        local = moment.astimezone(CITY_TIME)
        midnight = datetime.combine(local.date(), time(), CITY_TIME)
        if local - midnight < self.opens:
            return (midnight + self.opens).astimezone(moment.tzinfo)
        if local - midnight >= self.closes:
            return (midnight + timedelta(days=1) + self.opens).astimezone(moment.tzinfo)
        return moment

    @property
    def first(self) -> str:
        """When they begin, as people see it: 8:30."""
        return _clock(self.opens)

    @property
    def last(self) -> str:
        """When they end: 20:00."""
        return _clock(self.closes)


DAYTIME = CallHours()
"""Where a city says nothing."""


def _since_midnight(text: str) -> timedelta:
    hours, _, minutes = text.partition(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def _clock(since: timedelta) -> str:
    minutes = int(since.total_seconds()) // 60
    return f"{minutes // 60}:{minutes % 60:02}"
