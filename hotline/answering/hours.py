"""When people answer. Pure.

Rule: on which days offices rest is the city's calendar's to say (tickets.clock.calendar: the State Council's notice and
the city's own days); nothing here knows of another.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hotline.kb.hours.opening import Works
from hotline.kb.model import Hours, OpenDays


def is_open(hours: Sequence[Hours], now: datetime, works: Works) -> bool:
    """Whether people answer at this time of the city's own clock; no hours at all are round the clock."""
    days = (OpenDays.EVERY_DAY, OpenDays.WORKDAYS if works(now.date()) else OpenDays.REST_DAYS)
    minute = now.hour * 60 + now.minute
    return not hours or any(one.days in days and one.begins <= minute < one.ends for one in hours)
