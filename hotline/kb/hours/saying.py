"""What a caller hears of an office that is open or closed now.

Rule: whole sentences of a small closed set, so that they are spoken ahead and every other prompt stays as it is; what
may mislead (a window is open, an occasion may open the office) is not said.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from hotline.kb.hours.model import OfficeHours, Opening, Week
from hotline.kb.hours.opening import CITY_TIME

OPEN, SOME_WINDOWS = "现在正在办公。", "现在只有部分窗口办公。"
PAUSE, OVER, REST = "现在休息。", "现在已下班。", "今天休息。"
_NEXT = "下次办公时间是{day}{time}。"
_TODAY, _TOMORROW, _WEEK = "今天", "明天", "一二三四五六日"
NEAR = 7  # days, within which a weekday's name is enough


def said(opening: Opening | None, now: datetime) -> str:
    """Of an opening at this aware moment: one sentence, two where it is closed and the next opening is known, or ""."""
    if opening is None:
        return ""
    if opening.open:
        return OPEN if opening.admits is None or now < opening.admits else ""
    if opening.occasions:
        return ""
    if opening.parts:
        return SOME_WINDOWS
    today = now.astimezone(CITY_TIME).date()
    opens = opening.opens
    if opens is None:
        return OVER if opening.today else REST
    closed = PAUSE if opens.date() == today else OVER if opening.today else REST
    return closed + _NEXT.format(day=_day(opens.date(), today), time=_clock(opens.hour * 60 + opens.minute))


def every_sentence(hours: Iterable[OfficeHours]) -> tuple[str, ...]:
    """All that may be said of these, but for openings a week away and more."""
    begins = sorted({minute for one in hours for week in _weeks(one) for minute in _begins(week)})
    days = (_TODAY, _TOMORROW, *(f"周{day}" for day in _WEEK))
    told = (_NEXT.format(day=day, time=_clock(minute)) for minute in begins for day in days)
    return (OPEN, PAUSE, OVER, REST, SOME_WINDOWS, *told)


def _weeks(hours: OfficeHours) -> Iterable[Week]:
    return (*(one.week for one in hours.seasons), *((hours.week,) if hours.week else ()))


def _begins(week: Week) -> Iterable[int]:
    return (span.begins for spans in (*week.days, week.holiday) for span in spans)


def _day(day: date, today: date) -> str:
    ahead = (day - today).days
    if ahead < 2:
        return _TOMORROW if ahead else _TODAY
    return f"周{_WEEK[day.weekday()]}" if ahead < NEAR else f"{day.month}月{day.day}日"


def _clock(minute: int) -> str:
    """As people say it: 上午9:00, 下午1:30."""
    hour, minute = divmod(minute, 60)
    part = "凌晨" if hour < 6 else "上午" if hour < 12 else "中午" if hour == 12 else "下午" if hour < 18 else "晚上"
    return f"{part}{hour if hour <= 12 else hour - 12}:{minute:02}"
