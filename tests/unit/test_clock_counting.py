"""Lengths counted from a moment: the table counted by hand, the overrides, and what holds for all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as some

from hotline.errors import InputError
from hotline.tickets.clock.calendar import Calendar, OfficeHours, Season, Span
from hotline.tickets.clock.counting import due_after
from hotline.tickets.clock.length import Length, Unit, length_of
from tests.fakes.clock import at, calendar

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "clock_cases.yaml").read_text(encoding="utf-8")
)
ALL = [case for cases in CASES.values() for case in cases]
ORDINARY = calendar()
SETTINGS = settings(max_examples=150, deadline=None, derandomize=True, database=None)
STARTS = some.datetimes(datetime(2024, 12, 1), datetime(2027, 2, 1), timezones=some.just(UTC))  # noqa: DTZ001 given below
UNITS = some.sampled_from(list(Unit))
DAY_UNITS = some.sampled_from([Unit.WORKING_DAYS, Unit.DAYS])
AMOUNTS = some.integers(1, 40)
DAYS = some.dates(date(2024, 12, 1), date(2027, 6, 1))


def test_the_table_is_long_enough() -> None:
    """At least sixty cases were counted by hand."""
    assert len(ALL) >= 60


@pytest.mark.parametrize("case", ALL, ids=[f"{case['start']} {case['length']}" for case in ALL])
def test_a_limit_falls_due_as_counted_by_hand(case: dict[str, Any]) -> None:
    """The moment of the table, to the second."""
    due = due_after(ORDINARY, at(case["start"]), length_of(case["length"]))
    assert due == at(case["due"]), case["why"]
    assert due.tzinfo is UTC


@given(start=STARTS, amount=AMOUNTS, unit=UNITS)
@SETTINGS
def test_nothing_is_due_before_it_starts(start: datetime, amount: int, unit: Unit) -> None:
    """Whatever the length."""
    assert due_after(ORDINARY, start, Length(amount=amount, unit=unit)) > start


@given(start=STARTS, amount=AMOUNTS, unit=UNITS)
@SETTINGS
def test_a_longer_limit_is_never_due_earlier(start: datetime, amount: int, unit: Unit) -> None:
    """One more of the unit is later, or the same where days off lie between."""
    shorter = due_after(ORDINARY, start, Length(amount=amount, unit=unit))
    longer = due_after(ORDINARY, start, Length(amount=amount + 1, unit=unit))
    assert longer >= shorter if unit is Unit.DAYS else longer > shorter


@given(start=STARTS, amount=AMOUNTS, unit=DAY_UNITS)
@SETTINGS
def test_a_limit_in_days_ends_when_business_does(start: datetime, amount: int, unit: Unit) -> None:
    """At the close of a working day."""
    due = due_after(ORDINARY, start, Length(amount=amount, unit=unit)).astimezone(ORDINARY.zone)
    assert ORDINARY.works(due.date())
    assert (due.hour, due.minute, due.second) == (17, 30, 0)


@given(start=STARTS, amount=AMOUNTS, unit=UNITS, day=DAYS)
@SETTINGS
def test_one_more_day_off_never_makes_anything_due_earlier(start: datetime, amount: int, unit: Unit, day: date) -> None:
    """A day off that the city adds only puts off."""
    length = Length(amount=amount, unit=unit)
    assert due_after(calendar({day: False}), start, length) >= due_after(ORDINARY, start, length)


@given(start=STARTS, amount=AMOUNTS)
@SETTINGS
def test_working_days_are_counted_back_as_they_are_counted_on(start: datetime, amount: int) -> None:
    """The way back leads to the last working day before the first that counted."""
    day = ORDINARY.day_of(start)
    last = ORDINARY.working_day_after(day, amount)
    assert ORDINARY.working_days_between(day, last) == amount
    assert ORDINARY.working_day_before(last, amount) == ORDINARY.working_day_before(day + 1)


def test_a_day_that_the_city_adds_is_worked() -> None:
    """A Saturday with an override counts, and is counted for other cities' days no more."""
    saturday = date(2026, 7, 11)
    assert due_after(calendar({saturday: True}), at("2026-07-10T10:00"), length_of("1个工作日")) == at(
        "2026-07-11T17:30"
    )
    assert due_after(ORDINARY, at("2026-07-10T10:00"), length_of("1个工作日")) == at("2026-07-13T17:30")


