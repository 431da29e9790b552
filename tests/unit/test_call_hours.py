"""When citizens may be called back: before the hours, within them, after them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hotline.tickets.call_hours import CallHours
from hotline.tickets.life.calling_back import next_try
from hotline.tickets.model import CITY_TIME


def at(clock: str) -> datetime:
    """A time of a Monday in the city, as the product keeps it."""
    hours, minutes = map(int, clock.split(":"))
    return datetime(2026, 11, 23, hours, minutes, tzinfo=CITY_TIME).astimezone(UTC)


DAY = timedelta(days=1)
CASES = [
    ("08:30-20:00", "8:29", at("8:30")),
    ("08:30-20:00", "8:30", at("8:30")),
    ("08:30-20:00", "19:59", at("19:59")),
    ("08:30-20:00", "20:00", at("8:30") + DAY),
    ("09:00-12:15", "0:00", at("9:00")),
    ("09:00-12:15", "12:15", at("9:00") + DAY),
    ("00:00-24:00", "23:59", at("23:59")),
    ("00:00-24:00", "0:00", at("0:00")),
]


@pytest.mark.parametrize(("hours", "now", "opens"), CASES)
def test_a_moment_within_the_hours_is_now_and_any_other_waits(hours: str, now: str, opens: datetime) -> None:
    """The first minute is in, the last is out, and the next day's hours begin as today's do."""
    assert CallHours.of(hours).next(at(now)) == opens


def test_three_hours_lie_between_tries_at_any_hours() -> None:
    """A city that calls all day still leaves the citizen alone for three hours."""
    always = CallHours.of("00:00-24:00")
    assert next_try(at("22:30"), always, at("22:00"), None) == at("1:00") + DAY
    assert next_try(at("18:30"), CallHours(), at("18:00"), None) == at("8:30") + DAY


def test_half_an_hour_lies_between_a_talk_and_the_next_matter() -> None:
    """Whoever was reached is not rung about something else at once; who was not, still has three hours."""
    assert next_try(at("10:10"), CallHours(), None, at("10:00")) == at("10:30")
    assert next_try(at("10:10"), CallHours(), at("9:00"), at("10:00")) == at("12:00")


def test_hours_are_told_as_people_write_them() -> None:
    """Without a nought before the hour."""
    hours = CallHours.of("08:30-20:05")
    assert (hours.first, hours.last) == ("8:30", "20:05")
