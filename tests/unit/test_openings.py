"""Whether an office is open: at the edges of its hours, on and around holidays; and what is said of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from hotline.answering.openings import every_opening, opening_of, opening_said
from hotline.kb.hours.model import Opening
from hotline.kb.hours.opening import CITY_TIME, is_public_holiday, open_at
from hotline.kb.hours.reading import read_hours
from hotline.kb.load import load_city
from hotline.kb.model import Department
from hotline.settings import ROOT
from hotline.web.opening_shapes import opening_json
from tests.fakes.clock import calendar, works

OFFICE = "工作日9:00-12:00，13:30-17:00"
RESTS = "法定节假日休息"


def at(text: str) -> datetime:
    """A moment of the city's clock, as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=CITY_TIME).astimezone(UTC)


def asked(when: str, hours: str = OFFICE, holidays: str = RESTS) -> Opening | None:
    """Whether it is open then."""
    return open_at(read_hours(hours, holidays), at(when), works)


def brief(opening: Opening | None) -> str:
    """Open until, or closed until; ? for what is not known."""
    if opening is None:
        return "?"
    until = opening.until if opening.open else opening.opens
    return ("open " if opening.open else "closed ") + (until.strftime("%m-%d %H:%M") if until else "?")


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("2026-11-20T08:59:59", "closed 11-20 09:00"),
        ("2026-11-20T09:00:00", "open 11-20 12:00"),
        ("2026-11-20T11:59:59", "open 11-20 12:00"),
        ("2026-11-20T12:00:00", "closed 11-20 13:30"),  # the noon break
        ("2026-11-20T13:29:59", "closed 11-20 13:30"),
        ("2026-11-20T13:30:00", "open 11-20 17:00"),
        ("2026-11-20T16:59:59", "open 11-20 17:00"),  # the last minute
        ("2026-11-20T17:00:00", "closed 11-23 09:00"),  # a Friday
        ("2026-11-22T00:00:00", "closed 11-23 09:00"),
        ("2026-11-23T00:00:00", "closed 11-23 09:00"),  # midnight
        ("2026-02-14T10:00:00", "open 02-14 12:00"),  # a Saturday worked in exchange for the Spring Festival
        ("2026-02-13T18:00:00", "closed 02-14 09:00"),
        ("2026-02-14T17:00:00", "closed 02-24 09:00"),
        ("2026-09-30T17:00:00", "closed 10-08 09:00"),  # before the National Day
        ("2026-10-01T10:00:00", "closed 10-08 09:00"),
        ("2026-10-10T10:00:00", "open 10-10 12:00"),  # a Saturday worked in exchange for it
    ],
)
def test_an_office_is_open_to_the_minute(when: str, told: str) -> None:
    """Its last minute counts and the next does not; the next opening is sought over holidays."""
    assert brief(asked(when)) == told


