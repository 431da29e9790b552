"""What a menu may ask of this moment and of this caller."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from hotline.agents.model import Board, LiveCall
from hotline.agents.overflow import Mode
from hotline.answering.checks import Checks
from hotline.answering.city_lookups import CITY_TIME
from hotline.answering.hours import is_open
from hotline.answering.services import Caller
from hotline.calls.marks import Mark
from hotline.ivr.waits import Check, No, NotChecked, When, Why, Yes
from hotline.kb.hours.opening import Works
from hotline.kb.model import Hours, OpenDays
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import calendar, works

NO_ANSWER = NotChecked(why=Why.NOT_AVAILABLE)
OFFICE = (
    Hours(days=OpenDays.WORKDAYS, begins=510, ends=720),
    Hours(days=OpenDays.WORKDAYS, begins=840, ends=1080),
    Hours(days=OpenDays.REST_DAYS, begins=540, ends=1020),
)


class FakeCitizens:
    """Implements Citizens: who ends with 1 is old, who ends with 2 called before."""

    async def has(self, number: str, mark: Mark) -> bool:
        """Old, by the last digit."""
        return mark is Mark.ELDERLY and number.endswith("1")

    async def called_before(self, number: str, call_id: str) -> bool:
        """Known, by the last digit."""
        return number.endswith("2")


def checks(
    states: Sequence[str] = (),
    *,
    hours: Sequence[Hours] = OFFICE,
    fresh: bool = True,
    hour: int = 1,
    days: Works = works,
    overflow: Mode = Mode.AUTO,
) -> Checks:
    """The hotline on Wednesday, 18 November 2026, at an hour of UTC, with calls in these states."""
    calls = {str(place): LiveCall(id=str(place), state=state) for place, state in enumerate(states)}
    return Checks(
        hours=lambda: hours,
        board=lambda: Board(calls=calls, fresh=fresh),
        overload=2,
        citizens=FakeCitizens(),
        works=days,
        now=lambda: datetime(2026, 11, 18, hour, 0, tzinfo=UTC),
        overflow=lambda: overflow,
    )


async def ask(of: Checks, when: When, value: str = "", *, number: str = "13800138000") -> object:
    """The answer to a condition."""
    caller = Caller(call_id="c1", number=number, dialled="12345", channel=FakeChannel())
    return await of.answer(caller, Check(when=when, value=value))


@pytest.mark.parametrize(
    ("now", "there"),
    [
        (datetime(2026, 11, 18, 8, 30, tzinfo=CITY_TIME), True),
        (datetime(2026, 11, 18, 8, 29, tzinfo=CITY_TIME), False),
        (datetime(2026, 11, 18, 12, 0, tzinfo=CITY_TIME), False),
        (datetime(2026, 11, 18, 17, 59, tzinfo=CITY_TIME), True),
        (datetime(2026, 10, 10, 8, 30, tzinfo=CITY_TIME), True),
        (datetime(2026, 10, 17, 8, 30, tzinfo=CITY_TIME), False),
        (datetime(2026, 10, 17, 9, 0, tzinfo=CITY_TIME), True),
    ],
)
def test_people_answer_in_their_hours(now: datetime, there: bool) -> None:
    """The minute in which they begin counts, the one in which they end does not; no hours are round the clock."""
    assert is_open(OFFICE, now, works) is there
    assert is_open((), now, works)
    assert is_open((Hours(days=OpenDays.EVERY_DAY, begins=0, ends=1440),), now, works)


async def test_the_hour_is_the_citys() -> None:
    """Nine in the morning there is one o'clock UTC; a calendar that there is not is unknown."""
    assert await ask(checks(hour=1), When.HOURS) == Yes()
    assert await ask(checks(hour=13), When.HOURS) == No()
    assert await ask(checks(hour=13, hours=()), When.HOURS) == Yes()
    assert await ask(checks(), When.HOURS, "library") == NO_ANSWER
    assert await ask(checks(), When.HOLIDAY) == No()


async def test_the_citys_own_days_count() -> None:
    """A Wednesday off by the city's calendar is a holiday to every menu, and its hours are those of days of rest."""
    days = calendar({date(2026, 11, 18): False}).works
    assert await ask(checks(hour=2, days=days), When.HOLIDAY) == Yes()
    assert await ask(checks(hour=9, days=days), When.HOURS) == No()
    assert await ask(checks(hour=5, days=days), When.HOURS) == Yes()
    assert [await ask(checks(hour=hour), When.HOURS) for hour in (9, 5)] == [Yes(), No()]


async def test_a_supervisor_opens_or_closes_overflow_whatever_the_script_says() -> None:
    """However many wait, and also while nobody knows how many."""
    crowd = ["queued"] * 5
    assert await ask(checks(crowd, overflow=Mode.CLOSED), When.OVERLOAD, "3") == No()
    assert await ask(checks((), overflow=Mode.OPEN), When.OVERLOAD, "3") == Yes()
    assert await ask(checks((), fresh=False, overflow=Mode.OPEN), When.OVERLOAD) == Yes()


async def test_who_waits_for_a_person_makes_the_overload() -> None:
    """Waiting or ringing; not in the menu and not in a talk; unknown while Asterisk is not heard."""
    busy = ("queued", "ringing", "menu", "talking", "held", "outside")
    assert await ask(checks(busy), When.OVERLOAD) == Yes()
    assert await ask(checks(busy), When.OVERLOAD, "3") == No()
    assert await ask(checks(busy[1:]), When.OVERLOAD) == No()
    assert await ask(checks(busy, fresh=False), When.OVERLOAD) == NO_ANSWER
    assert await ask(checks(busy), When.OVERLOAD, "many") == NO_ANSWER


@pytest.mark.parametrize(
    ("value", "number", "so"),
    [
        ("elderly", "13800138001", Yes()),
        ("elderly", "13800138002", No()),
        ("known", "13800138002", Yes()),
        ("known", "", No()),
        ("mobile", "+8613800138000", Yes()),
        ("mobile", "075712345678", No()),
        ("mobile", "", No()),
        ("rich", "13800138000", NO_ANSWER),
    ],
)
async def test_a_caller_is_known_by_the_number(value: str, number: str, so: object) -> None:
    """Old, known, or one who can get texts; of what nobody keeps nothing is said."""
    assert await ask(checks(), When.CALLER, value, number=number) == so


async def test_no_recogniser_is_certain() -> None:
    """The keys are the way."""
    assert await ask(checks(), When.RECOGNISER, "zh-CN") == No()
