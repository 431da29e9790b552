"""An office's hours as a clerk would write them: what is written here and read again is the same. Pure.

Rule: what has no words here cannot be read from a clerk either; a new field of the values is written here first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hotline.kb.hours.model import MonthDay, OfficeHours, OnHolidays, Part, Span, Spans, Week
from hotline.kb.hours.words import EVERY_DAY, WORKDAYS

_NAMES = "一二三四五六日"
_SAID = {
    OnHolidays.CLOSED: "法定节假日休息",
    OnHolidays.USUAL: "法定节假日照常办公",
    OnHolidays.TEXT: "法定节假日另行公布",
}


def written(hours: OfficeHours) -> str:
    """In one text, for the column 办公时间."""
    sentences = [_season(f"{one.name}（{_date(one.begins)}至{_date(one.ends)}）", one.week) for one in hours.seasons]
    if hours.week is not None:
        sentences.append(_season("其他时间", hours.week) if hours.seasons else "；".join(_week(hours.week)))
    sentences += [f"{one.name}{line}" for one in hours.parts for line in _part(one)]
    if hours.new_year:
        first, last = ("除夕" if day == 0 else f"初{'一二三四五六七'[day - 1]}" for day in hours.new_year)
        sentences.append(f"春节{first}至{last}休息" if first != last else f"春节{first}休息")
    return "；".join((*sentences, *hours.occasions, *hours.remarks))


def _season(heading: str, week: Week) -> str:
    return heading + "，".join(_week(week) if any(week.days) else ("休息", *_week(week)))


def _week(week: Week) -> Iterator[str]:
    groups: dict[Spans, list[int]] = {}
    for day, spans in enumerate(week.days):
        if spans:
            groups.setdefault(spans, []).append(day)
    yield from (_days(days) + _spans(spans) for spans, days in groups.items())
    if week.on_holidays is not OnHolidays.UNSAID:
        yield _SAID.get(week.on_holidays, f"法定节假日{_spans(week.holiday)}")


def _part(part: Part) -> Iterator[str]:
    """What nothing is said of is the same for a window as for the office."""
    if part.never_closes:
        yield "24小时"
        return
    *lines, last = _week(part.week)
    yield from lines
    if part.week.on_holidays in (OnHolidays.HOURS, OnHolidays.UNSAID):
        yield last


def _days(days: list[int]) -> str:
    if set(days) == EVERY_DAY:
        return "每天"
    if set(days) == WORKDAYS:
        return "工作日"
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"周{_NAMES[days[0]]}至周{_NAMES[days[-1]]}"
    return "、".join(f"周{_NAMES[day]}" for day in days)


def _spans(spans: Iterable[Span]) -> str:
    return "，".join(map(_span, spans))


def _span(span: Span) -> str:
    last = f"，{_clock(span.admits)}停止受理" if span.admits is not None else ""
    return f"{_clock(span.begins)}—{_clock(span.ends)}{last}"


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"


def _date(at: MonthDay) -> str:
    return f"{at[0]}月{at[1]}日"