@pytest.mark.parametrize(
    ("hours", "holidays", "when", "told"),
    [
        (f"{OFFICE}；周六9:00-12:00", RESTS, "2026-10-03T10:00", "closed 10-08 09:00"),
        (f"{OFFICE}；周六9:00-12:00", "", "2026-10-01T10:00", "closed ?"),
        (f"{OFFICE}；周六9:00-12:00", "", "2026-10-03T10:00", "?"),  # nobody wrote of it
        (f"{OFFICE}；周六9:00-12:00", "", "2026-11-21T10:00", "open 11-21 12:00"),
        (f"{OFFICE}；周六9:00-12:00", "", "2026-10-10T14:00", "open 10-10 17:00"),  # worked as a weekday
        ("周一至周六9:00-17:00", "", "2026-10-01T10:00", "?"),
        ("周一至周六9:00-17:00", RESTS, "2026-10-01T10:00", "closed 10-08 09:00"),
        ("周一至周六9:00-17:00", "法定节假日照常营业", "2026-10-01T10:00", "open 10-01 17:00"),
        ("每天9:00-17:00", "", "2026-10-01T10:00", "open 10-01 17:00"),
        ("每天9:00-17:00", "春节初一至初三休息", "2026-02-16T18:00", "closed 02-20 09:00"),
        ("每天9:00-17:00", "春节初一至初三休息", "2026-02-19T10:00", "closed 02-20 09:00"),
        ("每天9:00-17:00", "除夕休息", "2027-02-05T10:00", "closed 02-06 09:00"),
        ("每天9:00-17:00", "春节初一休息", "2051-01-20T10:00", "?"),  # beyond the calendar
        ("每天9:00-17:00", "春节初一休息", "2051-03-20T10:00", "open 03-20 17:00"),
        (OFFICE, "法定节假日9:00-11:00", "2026-10-01T10:00", "open 10-01 11:00"),
        (OFFICE, "法定节假日留一个窗口", "2026-10-01T10:00", "?"),
        (OFFICE, "法定节假日留一个窗口", "2026-11-20T18:00", "closed 11-23 09:00"),
        (OFFICE, "法定节假日留一个窗口", "2026-09-30T18:00", "closed ?"),
        ("周二至周日9:00-17:00，周一闭馆", "法定节假日照常开放，遇周一也开放", "2026-10-05T10:00", "open 10-05 17:00"),
        ("工作日9:00-17:00；周三下午不对外办公", RESTS, "2026-11-18T12:00", "closed 11-19 09:00"),
        ("工作日9:00-17:00；周三下午不对外办公", RESTS, "2026-02-14T16:00", "open 02-14 17:00"),
        ("24小时", "", "2026-10-01T03:00", "open ?"),
        ("每天20:00至次日6:00", "", "2026-11-20T23:59", "open 11-21 06:00"),
        ("每天20:00至次日6:00", "", "2026-11-21T00:00", "open 11-21 06:00"),
        ("每天20:00至次日6:00", "", "2026-11-21T06:00", "closed 11-21 20:00"),
        ("每天9:00-24:00", "", "2026-11-20T23:59", "open 11-21 00:00"),
        ("5月1日至9月30日每天6:00-20:00；其他时间休息", "", "2026-09-30T20:00", "closed ?"),  # months away
        ("5月1日至9月30日每天6:00-20:00；其他时间休息", "", "2026-04-30T20:00", "closed 05-01 06:00"),
        ("5月1日至9月30日每天6:00-20:00", "", "2026-11-20T10:00", "?"),  # of winter nothing is written
        ("11月15日至次年3月15日每天8:00-18:00；其他时间工作日9:00-17:00", "", "2027-03-15T17:30", "open 03-15 18:00"),
        ("11月15日至次年3月15日每天8:00-18:00；其他时间工作日9:00-17:00", "", "2027-03-16T17:30", "closed 03-17 09:00"),
    ],
)
def test_days_that_are_not_like_others(hours: str, holidays: str, when: str, told: str) -> None:
    """Holidays as they are written of, weekends worked, the lunar new year, nights, seasons; unknown is unknown."""
    assert brief(asked(when, hours, holidays)) == told


def test_a_public_holiday_is_days_of_rest_on_end_with_a_weekday_among_them() -> None:
    """An ordinary weekend is none."""
    of_2026 = [date(2026, 1, 1) + timedelta(days=day) for day in range(365)]
    found = [day for day in of_2026 if is_public_holiday(day, works)]
    assert (len(found), found[0], found[-1]) == (33, date(2026, 1, 1), date(2026, 10, 7))
    assert {date(2026, 10, 3), date(2026, 10, 4)} <= set(found)
    assert not is_public_holiday(date(2026, 11, 21), works)
    assert not is_public_holiday(date(2026, 11, 20), works)


def department(hours: str, holidays: str = RESTS) -> Department:
    """One with these hours."""
    return Department(code="01", name="市民政局", hours=hours, holidays=holidays)


