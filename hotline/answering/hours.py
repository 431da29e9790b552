"""When people answer, and on which days offices rest. Pure.

The holidays are those of the State Council's yearly notice, with the weekends that are worked in exchange, as the
library chinesecalendar has them; a year that it does not know yet has its weekends only.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from chinese_calendar import is_holiday

from hotline.kb.model import Hours, OpenDays

SATURDAY = 5


@lru_cache(maxsize=1_024)  # the library looks through all its years at each question
def is_rest_day(day: date) -> bool:
    """Whether offices rest on this day: a public holiday, or a weekend that is not worked."""
    try:
        return bool(is_holiday(day))
    except NotImplementedError:
        return day.weekday() >= SATURDAY


def works(day: date) -> bool:
    """Whether offices work on this day."""
    return not is_rest_day(day)


def is_open(hours: Sequence[Hours], now: datetime) -> bool:
    """Whether people answer at this time of the city's own clock; no hours at all are round the clock."""
    days = (OpenDays.EVERY_DAY, OpenDays.REST_DAYS if is_rest_day(now.date()) else OpenDays.WORKDAYS)
    minute = now.hour * 60 + now.minute
    return not hours or any(one.days in days and one.begins <= minute < one.ends for one in hours)
