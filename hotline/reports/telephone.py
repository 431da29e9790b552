"""The telephone: how many called, by day and by hour, who was served by what, and how long they waited."""

from __future__ import annotations

from collections.abc import Mapping

from hotline.reports.counting import Amounts, by_hour
from hotline.reports.definitions import TELEPHONE
from hotline.reports.figures import Amount
from hotline.reports.look import Look, figures_beside, figures_of, whole_section
from hotline.reports.period import CITY_TIME
from hotline.reports.report import Row, Section

HOURS = 24


async def sections(look: Look) -> tuple[Section, ...]:
    """The whole, with the periods before and a year ago; each day; each hour of the day, all days together."""
    now, before, ago = [await by_hour(look.session, TELEPHONE, span) for span in look.spans()]
    days = [day.isoformat() for day in look.period.each()]
    hours = [f"{hour:02d}" for hour in range(HOURS)]
    return (
        whole_section("电话服务总体情况", figures_beside(TELEPHONE, now.whole(), before.whole(), ago.whole())),
        _rows("day", "按日", days, now.by(lambda at: at.astimezone(CITY_TIME).date().isoformat())),
        _rows(
            "hour", "按时段（一天中的小时，各日合计）", hours, now.by(lambda at: f"{at.astimezone(CITY_TIME).hour:02d}")
        ),
    )


def _rows(code: str, title: str, keys: list[str], found: Mapping[str, Amounts]) -> Section:
    """In the order of time, and not ranked: a day is not better than another."""
    nothing = dict.fromkeys(TELEPHONE, Amount())
    rows = tuple(
        Row(key=key, name=_name(code, key), figures=figures_of(TELEPHONE, found.get(key, nothing)), filters={})
        for key in keys
    )
    return Section(code=code, title=title, by=code, rows=rows)


def _name(code: str, key: str) -> str:
    return key if code == "day" else f"{key}时"