@pytest.mark.parametrize(
    ("hours", "when", "heard"),
    [
        (OFFICE, "2026-11-20T10:00", "现在正在办公。"),
        (OFFICE, "2026-11-20T08:00", "现在休息。下次办公时间是今天上午9:00。"),
        (OFFICE, "2026-11-20T12:30", "现在休息。下次办公时间是今天下午1:30。"),
        (OFFICE, "2026-11-19T20:00", "现在已下班。下次办公时间是明天上午9:00。"),
        (OFFICE, "2026-11-20T20:00", "现在已下班。下次办公时间是周一上午9:00。"),
        (OFFICE, "2026-11-21T10:00", "今天休息。下次办公时间是周一上午9:00。"),
        (OFFICE, "2026-11-22T10:00", "今天休息。下次办公时间是明天上午9:00。"),
        (OFFICE, "2026-09-30T18:00", "现在已下班。下次办公时间是10月8日上午9:00。"),
        (f"{OFFICE}；征期最后三天延长到18:00", "2026-11-20T10:00", "现在正在办公。"),
        (f"{OFFICE}；征期最后三天延长到18:00", "2026-11-20T17:30", ""),  # it may be one of those days
        (f"{OFFICE}；车管窗口周六9:00-12:00", "2026-11-21T10:00", "现在只有部分窗口办公。"),
        (f"{OFFICE}；车管窗口周六9:00-12:00", "2026-11-21T12:00", "今天休息。下次办公时间是周一上午9:00。"),
        (f"{OFFICE}；报警24小时受理", "2026-11-21T10:00", "今天休息。下次办公时间是周一上午9:00。"),
        ("每天9:00-17:00，16:30停止进馆", "2026-11-21T16:29", "现在正在办公。"),
        ("每天9:00-17:00，16:30停止进馆", "2026-11-21T16:30", ""),  # open, and too late
        ("5月至9月每天6:00-20:00；其他时间休息", "2026-11-21T16:30", "今天休息。"),
        ("每天20:00至次日6:00", "2026-11-21T12:00", "现在休息。下次办公时间是今天晚上8:00。"),
        ("看情况", "2026-11-20T10:00", ""),
        ("", "2026-11-20T10:00", ""),
    ],
)
def test_what_a_caller_hears_of_it(hours: str, when: str, heard: str) -> None:
    """Whether it is open and when next; nothing where that might mislead."""
    assert opening_said(department(hours), at(when), works) == heard


def test_the_citys_own_days_count() -> None:
    """A Friday on which this city rests and a Saturday on which it works, against the ordinary calendar."""
    own = calendar({date(2026, 11, 20): False, date(2026, 11, 21): True}).works
    friday, saturday = at("2026-11-20T10:00"), at("2026-11-21T10:00")
    assert opening_said(department(OFFICE), friday, own) == "今天休息。下次办公时间是明天上午9:00。"
    assert opening_said(department(OFFICE), saturday, own) == "现在正在办公。"
    opening = opening_of(department(OFFICE), friday, works)
    assert opening
    assert opening.open


def test_everything_that_is_said_within_a_week_is_known_before() -> None:
    """The sentences are few, so that they are spoken ahead, whatever the moment."""
    city = load_city(ROOT / "kb").departments
    ahead = every_opening(city)
    assert len(ahead) < 100
    moments = (at("2026-11-16T00:00") + timedelta(minutes=97 * step) for step in range(100))
    for one, moment in product(city, moments):
        heard = opening_said(one, moment, works)
        assert heard == "" or all(f"{sentence}。" in ahead for sentence in heard.removesuffix("。").split("。"))


def test_every_department_of_the_demo_city_knows_whether_it_is_open() -> None:
    """On an ordinary Wednesday morning all of them are."""
    for one in load_city(ROOT / "kb").departments:
        opening = opening_of(one, at("2026-11-18T10:00"), works)
        assert opening is not None, one.name
        assert opening.open, one.name


def test_a_screen_is_told_days_and_times_of_the_city() -> None:
    """Its own clock and zone do not matter."""
    moment = at("2026-11-20T20:00")
    opening = opening_of(department(f"{OFFICE}；征期最后三天延长到18:00"), moment, works)
    assert opening is not None
    assert opening_json(opening, moment) == {
        "open": False,
        "until": None,
        "admits": None,
        "opens": {"at": "2026-11-23T09:00:00+08:00", "days": 3, "weekday": 0, "date": "11-23", "time": "9:00"},
        "parts": [],
        "occasions": ["征期最后三天延长到18:00"],
    }