def test_a_year_that_nobody_knows_yet_has_its_weekends_only() -> None:
    """Until the city writes it down and says that it is all."""
    assert not ORDINARY.covers(2027)
    assert ORDINARY.works(date(2027, 10, 1))
    written = calendar({date(2027, 10, 1): False}, complete=frozenset({2027}))
    assert written.covers(2027)
    assert not written.works(date(2027, 10, 1))


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("30分钟", 30, Unit.MINUTES),
        ("24小时", 24, Unit.HOURS),
        ("2个小时", 2, Unit.HOURS),
        ("4个工作小时", 4, Unit.WORK_HOURS),
        ("5个工作日", 5, Unit.WORKING_DAYS),
        (" 15 工作日 ", 15, Unit.WORKING_DAYS),
        ("15日", 15, Unit.DAYS),
        ("15天", 15, Unit.DAYS),
        ("15个自然日", 15, Unit.DAYS),
    ],
)
def test_a_length_is_read_as_it_is_written(text: str, amount: int, unit: Unit) -> None:
    """In each of its forms; and what it says of itself is read again."""
    assert length_of(text) == Length(amount=amount, unit=unit)
    assert length_of(str(length_of(text))) == length_of(text)


@pytest.mark.parametrize("text", ["", "五天", "-1小时", "0个工作日", "2001日", "5", "5个月", "x" * 1000])
def test_what_is_no_length_is_told(text: str) -> None:
    """In a sentence that is short whatever came in."""
    with pytest.raises(InputError, match="时限") as told:
        length_of(text)
    assert len(told.value.message) < 120


def _summer() -> Calendar:
    """09:00 to 12:00 and 14:30 to 18:00 from June to September, half days over the new year."""
    summer = OfficeHours(spans=(Span(begins=9 * 60, ends=12 * 60), Span(begins=14 * 60 + 30, ends=18 * 60)))
    winter = OfficeHours(spans=(Span(begins=9 * 60, ends=13 * 60),))
    return replace(
        ORDINARY,
        seasons=(
            Season(first=(6, 1), last=(9, 30), hours=summer),
            Season(first=(12, 28), last=(1, 3), hours=winter),
        ),
    )


@pytest.mark.parametrize(
    ("start", "length", "due"),
    [
        ("2026-05-28T16:00", "2个工作日", "2026-06-01T18:00"),  # counted in May, ends by June's hours
        ("2026-09-29T16:00", "1个工作日", "2026-09-30T18:00"),
        ("2026-09-30T16:00", "1个工作日", "2026-10-08T17:30"),
        ("2026-06-01T13:00", "1个工作小时", "2026-06-01T15:30"),  # the noon break is longer
        ("2026-05-29T17:00", "1个工作小时", "2026-06-01T09:30"),  # half an hour on Friday, half on Monday
        ("2026-09-30T17:00", "2个工作小时", "2026-10-08T10:00"),
        ("2026-12-29T12:00", "6个工作小时", "2026-12-31T10:00"),  # of four hours a day
        ("2027-01-01T08:00", "1日", "2027-01-04T17:30"),
    ],
)
def test_a_season_has_hours_of_its_own(start: str, length: str, due: str) -> None:
    """Each day counts by the hours of its own season, over a season's edge and the new year too."""
    assert due_after(_summer(), at(start), length_of(length)) == at(due)


@given(start=STARTS, amount=AMOUNTS)
@SETTINGS
def test_hours_of_work_add_up_over_a_season_s_edge(start: datetime, amount: int) -> None:
    """Two limits, one begun where the other ends, are as long as both together."""
    first = due_after(_summer(), start, Length(amount=amount, unit=Unit.WORK_HOURS))
    both = due_after(_summer(), start, Length(amount=amount + 3, unit=Unit.WORK_HOURS))
    assert due_after(_summer(), first, Length(amount=3, unit=Unit.WORK_HOURS)) == both


@pytest.mark.parametrize(
    "spans", [(), ((540, 540),), ((540, 720), (700, 900)), ((810, 900), (540, 720)), ((540, 1500),)]
)
def test_office_hours_that_cannot_be_are_refused(spans: tuple[tuple[int, int], ...]) -> None:
    """None, an empty span, spans that overlap, that are out of order, or that pass midnight."""
    with pytest.raises(InputError, match="办公时间"):
        OfficeHours(spans=tuple(Span(begins=begins, ends=ends) for begins, ends in spans))


def test_offices_may_close_at_midnight() -> None:
    """The close of business is then the first moment of the next day."""
    hours = OfficeHours(spans=(Span(begins=0, ends=24 * 60),))
    assert hours.worked == timedelta(days=1)
    assert hours.time_at(timedelta(days=1)) == timedelta(days=1)
